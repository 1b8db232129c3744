"""What a difficulty is: how its people are found, its names written, and what is true of its pairs."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tansiq.demo.people import Person
from testset import facts
from testset.cast import Cast
from testset.facts import BothFacts, People
from testset.pairs import Label
from testset.pens import Pens, draw_pens

Names = tuple[str, ...]
Written = tuple[Names, Names]


class UnfitError(Exception):
    """A difficulty does not show in the names of these people."""


def as_they_are(cast: Cast, dice: random.Random, person: Person) -> Person:
    """The person, unchanged."""
    del cast, dice
    return person


def nobody_else(cast: Cast, dice: random.Random, person: Person) -> Person:
    """The same person on both sides."""
    del cast, dice
    return person


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """One kind of pair.

    Attributes:
        key: its name; `about`: one line on what is hard.
        write: the names of both sides.
        prepare: makes the left person fit; `other`: who the right person is.
        pens: who writes.
        label: what is true; `names_label`, of the names alone, the same if not given.
        facts: what is said beside the names, for the given share of pairs.
        can_be_equal: whether both sides may have the very same names.
    """

    key: str
    about: str
    write: Callable[[random.Random, People, Pens], Written]
    prepare: Callable[[Cast, random.Random, Person], Person] = as_they_are
    other: Callable[[Cast, random.Random, Person], Person] = nobody_else
    pens: Callable[[random.Random], Pens] = draw_pens
    label: Label = Label.SAME
    names_label: Label | None = None
    facts: Callable[[random.Random, People, tuple[bool, bool]], BothFacts] = facts.usual
    share: float = 0.5
    count: int = 110
    can_be_equal: bool = False
