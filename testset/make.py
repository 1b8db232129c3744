"""Writes `pairs.csv`: every difficulty with its pairs, the same bytes every time.

python -m testset.make            # writes the file
python -m testset.make --check    # exits 1 if it differs from what is committed
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tansiq.demo.people import Person
from testset.cast import Cast
from testset.difficulty import Difficulty, UnfitError, nobody_else
from testset.others import others
from testset.pairs import FILE, Pair, Side, write_pairs
from testset.same import SAME


def difficulties(cast: Cast) -> tuple[Difficulty, ...]:
    """All of them: first one person, then two."""
    return (*SAME, *others(cast))


def made(cast: Cast) -> Iterator[Pair]:
    """All pairs, in the order of the file."""
    for difficulty in difficulties(cast):
        dice = cast.dice(difficulty.key)
        for number in range(1, difficulty.count + 1):
            yield _pair(cast, dice, difficulty, number)


def _pair(cast: Cast, dice: random.Random, difficulty: Difficulty, number: int) -> Pair:
    while True:
        try:
            found = _try(cast, dice, difficulty, number)
        except UnfitError:
            continue
        if difficulty.can_be_equal or found.left.names != found.right.names:
            return found


def _try(cast: Cast, dice: random.Random, difficulty: Difficulty, number: int) -> Pair:
    people, pens = _people(cast, dice, difficulty), difficulty.pens(dice)
    names = difficulty.write(dice, people, pens)
    has_facts = number <= difficulty.share * difficulty.count
    arabic = (pens[0].arabic, pens[1].arabic)
    said = difficulty.facts(dice, people, arabic) if has_facts else ({}, {})
    left, right = (Side(names=one, facts=known) for one, known in zip(names, said, strict=True))
    return Pair(
        id=f"{difficulty.key}-{number:03}",
        difficulty=difficulty.key,
        label=difficulty.label,
        names_label=difficulty.names_label or difficulty.label,
        left=left,
        right=right,
    )


def _people(cast: Cast, dice: random.Random, difficulty: Difficulty) -> tuple[Person, Person]:
    person = difficulty.prepare(cast, dice, cast.person(dice))
    return person, person if difficulty.other is nobody_else else difficulty.other(cast, dice, person)


def main() -> None:
    """Writes the file, or compares it."""
    cast = Cast.gathered()
    if sys.argv[1:] != ["--check"]:
        write_pairs(FILE, made(cast))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE.name
        write_pairs(path, made(cast))
        sys.exit(0 if path.read_bytes() == FILE.read_bytes() else "pairs.csv is not what the generator writes")


if __name__ == "__main__":
    main()
