"""Whoever is shown a record is in the journal with it, before the page is sent; whoever is refused is there too."""

from dataclasses import replace

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer
from tests.unit.services.test_links import ANALYST, Review

from tansiq.domain.access import Role
from tansiq.domain.errors import ForbiddenError, NotFoundError
from tansiq.domain.journal import READS, Act, Entry
from tansiq.services import dashboards, exports, keeping, links, notices, persons, search
from tansiq.services.exports import ExportFormat
from tansiq.services.identities import Identities
from tansiq.storage.notices import Filter

REGISTRY = officer(Role.REGISTRY_OFFICER)


@pytest.fixture
def review(desk):
    found = Review(desk)
    found.pair = found.keep(make_notice("Zoubir Nejmaoui"), make_notice("Zubair Nejmawi", state="TN"))
    found.judge(*found.pair)
    return found


def read(review, service, *args, by=ANALYST, **options):
    """The entries of reading that one call of a service leaves."""
    with review.database.read() as tx:
        before = tx.journal.last()
    with review.database.read() as tx:
        service(tx, by, *args, **options)
        assert tx.journal.last() == before
    return noted(review, after=before)


def noted(review, after=0):
    with review.database.read() as tx:
        return [line.entry for line in tx.journal.page() if line.seq > after and line.entry.act in READS]


def test_every_function_that_hands_out_content_is_journalled_once_with_all_that_it_shows(review):
    one, other = review.pair
    both = {one.id, other.id}
    link = next(r for r in _links(review))
    cases = [
        (Act.LIST_READ, both, persons.page, (Filter(),), {}),
        (Act.SEARCHED, both, search.search, (Identities(), "Zoubir Nejmaoui"), {}),
        (Act.PERSON_READ, {*both, link}, persons.view, (one.id,), {"now": NOW}),
        (Act.NOTICE_READ, both, notices.view, (one.id,), {}),
        (Act.NOTICE_READ, {one.id}, notices.get_shown, (one.id,), {}),
        (Act.HISTORY_READ, {one.id}, notices.history, (one.id,), {}),
        (Act.SEARCHED, both, notices.similar, (Identities(), one), {}),
        (Act.PAIR_READ, {*both, link}, links.get_pair, (one.id, other.id), {}),
        (Act.PAIR_READ, {*both, link}, links.get_link, (link,), {}),
        (Act.HISTORY_READ, {*both, link}, links.judgements, (), {}),
    ]
    for act, things, service, args, options in cases:
        (entry,) = read(review, service, *args, **options)
        assert (entry.act, set(entry.things), entry.officer, entry.at) == (act, things, ANALYST.id, NOW), service
        assert entry.purpose == ANALYST.purpose


def _links(review):
    with review.database.read() as tx:
        return tx.links.of_notices([review.pair[0].id])


def test_the_work_list_and_what_ends_soon_are_journalled_as_lists(review):
    soon = make_notice("Someone Else", retain_until=NOW.date().replace(year=2027, month=1))
    review.keep(soon, make_notice("Someone Elsse"))
    review.unify()
    (entry,) = read(review, links.work_list, now=NOW)
    assert (entry.act, soon.id in entry.things) == (Act.LIST_READ, True)
    (entry,) = read(review, dashboards.dashboard, now=NOW)
    assert (entry.act, entry.things) == (Act.LIST_READ, (soon.id,))


def test_an_export_names_every_notice_that_left(review):
    with review.database.write() as tx:
        exports.export_table(tx, ANALYST, ExportFormat.CSV, now=NOW)
    (entry,) = noted(review)
    assert (entry.act, set(entry.things), entry.detail) == (Act.LIST_EXPORTED, {r.id for r in review.pair}, "csv 2")


def test_a_search_that_found_nobody_is_journalled_without_what_was_typed(review):
    (entry,) = read(review, search.search, Identities(), "Qqqq Xxxx")
    assert (entry.act, entry.things, entry.detail) == (Act.SEARCHED, (), "")


def test_an_empty_list_shows_nothing_and_leaves_nothing(make_desk):
    assert read(Review(make_desk()), persons.page, Filter()) == []


def test_an_act_that_writes_is_journalled_as_itself_alone(review):
    held = review.keep(make_notice("Someone Else"))[0]
    with review.database.write(purpose="registry") as tx:
        notices.end(tx, REGISTRY, held.id, seen=1, reason="found", now=NOW)
    assert noted(review) == []
    with review.database.read() as tx:
        assert [line.entry.purpose for line in tx.journal.of(held.id)] == ["registry", ""]


def test_who_reads_reads_at_a_time(review):
    with pytest.raises(ValueError, match="at a time"):
        read(review, persons.page, Filter(), by=replace(ANALYST, at=None))


def refused(review):
    with review.database.read() as tx:
        return tx.journal.page(limit=1)[0].entry


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (ForbiddenError("notice:write", "role"), "notice:write role"),
        (NotFoundError("x", ("notice:read", "level")), "notice:read level"),
        (NotFoundError("x"), "not_found"),
    ],
)
def test_a_refusal_is_journalled_with_its_ground_and_without_its_object(review, error, detail):
    with pytest.raises(type(error)), keeping.noting_refusals(review.database, ANALYST, now=NOW):
        raise error
    expected = {"detail": detail, "purpose": ANALYST.purpose.value}
    assert refused(review) == Entry(act=Act.ACCESS_REFUSED, officer=ANALYST.id, at=NOW, **expected)
