from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, make_notice
from tests.storage.test_records import link

from tansiq.domain.access import Scope
from tansiq.domain.errors import ConflictError
from tansiq.domain.link import Judgement
from tansiq.storage.errors import StorageError

ALL = Scope(state="DZ", max_rank=4, minors=True, nothing=False)


@pytest.fixture
def notices(keep):
    return keep(*(make_notice(f"Invented {n}") for n in range(5)))


def withdrawn(record):
    return record.amended(by="o", at=NOW, reason="no", body=replace(record.body, withdrawn=True))


def test_a_pair_has_one_link(database, keep, notices):
    (judged,) = keep(link(*notices[:2]))
    with database.read() as tx:
        assert tx.links.of_pair(notices[0].id, notices[1].id) == judged.id
        assert tx.links.of_pair(notices[0].id, notices[2].id) is None


def test_a_second_link_on_a_pair_is_refused(database, keep, notices):
    keep(link(*notices[:2]))
    with pytest.raises((ConflictError, StorageError)):
        keep(link(*notices[:2], Judgement.DIFFERENT))


def test_the_index_shows_the_latest_version(database, keep, notices):
    (judged,) = keep(link(*notices[:2]))
    keep(withdrawn(judged))
    with database.read() as tx:
        (found,) = tx.links.latest(ALL)
        assert found.withdrawn
        assert tx.links.component([notices[0].id]) == []


def test_judgements_that_hang_together_are_found_from_any_notice(database, keep, notices):
    a, b, c, d, e = notices
    links = keep(link(a, b), link(b, c, Judgement.DIFFERENT), link(d, e))
    with database.read() as tx:
        for start in (a, b, c):
            assert {v.link for v in tx.links.component([start.id])} == {links[0].id, links[1].id}
        assert {v.link for v in tx.links.component([d.id])} == {links[2].id}


def test_links_of_notices_come_newest_first(database, keep, notices):
    a, b, c, *_ = notices
    keep(old := link(a, b))
    keep(new := replace(link(b, c), made_at=NOW + timedelta(minutes=1)))
    with database.read() as tx:
        assert tx.links.of_notices([b.id]) == [new.id, old.id]
        assert tx.links.of_notices([a.id]) == [old.id]


def test_the_latest_judgements_can_be_those_of_one_officer(database, keep, notices):
    a, b, c, *_ = notices
    keep(mine := replace(link(a, b), made_by="me"), link(b, c))
    with database.read() as tx:
        assert [judged.link for judged in tx.links.latest(ALL, by="me")] == [mine.id]
        assert len(tx.links.latest(ALL, limit=1)) == 1


def test_the_tables_speak_of_no_link_twice(database, keep, notices):
    (judged,) = keep(link(*notices[:2]))
    with database.write() as tx:
        tx.links.index([judged])
        assert tx.links._connection.execute(sa.text("select count(*) from judgement")).scalar() == 1
