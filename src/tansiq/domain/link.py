"""The link: one officer's judgement on whether two notices mean the same person.

A score is never a decision. A judgement has a person, a time and a reason, and is withdrawn by a new version, never
erased. It keeps the versions of the notices that the officer saw.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem


class Judgement(StrEnum):
    """What an officer says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The body of a link.

    Attributes:
        left: the smaller notice identifier of the two, so that a pair has one name; `right` the larger.
        left_version: the version of the notice that was judged; `right_version` likewise.
        probability_ppm: the calibrated probability that was shown, in parts per million; `None` if none was.
        withdrawn: whether the judgement was taken back.
    """

    left: UUID
    right: UUID
    left_version: int
    right_version: int
    judgement: Judgement
    probability_ppm: int | None = None
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if not self.left < self.right:
            raise InvalidError("left", Problem.OUT_OF_RANGE)
        if self.probability_ppm is not None and not 0 <= self.probability_ppm <= 1_000_000:
            raise InvalidError("probability_ppm", Problem.OUT_OF_RANGE, "0-1000000")


def pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The two identifiers in the order in which a link names them."""
    if one == other:
        raise InvalidError("right", Problem.SAME_THING_TWICE)
    return (one, other) if one < other else (other, one)


def reason(value: str) -> str:
    """The reason of a judgement: never empty.

    Raises:
        InvalidError: if it is.
    """
    return text.required("reason", value, limit=text.LONG, lines=True)


def withdrawn(body: Link) -> Link:
    """The body of the version that takes a judgement back."""
    return replace(body, withdrawn=True)
