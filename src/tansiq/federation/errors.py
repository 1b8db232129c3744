"""The errors of this room.

FederationError
├── GateError    (peer) what came did not pass a step of the gate; names the step, and what follows from it
└── BundleError  (peer) a file from a medium is damaged, or another one is missing before it
"""

from tansiq.federation.steps import CONSEQUENCES, Consequence, Step


class FederationError(Exception):
    """Root of what this room raises."""


class GateError(FederationError):
    """A step of the gate refused what came.

    Args:
        step: which one.
        detail: closed words or a number that help to find the reason; never content.
    """

    def __init__(self, step: Step, detail: str = "") -> None:
        super().__init__(f"{step}: {detail}" if detail else step.value)
        self.step = step
        self.detail = detail

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
