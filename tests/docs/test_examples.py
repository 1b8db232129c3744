"""Examples in docstrings and in pages are true."""

import doctest
import importlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.cli.exercises import SEED
from tansiq.demo import demo_lists
from tansiq.domain.edition import compare
from tansiq.formats.un_xml import parse_un_xml
from tansiq.matching import compare as compare_names
from tansiq.trust import canonical

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
MODULES = sorted(
    str(path.relative_to(SRC).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in (SRC / "tansiq").rglob("*.py")
    if any(">>>" in line and "+SKIP" not in line for line in path.read_text(encoding="utf-8").splitlines())
)


def test_modules_hold_examples():
    assert len(MODULES) > 20


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_a_module_are_true(module):
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried
    assert not failed


@pytest.fixture(scope="module")
def lists():
    return demo_lists(SEED, now=datetime(2026, 11, 23, 12, 0, tzinfo=UTC), size=3000, overlap=400)


def test_the_readme_search_is_answered_by_the_exercise(lists):
    names = {name.value for record in lists.registers["TN"] for name in record.body.names}
    assert "السبانخ صباح" in names
    assert "sabah sbanekh" not in {name.lower() for name in names}
    assert compare_names("sabah sbanekh", "السبانخ صباح").score > 0.8


def test_the_readme_counts_what_the_next_list_changes(lists):
    held, new = (digests(parse_un_xml(data)) for data in (lists.un_xml, lists.un_xml_next))
    difference = compare(held, new, complete=True)
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert (
        f"{len(difference.added)} entries that came, {len(difference.changed)} that changed field by field, "
        f"and {len(difference.removed)} that went" in readme
    )


def digests(edition):
    return {entry.reference: canonical.digest(canonical.encode(entry)) for entry in edition.entries}


def test_the_example_of_the_matching_page_is_true():
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "matching.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    exec(code.group(1), {})  # noqa: S102 - it is our own page
