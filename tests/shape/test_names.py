"""Names say what a thing is; nothing stands in for our own code; async is only where pages are served."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tansiq"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "shared"}
URL = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]")


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_a_room_for_leftovers(path):
    assert not LEFTOVERS & set(re.split(r"[_./]", str(path.relative_to(SOURCE))))


def test_async_stays_in_the_web():
    kinds = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    found = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        if path.relative_to(SOURCE).parts[0] != "web"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds)
    ]
    assert found == []


def test_nothing_stands_in_for_our_own_code():
    word = "unittest" + ".mock"
    found = [named(path) for path in (*MODULES, *TESTS) if word in path.read_text(encoding="utf-8")]
    assert found == []


@pytest.mark.parametrize(
    "path",
    sorted(p for p in (SOURCE / "web").rglob("*") if p.suffix in {".html", ".css", ".js"} and "vendor" not in p.parts),
    ids=named,
)
def test_no_page_loads_from_another_host(path):
    assert URL.findall(path.read_text(encoding="utf-8")) == []


def test_every_module_says_what_it_is():
    missing = [
        named(path)
        for path in MODULES
        if path.stat().st_size and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert missing == []


def test_only_the_settings_read_the_environment():
    found = [
        named(path)
        for path in MODULES
        if path.name != "settings.py" and re.search(r"\bos\.(?:environ|getenv)", path.read_text(encoding="utf-8"))
    ]
    assert found == []
