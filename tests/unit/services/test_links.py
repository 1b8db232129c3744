from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer

from tansiq.domain.access import Role
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.services import links, unification
from tansiq.services.identities import Identities
from tansiq.services.keeping import keep
from tansiq.services.links import Decision

ANALYST = officer(Role.LIAISON_ANALYST)
SAME, DIFFERENT, UNSURE = Judgement


class Review:
    """A node with notices, judged by an analyst."""

    def __init__(self, desk):
        self.database = desk.database
        self.identities = Identities()

    def keep(self, *records):
        with self.database.write() as tx:
            for record in records:
                keep(tx, record, Act.NOTICE_ISSUED)
        return records

    def unify(self, now=NOW):
        return unification.catch_up(self.database, self.identities, now=now)

    def call(self, service, *args, by=ANALYST, **options):
        with self.database.write() as tx:
            return service(tx, by, *args, **options)

    def judge(self, one, other, judgement=SAME, *, by=ANALYST, now=NOW, **changes):
        decision = Decision(
            left=one.id, right=other.id, left_version=1, right_version=1, judgement=judgement, reason="compared"
        )
        return self.call(links.judge, replace(decision, **changes), by=by, now=now)

    def persons(self, *records):
        with self.database.read() as tx:
            return tx.notices.persons_of([r.id for r in records])


@pytest.fixture
def review(desk):
    return Review(desk)


@pytest.fixture
def two(review):
    records = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    review.unify()
    return records


def test_a_judgement_keeps_who_when_why_and_what_was_seen(review, two):
    record = review.judge(*two)
    body = record.body
    assert (record.version, record.made_by, record.made_at, record.reason) == (1, ANALYST.id, NOW, "compared")
    assert (body.left, body.right, body.left_version, body.right_version) == (two[0].id, two[1].id, 1, 1)
    assert body.probability_ppm > 300_000
    with review.database.read() as tx:
        assert tx.journal.of(record.id)[0].entry.act is Act.LINK_JUDGED


def test_the_sides_may_come_in_any_order(review, two):
    assert review.judge(two[1], two[0]).body.left == two[0].id


def test_same_makes_one_person_and_withdrawing_it_two_again(review, two):
    record = review.judge(*two)
    assert set(review.persons(*two).values()) == {two[0].id}
    taken = review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    assert (taken.version, taken.body.withdrawn) == (2, True)
    assert review.persons(*two) == {r.id: r.id for r in two}


@pytest.mark.parametrize("judgement", [DIFFERENT, UNSURE])
def test_different_and_unsure_leave_persons_as_they_are(review, two, judgement):
    review.judge(*two, judgement)
    assert review.persons(*two) == {r.id: r.id for r in two}


def test_a_judged_pair_waits_no_more_and_waits_again_when_it_is_withdrawn(review, two):
    assert review.call(links.next_pair, now=NOW) == (two[0].id, two[1].id)
    record = review.judge(*two, UNSURE)
    assert review.call(links.next_pair, now=NOW) is None
    review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    assert review.call(links.next_pair, now=NOW) == (two[0].id, two[1].id)


def test_a_judgement_is_withdrawn_once(review, two):
    record = review.judge(*two)
    review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    with pytest.raises(ConflictError, match="withdrawn"):
        review.call(links.withdraw, record.id, reason="again", now=NOW)


def test_a_pair_that_was_judged_meanwhile_is_a_conflict(review, two):
    review.judge(*two)
    with pytest.raises(ConflictError, match="judged"):
        review.judge(*two, DIFFERENT)


def test_a_pair_is_judged_again_as_a_new_version_of_its_link(review, two):
    first = review.judge(*two)
    second = review.judge(*two, DIFFERENT, link_version=1)
    assert (second.id, second.version) == (first.id, 2)
    pair = review.call(links.get_pair, two[0].id, two[1].id)
    assert [r.body.judgement for r in pair.history] == [DIFFERENT, SAME]
    assert pair.standing == second


def test_a_notice_that_changed_meanwhile_is_a_conflict_that_says_what_changed(review, two):
    changed = two[1].amended(by="o", at=NOW, reason="slip", body=replace(two[1].body, description="new"))
    with review.database.write() as tx:
        keep(tx, changed, Act.NOTICE_CORRECTED)
    with pytest.raises(ConflictError, match="version"):
        review.judge(*two)
    decision = Decision(
        left=two[0].id, right=two[1].id, left_version=1, right_version=1, judgement=SAME, reason="compared"
    )
    with review.database.read() as tx:
        changes = links.changes_since(tx, links.get_pair(tx, ANALYST, two[0].id, two[1].id), decision)
    assert {n: [c.field for c in some] for n, some in changes.items()} == {two[1].id: ["description"]}


