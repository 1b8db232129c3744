"""Asks as every officer for everything, and counts what leaked and what was written that should not have been.

A case is one officer, one thing and one route. A request that names a thing is one case. What lists, counts or exports
things is asked with all its pages and filters, and is a case for each thing that it could hold. Any other request that
names nothing is one case.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from bench.leaks import changes, fills, making, oracle, routes, watch
from bench.leaks.client import Answer, Client, form, parts
from bench.leaks.oracle import Person
from bench.leaks.routes import Route
from bench.leaks.watch import Change, Watch
from tansiq.web.app import create_app
from tansiq.web.desk import csrf_cookie, session_cookie
from tansiq.web.pages import load_pages

NAMED = 2
"""How many cases that name their thing are asked after each route that names none."""
FAULT = 500
"""An answer of this status or above is a fault of the program, and counted as a leak."""
TWINS = 0.3
"""Share of the requests for what an officer may not see that are asked again for what does not exist."""
LONGEST_JOURNAL = 200
"""Reads are journalled; after so many new lines the journal is put back too."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A leak or a wrong write, so that it can be asked again."""

    kind: str
    route: str
    person: Person
    what: str


@dataclass(kw_only=True)
class Tally:
    """What was counted."""

    cases: int = 0
    requests: int = 0
    leaks: list[Finding] = field(default_factory=list)
    wrong_writes: list[Finding] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.cases += other.cases
        self.requests += other.requests
        self.leaks += other.leaks
        self.wrong_writes += other.wrong_writes
        self.statuses += other.statuses
        self.routes += other.routes
        self.changed += other.changed


