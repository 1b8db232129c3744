"""Officers as pages show them: accounts, sessions, what guards them, approvals, break-glass."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import segno
from markupsafe import Markup

from tansiq.domain.access import STATED, Role
from tansiq.domain.account import Grant, missing
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import Level
from tansiq.domain.session import IDLE, LONGEST, End
from tansiq.services.guards import Offer
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.sessions import Passkey, Session
from tansiq.web.languages import Words
from tansiq.web.office_words import OFFICE_PROBLEMS
from tansiq.web.views import values
from tansiq.web.vocabulary import LEVELS, PURPOSES, ROLES, TRAININGS

LONGEST_KEY_NAME = 60


def error(words: Words, wrong: InvalidError) -> dict[str, str]:
    """What is wrong with a value of these forms."""
    said = OFFICE_PROBLEMS.get((wrong.field, wrong.problem))
    return {"field": wrong.field, "text": values.problem(words, wrong) if said is None else words.gettext(said)}


def purposes(words: Words, role: Role) -> list[tuple[str, str]]:
    """The purposes that a role may state, with their words."""
    return [(purpose.value, words.gettext(PURPOSES[purpose])) for purpose in STATED[role]]


def offer(given: Offer) -> dict[str, Any]:
    """What is needed to enrol a second factor: the secret in groups of four, its picture, what a passkey needs."""
    picture = segno.make(given.address, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    groups = " ".join(given.secret[at : at + 4] for at in range(0, len(given.secret), 4))
    return {"secret": groups, "picture": Markup(picture), "passkey": given.passkey}  # noqa: S704 - made of modules


def passkey_name(typed: str, now: datetime) -> str:
    """What people call a passkey: what they typed, else the day on which it was made."""
    name = " ".join(typed.split())[:LONGEST_KEY_NAME]
    return name if name.isprintable() and name else now.date().isoformat()


def passkey(one: Passkey) -> dict[str, Any]:
    """One passkey."""
    return {"id": one.id.hex(), "name": one.name, "made_at": one.made_at, "used_at": one.used_at}


def session(words: Words, one: Session, *, current: UUID | None = None) -> dict[str, Any]:
    """One session."""
    return {
        "id": str(one.id),
        "made_at": one.made_at,
        "seen_at": one.seen_at,
        "expires_at": one.expires_at,
        "purpose": words.gettext(PURPOSES[one.purpose]),
        "is_current": one.id == current,
    }


def session_end(words: Words, end: End | None) -> str | None:
    """Why a session is over, for whoever has to sign in again; nothing of one that ended otherwise."""
    if end is End.IDLE:
        count = int(IDLE.total_seconds()) // 60
        return words.ngettext(
            "You were signed out because nothing was done for %(n)s minute. What was not sent is not saved.",
            "You were signed out because nothing was done for %(n)s minutes. What was not sent is not saved.",
            count,
        )
    if end is End.LONGEST:
        count = int(LONGEST.total_seconds()) // 3600
        return words.ngettext(
            "You were signed out because a session lasts %(n)s hour at most. What was not sent is not saved.",
            "You were signed out because a session lasts %(n)s hours at most. What was not sent is not saved.",
            count,
        )
    return None


def account(words: Words, one: Account, *, now: datetime, sessions: int = 0) -> dict[str, Any]:
    """One account, without what guards it."""
    return {
        "id": one.id,
        "href": f"/accounts/{one.id}",
        "name": one.name,
        "role": words.gettext(ROLES[one.role]),
        "service": one.service,
        "state": one.state,
        "clearance": words.gettext(LEVELS[one.clearance]),
        "compartments": list(one.compartments),
        "trainings": [words.gettext(TRAININGS[t]) for t in one.trainings],
        "missing": [words.gettext(TRAININGS[t]) for t in missing(one.role, one.trainings)],
        "cases": len(one.cases),
        "mandate_until": one.mandate_until,
        "is_closed": one.closed_at is not None,
        "is_over": one.closed_at is None and not one.is_open(now),
        "waits": one.locked_until is not None and one.locked_until > now,
        "sessions": sessions,
    }


def glass(words: Words, one: OpenedGlass) -> dict[str, Any]:
    """What stands, or stood, open to an officer."""
    return {
        "id": str(one.id),
        "account": one.account,
        "record": None if one.record is None else str(one.record),
        "compartment": one.compartment,
        "reason": one.reason,
        "proposed_by": one.proposed_by,
        "approved_by": one.approved_by,
        "made_at": one.made_at,
        "until": one.until,
        "closed_at": one.closed_at,
        "kind": words.gettext("record") if one.record is not None else words.gettext("compartment"),
    }


def minutes(words: Words, count: int) -> str:
    """A length of time in minutes, hours or days."""
    if count % 60:
        return words.ngettext("%(n)s minute", "%(n)s minutes", count)
    if count % (24 * 60) == 0:
        return words.ngettext("%(n)s day", "%(n)s days", count // (24 * 60))
    return words.ngettext("%(n)s hour", "%(n)s hours", count // 60)


def grant_fields(grant: Grant | None, *, state: str, service: str, until: date) -> dict[str, Any]:
    """What the form of an account is filled with."""
    if grant is None:
        return {"state": state, "service": service, "mandate_until": until.strftime("%d/%m/%Y")}
    return {
        "account": grant.id,
        "name": grant.name,
        "role": grant.role.value,
        "service": grant.service,
        "clearance": grant.clearance.value,
        "compartments": "\n".join(grant.compartments),
        "trainings": [t.value for t in grant.trainings],
        "mandate_until": "" if grant.mandate_until is None else grant.mandate_until.strftime("%d/%m/%Y"),
    }


def levels(words: Words) -> list[tuple[str, str]]:
    """Every level with its word."""
    return [(level.value, words.gettext(LEVELS[level])) for level in Level]
