"""Stages at the large node as an officer meets it: search, pages, changes; one process, because they share an index."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from bench.figures import Figure, memory, of_time, slowest, timed
from bench.nodes import SEED, officer, opened
from tansiq.domain import access
from tansiq.domain.access import Role
from tansiq.domain.link import Judgement
from tansiq.domain.notice import Notice, name
from tansiq.domain.record import Record
from tansiq.node import Node, clock
from tansiq.services import accounts, exercises, notices, persons, search, unification
from tansiq.services.notices import Draft
from tansiq.web.app import create_app
from tansiq.web.desk import session_cookie
from tansiq.web.handlers.persons import FOUND

TYPED = 60
"""Names that are typed, letter by letter."""
JUDGED = 300
PERSONS = 300
CHANGES = 10


def measure(folder: Path, size: int, stages: list[str]) -> list[Figure]:
    """The figures of these stages."""
    with opened(folder / "node") as node:
        with node.database.read() as tx:
            node.identities.refresh(tx)
        unification.catch_up(node.database, node.identities, now=clock())
        found = [figure for name in stages for figure in STAGES[name](node, size)]
    return [*found, memory("the node that serves")]


def measure_search(node: Node, size: int) -> list[Figure]:
    """Search as somebody types: each prefix of a name is one question, read to the rows that a page shows."""
    dice = random.Random(SEED)
    typed = [text for whole in _names(node, dice) for text in typed_texts(dice, whole)]
    analyst = officer(Role.LIAISON_ANALYST)

    def ask(text: str) -> None:
        with node.database.read() as tx:
            search.search(tx, analyst, node.identities, text, limit=FOUND)

    latin, arabic = ([t for t in typed if (max(t) > "\u0600") is is_arabic] for is_arabic in (False, True))
    return [
        slowest(f"search as you type among {size:,}", [partial(ask, text) for text in typed], asked=50),
        slowest("— Latin letters", [partial(ask, text) for text in latin]),
        slowest("— Arabic letters", [partial(ask, text) for text in arabic]),
    ]


def _sample(node: Node, dice: random.Random, count: int) -> list[Record[Notice]]:
    with node.database.read() as tx:
        ids = tx.notices.all_ids()
        return list(tx.records.heads(dice.sample(ids, min(count, len(ids)))).values())


def _names(node: Node, dice: random.Random) -> list[str]:
    return [dice.choice(record.body.names).value for record in _sample(node, dice, TYPED)]


def typed_texts(dice: random.Random, text: str) -> list[str]:
    """What the field holds while a name is typed: each prefix from two letters on, then three misspellings."""
    whole = text[:24]
    return [*(whole[:length] for length in range(2, len(whole) + 1)), *(_misspelled(dice, whole) for _ in range(3))]


def _misspelled(dice: random.Random, text: str) -> str:
    at = dice.randrange(1, max(2, len(text) - 1))
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        )
    )


class Client:
    """A browser that is signed in, without a network: it calls the application."""

    def __init__(self, node: Node, lang: str) -> None:
        self._app = create_app(node)
        self._loop = asyncio.new_event_loop()
        token, who, now = node.new_token(), officer(Role.LIAISON_ANALYST), clock()
        with node.database.write() as tx:
            tx.accounts.open_session(accounts.hash_token(token), who.id, at=now, until=now.replace(year=now.year + 1))
        self._headers = [
            (b"host", b"127.0.0.1"),
            (b"cookie", f"{session_cookie(node)}={token}".encode()),
            (b"accept-language", lang.encode()),
        ]

    def get(self, path: str) -> int:
        """Asks for a page and says how many bytes it had.

        Raises:
            RuntimeError: if it is not the page.
        """
        return self._loop.run_until_complete(self._get(path))

    async def _get(self, path: str) -> int:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._app(self._scope(path), receive, send)  # type: ignore[arg-type]
        if sent[0]["status"] != 200:
            raise RuntimeError(path, sent[0]["status"])
        return sum(len(message.get("body", b"")) for message in sent)

    def _scope(self, path: str) -> dict[str, Any]:
        plain, _, query = path.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": self._headers,
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8101),
        }


def measure_pages(node: Node, size: int) -> list[Figure]:
    """Pages whole, from the request to the last byte, for an analyst who reads Arabic."""
    dice = random.Random(SEED)
    _judge(node)
    analyst, client = officer(Role.LIAISON_ANALYST), Client(node, "ar")
    ids = _person_ids(node, dice)

    def view(one: UUID) -> None:
        with node.database.read() as tx:
            persons.view(tx, analyst, one, now=clock())

    names = [text for whole in _names(node, dice)[:20] for text in typed_texts(dice, whole)[::3]]
    filters = ("", "page=2", "page=200", "shared=yes", "conflict=yes", "review=yes", "ends=yes", "measure=arrest")
    return [
        slowest(f"person page among {size:,}", _asks(client, [f"/persons/{one}" for one in ids]), asked=50),
        slowest("— of it the service", [partial(view, one) for one in ids]),
        slowest("list page", _asks(client, ["/list"] * 20)),
        *(slowest(f"— {one}", _asks(client, [f"/list?{one}"] * 10)) for one in filters[1:]),
        slowest("search page", _asks(client, [f"/list?q={quote(text)}" for text in names])),
        slowest("start page", _asks(client, ["/"] * 20)),
        slowest("work list of pairs", _asks(client, ["/review"] * 20)),
    ]


def _asks(client: Client, paths: list[str]) -> list[Callable[[], int]]:
    return [partial(client.get, path) for path in paths]


def _judge(node: Node) -> None:
    """The most urgent pairs are judged, so that there are persons of several notices."""
    analyst, now = officer(Role.LIAISON_ANALYST), clock()
    with node.database.read() as tx:
        if tx.links.latest(access.scope(analyst), limit=1):
            return
        pairs = [(p.left, p.right) for p in tx.proposals.waiting(access.scope(analyst), now=now, limit=JUDGED)]
    for pair in pairs:
        with node.database.write() as tx:
            exercises.judge_known(tx, analyst, [pair], Judgement.SAME, reason="measured", now=now)


def _person_ids(node: Node, dice: random.Random) -> list[UUID]:
    """Persons of one notice, and as many of several, where there are."""
    analyst = officer(Role.LIAISON_ANALYST)
    with node.database.read() as tx:
        judged = [line.left for line in tx.links.latest(access.scope(analyst), limit=JUDGED)]
        alone = [record.id for record in _sample(node, dice, PERSONS)]
        found = tx.notices.persons_of([*judged, *alone])
    return sorted(set(found.values()))


def measure_change(node: Node, size: int) -> list[Figure]:
    """The name on one notice is corrected, and its proposals are computed anew."""
    registrar = officer(Role.REGISTRY_OFFICER)
    walls = []
    dice = random.Random(SEED + 1)
    for record in _sample(node, dice, CHANGES):
        renamed = name(_misspelled(dice, record.body.names[0].value))
        body = replace(record.body, names=(renamed, *record.body.names[1:]))
        draft = Draft(body=body, basis=record.basis, label=record.label, retain_until=record.retain_until)
        with timed() as spent:
            with node.database.write() as tx:
                notices.correct(tx, registrar, record.id, draft, seen=record.version, reason="measured", now=clock())
            unification.catch_up(node.database, node.identities, now=clock())
        walls.append(spent)
    worst = max(walls, key=lambda s: s.wall)
    note = f"the slowest of {len(walls)}; the fastest {min(s.wall for s in walls):.2f} s"
    return [of_time(f"a change of one notice in its proposals, among {size:,}", worst, asked=1, note=note)]


STAGES = {"search": measure_search, "pages": measure_pages, "change": measure_change}
