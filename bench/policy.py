"""The policy: what one verdict costs, and its share of a page of the list of 100 records.

The share is what a page of 100 persons costs with the policy, less what it costs without: the scope of the officer, the
condition in the database, and a verdict on each record that is shown. The page is counted without its template, which
makes the share larger than it is.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bench.figures import Figure
from bench.nodes import officer, opened
from tansiq.domain import access
from tansiq.domain.access import Officer, Permission, Role
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.node import Node, clock
from tansiq.services.persons import PersonRow
from tansiq.storage import notices
from tansiq.storage.notices import Filter
from tansiq.web.languages import Lang
from tansiq.web.pages import Pages, load_pages
from tansiq.web.views import lists

SHOWN = 100
VERDICTS = 20_000
TIMES = 60


def measure(folder: Path, _: int) -> list[Figure]:
    """Both figures, at the large node."""
    reader = officer(Role.REGISTRY_OFFICER)
    with opened(folder / "node") as node:
        reader = _acting(reader)
        records = _records(node, reader)
        return [*_verdicts(reader, records), _share(node, reader, load_pages())]


def _acting(reader: Officer) -> Officer:
    """The officer, with a mandate and all that `may` looks at."""
    now = clock()
    return replace(reader, at=now, mandate_until=now.date() + timedelta(days=9))


def _records(node: Node, reader: Officer) -> list[Record[Notice]]:
    with node.database.read() as tx:
        ids = tx.notices.all_ids(access.scope(reader))[:SHOWN]
        return list(tx.records.heads(ids).values())


def least(work: Callable[[], object], times: int) -> float:
    """The least time of some, in seconds of this process: what others did on the machine is left out."""
    found = []
    for _ in range(times):
        begun = time.process_time_ns()
        work()
        found.append(time.process_time_ns() - begun)
    return min(found) / 1e9


def _verdicts(reader: Officer, records: list[Record[Notice]]) -> list[Figure]:
    def ask() -> None:
        for record in records:
            access.may(reader, Permission.NOTICE_READ, record)

    spent = least(ask, VERDICTS // len(records)) / len(records)
    return [Figure(what="a verdict of the policy", spent=round(spent * 1e6, 2), unit="µs", asked=5)]


def _share(node: Node, reader: Officer, pages: Pages) -> Figure:
    words = pages.languages.words(Lang.AR, state="DZ")

    def page(*, judged: bool) -> None:
        scope = access.scope(reader)
        with node.database.read() as tx:
            ids = tx.notices.persons(Filter(), scope, limit=SHOWN)
            total = tx.notices.count_persons(Filter(), scope)
            members = tx.notices.members(ids, scope)
            heads = tx.records.heads(n for some in members.values() for n in some)
        assert not judged or all(access.allows(reader, Permission.NOTICE_READ, record) for record in heads.values())
        rows = [PersonRow(id=one, notices=tuple(heads[n] for n in members[one])) for one in ids]
        assert total >= len(lists.rows(words, rows, clock().date()))

    withs, withouts = [], []
    for _ in range(TIMES):  # in turn, so that what else the machine does meets both alike
        withs.append(least(lambda: page(judged=True), 2))
        with _no_policy():
            withouts.append(least(lambda: page(judged=False), 2))
    whole, bare = min(withs), min(withouts)
    note = f"{whole * 1000:.1f} ms with it, {bare * 1000:.1f} without"
    share = max(0.0, (whole - bare) / whole) * 100
    return Figure(what=f"the policy's share of a page of {SHOWN}", spent=round(share, 1), unit="%", asked=5, note=note)


@contextmanager
def _no_policy() -> Iterator[None]:
    """The database is asked for everything."""
    held = notices.visible
    notices.visible = lambda *_: sa.true()
    try:
        yield
    finally:
        notices.visible = held
