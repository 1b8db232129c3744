"""What an officer sends from a pair: the judgement, its reason, the versions that they had before them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tansiq.domain import link
from tansiq.domain.errors import InvalidError, NotFoundError, Problem
from tansiq.domain.link import Judgement
from tansiq.services.links import Decision

DEFER = "defer"


def read_pair(value: str) -> tuple[UUID, UUID]:
    """The two notices that an address names, smaller identifier first.

    Raises:
        NotFoundError: if it names no two notices.
    """
    one, _, other = value.partition("..")
    try:
        return link.pair(UUID(one), UUID(other))
    except ValueError as error:
        raise NotFoundError(value) from error


def read_text(data: Mapping[str, Any], field: str) -> str:
    """One field as text; empty if it is absent."""
    value = data.get(field, "")
    return value if isinstance(value, str) else ""


def read_decision(pair: tuple[UUID, UUID], data: Mapping[str, Any]) -> Decision:
    """The judgement.

    Raises:
        InvalidError: `judgement` if none was chosen, `reason` if it has none.
    """
    try:
        judgement = Judgement(read_text(data, "judgement"))
    except ValueError as error:
        raise InvalidError("judgement", Problem.REQUIRED) from error
    left, right = pair
    return Decision(
        left=left,
        right=right,
        left_version=_version(data, "left_version"),
        right_version=_version(data, "right_version"),
        link_version=_version(data, "link_version"),
        judgement=judgement,
        reason=link.reason(read_text(data, "reason")),
    )


def _version(data: Mapping[str, Any], field: str) -> int:
    value = read_text(data, field)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
