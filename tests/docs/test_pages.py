"""The pages are about the program that is there: links lead somewhere, paths exist, what is public is named."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from babel.messages.pofile import read_po

from tansiq import settings
from tansiq.cli import app
from tansiq.domain.access import Permission, Role
from tansiq.domain.journal import Act
from tansiq.domain.source import Format
from tansiq.services.exports import ExportFormat
from tansiq.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = sorted((ROOT / "docs" / "use").glob("*-*.md"))
CODE = re.compile(r"```.*?```", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def prose(page):
    return CODE.sub("", page.read_text(encoding="utf-8"))


def anchors(page):
    """What a heading is called in an address: its letters in lower case, blanks as strokes."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_docs_leads_somewhere(page):
    links = [link for link in LINK.findall(prose(page)) if "://" not in link]
    for path, _, anchor in (link.partition("#") for link in links):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{path} is not there"
        assert not anchor or anchor in anchors(target), f"{path} has no heading {anchor}"


def test_readme_names_the_two_commands():
    readme = text("README.md")
    assert "make run" in readme
    assert "make test" in readme
    assert {"run:", "test:"} <= {line.split()[0] for line in text("Makefile").splitlines() if line[:1].isalpha()}


def test_the_picture_of_the_readme_is_small():
    assert (ROOT / "docs" / "pictures" / "review-ar.png").stat().st_size < 200_000


def test_architecture_names_only_files_that_are_there():
    table = text("docs/architecture.md").partition("| concept | file |")[2].partition("\n## ")[0]
    paths = re.findall(r"`([a-z_]+(?:/[\w./]*|\.py))`", table)
    assert len(paths) > 50
    assert [path for path in paths if not (ROOT / "src" / "tansiq" / path).exists()] == []


def test_architecture_names_every_module_of_the_domain():
    named = text("docs/architecture.md")
    modules = {f"domain/{m.name}" for m in (ROOT / "src/tansiq/domain").glob("[a-z]*.py")} - {
        "domain/errors.py",
        "domain/listing.py",
    }
    assert {module for module in modules if module not in named} == set()


def test_every_permission_is_documented():
    page = text("docs/security.md")
    assert [p.value for p in Permission if f"| `{p.value}` |" not in page] == []


def test_every_act_of_the_journal_is_documented():
    page = text("docs/security.md")
    assert [act.value for act in Act if f"| `{act.value}` |" not in page] == []


def test_every_setting_is_documented():
    page = text("docs/operate/install.md")
    names = [*(field.name for field in fields(Settings)), settings.FOLDER, "TANSIQ_DATABASE_URL"]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_no_other_variable_of_the_environment_is_read():
    source = text("src/tansiq/settings.py")
    assert set(re.findall(r"TANSIQ_[A-Z_]+", source)) == {
        "TANSIQ_FOLDER",
        "TANSIQ_DATABASE_URL",
        "TANSIQ_KEY_FILE",
        "TANSIQ_PASSPHRASE",
    }


def commands(group, path="tansiq"):
    for name, command in sorted(group.commands.items()):
        below = getattr(command, "commands", None)
        if below is None:
            yield f"{path} {name}", command
        else:
            yield from commands(command, f"{path} {name}")


def test_every_command_is_documented():
    page = text("docs/operate/commands.md")
    assert [name for name, _ in commands(typer.main.get_command(app)) if f"`{name}" not in page] == []


def test_every_option_is_documented():
    page = text("docs/operate/commands.md")
    given = {o for _, c in commands(typer.main.get_command(app)) for p in c.params for o in p.opts if o[:2] == "--"}
    assert [option for option in sorted(given - {"--help"}) if option not in page] == []


def test_every_role_and_format_is_documented():
    page = text("docs/operate/commands.md")
    words = [*Role, *Format, *ExportFormat]
    assert [word.value for word in words if f"`{word.value}`" not in page] == []


def test_decisions_are_numbered_without_gaps():
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.stem)
def test_every_decision_says_what_gets_worse(page):
    said = page.read_text(encoding="utf-8")
    assert all(f"**{part}" in said for part in ("Context.**", "Options.**", "Decision.**", "What gets worse.**"))


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_bold_words_of_a_guide_are_on_the_screen(page):
    lang = page.stem[-2:]
    on_screen = words(lang)
    bold = set(re.findall(r"\*\*([^*]+)\*\*", page.read_text(encoding="utf-8")))
    explained = {"you decide", "bold", "c’est vous qui décidez", "gras", "القرار لك", "عريض"}
    assert len(bold) > 10
    assert {" ".join(word.split()) for word in bold} - explained - on_screen == set()


def words(lang):
    """Every message of the pages in a language."""
    with (ROOT / f"src/tansiq/web/locales/{'fr' if lang == 'en' else lang}/LC_MESSAGES/tansiq.po").open("rb") as file:
        messages = [m for m in read_po(file) if m.id and not isinstance(m.id, tuple)]
    return {m.id if lang == "en" else m.string for m in messages}


def test_no_page_names_a_folder_of_a_developer():
    assert [page.name for page in PAGES if re.search(r"/(?:home|root|work|tmp)/", page.read_text("utf-8"))] == []
