"""Every reason to refuse a file, a row or an import has its words and its advice."""

import re
from pathlib import Path

import pytest

import tansiq.services
from tansiq.domain.errors import Problem
from tansiq.formats.errors import FileProblem
from tansiq.services.uploads import Failure, Stage
from tansiq.storage.imports import UploadState
from tansiq.web.languages import Lang
from tansiq.web.pages import load_pages
from tansiq.web.views import imports


@pytest.fixture(scope="module")
def words():
    return load_pages().languages.words(Lang.EN, state="DZ")


@pytest.mark.parametrize("problem", FileProblem)
def test_a_refused_file_is_told_with_advice(words, problem):
    shown = imports.failure(words, Failure(stage=Stage.FILE, problem=problem.value, line=3))
    assert (shown["happened"], shown["advice"]) == imports.FILE_PROBLEMS[problem]


@pytest.mark.parametrize("problem", Problem)
def test_a_wrong_value_is_told(words, problem):
    assert imports.failure(words, Failure(stage=Stage.VALUE, problem=problem.value))["happened"]


def test_every_conflict_of_an_import_is_told():
    folder = Path(tansiq.services.__file__).parent
    code = "".join((folder / name).read_text() for name in ("imports.py", "partner_lists.py", "uploads.py"))
    raised = set(re.findall(r'ConflictError\([^"]*"(\w+)"\)', code))
    assert raised
    assert raised <= imports.CONFLICTS.keys()


def test_every_state_of_a_file_has_its_word():
    assert imports.STATES.keys() == set(UploadState)
