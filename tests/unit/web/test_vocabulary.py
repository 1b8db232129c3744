"""Every closed vocabulary that a page shows has a word for each of its members, in each of the three languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tansiq.domain.access import Permission, Purpose, Reason, Role, Training
from tansiq.domain.approval import Objection, State, TwoPersonAct
from tansiq.domain.dates import Calendar
from tansiq.domain.edition import Target
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act
from tansiq.domain.label import HandlingCode, Level
from tansiq.domain.link import Judgement
from tansiq.domain.notice import DocumentType, NameKind, Notice, Quality, Script, Sex
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Kind
from tansiq.domain.source import Format
from tansiq.formats.errors import FileProblem
from tansiq.matching import Part, Rule
from tansiq.storage.imports import UploadState
from tansiq.web import errors, messages, navigation, office_words, vocabulary
from tansiq.web.languages import Lang, Languages
from tansiq.web.views import imports, values

LOCALES = Path(__file__).parents[3] / "src" / "tansiq" / "web" / "locales"
TABLES = {
    Act: vocabulary.ACTS,
    Calendar: vocabulary.CALENDARS,
    Caution: vocabulary.CAUTIONS,
    DocumentType: vocabulary.DOCUMENT_TYPES,
    FileProblem: imports.FILE_PROBLEMS,
    Format: vocabulary.FORMATS,
    HandlingCode: values.HANDLING,
    Judgement: vocabulary.JUDGEMENTS,
    Kind: vocabulary.KINDS,
    Level: vocabulary.LEVELS,
    Measure: vocabulary.MEASURES,
    NameKind: vocabulary.NAME_KINDS,
    Offence: vocabulary.OFFENCES,
    Part: vocabulary.PARTS,
    Problem: vocabulary.PROBLEMS,
    Purpose: vocabulary.PURPOSES,
    Quality: vocabulary.QUALITIES,
    Reason: vocabulary.REFUSALS,
    Role: vocabulary.ROLES,
    Rule: vocabulary.RULES,
    Script: vocabulary.SCRIPTS,
    Sex: vocabulary.SEXES,
    Target: vocabulary.TARGETS,
    Training: vocabulary.TRAININGS,
    UploadState: imports.STATES,
    TwoPersonAct: office_words.TWO_PERSON_ACTS,
    State: office_words.APPROVAL_STATES,
    Objection: office_words.OBJECTIONS,
}
"""Every enumeration that reaches a page, with the table of its words."""

UNSHOWN = {"origin"}
"""Fields of a notice whose parts are shown one by one, under a heading of their own."""

WITHOUT_A_TRANSLATION = re.compile(r"[\W\d]*|CSV.*|FollowTheMoney.*|Tansiq")


@pytest.fixture(scope="module")
def languages():
    return Languages.load(LOCALES)


def texts(entry):
    return [entry] if isinstance(entry, str) else [text for text in entry if " " in text or text[:1].isupper()]


def words_of(kind):
    return [text for entry in TABLES[kind].values() for text in texts(entry)]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_member_has_a_word(kind):
    assert set(kind) - set(TABLES[kind]) == set()


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_no_table_has_a_word_for_what_does_not_exist(kind):
    assert set(TABLES[kind]) - set(kind) == set()


@pytest.mark.parametrize("lang", [Lang.AR, Lang.FR])
@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_word_is_translated(kind, lang, languages):
    catalogue = languages.catalogues[lang]
    assert [text for text in words_of(kind) if text not in catalogue._catalog] == []  # gettext() would hide it


@pytest.mark.parametrize("kind", [k for k in TABLES if k not in (FileProblem, Reason)], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("lang", list(Lang))
def test_two_members_of_a_vocabulary_never_read_alike(kind, lang, languages):
    said = Counter(
        languages.gettext(lang, entry if isinstance(entry, str) else entry[0]) for entry in TABLES[kind].values()
    )
    assert [word for word, times in said.items() if times > 1] == []


@pytest.mark.parametrize("problem", FileProblem)
def test_a_refused_file_says_what_is_so_and_what_to_do(problem):
    happened, advice = imports.FILE_PROBLEMS[problem]
    assert happened.endswith(".")
    assert advice.endswith(".")


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_states_the_rule_and_whom_to_ask(reason):
    rule, whom = vocabulary.REFUSALS[reason]
    assert rule.endswith(".")
    assert whom.startswith("Sign in again " if reason is Reason.PURPOSE else "Ask ")


def test_every_field_of_a_notice_has_a_name():
    assert set(Notice.__dataclass_fields__) - set(vocabulary.FIELDS) - UNSHOWN == set()


def test_every_measure_has_a_mark():
    assert set(vocabulary.SEVERITY) == set(Measure)


def test_every_place_of_the_menu_but_the_start_asks_for_a_permission():
    assert [place.href for place in navigation.NAVIGATION if not isinstance(place.permission, Permission)] == ["/"]


def test_every_message_is_translated(languages):
    for lang in (Lang.AR, Lang.FR):
        known = languages.catalogues[lang]._catalog
        assert [done.text for done in messages.MESSAGES.values() if done.text not in known] == []


def test_every_error_says_what_happened_and_what_to_do(languages):
    for page in (*errors.PAGES.values(), *errors.HTTP.values()):
        for lang in (Lang.AR, Lang.FR):
            assert languages.gettext(lang, page.happened) != page.happened
            assert languages.gettext(lang, page.advice) != page.advice


def test_no_text_says_please_or_shouts(languages):
    for lang in (Lang.AR, Lang.FR):
        for english, said in languages.catalogues[lang]._catalog.items():
            if english:
                assert "!" not in f"{english}{said}"
                assert not re.search(
                    r"please|oops|s’il vous plaît|veuillez|الرجاء|يرجى", f"{english}{said}", re.IGNORECASE
                )


def test_only_names_and_signs_stay_as_they_are_in_arabic(languages):
    catalogue = languages.catalogues[Lang.AR]._catalog
    assert [
        text
        for text, said in catalogue.items()
        if isinstance(text, str)
        and text == said
        and not WITHOUT_A_TRANSLATION.fullmatch(re.sub(r"%\(\w+\)s", "", text))
    ] == []
