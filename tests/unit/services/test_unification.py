"""Proposals follow the journal: what changed is proposed anew, once, and what is over is proposed no more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.test_links import ANALYST, Review

from tansiq.domain.access import scope
from tansiq.domain.journal import Act
from tansiq.domain.notice import Ending, name
from tansiq.domain.record import Owner
from tansiq.matching import IdentityMatch, Rule
from tansiq.services import notices, unification
from tansiq.services.identities import Identities
from tansiq.services.keeping import keep
from tansiq.services.unification import read_evidence, write_evidence

LATER = NOW + timedelta(minutes=5)
FILLER = [f"Invented {a}{b}ed" for a in ("Kar", "Mol", "Tis", "Pur") for b in ("ban", "dor", "fal", "gim", "hon")]


@pytest.fixture
def review(desk):
    found = Review(desk)
    found.keep(*(make_notice(words) for words in FILLER))
    found.unify()
    return found


@pytest.fixture
def pair(review):
    records = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    review.unify()
    return records


def proposals(review):
    with review.database.read() as tx:
        return {(p.left, p.right): p for p in tx.proposals.waiting(scope(ANALYST), now=NOW, limit=999)}


def amend(review, record, **body):
    new = record.amended(by="o", at=LATER, reason="slip", body=replace(record.body, **body))
    with review.database.write() as tx:
        keep(tx, new, Act.NOTICE_CORRECTED)
    return new


def test_two_spellings_of_one_name_are_proposed(review, pair):
    found = proposals(review)[pair[0].id, pair[1].id]
    assert found.probability_ppm >= 300_000
    assert (found.left_version, found.right_version, found.proposed_at) == (1, 1, NOW)


def test_catching_up_again_does_nothing(review, pair):
    before = proposals(review)
    assert review.unify(LATER) == 0
    assert proposals(review) == before


def test_it_says_how_many_notices_changed(review):
    review.keep(make_notice("One More"), make_notice("Yet Another"))
    assert review.unify() == 2


def test_a_changed_name_changes_the_proposals(review, pair):
    amend(review, pair[1], names=(name("Someone Altogether Else"),))
    assert review.unify(LATER) == 1
    assert pair[1].id not in {n for p in proposals(review) for n in p}


def test_a_change_that_leaves_the_pair_keeps_the_age_of_its_proposal(review, pair):
    amend(review, pair[1], description="taller than we thought")
    review.unify(LATER)
    found = proposals(review)[pair[0].id, pair[1].id]
    assert (found.right_version, found.proposed_at) == (2, NOW)


def test_an_ended_notice_is_proposed_no_more_and_again_when_it_is_reopened(review, pair):
    ended = amend(review, pair[1], ended=Ending(on=NOW.date(), reason="over"))
    review.unify(LATER)
    assert pair[1].id not in {n for p in proposals(review) for n in p}
    amend(review, ended, ended=None)
    review.unify(LATER)
    assert (pair[0].id, pair[1].id) in proposals(review)


def test_an_erased_notice_is_proposed_no_more(review, pair):
    with review.database.write() as tx:
        notices.erase(tx, pair[1].id, by="node", reason="retention", now=LATER)
    review.unify(LATER)
    assert pair[1].id not in {n for p in proposals(review) for n in p}


def test_a_judgement_asks_for_no_new_proposals(review, pair):
    review.judge(*pair)
    assert review.unify(LATER) == 0


def test_one_by_one_and_all_at_once_propose_the_same(review, pair):
    review.keep(make_notice("Zoubeir Nejmaoui", state="TN"))
    review.unify()
    one_by_one = {p: (q.probability_ppm, q.priority) for p, q in proposals(review).items()}
    with review.database.write() as tx:
        tx.proposals.replace(tx.notices.all_ids(), [])
        tx.journal.move_cursor(unification.CURSOR, 0)
    unification.catch_up(review.database, Identities(), now=LATER)
    assert {p: (q.probability_ppm, q.priority) for p, q in proposals(review).items()} == one_by_one


def test_a_process_that_stopped_before_it_wrote_repeats_its_work(review, monkeypatch):
    before = proposals(review)
    records = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    with monkeypatch.context() as patched:
        patched.setattr("tansiq.storage.journal.Journal.move_cursor", None)
        with pytest.raises(TypeError):
            review.unify()
    assert proposals(review) == before
    assert review.unify() == 2
    assert (records[0].id, records[1].id) in proposals(review)


def test_the_slower_of_two_processes_writes_nothing(review, monkeypatch):
    review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    refresh = Identities.refresh

    def slow(self, tx, **options):
        refresh(self, tx, **options)
        monkeypatch.setattr(Identities, "refresh", refresh)
        assert unification.catch_up(review.database, Identities(), now=NOW) == 2

    monkeypatch.setattr(Identities, "refresh", slow)
    assert review.unify(LATER) == 0
    assert {p.proposed_at for p in proposals(review).values()} == {NOW}


def test_evidence_is_kept_without_fractions_and_adds_up(review, pair):
    steps = read_evidence(proposals(review)[pair[0].id, pair[1].id].evidence)
    assert all(isinstance(step.weight_millibits, int) for step in steps)
    assert steps
    assert {step.rule for step in steps} <= set(Rule)


def test_no_evidence_is_kept_as_an_empty_list():
    assert read_evidence(write_evidence(IdentityMatch(probability=0.0, evidence=()))) == ()


def test_evidence_is_told_from_the_side_of_the_smaller_identifier(review):
    late = replace(make_notice("Zubair Nejmawi"), owner=Owner(state="TN", service="Registry"))
    early = make_notice("Zoubir Nejmaoui")
    review.keep(early)
    review.unify()
    review.keep(late)
    review.unify()
    left, right = sorted((early, late), key=lambda r: r.id)
    steps = read_evidence(proposals(review)[left.id, right.id].evidence)
    said = " ".join(step.left for step in steps).casefold()
    assert any(word in said for word in left.body.names[0].value.casefold().split())
