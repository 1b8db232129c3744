"""How the exchange stands, in words: for the foot of every page, and for its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tansiq.federation.conversation import Outgoing
from tansiq.federation.items import ItemAct, Lane, Outcome
from tansiq.services.exchange_status import PartnerStatus, Step
from tansiq.storage.feeds import LaneState
from tansiq.storage.witnessed import Witnessed
from tansiq.web.languages import N_, Words
from tansiq.web.report_words import COPIES
from tansiq.web.views import values

OUTGOING: Mapping[Outgoing, tuple[str, str]] = {
    Outgoing.IN_STEP: ("tick", N_("in step")),
    Outgoing.WAITING: ("clock", N_("items wait")),
    Outgoing.UNREACHABLE: ("s2", N_("does not answer")),
    Outgoing.HALTED: ("s1", N_("halted by the partner")),
}
"""Shape and word of each state of what goes out."""
LANES: Mapping[Lane, str] = {Lane.URGENT: N_("urgent"), Lane.ORDINARY: N_("ordinary")}
ITEMS: Mapping[str, str] = {
    ItemAct.RELEASE: N_("release"),
    ItemAct.RECALL: N_("recall"),
    ItemAct.PROPOSE: N_("proposal"),
    ItemAct.AGREEMENT: N_("agreement"),
    ItemAct.CARD: N_("card of keys"),
    ItemAct.CHECKPOINT: N_("checkpoint"),
    ItemAct.COSIGNATURE: N_("cosignature"),
}
OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.APPLIED: ("tick", N_("applied")),
    Outcome.REFUSED: ("s2", N_("refused")),
    Outcome.PARKED: ("clock", N_("put aside")),
}


def foot(words: Words, found: list[tuple[str, list[LaneState]]]) -> list[dict[str, Any]]:
    """For each partner: in step to which item, how many wait, when it was last heard."""
    return [_foot(words, partner, lanes) for partner, lanes in found]


def _foot(words: Words, partner: str, lanes: list[LaneState]) -> dict[str, Any]:
    waiting = sum(lane.waiting for lane in lanes)
    heard = max((lane.heard_at for lane in lanes if lane.heard_at is not None), default=None)
    is_halted = any(lane.halted or lane.halted_there for lane in lanes)
    is_cut = any(lane.outgoing is Outgoing.UNREACHABLE for lane in lanes)
    return {
        "partner": values.state(words, partner),
        "settled": words.number(sum(lane.settled for lane in lanes)),
        "waiting": waiting,
        "heard": None if heard is None else words.moment(heard),
        "kind": "s1" if is_halted else "s2" if is_cut else "",
    }


def fork(words: Words, one: Witnessed) -> dict[str, str]:
    """A partner's journal of which two stories are known."""
    return {
        "name": values.state(words, one.partner),
        "moment": "" if one.forked_at is None else words.moment(one.forked_at),
    }


def partner(words: Words, status: PartnerStatus, now: datetime) -> dict[str, Any]:
    """One partner on the page of the exchange."""
    due = status.recalls_due
    return {
        "code": status.partner,
        "name": values.state(words, status.partner),
        "heard": None if status.heard_at is None else words.moment(status.heard_at),
        "since": None if status.since is None else words.moment(status.since),
        "waiting": status.waiting,
        "lanes": [_lane(words, lane) for lane in status.lanes],
        "copies": [(words.gettext(COPIES[state][1]), count) for state, count in status.copies.items()],
        "recalls_due": None if due is None else words.moment(due),
        "is_late": due is not None and due < now,
        "is_halted": status.is_halted,
        "newest": [_step(words, one) for one in status.newest],
    }


def _lane(words: Words, lane: LaneState) -> dict[str, Any]:
    mark, word = OUTGOING[lane.outgoing]
    return {
        "name": words.gettext(LANES[lane.lane]),
        "posted": lane.posted,
        "settled": lane.settled,
        "waiting": lane.waiting,
        "received": lane.received,
        "mark": mark,
        "state": words.gettext(word),
        "halted": lane.halted,
        "halted_there": lane.halted_there,
    }


def _step(words: Words, one: Step) -> dict[str, Any]:
    mark, word = OUTCOMES.get(one.outcome or "", ("clock", N_("no receipt yet")))
    return {
        "way": words.gettext(N_("sent")) if one.went else words.gettext(N_("received")),
        "lane": words.gettext(LANES[one.lane]),
        "number": one.number,
        "at": words.moment(one.at),
        "act": words.gettext(ITEMS[one.act]) if one.act in ITEMS else one.act,
        "mark": mark,
        "outcome": words.gettext(word),
        "step": one.step,
    }
