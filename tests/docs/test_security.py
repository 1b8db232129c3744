"""The table of roles in docs/security.md is the one of the program."""

from pathlib import Path

from tansiq.domain.access import CEILING, GRANTS, Permission, Role
from tansiq.domain.label import Level

PAGE = Path(__file__).parents[2] / "docs" / "security.md"


def table():
    """The table as it has to stand between the marks of the page."""
    rows = ["| role | reads up to | may |", "| --- | --- | --- |"]
    for role in Role:
        level = CEILING.get(role, Level.UNCLASSIFIED)
        granted = ", ".join(f"`{p.value}`" for p in Permission if p in GRANTS[role]) or "nothing"
        rows.append(f"| `{role.value}` | {level.value} | {granted} |")
    return "\n".join(rows)


def test_the_table_of_roles_is_the_one_of_the_program():
    said = PAGE.read_text(encoding="utf-8").partition("<!-- roles:")[2].partition("-->\n")[2].partition("\n<!--")[0]
    assert said == table(), f"docs/security.md should say:\n{table()}"
