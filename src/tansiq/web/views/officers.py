"""Officers as pages show them: accounts, sessions, what guards them, approvals, break-glass."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import segno
from markupsafe import Markup

from tansiq.domain.access import STATED, Role
from tansiq.domain.account import Grant
from tansiq.domain.approval import RULES, Approval, State, TwoPersonAct
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import Level
from tansiq.services.accounts import AccountChange, Recovery
from tansiq.services.erasures import EarlyErasure
from tansiq.services.glasses import GlassRequest
from tansiq.services.guards import Offer
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.sessions import Passkey, Session
from tansiq.trust import canonical
from tansiq.web.languages import Words
from tansiq.web.office_words import APPROVAL_STATES, OFFICE_PROBLEMS, TWO_PERSON_ACTS
from tansiq.web.views import values
from tansiq.web.vocabulary import LEVELS, PURPOSES, ROLES, TRAININGS

LONGEST_KEY_NAME = 60
MARKS = {
    State.PROPOSED: "s3",
    State.APPROVED: "ok",
    State.REJECTED: "s2",
    State.WITHDRAWN: "neutral",
    State.EXPIRED: "neutral",
}


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
        "expires_at": one.expires_at,
        "proved_at": one.proved_at,
        "purpose": words.gettext(PURPOSES[one.purpose]),
        "is_current": one.id == current,
    }


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
        "missing": [words.gettext(TRAININGS[t]) for t in one.grant.missing],
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


def approval(words: Words, one: Approval, *, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """One approval, with all that it would do."""
    state = one.state_at(now)
    return {
        "id": str(one.id),
        "href": f"/approvals/{one.id}",
        "act": words.gettext(TWO_PERSON_ACTS[one.act]),
        "subject": one.subject,
        "reason": one.reason,
        "digest": one.digest,
        "facts": facts(words, one),
        "waits": state is State.PROPOSED,
        "state": words.gettext(APPROVAL_STATES[state]),
        "kind": MARKS[state],
        "proposed_by": names.get(one.proposed_by, one.proposed_by),
        "proposed_at": one.proposed_at,
        "expires_at": one.expires_at,
        "decided_by": None if one.decided_by is None else names.get(one.decided_by, one.decided_by),
        "decided_at": one.decided_at,
        "decision": one.decision,
    }


def facts(words: Words, one: Approval) -> list[dict[str, str]]:
    """What the proposed bytes say, field by field: label, text, and what it was before."""
    writer = WRITERS.get(one.act)
    if writer is None:
        return [{"label": key, "text": _plain(value), "before": ""} for key, value in json.loads(one.payload).items()]
    return writer(words, one.payload)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _change(words: Words, payload: bytes) -> list[dict[str, str]]:
    change = canonical.decode(payload, AccountChange)
    found = []
    for field in (f.name for f in fields(Grant)):
        after, before = (
            "" if one is None else _value(words, field, getattr(one, field)) for one in (change.after, change.before)
        )
        label = words.gettext("Account") if field == "id" else values.field(words, field)
        found.append({"label": label, "text": after, "before": before if before != after else ""})
    return found


WORDS: dict[str, Callable[[Words, Any], str]] = {
    "role": lambda words, role: words.gettext(ROLES[role]),
    "clearance": lambda words, level: words.gettext(LEVELS[level]),
    "trainings": lambda words, some: " · ".join(words.gettext(TRAININGS[t]) for t in some),
    "compartments": lambda _, some: " · ".join(some),
    "cases": lambda _, some: " · ".join(str(case) for case in some),
    "mandate_until": lambda words, day: words.date(day),
}
"""How the fields of a grant are written."""


def _value(words: Words, field: str, value: Any) -> str:
    return WORDS[field](words, value) if field in WORDS else str(value)


def _recovery(words: Words, payload: bytes) -> list[dict[str, str]]:
    recovery = canonical.decode(payload, Recovery)
    what = words.gettext("A new first password is made, every second factor goes, every session ends.")
    return [
        {"label": words.gettext("Account"), "text": recovery.account, "before": ""},
        {"label": words.gettext("What will happen"), "text": what, "before": ""},
    ]


def _glass(words: Words, payload: bytes) -> list[dict[str, str]]:
    request = canonical.decode(payload, GlassRequest)
    label = words.gettext("Compartment") if request.record is None else words.gettext("Record")
    return [
        {"label": words.gettext("Account"), "text": request.account, "before": ""},
        {"label": label, "text": str(request.record or request.compartment), "before": ""},
        {"label": words.gettext("For how long"), "text": minutes(words, request.minutes), "before": ""},
    ]


def _erasure(words: Words, payload: bytes) -> list[dict[str, str]]:
    erasure = canonical.decode(payload, EarlyErasure)
    what = words.gettext("The notice and all its versions are erased at once; a tombstone stays.")
    return [
        {"label": words.gettext("Record"), "text": str(erasure.notice), "before": ""},
        {"label": words.gettext("Version"), "text": str(erasure.version), "before": ""},
        {"label": words.gettext("What will happen"), "text": what, "before": ""},
    ]


WRITERS: dict[TwoPersonAct, Callable[[Words, bytes], list[dict[str, str]]]] = {
    TwoPersonAct.ACCOUNT: _change,
    TwoPersonAct.PRIVILEGED_ACCOUNT: _change,
    TwoPersonAct.RECOVERY: _recovery,
    TwoPersonAct.BREAK_GLASS: _glass,
    TwoPersonAct.EARLY_ERASURE: _erasure,
}
"""How the bytes of each act are shown; of an act without a line here every field is shown as it is."""


def minutes(words: Words, count: int) -> str:
    """A length of time in minutes or hours."""
    if count % 60:
        return words.ngettext("%(n)s minute", "%(n)s minutes", count)
    return words.ngettext("%(n)s hour", "%(n)s hours", count // 60)


def rules(words: Words) -> list[dict[str, Any]]:
    """The table of the acts that need two persons."""
    return [
        {
            "act": words.gettext(TWO_PERSON_ACTS[act]),
            "approvers": [words.gettext(ROLES[role]) for role in Role if role in rule.approvers],
            "stands": minutes(words, int(rule.stands.total_seconds()) // 60),
        }
        for act, rule in RULES.items()
    ]


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
