"""The figures of a matcher on the test set: recall and false "same" for each difficulty, and among kin.

Rules: a score is higher the likelier the two are one person; undecidable pairs take part in nothing. The threshold of
the kin figure is the one at which .95 of the pairs of one person score as high or higher.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from testset.pairs import Label, Pair

RECALL = 0.95


class Task(StrEnum):
    """By what the pairs are judged: the names alone, or all that is given."""

    NAMES = "names"
    IDENTITIES = "identities"

    def label(self, pair: Pair) -> Label:
        """What is true of a pair in this task."""
        return pair.names_label if self is Task.NAMES else pair.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difficulty, or several: how many score the threshold or higher, and what should."""

    difficulty: str
    label: Label
    called_same: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one task.

    Attributes:
        at: the threshold of the lines, `recall` and `precision`.
        at_recall: the threshold at which `RECALL` of the pairs of one person are called so.
        kin, kin_with_births, kin_without: kin called one person at that threshold.
        others: all other pairs of two people that are, at that threshold.
    """

    task: Task
    at: float
    lines: tuple[Line, ...]
    recall: Share
    precision: Share
    at_recall: float
    kin: Share
    kin_with_births: Share
    kin_without: Share
    others: Share


def report(pairs: Sequence[Pair], scores: Mapping[str, float], task: Task, *, threshold: float) -> Report:
    """The figures of scores by the identifiers of the pairs.

    Raises:
        KeyError: if a pair has no score.
    """
    decided = [pair for pair in pairs if task.label(pair) is not Label.UNDECIDABLE]
    same = [pair for pair in decided if task.label(pair) is Label.SAME]
    different = [pair for pair in decided if task.label(pair) is Label.DIFFERENT]
    at_recall = threshold_of(sorted((scores[pair.id] for pair in same), reverse=True))
    kin = [pair for pair in different if pair.is_kin]
    recall, wrong = _above(same, scores, threshold), _above(different, scores, threshold)
    return Report(
        task=task,
        at=threshold,
        lines=_lines(decided, scores, task, threshold=threshold),
        recall=recall,
        precision=Share(part=recall.part, whole=recall.part + wrong.part),
        at_recall=at_recall,
        kin=_above(kin, scores, at_recall),
        kin_with_births=_above([pair for pair in kin if pair.has_births], scores, at_recall),
        kin_without=_above([pair for pair in kin if not pair.has_births], scores, at_recall),
        others=_above([pair for pair in different if not pair.is_kin], scores, at_recall),
    )


def threshold_of(descending: Sequence[float], recall: float = RECALL) -> float:
    """The highest threshold that so many of the scores reach; scores fall.

    >>> threshold_of([0.9, 0.8, 0.7, 0.1], recall=0.75)
    0.7
    """
    if not descending:
        return 0.0
    needed = max(1, -int(-recall * len(descending) // 1))
    return descending[needed - 1]


def _above(pairs: Sequence[Pair], scores: Mapping[str, float], threshold: float) -> Share:
    return Share(part=sum(scores[pair.id] >= threshold for pair in pairs), whole=len(pairs))


def _lines(pairs: Sequence[Pair], scores: Mapping[str, float], task: Task, *, threshold: float) -> tuple[Line, ...]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.difficulty].append(pair)
    return tuple(
        Line(difficulty=key, label=task.label(group[0]), called_same=_above(group, scores, threshold))
        for key, group in groups.items()
    )
