"""What each act may change, by the rules in the words of `oracle`; a new act needs a line in `CHANGES`."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from bench.leaks import oracle
from bench.leaks.oracle import Person
from bench.leaks.world import World

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


def _new_report(_: World, person: Person, *__: Any) -> Allowed:
    return {NEW_RECORD} if oracle.works(person, oracle.WRITES_REPORTS) else set()


def _report(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    if target not in world.reports or not world.sees(person, target):
        return set()
    is_own = world.reports[target][-1].marks.owner == person.state
    return {target} if is_own and oracle.works(person, oracle.WRITES_REPORTS) else set()


def _reply(world: World, person: Person, target: UUID | None, _: Any) -> Allowed:
    is_there = target in world.requests and world.sees(person, target)
    return _new_report(world, person) if is_there else set()


CHANGES: dict[str, Change] = {
    "/reports/new": _new_report,
    "/reports/{report:uuid}/edit": _report,
    "/records/{record:uuid}/release": _nothing,
    "/records/{record:uuid}/recall": _nothing,
    "/requests/new": _nothing,
    "/requests/{question:uuid}/reply": _reply,
    "/agreements/new": _nothing,
    "/agreements/{agreement:uuid}/sign": _nothing,
    "/agreements/{agreement:uuid}/end": _nothing,
    "/partners": _nothing,
    "/partners/card": _nothing,
    "/partners/{code:str}/revoke": _nothing,
    "/partners/{code:str}/end": _nothing,
    "/accounts/new": _nothing,
    "/accounts/{account:str}/change": _nothing,
    "/accounts/{account:str}/close": _closed,
    "/accounts/{account:str}/end-sessions": _nothing,
    "/accounts/{account:str}/clearance": _nothing,
    "/accounts/{account:str}/recover": _nothing,
    "/approvals/{approval:uuid}": _nothing,
    "/exchange/v1/letters": _nothing,  # an officer is no partner: what they send there opens with no key
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
    "/labels/read": _nothing,
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
