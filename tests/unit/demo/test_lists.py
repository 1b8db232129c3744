import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.demo import Relation, SizeError, demo_lists
from tansiq.domain.notice import NameKind, Quality, Script
from tansiq.domain.offence import WARNING_DAYS, Measure, Offence, are_compatible

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def lists():
    return demo_lists(7, now=NOW, size=1200, overlap=200)


@pytest.fixture(scope="module")
def records(lists):
    return {record.id: record for notices in lists.registers.values() for record in notices}


@pytest.fixture(scope="module")
def latin(records):
    return "\n".join(n.value for r in records.values() for n in r.body.names if n.script is Script.LATIN)


def test_the_same_arguments_give_the_same_lists():
    assert demo_lists(3, now=NOW, size=60, overlap=10) == demo_lists(3, now=NOW, size=60, overlap=10)


def test_registers_have_the_size_asked_for(lists, records):
    assert {state: len(notices) for state, notices in lists.registers.items()} == {"DZ": 1200, "TN": 1200}
    assert len(records) == 2400


def test_references_are_unique(records):
    assert len({record.body.reference for record in records.values()}) == len(records)


def test_so_many_people_stand_in_both(lists, records):
    states = {}
    for notice, who in lists.bearers.items():
        states.setdefault(who, set()).add(records[notice].owner.state)
    assert sum(len(found) == 2 for found in states.values()) == 200


def test_some_stand_twice_in_one(lists, records):
    within = [p for p in lists.truth if records[p[0]].owner.state == records[p[1]].owner.state]
    assert len(within) == 24


def test_most_people_stand_in_the_register_of_their_country(lists, records):
    own = [records[n].owner.state == lists.people[who].town.country for n, who in lists.bearers.items()]
    assert 0.65 < sum(own) / len(own) < 0.9


def test_pairs_are_written_smaller_identifier_first(lists):
    assert all(left < right for left, right in lists.truth)
    assert all(one.left < one.right for one in lists.lookalikes)


def test_lookalikes_of_every_kind_are_other_people(lists):
    assert {one.relation for one in lists.lookalikes} == set(Relation)
    assert not {(one.left, one.right) for one in lists.lookalikes} & set(lists.truth)


def test_nobody_shares_a_whole_name_by_accident(lists):
    assert len({person.chain for person in lists.people}) == len(lists.people)


def test_all_are_in_force_now(records):
    assert all(r.retain_until > NOW.date() and r.made_at < NOW and r.body.ended is None for r in records.values())


def test_they_were_made_in_three_years(records):
    ages = [NOW - record.made_at for record in records.values()]
    assert max(ages) < timedelta(days=3 * 366)
    assert max(ages) > timedelta(days=2 * 365)


def test_some_end_soon_and_some_reviews_are_due(records):
    soon = NOW.date() + timedelta(days=WARNING_DAYS)
    assert 0.03 < sum(r.retain_until <= soon for r in records.values()) / len(records) < 0.4
    due = sum(r.body.review_on <= NOW.date() + timedelta(days=30) for r in records.values())
    assert 0.03 < due / len(records) < 0.3


def test_all_are_released_to_the_other_state(records):
    assert {(r.owner.state, r.label.releasable_to) for r in records.values()} == {("DZ", ("TN",)), ("TN", ("DZ",))}


def test_levels_are_mixed(records):
    assert len({record.label.level for record in records.values()}) == 3


def test_minors_are_only_protected(records):
    minors = [r.body for r in records.values() if r.body.minor]
    assert minors
    assert {(body.measure, body.offence) for body in minors} == {(Measure.PROTECT, Offence.PROTECTION)}


def test_measures_clash_on_some_of_the_same_people(lists, records):
    pairs = [(records[one].body.measure, records[other].body.measure) for one, other in lists.truth]
    assert 10 < sum(not are_compatible(*pair) for pair in pairs) < len(pairs) / 2


def test_names_are_in_arabic_in_latin_or_in_both(records):
    scripts = Counter(
        tuple(sorted({n.script for n in r.body.names if n.kind is NameKind.PRIMARY})) for r in records.values()
    )
    assert set(scripts) == {("arab",), ("latn",), ("arab", "latn")}


def test_every_kind_of_name_occurs(records):
    names = [name for record in records.values() for name in record.body.names]
    assert {name.kind for name in names} == set(NameKind)
    assert {name.quality for name in names} == set(Quality)


@pytest.mark.parametrize(
    "pattern",
    [
        r"Mohamed|Mohammed",
        r"Muhammad|Mohammad",
        r"Dj",
        r"\bJ",
        r"ch",
        r"sh",
        r"ou",
        r"Q",
        r"\bEl ",
        r"El-",
        r"al-",
        r"\bEl[a-z]",
        r"\bEn[nN]|\bEss|\bEz",
        r"\bBen ",
        r"\bBen[a-z]",
        r"(?i)\bbin ",
        r"Ibn ",
        r"\bbent ",
        r"\bbint ",
        r"\bBou[a-z]",
        r"\bBou ",
        r"\bAbu ",
        r"Abdel[a-z]",
        r"Abdel ",
        r"Abd El ",
        r"Abder",
        r"Abdul",
        r"[a-z]eddine",
        r" Eddine",
        r"-Eddine",
        r"uddin",
        r"al-Din",
        r"[A-Z]{4,} [A-Z][a-z]",
        r"ï",
        r"ss",
        r"XH",
        r"(?m)^\S+ ben \S+ ben \S+ ",
    ],
)
def test_a_habit_of_spelling_occurs(latin, pattern):
    assert re.search(pattern, latin)


@pytest.mark.parametrize("piece", [" بن ", " بنت ", "عبد ال", "عبدال", "الدين", "بو", "أبو ", "أم ", "ابن "])
def test_an_arabic_habit_occurs(records, piece):
    assert any(piece in name.value for record in records.values() for name in record.body.names)


def test_documents_of_the_same_people_sometimes_differ_by_a_character(lists, records):
    numbers = [
        {(d.type, d.number.replace(" ", "")) for d in records[one].body.documents}
        ^ {(d.type, d.number.replace(" ", "")) for d in records[other].body.documents}
        for one, other in lists.truth
        if {d.type for d in records[one].body.documents} == {d.type for d in records[other].body.documents}
    ]
    assert any(numbers)
    assert not all(numbers)


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, 11), (10, -1)])
def test_sizes_that_do_not_fit_are_refused(size, overlap):
    with pytest.raises(SizeError):
        demo_lists(1, now=NOW, size=size, overlap=overlap)
