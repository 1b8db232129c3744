"""What is in memory is a pure function of the tables: brought up to date, it is what a fresh start would build."""

import random
from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.test_links import Review

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.journal import Act
from tansiq.domain.notice import Document, DocumentType, Ending, NameKind, Quality, Sex, name
from tansiq.matching import Precision
from tansiq.services import notices
from tansiq.services.identities import Identities, birth, identity
from tansiq.services.keeping import keep

NAMES = ("Zoubir Nejmaoui", "Zubair Nejmawi", "Zoubeir Nejmaoui", "Someone Else", "زبير نجماوي", "Invented Person")


@pytest.fixture
def review(desk):
    return Review(desk)


def refreshed(review, identities):
    with review.database.read() as tx:
        identities.refresh(tx)
    return identities


def answers(identities, records):
    found = {q: sorted((c.key, c.score) for c in identities.search(q, 50)) for q in NAMES}
    pairs = sorted((a, b, round(m.probability, 9)) for a, b, m in identities.pairs(0.1))
    near = [sorted((k, round(m.probability, 9)) for k, m in identities.neighbours(r, 0.1)) for r in records]
    return len(identities), found, pairs, near


def step(review, chance, records):
    """Some change: a new notice, another name, an end, a reopening, an erasure."""
    record = chance.choice(records)
    change = chance.randrange(5) if len(records) > 3 else 0
    with review.database.write() as tx:
        if change == 0:
            records.append(make_notice(chance.choice(NAMES), description=str(len(records))))
            keep(tx, records[-1], Act.NOTICE_ISSUED)
        elif change == 4:
            notices.erase(tx, record.id, by="node", reason="retention", now=NOW)
            records.remove(record)
        else:
            ended = None if change == 3 else record.body.ended
            body = replace(record.body, names=(name(chance.choice(NAMES)),), ended=ended)
            body = replace(body, ended=Ending(on=NOW.date(), reason="over")) if change == 2 else body
            records[records.index(record)] = new = record.amended(by="o", at=NOW, reason="slip", body=body)
            keep(tx, new, Act.NOTICE_CORRECTED)


@pytest.mark.parametrize("seed", range(3))
def test_following_the_journal_leads_where_a_fresh_start_leads(review, seed):
    chance = random.Random(seed)
    records = list(review.keep(make_notice("Zoubir Nejmaoui")))
    followed = refreshed(review, Identities())
    for _ in range(25):
        step(review, chance, records)
        refreshed(review, followed)
    assert answers(followed, records) == answers(refreshed(review, Identities()), records)


def test_ended_notices_are_found_by_name_and_are_no_neighbours(review):
    one, other = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    with review.database.write() as tx:
        body = replace(other.body, ended=Ending(on=NOW.date(), reason="over"))
        keep(tx, other.amended(by="o", at=NOW, reason="over", body=body), Act.NOTICE_ENDED)
    identities = refreshed(review, Identities())
    assert str(other.id) in {c.key for c in identities.search("Zubair Nejmawi", 5)}
    assert identities.neighbours(one, 0.1) == []
    assert identities.pairs(0.1) == []


def test_a_notice_is_no_neighbour_of_itself(review):
    (one,) = review.keep(make_notice("Zoubir Nejmaoui"))
    assert refreshed(review, Identities()).neighbours(one, 0.1) == []


def test_names_that_the_source_trusts_little_stand_apart_unless_there_are_no_others():
    good, low = name("Zoubir Nejmaoui"), name("Abu Exemple", NameKind.ALIAS, Quality.LOW)
    record = make_notice()
    both = identity(replace(record, body=replace(record.body, names=(good, low))))
    assert (both.names, both.weak_names) == (("Zoubir Nejmaoui",), ("Abu Exemple",))
    only = replace(good, quality=Quality.LOW)
    alone = identity(replace(record, body=replace(record.body, names=(only,))))
    assert (alone.names, alone.weak_names) == (("Zoubir Nejmaoui",), ())


def test_what_a_notice_says_of_its_person_is_carried_over():
    found = identity(
        make_notice(
            sex=Sex.FEMALE,
            nationalities=("DZ",),
            documents=(Document(type=DocumentType.PASSPORT, number="X1", country="DZ"),),
        )
    )
    assert (found.sex, found.nationalities) == ("f", ("DZ",))
    assert [(d.number, d.country, d.type) for d in found.documents] == [("X1", "DZ", "passport")]


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        (PartialDate(year=1991), Precision.YEAR),
        (PartialDate(year=1991, month=9), Precision.MONTH),
        (PartialDate(year=1991, month=9, day=14), Precision.DAY),
        (PartialDate(year=1991, until_year=1993), Precision.RANGE),
    ],
)
def test_a_birth_is_as_precise_as_it_is_known(value, precision):
    found = birth(value)
    assert found.precision is precision
    assert (found.earliest, found.latest) == value.bounds()


def test_a_birth_keeps_its_doubt_and_its_calendar():
    found = birth(PartialDate(year=1411, calendar=Calendar.HIJRI, circa=True))
    assert found.circa
    assert found.hijri
    assert found.earliest < date(1990, 7, 24) < found.latest
