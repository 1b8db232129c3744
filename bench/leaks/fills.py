"""What stands in the path, the query and the form of each route.

A new parameter needs a line in `PLACES` or `QUERIES`, a new form a line in `FORMS`.
"""

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from bench.leaks.world import World

Fields = dict[str, Any]
HALF = 0.5


def no_things(_: World) -> list[UUID]:
    """For what names no thing that is known beforehand."""
    return []


def _pairs(world: World) -> list[UUID]:
    return list(world.notices)


PLACES: dict[str, Callable[[World], list[UUID]]] = {
    "notice": lambda world: [*world.notices, *world.links, *world.sources],
    "person": lambda world: list(world.notices),
    "report": lambda world: [*world.reports, *list(world.requests)[:3], *list(world.notices)[:5]],
    "question": lambda world: [*world.requests, *list(world.reports)[:3], *list(world.notices)[:5]],
    "record": lambda world: [*world.dossiers, *list(world.notices)[:20], *list(world.links)[:5], *world.sources],
    "pair": _pairs,
    "link_id": lambda world: [*world.links, *list(world.notices)[:5]],
    "source": lambda world: [*world.sources, *list(world.notices)[:5]],
    "row": lambda world: [*world.rows, *list(world.notices)[:5]],
    "upload": lambda world: [*world.uploads, *list(world.notices)[:5]],
    "file_path": no_things,
    "account": no_things,
    "agreement": lambda world: list(world.notices)[:5],
    "code": no_things,
    "approval": no_things,
    "glass": no_things,
    "passkey": no_things,
    "session": no_things,
    "seq": no_things,
    "rest": no_things,
}
"""What each parameter of a path names: things of its kind, and some of another."""

_NOBODYS = tuple(f"01930000-0000-7000-8000-{n:012}" for n in range(3))

WORDS: dict[str, tuple[str, ...]] = {
    "code": ("TN", "DZ", "ZZ", "../node"),
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
    "partner": lambda _, rng: rng.choice(["TN", "DZ", "LY", "x"]),
    "about": lambda world, rng: rng.choice(["", "x", str(rng.choice(list(world.notices)))]),
    "answers": lambda world, rng: rng.choice(["", "x", str(rng.choice(list(world.requests)))]),
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

HOLDING = frozenset(
    {
        "GET /",
        "GET /list",
        "GET /reports",
        "GET /requests",
        "GET /imports",
        "GET /imports/rows",
        "GET /journal",
        "GET /review",
        "GET /review/judgements",
        "GET /review/next",
        "POST /exports",
        "POST /journal/export",
    }
)
"""What lists, counts or exports things: asked once, it is a case for each of them."""

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

NEW_REPORT: Fields = {
    "title": "A lorry",
    "source": "B",
    "information": "2",
    "label.level": "restricted",
    "label.releasable_to": "TN",
    "paragraphs.0.text": "It was seen at the oasis.",
    "basis.authority": "Desk of the Blue Oasis",
    "basis.reference": "7/2026",
}


def _report(world: World, rng: Random, target: UUID | None) -> Fields:
    named = {"notices": str(rng.choice(list(world.notices))), "answers": rng.choice(["", str(min(world.requests))])}
    seen = str(world.reports[target][-1].number) if target in world.reports else "1"
    return {**NEW_REPORT, **(named if rng.random() < HALF else {}), "seen": seen, "reason": "a second one"}


FORMS: dict[str, Form] = {
    "/reports/new": _report,
    "/reports/{report:uuid}/edit": _report,
    "/records/{record:uuid}/release": lambda _, rng, __: {
        "partner": rng.choice(["TN", "DZ"]),
        "seen": rng.choice(["1", "2"]),
        "reason": "They wait.",
    },
    "/records/{record:uuid}/recall": lambda _, rng, __: {"partner": rng.choice(["TN", "DZ"]), "why": "mistake"},
    "/requests/new": lambda world, rng, __: {
        "to": "TN",
        "question": "Who drove it?",
        "urgency": "urgent",
        "label.level": "restricted",
        "notices": str(rng.choice(list(world.notices))),
    },
    "/requests/{question:uuid}/reply": lambda *_: {
        "text": "A man.",
        "outcome": "answered",
        "label.level": "restricted",
    },
    "/accounts/new": lambda *_: _GRANT,
    "/accounts/{account:str}/change": lambda *_: _GRANT,
    "/accounts/{account:str}/clearance": lambda *_: {"clearance": "unclassified", "why": "They left the desk."},
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
    "/agreements/new": lambda *_: {"title": "Another", "parties": "TN", "reason": "It was decided."},
    "/agreements/{agreement:uuid}/sign": lambda *_: {"seen": "1", "reason": "It was decided."},
    "/agreements/{agreement:uuid}/end": lambda *_: {"seen": "1", "reason": "It was decided."},
    "/partners": lambda *_: {"card": "e30=", "reason": "Compared."},
    "/partners/card": lambda *_: {"card": ("tn.card", b"{}")},
    "/partners/{code:str}/revoke": lambda *_: {"key": "00", "reason": "It was stolen."},
    "/partners/{code:str}/end": lambda *_: {"reason": "It is over."},
    "/exports": _export,
    "/journal/export": lambda *_: {"officer": "", "act": ""},
    "/labels/read": lambda *_: {"foreign": "<a/>"},
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

IN_PARTS = frozenset(
    {"/sign-in", "/imports", "/partners/card", "/prove", "/me/codes", "/me/passkeys", "/me/password"}
    | {path for path in FORMS if path.startswith("/sign-in/")}
)
"""Forms that are sent in parts."""
