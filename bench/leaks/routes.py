"""Every route of the application, read from its router, and how to fill it in; one that cannot be filled is an error.

A new route with known parameters needs nothing. A new parameter needs a line in `PLACES` or `QUERIES`, a new form a
line in `FORMS`, a new act a line in `CHANGES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from litestar import Litestar
from litestar.routes import HTTPRoute

from bench.leaks import oracle
from bench.leaks.oracle import Person
from bench.leaks.world import World

Fields = dict[str, Any]


class UnknownRouteError(Exception):
    """A route that the generator cannot fill in: say in `bench.leaks.routes` how."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path.

    Attributes:
        places: names of the parameters in the path.
        queries: names of the parameters in the query, as the handler's signature has them.
        has_form: whether it reads a body.
    """

    method: str
    path: str
    places: tuple[str, ...]
    queries: tuple[str, ...]
    has_form: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def enumerate_routes(app: Litestar) -> list[Route]:
    """Every method of every path, each known how to fill.

    Raises:
        UnknownRouteError: for one that is not.
    """
    found = [route for one in app.routes if isinstance(one, HTTPRoute) for route in _methods(one)]
    if any(not isinstance(one, HTTPRoute) for one in app.routes):
        raise UnknownRouteError("a route that is not HTTP: add its kind to bench.leaks.routes")
    for route in found:
        _check(route)
    return sorted(found, key=lambda route: route.name)


def _methods(route: HTTPRoute) -> Iterator[Route]:
    places = tuple(part.name for part in route.path_components if not isinstance(part, str))
    for method, (handler, _) in route.route_handler_map.items():
        if method == "OPTIONS":
            continue
        names = set(handler.parsed_fn_signature.parameters) - {"desk", "request", "scope", *places}
        yield Route(
            method=method,
            path=route.path,
            places=places,
            queries=tuple(sorted(names - {"data"})),
            has_form="data" in names,
        )


def _check(route: Route) -> None:
    for place in route.places:
        if place not in PLACES:
            raise UnknownRouteError(f"{route.name}: what is {place!r} in the path?")
    for query in route.queries:
        if query not in QUERIES:
            raise UnknownRouteError(f"{route.name}: what is {query!r} in the query?")
    if route.method == "POST" and (route.has_form and route.path not in FORMS):
        raise UnknownRouteError(f"{route.name}: what is in its form?")
    if route.method not in ("GET", "HEAD") and route.path not in CHANGES:
        raise UnknownRouteError(f"{route.name}: what may it change?")


def is_addressed(route: Route) -> bool:
    """Whether it names one thing; else it is asked once for all things."""
    return any(PLACES[place] is not _no_things for place in route.places)


def _no_things(_: World) -> list[UUID]:
    return []


def _pairs(world: World) -> list[UUID]:
    return list(world.notices)


PLACES: dict[str, Callable[[World], list[UUID]]] = {
    "notice": lambda world: [*world.notices, *world.links, *world.sources],
    "person": lambda world: list(world.notices),
    "pair": _pairs,
    "link_id": lambda world: [*world.links, *list(world.notices)[:5]],
    "source": lambda world: [*world.sources, *list(world.notices)[:5]],
    "row": lambda world: [*world.rows, *list(world.notices)[:5]],
    "upload": lambda world: [*world.uploads, *list(world.notices)[:5]],
    "file_path": _no_things,
    "account": _no_things,
    "approval": _no_things,
    "glass": _no_things,
    "passkey": _no_things,
    "session": _no_things,
    "seq": _no_things,
    "rest": _no_things,
}
"""What each parameter of a path names: things of its kind, and some of another."""

_NOBODYS = tuple(f"01930000-0000-7000-8000-{n:012}" for n in range(3))

WORDS: dict[str, tuple[str, ...]] = {
    "account": ("registry_officer-DZ-0", "administrator-DZ-24", "liaison_analyst-TN-4", "nobody", "../node"),
    "approval": _NOBODYS,
    "glass": _NOBODYS,
    "passkey": ("00ff", "zz", ""),
    "session": _NOBODYS,
    "seq": ("0", "1", "40", "90", "1000000000"),
    "rest": ("/0/000", "/entries/000", "/1/000", "/0/000.p/40", "/../../node.db"),
    "file_path": (
        "tansiq.js",
        "../app.py",
        "..%2f..%2fnode.toml",
        "....//....//node.db",
        "%2e%2e/%2e%2e/keys/signing.key",
    ),
}
"""What parameters may be that name nothing which is known beforehand."""


def fill_place(world: World, rng: Random, place: str, target: UUID) -> str:
    """The text of a parameter that names a thing."""
    if place == "pair":
        return f"{target}..{partner_of(world, rng, target)}"
    if place in WORDS:
        return rng.choice(WORDS[place])
    return str(target)


def partner_of(world: World, rng: Random, notice: UUID) -> UUID:
    """Another notice, of the same person mostly."""
    ids = list(world.notices)
    at = ids.index(notice) // 3 * 3
    near = [n for n in ids[at : at + 3] if n != notice]
    far = [n for n in rng.sample(ids, 2) if n != notice]
    return rng.choice(near) if near and rng.random() < 0.8 else far[0]


QUERIES: dict[str, Callable[[World, Random], Any]] = {
    "copy": lambda _, rng: rng.choice([1, 2, -1]),
    "before": lambda _, rng: rng.choice([None, 1, 50, 10_000]),
    "page": lambda _, rng: rng.choice([1, 2, 3]),
    "next": lambda _, rng: rng.choice(["/", "//elsewhere.test/", "/list"]),
    "by": lambda _, rng: rng.choice(["", "me"]),
}
"""What each parameter of a query may be."""

VARIANTS: dict[str, list[Fields]] = {
    "/list": [
        *({"page": str(n)} for n in range(1, 6)),
        *({choice: "yes"} for choice in ("shared", "conflict", "review", "ends", "ended")),
        *({"owner": owner} for owner in ("DZ", "TN", "UN")),
        {"measure": "arrest"},
        {"offence": "travel"},
    ],
    "/journal": [{}, {"before": "60"}, {"act": "notice_issued"}, {"officer": "registry"}],
    "/review": [{"page": str(n)} for n in range(1, 4)],
    "/review/judgements": [{}, {"by": "me"}],
}
"""All pages and filters of what lists many things; others are asked once."""

SEARCHED = {"/list": "q", "/journal": "record"}
"""Where something can be searched for, and by which parameter: asked with the words of each thing."""

NEW_NOTICE: Fields = {
    "reference": "NEW-1",
    "names.0.value": "Latifa Sahlioui",
    "names.0.kind": "primary",
    "names.0.quality": "good",
    "sex": "female",
    "offence": "travel",
    "measure": "inquiry_check",
    "threshold": "Seen by two invented witnesses.",
    "basis.authority": "Court of the Blue Oasis",
    "basis.reference": "9/2026",
    "label.level": "restricted",
    "label.releasable_to": "TN",
    "reviewer": "desk 4",
}
Form = Callable[[World, Random, UUID | None], Fields]


def _version(world: World, target: UUID | None) -> str:
    return str(world.notices[target][-1].number) if target in world.notices else "1"


def _edit(world: World, rng: Random, target: UUID | None) -> Fields:
    step = rng.choice(["check", "issue", "change"])
    return {**NEW_NOTICE, "reason": "new facts", "seen": _version(world, target), "step": step}


def _act(world: World, _: Random, target: UUID | None) -> Fields:
    until = {"retain_until": "01/10/2027"}
    return {"reason": "It is over.", "seen": _version(world, target), **until}


def _judge(world: World, rng: Random, target: UUID | None) -> Fields:
    judgement = rng.choice(["same", "different", "unsure", "defer"])
    versions = {"left_version": _version(world, target), "right_version": rng.choice(["1", "2"])}
    return {"judgement": judgement, "reason": "Same face.", "link_version": rng.choice(["0", "1"]), **versions}


def _export(_: World, rng: Random, __: UUID | None) -> Fields:
    return {"format": rng.choice(["csv", "ftm", "tansiq"]), "partner": rng.choice(["TN", "DZ", "MA"])}


def _columns(_: World, rng: Random, __: UUID | None) -> Fields:
    return {"state": rng.choice(["DZ", "MA", "TN"]), "service": "Registry", "list": "leaks", "title": "A list"}


_GRANT: Fields = {
    "account": "k.leaks",
    "name": "K. Leaks",
    "role": "registry_officer",
    "service": "Registry",
    "clearance": "secret",
    "trainings": ["classified", "children"],
    "mandate_until": "1/6/2027",
    "reason": "They begin on Monday.",
}

FORMS: dict[str, Form] = {
    "/accounts/new": lambda *_: _GRANT,
    "/accounts/{account:str}/change": lambda *_: _GRANT,
    "/accounts/{account:str}/recover": lambda *_: {"reason": "They came with their card."},
    "/approvals/{approval:uuid}": lambda *_: {"step": "approve", "digest": "0" * 64, "reason": "Yes."},
    "/break-glass": lambda world, rng, __: {
        "record": str(rng.choice(list(world.notices))),
        "minutes": "60",
        "reason": "He stands before me.",
    },
    "/me/codes": lambda *_: {"code": "000000"},
    "/me/passkeys": lambda *_: {"answer": "{}", "name": "ring"},
    "/me/password": lambda *_: {"current": "ten invented words", "wanted": "ten other words"},
    "/me/purpose": lambda *_: {"purpose": "registry"},
    "/prove": lambda *_: {"password": "ten invented words", "next": "/"},
    "/sign-in/code": lambda *_: {"code": "000000"},
    "/sign-in/enrol-code": lambda *_: {"code": "000000"},
    "/sign-in/enrol-passkey": lambda *_: {"answer": "{}"},
    "/sign-in/passkey": lambda *_: {"answer": "{}"},
    "/sign-in/password": lambda *_: {"password": "ten invented words"},
    "/sign-in/purpose": lambda *_: {"purpose": "registry"},
    "/exports": _export,
    "/journal/export": lambda *_: {"officer": "", "act": ""},
    "/imports": lambda *_: {"format": "csv", "files": ("new.csv", b"no;name\n1;Latifa Sahlioui\n")},
    "/imports/{upload:uuid}/columns": _columns,
    "/imports/{upload:uuid}/apply": lambda *_: {"confirmed": "yes"},
    "/imports/rows/{row:uuid}": lambda *_: {"cell.0": "N-77", "cell.1": "Latifa Sahlioui", "cell.2": "1991"},
    "/notices/new": lambda _, rng, __: {**NEW_NOTICE, "step": rng.choice(["check", "issue"])},
    "/notices/{notice:uuid}/edit": _edit,
    "/notices/{notice:uuid}/renew": _act,
    "/notices/{notice:uuid}/end": _act,
    "/notices/{notice:uuid}/reopen": _act,
    "/notices/{notice:uuid}/label/downgrade": lambda world, _, target: {
        "why": "It is known.",
        "label.level": "unclassified",
        "seen": _version(world, target),
    },
    "/notices/{notice:uuid}/label": lambda world, rng, target: {
        **_act(world, rng, target),
        "label.review_on": "01/03/2027",
    },
    "/notices/{notice:uuid}/erase": _act,
    "/review/pairs/{pair:str}/judge": _judge,
    "/review/links/{link_id:uuid}/withdraw": lambda *_: {"reason": "It was wrong."},
    "/settings": lambda *_: {"lang": "fr", "theme": "dark", "next": "/"},
    "/sign-in": lambda *_: {"account": "nobody", "password": "ten invented words", "next": "/"},
}
"""What each form holds."""

SMUGGLED = ("id", "notice", "record", "thing", "person", "link", "link_id", "left", "right", "upload", "row", "source")
"""Names under which an identifier of something else is sent along, in the form and in the query."""
ASSIGNED: Fields = {
    "role": "administrator",
    "owner": "DZ",
    "owner.state": "DZ",
    "state": "DZ",
    "officer": "registry_officer-DZ",
    "made_by": "registry",
    "clearance": "top_secret",
    "purpose": "registry",
    "version": "99",
    "password_hash": "none",
    "label.compartments": "",
    "_method": "DELETE",
}
"""Fields that no form has, with which a form could be made to set what it does not show."""

Allowed = set[UUID | str]
"""What a request may change: identifiers of things, or the words below."""
NEW_RECORD, NEW_UPLOAD, NEW_MAPPING, LISTING = "new record", "new upload", "new mapping", "an entry of a list"
Change = Callable[[World, Person, UUID | None, Any], Allowed]


def _nothing(*_: Any) -> Allowed:
    return set()


def _the_notice(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    return {target} if target in world.notices and world.writes(person, target) else set()


def _new_notice(_: World, person: Person, *__: Any) -> Allowed:
    return {NEW_RECORD} if oracle.works(person, oracle.WRITES) else set()


def _upload(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    return {target, NEW_MAPPING} if target in world.uploads and world.sees(person, target) else set()


def _applied(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    own = _upload(world, person, target, None)
    return own | {NEW_RECORD, LISTING} if own else set()


def _row(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    if target not in world.rows or not world.sees(person, target) or not oracle.works(person, oracle.IMPORTS):
        return set()
    return {target, NEW_RECORD, LISTING}


def _pair(world: World, person: Person, _: UUID | None, sides: Any) -> Allowed:
    if not oracle.works(person, oracle.JUDGES) or not all(world.sees(person, n) for n in sides):
        return set()
    held = {link for link, two in world.sides.items() if set(two) == set(sides)}
    own = {link for link in held if _owns(world, person, link)}
    return {*sides, *own, *(() if held else (NEW_RECORD,))}


def _owns(world: World, person: Person, link: UUID) -> bool:
    return world.links[link][-1].marks.owner == person.state and world.sees(person, link)


def _link(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    may = target in world.links and oracle.works(person, oracle.JUDGES) and _owns(world, person, target)
    return {target} if may else set()


def _closed(world: World, person: Person, *__: Any) -> Allowed:
    """Administrators close accounts and end sessions of their own state; which, the tests of accounts hold."""
    own = {one.account for one in world.people if one.state == person.state and one is not person}
    return set(own) if oracle.works(person, oracle.ADMINISTERS) else set()


CHANGES: dict[str, Change] = {
    "/accounts/new": _nothing,
    "/accounts/{account:str}/change": _nothing,
    "/accounts/{account:str}/close": _closed,
    "/accounts/{account:str}/end-sessions": _nothing,
    "/accounts/{account:str}/recover": _nothing,
    "/approvals/{approval:uuid}": _nothing,
    "/break-glass": _nothing,
    "/break-glass/{glass:uuid}/close": _nothing,
    "/me/codes": _nothing,
    "/me/passkeys": _nothing,
    "/me/passkeys/{passkey:str}/remove": _nothing,
    "/me/password": _nothing,
    "/me/purpose": _nothing,
    "/me/sessions/{session:uuid}/end": _nothing,
    "/prove": _nothing,
    "/sign-in/code": _nothing,
    "/sign-in/enrol-code": _nothing,
    "/sign-in/enrol-passkey": _nothing,
    "/sign-in/passkey": _nothing,
    "/sign-in/password": _nothing,
    "/sign-in/purpose": _nothing,
    "/exports": _nothing,
    "/journal/export": _nothing,
    "/imports": lambda _, person, *__: {NEW_UPLOAD} if oracle.works(person, oracle.IMPORTS) else set(),
    "/imports/{upload:uuid}/columns": _upload,
    "/imports/{upload:uuid}/columns/again": _upload,
    "/imports/{upload:uuid}/apply": _applied,
    "/imports/{upload:uuid}/discard": _upload,
    "/imports/rows/{row:uuid}": _row,
    "/imports/rows/{row:uuid}/discard": _row,
    "/notices/new": _new_notice,
    "/notices/{notice:uuid}/edit": _the_notice,
    "/notices/{notice:uuid}/renew": _the_notice,
    "/notices/{notice:uuid}/end": _the_notice,
    "/notices/{notice:uuid}/reopen": _the_notice,
    "/notices/{notice:uuid}/label": _the_notice,
    "/notices/{notice:uuid}/label/downgrade": _nothing,
    "/notices/{notice:uuid}/erase": _nothing,
    "/notices/{notice:uuid}/print": _nothing,
    "/review/pairs/{pair:str}/judge": _pair,
    "/review/pairs/{pair:str}/resume": _pair,
    "/review/links/{link_id:uuid}/withdraw": _link,
    "/settings": _nothing,
    "/sign-in": _nothing,
    "/sign-out": _nothing,
}
"""What each act may change, by the rules; everything else must be as it was."""

NAMES = frozenset({"reference", "list_key"})
"""Fields that name a thing; oversight sees identifiers and names of things, and nothing else of them."""
IN_PARTS = frozenset(
    {"/sign-in", "/imports", "/prove", "/me/codes", "/me/passkeys", "/me/password"}
    | {path for path in FORMS if path.startswith("/sign-in/")}
)
"""Forms that are sent in parts."""


def targets(world: World, route: Route) -> list[UUID]:
    """The things that a route can be asked for."""
    return [one for place in route.places for one in PLACES[place](world)]
