"""Every room has one tree of errors, drawn in its docstring; its root is a class of that page."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import tansiq

SOURCE = Path(tansiq.__path__[0])
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/errors.py") if path.parent.name not in {"web", "cli"})


def classes(module):
    return [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__]


def modules(room):
    package = importlib.import_module(f"tansiq.{room}")
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if ".migrations" not in info.name:
            yield importlib.import_module(info.name)


def page(room):
    return importlib.import_module(f"tansiq.{room}.errors")


def root(room):
    return next(c for c in classes(page(room)) if c.__bases__ == (Exception,))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_one_root(room):
    roots = [c for c in classes(page(room)) if c.__bases__ == (Exception,)]
    assert len(roots) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_every_error_of_a_room_derives_from_its_root(room):
    found = [c for m in modules(room) for c in classes(m) if issubclass(c, BaseException)]
    assert [c for c in found if not issubclass(c, root(room))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_names_of_errors_end_in_error(room):
    found = [c for m in modules(room) for c in classes(m) if issubclass(c, BaseException)]
    assert [c.__name__ for c in found if not c.__name__.endswith("Error")] == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_tree_in_the_docstring_is_the_tree(room):
    lines = re.findall(r"^[│├└─ ]*([A-Z]\w*Error)\b", page(room).__doc__, re.MULTILINE)
    assert set(lines) == {c.__name__ for c in classes(page(room)) if issubclass(c, Exception)}


def test_what_services_raise_derives_from_the_root_of_the_domain():
    from tansiq.domain.errors import DomainError

    found = [c for m in modules("services") for c in classes(m) if issubclass(c, BaseException)]
    assert [c for c in found if not issubclass(c, DomainError)] == []
