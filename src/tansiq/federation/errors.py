"""The errors of this room.

FederationError
├── GateError    (peer) what came did not pass a step of the gate; names the step, and what follows from it
├── BundleError  (peer) a file from a medium is damaged, or another one is missing before it
└── CardError    (peer) a card is damaged, or not signed by a key that counts
"""

import re
from enum import StrEnum

from tansiq.federation.steps import CONSEQUENCES, Consequence, Step

UNSAID = re.compile(r"[^A-Za-z0-9 _./:-]")
"""What a detail never holds: whoever wrote what came may be unknown, and people read it in the journal."""


class FederationError(Exception):
    """Root of what this room raises."""


class GateError(FederationError):
    """A step of the gate refused what came.

    Args:
        step: which one.
        detail: closed words or a number that help to find the reason; never content.
    """

    def __init__(self, step: Step, detail: str = "") -> None:
        self.step = step
        self.detail = UNSAID.sub("?", detail)
        super().__init__(f"{step}: {self.detail}" if detail else step.value)

    @property
    def consequence(self) -> Consequence:
        """What follows for the feed."""
        return CONSEQUENCES[self.step]


class BundleError(FederationError):
    """A bundle cannot be read."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {why}" if line else why)
        self.why = why
        self.line = line


class CardProblem(StrEnum):
    """What is wrong with a card."""

    MALFORMED = "malformed"
    VERSION = "version"
    ADDRESS = "address"
    KEY = "key"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"


class CardError(FederationError):
    """A partner's card cannot be taken.

    Args:
        detail: closed words or a number that help to find the reason.
    """

    def __init__(self, problem: CardProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem.value)
        self.problem = problem
        self.detail = detail
