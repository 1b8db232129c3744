"""The conversation with a partner: two tables, one for what comes in a lane and one for what goes out.

What a state is not told in a table cannot happen. `docs/protocol/exchange.md` draws both from here.

>>> INCOMING[Incoming.OPEN, Heard.HALTING]
<Incoming.HALTED: 'halted'>
>>> next_incoming(Incoming.HALTED, Heard.ITEM)
<Incoming.HALTED: 'halted'>
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class Incoming(StrEnum):
    """Where a lane from a partner is. Wire values never change."""

    OPEN = "open"
    HALTED = "halted"


class Heard(StrEnum):
    """What may happen to it."""

    ITEM = "item"
    """An item was applied, refused, parked or repeated."""
    HALTING = "halting"
    """An item contradicts an earlier one, or speaks a later version of the protocol."""
    RESUMED = "resumed"
    """Two persons looked, and let it go on."""


INCOMING: Mapping[tuple[Incoming, Heard], Incoming] = {
    (Incoming.OPEN, Heard.ITEM): Incoming.OPEN,
    (Incoming.OPEN, Heard.HALTING): Incoming.HALTED,
    (Incoming.HALTED, Heard.ITEM): Incoming.HALTED,
    (Incoming.HALTED, Heard.HALTING): Incoming.HALTED,
    (Incoming.HALTED, Heard.RESUMED): Incoming.OPEN,
}
"""While a lane is halted nothing of it is applied; what comes stays unsettled and is sent again."""


class Outgoing(StrEnum):
    """Where a lane to a partner is. Wire values never change."""

    IN_STEP = "in_step"
    """Every item has its receipt."""
    WAITING = "waiting"
    """Items wait to be sent, or for their receipts."""
    UNREACHABLE = "unreachable"
    """The partner did not answer the last try."""
    HALTED = "halted"
    """The partner halted the lane: people of both sides must talk."""


class Told(StrEnum):
    """What may happen to it."""

    POSTED = "posted"
    SETTLED_ALL = "settled_all"
    SETTLED_SOME = "settled_some"
    NO_ANSWER = "no_answer"
    HALTED = "halted"


OUTGOING: Mapping[tuple[Outgoing, Told], Outgoing] = {
    **{(state, Told.SETTLED_ALL): Outgoing.IN_STEP for state in Outgoing},
    **{(state, Told.SETTLED_SOME): Outgoing.WAITING for state in Outgoing},
    **{(state, Told.HALTED): Outgoing.HALTED for state in Outgoing},
    (Outgoing.IN_STEP, Told.POSTED): Outgoing.WAITING,
    (Outgoing.WAITING, Told.POSTED): Outgoing.WAITING,
    (Outgoing.UNREACHABLE, Told.POSTED): Outgoing.UNREACHABLE,
    (Outgoing.HALTED, Told.POSTED): Outgoing.HALTED,
    (Outgoing.IN_STEP, Told.NO_ANSWER): Outgoing.UNREACHABLE,
    (Outgoing.WAITING, Told.NO_ANSWER): Outgoing.UNREACHABLE,
    (Outgoing.UNREACHABLE, Told.NO_ANSWER): Outgoing.UNREACHABLE,
    (Outgoing.HALTED, Told.NO_ANSWER): Outgoing.HALTED,
}
"""A receipt always says where the lane really is; so it leads out of every state."""

PAUSES = (0.2, 0.5, 1, 2, 5, 10, 15)
"""Seconds before the next try after so many without answer: all is on its way within a minute of reconnection."""
HALTED_PAUSE = timedelta(seconds=30)
"""How often a halted lane asks whether it may go on."""


def next_incoming(state: Incoming, heard: Heard) -> Incoming:
    """Where a lane from a partner is after something happened."""
    return INCOMING.get((state, heard), state)


def next_outgoing(state: Outgoing, told: Told) -> Outgoing:
    """Where a lane to a partner is after something happened."""
    return OUTGOING[state, told]


def pause(failures: int) -> timedelta:
    """How long to wait after so many tries without answer, one after the other."""
    return timedelta(seconds=PAUSES[min(failures, len(PAUSES)) - 1]) if failures else timedelta(0)
