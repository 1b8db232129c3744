"""Exports as their page shows them: what each file would hold, up to which level."""

from collections.abc import Mapping
from typing import Any

from tansiq.domain.label import Label, Level
from tansiq.web.languages import Words
from tansiq.web.views import values


def holding(words: Words, counts: Mapping[Level, int]) -> dict[str, Any]:
    """How many notices a file would hold, and the highest level among them."""
    top = max(counts, key=lambda level: level.rank, default=Level.UNCLASSIFIED)
    return {"count": sum(counts.values()), "level": values.word(words, top), "bars": top.rank}


def partners(words: Words, counts: Mapping[str, Mapping[Level, int]]) -> list[dict[str, Any]]:
    """What a signed list for each partner would hold."""
    return [
        {"code": code, "name": values.state(words, code), **holding(words, found)} for code, found in counts.items()
    ]


def label(counts: Mapping[Level, int], state: str) -> Label:
    """The label of the page: of the most secret notice that a file from it would hold."""
    top = max(counts, key=lambda level: level.rank, default=Level.UNCLASSIFIED)
    return Label(policy=f"{state}-national", level=top)
