"""The steps of the gate, in their order, and what follows from each: one table.

Until a signature was verified, anybody may have written what came: it is ignored, and noted, and changes nothing. From
then on it is the partner who says it: an item is then refused by number, put aside, or stops the feed.
"""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """What the gate asks, in this order. Wire values never change."""

    SIZE = "size"
    FRAME = "frame"
    ENVELOPE_VERSION = "envelope_version"
    ADDRESS = "address"
    SEALING_KEY = "sealing_key"
    OPENED = "opened"
    SIGNING_KEY = "signing_key"
    SIGNATURE = "signature"
    ONCE = "once"
    ORDER = "order"
    VERSION = "version"
    CONTENT = "content"
    SAME_ADDRESS = "same_address"
    ACT = "act"
    VALUE = "value"
    AGREEMENT = "agreement"
    OWNER = "owner"
    LABEL = "label"
    ERASED = "erased"
    LATER = "later"

    @property
    def number(self) -> int:
        """Its number in the specification, from 1."""
        return list(Step).index(self) + 1


class Consequence(StrEnum):
    """What follows when a step says no."""

    IGNORED = "ignored"
    """Nobody is known to have said it: the feed is as before, and the number is still awaited."""
    WAITS = "waits"
    """It is not its turn yet: it is to be sent again."""
    HALTS = "halts"
    """The partner contradicts itself or speaks a later version: nothing more is applied until people have looked."""
    PARKED = "parked"
    """It is kept as it came until this node understands it; the feed goes on."""
    REFUSED = "refused"
    """Its number is used up, nothing of it is kept, and the partner learns the step; the feed goes on."""


CONSEQUENCES: Mapping[Step, Consequence] = {
    **dict.fromkeys(list(Step)[:8], Consequence.IGNORED),
    Step.ONCE: Consequence.HALTS,
    Step.ORDER: Consequence.WAITS,
    Step.VERSION: Consequence.HALTS,
    Step.CONTENT: Consequence.HALTS,
    Step.SAME_ADDRESS: Consequence.HALTS,
    Step.ACT: Consequence.PARKED,
    Step.VALUE: Consequence.REFUSED,
    Step.AGREEMENT: Consequence.REFUSED,
    Step.OWNER: Consequence.REFUSED,
    Step.LABEL: Consequence.REFUSED,
    Step.ERASED: Consequence.REFUSED,
    Step.LATER: Consequence.REFUSED,
}
