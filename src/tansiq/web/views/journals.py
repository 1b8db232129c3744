"""The journal and the node as oversight and administration see them: acts, identifiers, keys; no content.

query = read_query({"record": "DZ-2026-00017", "what": "read"})
query.address(before=300)     # "/journal?record=DZ-2026-00017&what=read&before=300"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tansiq.domain.access import Purpose
from tansiq.domain.journal import Act, Filter, Group, Line, acts_of, group
from tansiq.services.checkpoints import Proof, State
from tansiq.services.journals import MARKED, Figures, Found, Reader
from tansiq.storage.accounts import Account
from tansiq.web.languages import N_, Words
from tansiq.web.views import officers, values
from tansiq.web.vocabulary import ACTS, GROUPS, KINDS, LEVELS, PURPOSES, ROLES

SHOWN = MARKED
"""How many records a row names; the page of the line names all."""

NOT_OVERSIGHT = tuple(act for act in Act if group(act) is not Group.OVERSEEN)
"""What a search for a record finds unless an act is chosen: that oversight looked for it would stand before all."""

STATES: Mapping[State, tuple[str, str]] = {
    State.VERIFIED: ("tick", N_("verified")),
    State.WAITING: ("clock", N_("not signed yet")),
    State.BROKEN: ("s1", N_("does not verify")),
}
"""Shape and word of each state of a proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the address of the journal asks for; what makes no sense in it is left out.

    Attributes:
        what: a group of acts, or one act.
        until: the last day, included.
    """

    officer: str = ""
    record: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None

    def filter(self, things: tuple[UUID, ...]) -> Filter:
        """What the service is asked for."""
        return Filter(
            officer=self.officer or None,
            things=things,
            acts=_acts(self.what) or (NOT_OVERSIGHT if self.record else ()),
            since=None if self.since is None else _start(self.since),
            until=None if self.until is None else _start(self.until + timedelta(days=1)),
        )

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for."""
        return self != Query()

    def given(self) -> dict[str, str]:
        """The fields of the form that are filled."""
        days = {"since": self.since, "until": self.until}
        texts = {"officer": self.officer, "record": self.record, "what": self.what}
        filled = {name: text for name, text in texts.items() if text}
        return filled | {name: day.isoformat() for name, day in days.items() if day is not None}

    def address(self, *, before: int | None = None) -> str:
        """The address that asks for this."""
        given = self.given() | ({} if before is None else {"before": str(before)})
        return f"/journal?{urlencode(given)}" if given else "/journal"


def read_query(given: Mapping[str, str]) -> Query:
    """The query of an address or a form."""
    what = given.get("what", "")
    return Query(
        officer=given.get("officer", "").strip()[:200],
        record=given.get("record", "").strip()[:200],
        what=what if _acts(what) else "",
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
    )


def _acts(what: str) -> tuple[Act, ...]:
    if what in [group.value for group in Group]:
        return acts_of(Group(what))
    return (Act(what),) if what in [act.value for act in Act] else ()


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year < 9999 else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def options(words: Words) -> dict[str, Any]:
    """What the fields of the search offer: groups of acts, then each act."""
    groups = [(group.value, words.gettext(text)) for group, text in GROUPS.items()]
    return {"choices": [*groups, *((act.value, f"– {words.gettext(text)}") for act, text in ACTS.items())]}


def row(words: Words, line: Line, found: Found) -> dict[str, Any]:
    """One line of the journal."""
    entry = line.entry
    things = entry.things
    return {
        "seq": line.seq,
        "at": entry.at,
        "act": words.gettext(ACTS[entry.act]),
        "officer": entry.officer,
        "name": found.officers.get(entry.officer),
        "purpose": purpose(words, entry.purpose),
        "kind": None if entry.kind is None else words.gettext(KINDS[entry.kind]),
        "things": [_thing(words, one, found) for one in things[:SHOWN]],
        "more": max(0, line.count - SHOWN),
        "erased": line.count - len(things) if line.count <= 100 else 0,
        "version": entry.version,
        "detail": entry.detail,
        "proof": _state(words, found.proofs[line.seq].state),
    }


def _thing(words: Words, thing: UUID, found: Found) -> dict[str, Any]:
    mark = found.marks.get(thing)
    return {
        "id": str(thing),
        "number": None if mark is None else mark.number,
        "owner": None if mark is None else mark.owner,
        "bars": 0 if mark is None else mark.level.rank,
        "level": None if mark is None else words.gettext(LEVELS[mark.level]),
        "href": f"/journal?{urlencode({'record': str(thing)})}",
    }


def _state(words: Words, state: State) -> dict[str, str]:
    shape, text = STATES[state]
    return {"shape": shape, "text": words.gettext(text)}


def purpose(words: Words, value: str) -> str:
    """A purpose in words; what an older line does not say is empty."""
    return words.gettext(PURPOSES[Purpose(value)]) if value in [one.value for one in Purpose] else value


def proved(words: Words, found: Found) -> dict[str, Any]:
    """One line with all its records and what proves it."""
    (line,) = found.lines
    proof: Proof = found.proofs[line.seq]
    things = [_thing(words, one, found) for one in line.entry.things]
    return {
        **row(words, line, found),
        "things": things,
        "more": max(0, line.count - len(things)) if line.count > 100 else 0,
        "digest": line.entry.digest,
        "leaf": proof.leaf.hex(),
        "path": [one.hex() for one in proof.path],
    }


def standing(words: Words, found: Found) -> dict[str, Any]:
    """What of the journal is signed, and whether it verifies."""
    at = found.standing
    broken = [line.seq for line in found.lines if found.proofs[line.seq].state is State.BROKEN]
    state = State.BROKEN if broken else at.state
    return {
        **_state(words, state),
        "broken": state is State.BROKEN,
        "lines": broken,
        "size": at.size,
        "signed": at.signed,
        "at": at.at,
        "root": at.root.hex(),
        "note": at.note,
        "cosigners": at.cosigners,
    }


def figures(words: Words, found: Figures) -> dict[str, Any]:
    """The figures, each with the address of what it counts."""
    since = found.since.date()
    groups = [
        {
            "label": words.gettext(text),
            "value": found.groups[group],
            "href": Query(what=group.value, since=since).address(),
            "kind": "s3" if group in (Group.REFUSED, Group.EXCEPTION) and found.groups[group] else None,
        }
        for group, text in GROUPS.items()
    ]
    return {
        "groups": groups,
        "reviews": found.reviews_overdue,
        "mandates": found.mandates_ended,
        "opened": [officers.glass(words, one) for one in found.opened],
    }


def reader(words: Words, one: Reader, names: Mapping[str, str]) -> dict[str, Any]:
    """One officer who saw a record."""
    return {
        "officer": one.officer,
        "name": names.get(one.officer),
        "times": one.times,
        "last": one.last,
        "purposes": [purpose(words, value) for value in one.purposes],
    }


def account(words: Words, one: Account) -> dict[str, str]:
    """One account, without what guards it."""
    return {"id": one.id, "name": one.name, "role": words.gettext(ROLES[one.role]), "service": one.service}


def partner(words: Words, fingerprint: str, code: str) -> dict[str, str]:
    """One trusted key."""
    return {"code": code, "name": values.state(words, code), "fingerprint": grouped(fingerprint)}


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four digits, as people read it to each other."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