NOTHING = Answer(status=0, headers=(), body=b"")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, and what came back."""

    method: str
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: bytes
    answer: Answer = NOTHING

    @property
    def said(self) -> str:
        return f"{self.path} {self.query} {self.body.decode('utf-8', 'replace')}"

    def instead(self, one: UUID, other: UUID) -> "Asked":
        """The same request for another thing."""
        query = {name: str(value).replace(str(one), str(other)) for name, value in self.query.items()}
        body = self.body.replace(str(one).encode(), str(other).encode())
        return replace(self, path=self.path.replace(str(one), str(other)), query=query, body=body)


class Immediate:
    """The background jobs, done at once."""

    def start(self, _: UUID, work: Any) -> None:
        work(lambda *_: None)

    def progress(self, _: UUID) -> None:
        return None

    def close(self) -> None:
        pass


class Run:
    """One world, asked by some of its officers."""

    def __init__(self, folder: Path, *, seed: int, notices: int = 160) -> None:
        self.world = making.make(folder, seed=seed, notices=notices)
        self.world.node = replace(self.world.node, jobs=Immediate())  # type: ignore[arg-type]
        self.rng = Random(seed + 1)
        self.app = create_app(self.world.node, load_pages())
        self.routes = routes.enumerate_routes(self.app)
        self.client = Client(app=self.app)
        self.tally = Tally()
        self._csrf = self._csrf_token()
        self._watch = Watch(folder / "node.db")
        self._things = set(self.world.things())

    def close(self) -> None:
        self.client.close()
        self._watch.close()
        self.world.node.close()

    def _csrf_token(self) -> str:
        cookie = self.client.ask("GET", "/sign-in").header("set-cookie") or ""
        return cookie.partition("=")[2].partition(";")[0]

    def whole(self, person: Person) -> None:
        """Every route that names no thing, with all its pages, filters and forms."""
        for route in self.routes:
            if not routes.is_addressed(route):
                self.asked_whole(person, route)

    def asked_whole(self, person: Person, route: Route) -> None:
        """A case for each thing that the answers could hold."""
        for query, fields in self._variants(route):
            self.ask(person, route, None, query=query, fields=fields)
        self.tally.cases += len(self._things) if route.name in fills.HOLDING else 1

    def _variants(self, route: Route) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        if route.path == "/exports" and route.method == "POST":
            yield from (({}, {"format": one, "partner": "TN"}) for one in ("csv", "ftm", "tansiq"))
            return
        for query in fills.VARIANTS.get(route.path, [{}]) if route.method == "GET" else [{}]:
            yield query, self._fields(route, None)

    def _fields(self, route: Route, target: UUID | None) -> dict[str, Any]:
        return fills.FORMS[route.path](self.world, self.rng, target) if route.has_form else {}

    def addressed(self, person: Person, route: Route, target: UUID) -> None:
        """One case: this officer asks this route for this thing."""
        self.tally.cases += 1
        if route.path in fills.SEARCHED:
            self.ask(person, route, None, query={fills.SEARCHED[route.path]: self._typed(target)}, about=target)
            return
        asked = self.ask(person, route, target, fields=self._fields(route, target))
        if not self._sees(person, route, target) and self.rng.random() < TWINS:
            self._compare(person, route, target, asked)

    def _sees(self, person: Person, route: Route, target: UUID) -> bool:
        is_named = target in fills.PLACES[route.places[0]](self.world)
        return is_named and self.world.sees(person, target)

    def _typed(self, target: UUID) -> str:
        mine = [word for word, secret in self.world.words.held.items() if secret.record == target]
        body = self.world.bodies.get(target)
        known = [] if body is None else [body.body.names[0].value, body.body.names[0].value[:6]]
        return self.rng.choice([*mine, *known, str(target)])

    def _compare(self, person: Person, route: Route, target: UUID, asked: Asked) -> None:
        """What may not be seen answers as what does not exist does."""
        absent = UUID(int=target.int ^ self.rng.getrandbits(60))
        twin = self._send(asked.instead(target, absent))
        self._look_at_rows(person, route, absent, twin.path)
        self.tally.requests += 1
        one, other = _plain(asked.answer, target), _plain(twin.answer, absent)
        if one != other:
            statuses = f"{asked.answer.status}, {twin.answer.status}"
            self._leak(route, person, f"{target} is not as what does not exist ({statuses})")

    def _send(self, asked: Asked) -> Asked:
        answer = self.client.ask(asked.method, asked.path, query=asked.query, headers=asked.headers, body=asked.body)
        return replace(asked, answer=answer)

    def ask(
        self,
        person: Person,
        route: Route,
        target: UUID | None,
        *,
        query: dict[str, Any] | None = None,
        fields: dict[str, Any] | None = None,
        about: UUID | None = None,
    ) -> Asked:
        """One request, looked at from all sides; the database is as before afterwards."""
        path, given = self._path(route, target), dict(query or {})
        for name in route.queries:
            given.setdefault(name, fills.QUERIES[name](self.world, self.rng))
        given = {name: value for name, value in given.items() if value is not None}
        headers, body = self._sent(person, route, fields or {}, target=target)
        if route.method != "GET":
            given |= {name: str(self._other(target)) for name in self.rng.sample(fills.SMUGGLED, 2)}
        asked = self._send(Asked(method=route.method, path=path, query=given, headers=headers, body=body))
        self._count(route, asked.answer)
        if asked.answer.status >= FAULT:
            self._leak(route, person, f"a fault of the program ({asked.answer.status})")
        self._look(person, route, asked, about=about)
        self._look_at_rows(person, route, target, path)
        return asked

    def _count(self, route: Route, answer: Answer) -> None:
        self.tally.requests += 1
        self.tally.statuses[answer.status] += 1
        self.tally.routes[route.name] += 1

    def _path(self, route: Route, target: UUID | None) -> str:
        path = route.path
        for part in route.path.split("/"):
            if part.startswith("{"):
                place = part[1:].partition(":")[0]
                chosen = self._other(None) if target is None else target
                path = path.replace(part, fills.fill_place(self.world, self.rng, place, chosen))
        return path

    def _other(self, target: UUID | None) -> UUID:
        return self.rng.choice([n for n in self.world.notices if n != target])

    def _sent(
        self, person: Person, route: Route, fields: dict[str, Any], *, target: UUID | None
    ) -> tuple[dict[str, str], bytes]:
        token = self.world.tokens[person.account]
        names = {session_cookie(self.world.node): token, csrf_cookie(self.world.node): self._csrf}
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in names.items())}
        if route.method == "GET":
            return headers, b""
        smuggled = {name: str(self._other(target)) for name in self.rng.sample(fills.SMUGGLED, 3)}
        assigned = dict(self.rng.sample(sorted(fills.ASSIGNED.items()), 3))
        whole = {**smuggled, **assigned, **fields, "_csrf_token": self._csrf}
        files = {name: value for name, value in whole.items() if isinstance(value, tuple)}
        plain = {name: value for name, value in whole.items() if name not in files}
        more, body = parts(plain, files) if files or route.path in fills.IN_PARTS else form(plain)
        return {**headers, **more}, body

    def _look(self, person: Person, route: Route, asked: Asked, *, about: UUID | None) -> None:
        """Words and identifiers in an answer that the officer may not see, the ones that they sent left out."""
        text, said = asked.answer.text, asked.said
        for word in self.world.words.find(text) - self.world.words.find(said):
            secret = self.world.words.held[word]
            is_named = secret.field in routes.NAMES and oracle.works(person, oracle.OVERSEES)
            if not is_named and not self.world.sees(person, secret.record, secret.version):
                self._leak(route, person, f"{secret.field} of version {secret.version} of {secret.record} ({about})")
        sent = watch.find_identifiers(said, self._things)
        for one in watch.find_identifiers(text, self._things) - sent:
            if not self._may_name(person, one):
                self._leak(route, person, f"identifier of {self._kind(one)} {one} ({about})")

    def _may_name(self, person: Person, thing: UUID) -> bool:
        """What they see, what was opened to them by their own proposal, and for oversight the name of everything."""
        return thing == person.named or oracle.works(person, oracle.OVERSEES) or self.world.sees(person, thing)

    def _kind(self, thing: UUID) -> str:
        kinds = {"notice": self.world.notices, "link": self.world.links, "source": self.world.sources}
        return next((kind for kind, held in kinds.items() if thing in held), "row or file")

    def _look_at_rows(self, person: Person, route: Route, target: UUID | None, path: str) -> None:
        if not self._watch.is_changed():
            return
        changed = self._watch.changes()
        if any(change.table != "journal_leaf" for change in changed):
            self.tally.changed[route.name] += 1
        allowed = self._allowed(person, route, target, path)
        for change in changed:
            if not self._is_allowed(change, allowed):
                what = f"{change.table} {' '.join(map(str, change.key))}"
                self.tally.wrong_writes.append(Finding(kind="write", route=route.name, person=person, what=what))
        is_read = route.method == "GET" and {change.table for change in changed} <= {"journal_leaf"}
        if is_read and len(changed) < LONGEST_JOURNAL:
            self._watch.settle()
        else:
            self._watch.restore()

    def _allowed(self, person: Person, route: Route, target: UUID | None, path: str) -> changes.Allowed:
        sides = watch.find_identifiers(path, set(self.world.notices))
        return changes.CHANGES[route.path](self.world, person, target, sides) if route.method != "GET" else set()

    def _is_allowed(self, change: Change, allowed: changes.Allowed) -> bool:
        if change.table == "journal_leaf":
            return not self._watch.was_there(change)
        if change.table == "list_entry":
            return changes.LISTING in allowed
        if change.table == "mapping":
            return changes.NEW_MAPPING in allowed
        if change.table == "account":
            return change.key[0] in allowed
        things = [one for one in change.key if isinstance(one, UUID)]
        if any(one in allowed for one in things):
            return True
        is_new = bool(things) and all(one not in self._things for one in things)
        new = changes.NEW_UPLOAD if change.table == "upload" else changes.NEW_RECORD
        return is_new and new in allowed and change.is_there

    def _leak(self, route: Route, person: Person, what: str) -> None:
        self.tally.leaks.append(Finding(kind="leak", route=route.name, person=person, what=what))


def _plain(answer: Answer, target: UUID) -> tuple[int, str]:
    text = answer.text.replace(str(target), "TARGET")
    return answer.status, "\n".join(line for line in text.splitlines() if not line.startswith("content-length"))


def run(folder: Path, *, seed: int, cases: int, share: tuple[int, int] = (0, 1), notices: int = 160) -> Tally:
    """Asks until so many cases are covered and every route was asked; each share asks as its part of the officers."""
    made = Run(folder, seed=seed, notices=notices)
    try:
        rng = Random(seed * 1000 + share[0])
        _cover(made, [p for i, p in enumerate(made.world.people) if i % share[1] == share[0]], rng, cases)
        return made.tally
    finally:
        made.close()


def _cover(made: Run, people: list[Person], rng: Random, cases: int) -> None:
    """Rounds through all routes that name nothing, each by another officer every time; between them those that name."""
    whole = [route for route in made.routes if not routes.is_addressed(route)]
    rng.shuffle(whole)
    rng.shuffle(people)
    named = drawn(made, people, rng)
    for number, (at, route) in product(range(len(people)), enumerate(whole)):
        if number > 0 and made.tally.cases >= cases:
            return
        made.asked_whole(people[(number + at) % len(people)], route)
        for case in islice(named, NAMED):
            made.addressed(*case)
    while made.tally.cases < cases and (case := next(named, None)) is not None:
        made.addressed(*case)


def drawn(made: Run, people: list[Person], rng: Random) -> Iterator[tuple[Person, Route, UUID]]:
    """Cases without repetition: officers in turn, every route as often as every other."""
    asked = [r for r in made.routes if routes.is_addressed(r) or r.path in fills.SEARCHED]
    queues = {}
    for person in people:
        for route in asked:
            if route.method == "POST" and route.path in fills.SEARCHED:
                continue
            held = made.world.things() if route.path in fills.SEARCHED else routes.targets(made.world, route)
            queues[person.account, route.name] = rng.sample(held, len(held))
    while queues:
        for person in people:
            for route in asked:
                queue = queues.get((person.account, route.name))
                if queue:
                    yield person, route, queue.pop()
        queues = {key: queue for key, queue in queues.items() if queue}