def test_a_judgement_has_a_reason(review, two):
    with pytest.raises(InvalidError):
        review.judge(*two, reason=" ")


@pytest.mark.parametrize("role", [Role.REGISTRY_OFFICER, Role.WATCH_OFFICER, Role.POST_OFFICER, Role.ADMINISTRATOR])
def test_only_analysts_judge(review, two, role):
    with pytest.raises(ForbiddenError):
        review.judge(*two, by=officer(role))


def test_a_pair_with_a_hidden_side_does_not_exist(review):
    hidden = Label(policy="TN-national", level=Level.RESTRICTED)
    one, other = review.keep(make_notice(), make_notice(state="TN", label=hidden))
    with pytest.raises(NotFoundError):
        review.judge(one, other)
    with pytest.raises(NotFoundError):
        review.call(links.get_pair, one.id, other.id)


def test_a_judgement_is_as_secret_as_the_more_secret_side_and_goes_where_both_go(review):
    secret = Label(policy="DZ-national", level=Level.SECRET, releasable_to=("TN", "MA"))
    restricted = Label(policy="TN-national", level=Level.RESTRICTED, releasable_to=("DZ", "TN"))
    record = review.judge(*review.keep(make_notice(label=secret), make_notice(state="TN", label=restricted)))
    assert record.label.level is Level.SECRET
    assert record.label.releasable_to == ("DZ", "TN")


def test_a_deferred_pair_waits_again_after_a_day(review, two):
    review.call(links.defer, two[0].id, two[1].id, now=NOW)
    assert review.call(links.next_pair, now=NOW + timedelta(hours=23)) is None
    assert review.call(links.next_pair, now=NOW + timedelta(hours=24)) is not None


def test_a_deferral_can_be_taken_back_and_a_judgement_ends_it(review, two):
    review.call(links.defer, two[0].id, two[1].id, now=NOW)
    review.call(links.resume, two[0].id, two[1].id)
    assert review.call(links.next_pair, now=NOW) is not None
    review.call(links.defer, two[0].id, two[1].id, now=NOW)
    record = review.judge(*two)
    review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    assert review.call(links.next_pair, now=NOW) is not None


def test_a_pair_that_is_not_proposed_is_compared_when_it_is_looked_at(review):
    one, other = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Someone Else"))
    pair = review.call(links.get_pair, one.id, other.id)
    assert pair.proposal is None
    assert pair.evidence
    assert (pair.link_version, pair.standing) == (0, None)


def test_a_pair_has_its_place_in_the_work_list(review, two):
    pair = review.call(links.get_pair, two[0].id, two[1].id)
    assert review.call(links.place, pair, now=NOW) == links.Place(number=1, total=1)
    review.judge(*two)
    assert review.call(links.place, pair, now=NOW) == links.Place(number=None, total=0)


def test_the_work_list_shows_pairs_with_their_notices(review, two):
    found = review.call(links.work_list, now=NOW)
    assert (found.total, len(found.proposals), set(found.notices)) == (1, 1, {r.id for r in two})


def test_contradicting_judgements_are_shown_and_not_resolved(review):
    a, b, c = review.keep(*(make_notice(f"Invented {n}") for n in "ABC"))
    review.judge(a, b)
    barrier = review.judge(b, c, DIFFERENT)
    contradicting = review.judge(a, c, now=NOW + timedelta(minutes=1))
    found = review.call(links.judgements)
    assert [(d.same, d.different) for d in found.disputes] == [(contradicting, barrier)]
    assert review.persons(a, b, c) == {a.id: a.id, b.id: a.id, c.id: c.id}
    review.call(links.withdraw, barrier.id, reason="a slip", now=NOW)
    assert review.call(links.judgements).disputes == ()
    assert set(review.persons(a, b, c).values()) == {a.id}


def test_the_newest_judgements_come_first_withdrawn_ones_included(review, two):
    record = review.judge(*two)
    review.call(links.withdraw, record.id, reason="a slip", now=NOW)
    found = review.call(links.judgements)
    assert [(r.id, r.body.withdrawn) for r in found.links] == [(record.id, True)]
    with review.database.read() as tx:
        assert links.judgements(tx, ANALYST, by="somebody").links == ()


def test_what_is_no_link_is_not_found_as_one(review, two):
    with pytest.raises(NotFoundError):
        review.call(links.get_link, two[0].id)
