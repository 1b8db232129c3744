"""Exports as their page shows them: what each file would hold, up to which level."""

from collections.abc import Mapping
from typing import Any

from tansiq.domain.label import Label, Level
from tansiq.domain.label_policy import LabelPolicy, whole_of
from tansiq.web.languages import Words
from tansiq.web.views import labels, values


def holding(words: Words, counts: Mapping[Level, int], policy: LabelPolicy | None, state: str) -> dict[str, Any]:
    """How many notices a file would hold, the highest level among them, and whether they tell more together."""
    found = whole_of(label(counts, state), dict(counts), policy)
    return {
        "count": sum(counts.values()),
        "level": values.word(words, found.handled_as),
        "bars": found.handled_as.rank,
        "warning": labels.warning(words, found, policy, state),
    }


def partners(
    words: Words, counts: Mapping[str, Mapping[Level, int]], policy: LabelPolicy | None, state: str
) -> list[dict[str, Any]]:
    """What a signed list for each partner would hold."""
    return [
        {"code": code, "name": values.state(words, code), **holding(words, found, policy, state)}
        for code, found in counts.items()
    ]


def label(counts: Mapping[Level, int], state: str) -> Label:
    """The label of the page: of the most secret notice that a file from it would hold."""
    top = max(counts, key=lambda level: level.rank, default=Level.UNCLASSIFIED)
    return Label(policy=f"{state}-national", level=top)
