"""The table of roles in docs/security.md is the one of the program."""

from pathlib import Path

from tansiq.domain.access import CEILING, GRANTS, Permission, Role
from tansiq.domain.approval import RULES
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


def approvals():
    """The table of acts of two persons as it has to stand between its marks."""
    rows = ["| act | proposed by who may | approved by | stands |", "| --- | --- | --- | --- |"]
    for act, rule in RULES.items():
        roles = ", ".join(f"`{role.value}`" for role in Role if role in rule.approvers)
        rows.append(f"| `{act.value}` | `{rule.proposing.value}` | {roles} | {said(rule.stands)} |")
    return "\n".join(rows)


def said(stands):
    minutes = int(stands.total_seconds()) // 60
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0:
            return f"{minutes // size} {word}{'s' if minutes > size else ''}"
    return ""


def test_the_table_of_two_persons_is_the_one_of_the_program():
    page = PAGE.read_text(encoding="utf-8")
    held = page.partition("<!-- approvals:")[2].partition("-->\n")[2].partition("\n<!--")[0]
    assert held == approvals(), f"docs/security.md should say:\n{approvals()}"


def test_the_table_of_roles_is_the_one_of_the_program():
    said = PAGE.read_text(encoding="utf-8").partition("<!-- roles:")[2].partition("-->\n")[2].partition("\n<!--")[0]
    assert said == table(), f"docs/security.md should say:\n{table()}"
