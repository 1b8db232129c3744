"""Approvals as pages show them: what would be done, field by field, and whom or what it is about."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from tansiq.domain.access import Role
from tansiq.domain.account import Grant
from tansiq.domain.approval import RULES, Approval, State, TwoPersonAct
from tansiq.domain.label import HandlingCode
from tansiq.domain.notice import Notice
from tansiq.federation.cards import read_card
from tansiq.services.accounts import AccountChange, ClearanceEnd, Recovery
from tansiq.services.agreement_acts import Ending, Signing
from tansiq.services.approvals import NOBODY, Subject
from tansiq.services.enrolments import Enrolment, KeyRevocation, PartnershipEnd
from tansiq.services.erasures import EarlyErasure
from tansiq.services.glasses import GlassRequest
from tansiq.services.label_reviews import Downgrade
from tansiq.services.releases import ReleaseOrder
from tansiq.trust import canonical
from tansiq.web.languages import Words
from tansiq.web.office_words import APPROVAL_STATES, TWO_PERSON_ACTS
from tansiq.web.views import agreements, reports, values
from tansiq.web.views.officers import minutes
from tansiq.web.views.partners import spoken
from tansiq.web.vocabulary import LEVELS, MEASURES, ROLES, TRAININGS

Fact = dict[str, Any]
"""One field of a proposal: its label, its text, what it was before, where it leads."""

MARKS = {
    State.PROPOSED: "s3",
    State.APPROVED: "ok",
    State.REJECTED: "s2",
    State.WITHDRAWN: "neutral",
    State.EXPIRED: "neutral",
}


def approval(
    words: Words, one: Approval, *, names: Mapping[str, str], now: datetime, about: Subject = NOBODY
) -> dict[str, Any]:
    """One approval, with all that it would do and whom or what it is about."""
    state = one.state_at(now)
    return {
        "id": str(one.id),
        "href": f"/approvals/{one.id}",
        "act": words.gettext(TWO_PERSON_ACTS[one.act]),
        "subject": one.subject,
        "reason": one.reason,
        "digest": one.digest,
        "facts": [*subject(words, about), *facts(words, one, about)],
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


def subject(words: Words, about: Subject) -> list[Fact]:
    """Whom or what an approval is about, as far as it exists for whoever reads; nobody decides by a number alone."""
    if about.account is not None:
        held = about.account
        said = " · ".join((held.name, words.gettext(ROLES[held.role]), held.service))
        return [_fact(words.gettext("Officer"), said)]
    if about.record is None:
        return []
    record = about.record
    if not isinstance(record.body, Notice):
        return [_fact(words.gettext("Record"), reports.title(record), href=reports.path(record))]
    return [
        _fact(words.gettext("Person"), record.body.names[0].value, href=f"/notices/{record.id}"),
        _fact(words.gettext("Notice"), record.body.reference),
        _fact(words.gettext("Measure"), words.gettext(MEASURES[record.body.measure])),
    ]


def facts(words: Words, one: Approval, about: Subject = NOBODY) -> list[Fact]:
    """What the proposed bytes say, field by field: label, text, and what it was before."""
    writer = WRITERS.get(one.act)
    if writer is None:
        return [_fact(key, _plain(value)) for key, value in json.loads(one.payload).items()]
    return writer(words, one.payload, about)


def _fact(label: str, text: str, before: str = "", href: str | None = None) -> Fact:
    return {"label": label, "text": text, "before": before, "href": href}


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _change(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    change = canonical.decode(payload, AccountChange)
    found = []
    for field in (f.name for f in fields(Grant)):
        after, before = (
            "" if one is None else _value(words, field, getattr(one, field)) for one in (change.after, change.before)
        )
        label = words.gettext("Account") if field == "id" else values.field(words, field)
        found.append(_fact(label, after, before if before != after else ""))
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


def _recovery(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    recovery = canonical.decode(payload, Recovery)
    what = words.gettext("A new first password is made, every second factor goes, every session ends.")
    return [_fact(words.gettext("Account"), recovery.account), _fact(words.gettext("What will happen"), what)]


def _glass(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    request = canonical.decode(payload, GlassRequest)
    label = words.gettext("Compartment") if request.record is None else words.gettext("Record")
    what = words.gettext("They read it whatever their role and clearance; never what another state did not release.")
    return [
        _fact(words.gettext("Account"), request.account),
        _fact(label, str(request.record or request.compartment)),
        _fact(words.gettext("For how long"), minutes(words, request.minutes)),
        _fact(words.gettext("What will happen"), what),
    ]


def _clearance(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    ending = canonical.decode(payload, ClearanceEnd)
    what = words.gettext("The officer reads no more than this from then on; every session ends, break-glass is closed.")
    after, before = (words.gettext(LEVELS[level]) for level in (ending.after, ending.before))
    return [
        _fact(words.gettext("Account"), ending.account),
        _fact(words.gettext("Clearance"), after, before),
        _fact(words.gettext("What will happen"), what),
    ]


def _downgrade(words: Words, payload: bytes, about: Subject) -> list[Fact]:
    downgrade = canonical.decode(payload, Downgrade)
    held = None if about.record is None else about.record.label
    what = words.gettext("A new version has the lower label; the versions before keep their own.")
    after, before = downgrade.label, held or downgrade.label
    level, was = (words.gettext(LEVELS[one.level]) for one in (after, before))
    codes, were = (_codes(words, one.codes) for one in (after, before))
    return [
        _fact(words.gettext("Record"), str(downgrade.notice)),
        _fact(words.gettext("Version"), str(downgrade.seen)),
        _fact(words.gettext("Level"), level, was if was != level else ""),
        _fact(words.gettext("Only with the owner's permission"), codes, were if were != codes else ""),
        _fact(words.gettext("What will happen"), what),
    ]


def _codes(words: Words, codes: tuple[HandlingCode, ...]) -> str:
    return " · ".join(values.word(words, code) for code in codes)


def _release(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    order = canonical.decode(payload, ReleaseOrder)
    what = words.gettext("What the preview shows goes to the partner; it can be recalled, what was read cannot.")
    preview = f"/records/{order.record}/preview?partner={order.partner}"
    return [
        _fact(words.gettext("To"), values.state(words, order.partner)),
        _fact(words.gettext("What goes and what stays"), words.gettext("To the preview"), href=preview),
        _fact(words.gettext("Version"), str(order.version)),
        _fact(words.gettext("What will happen"), what),
    ]


def _erasure(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    erasure = canonical.decode(payload, EarlyErasure)
    what = words.gettext("The notice and all its versions are erased at once; a tombstone stays.")
    return [
        _fact(words.gettext("Record"), str(erasure.notice)),
        _fact(words.gettext("Version"), str(erasure.version)),
        _fact(words.gettext("What will happen"), what),
    ]


def _enrolment(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    card = read_card(canonical.decode(payload, Enrolment).card)
    what = words.gettext("What this state's keys sign is taken from now on. Approve only if you compared the words.")
    return [
        _fact(words.gettext("State"), values.state(words, card.state)),
        _fact(words.gettext("Node"), card.title),
        _fact(words.gettext("Address"), card.address),
        *(_fact(words.gettext("Words (%(language)s)") % {"language": code}, said) for code, said in spoken(card)),
        _fact(words.gettext("What will happen"), what),
    ]


def _partner_key(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    revocation = canonical.decode(payload, KeyRevocation)
    what = words.gettext("Nothing more is taken that this key signed; what came before stays, and stays verifiable.")
    return [
        _fact(words.gettext("State"), values.state(words, revocation.state)),
        _fact(words.gettext("Fingerprint"), revocation.key),
        _fact(words.gettext("What will happen"), what),
    ]


def _partner_end(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    ending = canonical.decode(payload, PartnershipEnd)
    what = words.gettext("Every key of this partner is revoked: letters neither go nor come any more.")
    return [
        _fact(words.gettext("State"), values.state(words, ending.state)),
        _fact(words.gettext("What will happen"), what),
    ]


def _agreement(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    signing = canonical.decode(payload, Signing)
    what = words.gettext("The node signs in the name of this state, and the other parties are told.")
    said = (
        [_fact(words.gettext("Agreement"), str(signing.agreement), href=f"/agreements/{signing.agreement}")]
        if signing.proposed is None
        else [_fact(label, text) for label, text in agreements.facts(words, signing.proposed)]
    )
    return [
        *said,
        _fact(words.gettext("Version"), str(signing.version)),
        _fact(words.gettext("What will happen"), what),
    ]


def _agreement_end(words: Words, payload: bytes, _: Subject) -> list[Fact]:
    ending = canonical.decode(payload, Ending)
    what = words.gettext("It allows nothing from today on, and everything that it carried is recalled, on both sides.")
    return [
        _fact(words.gettext("Agreement"), str(ending.agreement), href=f"/agreements/{ending.agreement}"),
        _fact(words.gettext("What will happen"), what),
    ]


WRITERS: dict[TwoPersonAct, Callable[[Words, bytes, Subject], list[Fact]]] = {
    TwoPersonAct.ACCOUNT: _change,
    TwoPersonAct.PRIVILEGED_ACCOUNT: _change,
    TwoPersonAct.RECOVERY: _recovery,
    TwoPersonAct.BREAK_GLASS: _glass,
    TwoPersonAct.CLEARANCE_END: _clearance,
    TwoPersonAct.DOWNGRADE: _downgrade,
    TwoPersonAct.EARLY_ERASURE: _erasure,
    TwoPersonAct.RELEASE: _release,
    TwoPersonAct.PARTNER_ENROLMENT: _enrolment,
    TwoPersonAct.PARTNER_KEY: _partner_key,
    TwoPersonAct.PARTNER_END: _partner_end,
    TwoPersonAct.AGREEMENT: _agreement,
    TwoPersonAct.AGREEMENT_END: _agreement_end,
}
"""How the bytes of each act are shown; of an act without a line here every field is shown as it is."""


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
