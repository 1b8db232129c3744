"""Our matcher's scores of the pairs.

The names task takes the best of all names of one side with all of the other; the identities task hands over everything
that the pair says.
"""

from collections.abc import Sequence
from datetime import date

from tansiq.matching import Birth, Document, Identity, Precision, compare, compare_identities
from testset.measure import Task
from testset.pairs import Pair, Side


def our_scores(pairs: Sequence[Pair], task: Task) -> dict[str, float]:
    """What Tansiq says: scores of names, or probabilities of identities."""
    score = _names_score if task is Task.NAMES else _identities_score
    return {pair.id: score(pair) for pair in pairs}


def _names_score(pair: Pair) -> float:
    return max(compare(left, right).score for left in pair.left.names for right in pair.right.names)


def _identities_score(pair: Pair) -> float:
    return compare_identities(identity(pair.left), identity(pair.right)).probability


def identity(side: Side) -> Identity:
    """One side as our matcher takes it."""
    facts = side.facts
    return Identity(
        names=side.names,
        births=tuple(birth(text) for text in facts.get("births", ())),
        places=facts.get("places", ()),
        sex="m" if facts.get("sex") == ("m",) else "f" if facts.get("sex") == ("f",) else None,
        nationalities=facts.get("nationalities", ()),
        documents=tuple(_document(text) for text in facts.get("documents", ())),
    )


def birth(text: str) -> Birth:
    """A birth as the columns have it: a day, a month, a year, or two years with a stroke between."""
    if "/" in text:
        first, last = (int(year) for year in text.split("/"))
        return Birth(earliest=date(first, 1, 1), latest=date(last, 12, 31), precision=Precision.RANGE)
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return Birth.of_year(year)
    return Birth.of_month(year, rest[0]) if len(rest) == 1 else Birth.of_day(date(year, *rest))


def _document(text: str) -> Document:
    country, _, number = text.rpartition(":")
    return Document(number=number, country=country or None)
