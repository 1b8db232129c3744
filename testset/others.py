"""Pairs of two people who are easily taken for one, and pairs of which nobody can tell."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tansiq.demo.names import Shape
from tansiq.demo.people import Person, brother_of, cousin_of, namesake_of, son_of
from tansiq.demo.spelling import Word
from tansiq.domain.notice import Sex
from testset import facts
from testset.cast import Cast, near_families, near_given, told_apart
from testset.difficulty import Difficulty, UnfitError, Written
from testset.facts import People
from testset.pairs import Label
from testset.pens import Pens, arabic_pens, one_script
from testset.writers import UNDECIDABLE, Write, kunya_of, latin_pens, shaped

Other = Callable[[Cast, random.Random, Person], Person]
YEAR = timedelta(days=366)


def _man(cast: Cast, dice: random.Random, person: Person) -> Person:
    if person.sex is Sex.MALE:
        return person
    return replace(person, sex=Sex.MALE, maiden=None, given=cast.given(dice, lambda w: w != person.father))


def _father(cast: Cast, dice: random.Random, person: Person) -> Person:
    """A man old enough to have a grown son."""
    born = person.born if person.born.year < 1980 else person.born.replace(year=person.born.year - 30, day=1)
    return replace(_man(cast, dice, person), born=born)


def _brother(cast: Cast, dice: random.Random, person: Person) -> Person:
    while True:
        other = brother_of(dice, cast.words, person)
        if other.born != person.born and _sounds_apart(other.given, person.given):
            return other


def _twin(cast: Cast, dice: random.Random, person: Person) -> Person:
    return replace(_brother(cast, dice, person), born=person.born)


def _sounds_apart(one: Word, other: Word) -> bool:
    """Whether two names are different words, not only different spellings or a part of one another."""
    return bool(one.root != other.root)


def _son(cast: Cast, dice: random.Random, person: Person) -> Person:
    while True:
        son = son_of(dice, cast.words, person)
        if _sounds_apart(son.given, person.given):
            return son


def _namesake_son(cast: Cast, dice: random.Random, person: Person) -> Person:
    """The son who bears his grandfather's name: the words are the same, in another order."""
    son = replace(_son(cast, dice, person), given=person.father)
    if not _sounds_apart(son.given, person.given):
        raise UnfitError
    return son


def _cousin(cast: Cast, dice: random.Random, person: Person) -> Person:
    return cousin_of(dice, cast.words, person)


def _namesake(cast: Cast, dice: random.Random, person: Person) -> Person:
    while True:
        other = namesake_of(dice, cast.words, person)
        if abs(other.born - person.born) > 3 * YEAR:
            return other


def _spouse(cast: Cast, dice: random.Random, person: Person) -> Person:
    other = cast.person(dice)
    given = dice.choice(cast.words.female)
    return replace(other, sex=Sex.FEMALE, given=given, family=person.family, maiden=None)


def _near_given(cast: Cast, dice: random.Random, person: Person) -> Person:
    other = near_given(dice, person.given)  # which most names do not have
    if other is None or not told_apart(other, person.given):
        raise UnfitError
    return replace(cast.person(dice), sex=Sex.MALE, maiden=None, given=other, family=person.family)


def _with_near_given(cast: Cast, dice: random.Random, person: Person) -> Person:
    return replace(person, sex=Sex.MALE, maiden=None, given=dice.choice(cast.words.male))


def _near_family(groups: list[tuple[Word, ...]]) -> tuple[Other, Other]:
    """Who prepares, and who is the other: families that sound alike."""

    def prepare(cast: Cast, dice: random.Random, person: Person) -> Person:
        del cast
        return replace(person, family=dice.choice(dice.choice(groups)))

    def other(cast: Cast, dice: random.Random, person: Person) -> Person:
        group = next(group for group in groups if person.family in group)
        family = dice.choice(group)
        if not told_apart(family, person.family):
            raise UnfitError
        return replace(cast.person(dice), sex=person.sex, maiden=None, given=person.given, family=family)

    return prepare, other


def _stranger(*kept: str) -> Other:
    """Somebody else who shares some facts or words with the person, and no other word of the name."""

    def other(cast: Cast, dice: random.Random, person: Person) -> Person:
        same = {name: getattr(person, name) for name in kept}
        while True:
            found = replace(cast.person(dice), maiden=None, **same)
            words = {word.root for name, word in _named(found).items() if name not in kept}
            if not words & {word.root for name, word in _named(person).items() if name not in kept}:
                return found

    return other


def _named(person: Person) -> dict[str, Word]:
    return dict(zip(("given", "father", "grandfather", "family"), person.chain, strict=True))


def _contained(dice: random.Random, people: People, pens: Pens) -> Written:
    """The son with father and grandfather, the father with his own: all the father's names stand in the son's."""
    del dice
    father, son = people
    if son.given.root == "muHammad":  # which may as well be a first given name that was dropped
        raise UnfitError
    linked = bool(pens[0].manner.linked)
    return (
        (pens[0].name(father, Shape.FATHER, linked=linked),),
        (pens[1].name(son, Shape.LONG, linked=linked),),
    )


def _in_one_shape(*shapes: Shape) -> Write:
    """Both in one of the shapes."""

    def write(dice: random.Random, people: People, pens: Pens) -> Written:
        shape = dice.choice(shapes)
        return shaped(shape, shape)(dice, people, pens)

    return write


def _both_kunyas(dice: random.Random, people: People, pens: Pens) -> Written:
    del dice
    left, right = ((pen.name(p), pen.word(kunya_of(p))) for pen, p in zip(pens, people, strict=True))
    return left, right


def _unnamed_brother(dice: random.Random, people: People, pens: Pens) -> Written:
    """The second with his father's names alone."""
    del dice
    pen, person = pens[1], people[1]
    link = pen.choose("ben", "بن")
    return (pens[0].name(people[0], Shape.FATHER),), (f"{link} {pen.words(person.father, person.family)}",)


DIFFERENT = Label.DIFFERENT
ANY = _in_one_shape(Shape.SHORT, Shape.FATHER, Shape.FAMILY_FIRST, Shape.LONG)
FULL = _in_one_shape(Shape.FATHER, Shape.LONG)


def others(cast: Cast) -> tuple[Difficulty, ...]:
    """What is hard in saying that two entries are not one person, and what cannot be said."""
    alike, also_alike = _near_family(near_families(cast))
    return (
        Difficulty(
            key="brothers",
            about="brothers and sisters: all names but the given one",
            other=_brother,
            write=ANY,
            label=DIFFERENT,
            count=400,
        ),
        Difficulty(
            key="twins",
            about="brothers of one day",
            other=_twin,
            write=ANY,
            label=DIFFERENT,
            facts=facts.of_day,
            share=1,
        ),
        Difficulty(
            key="father-and-son",
            about="Ali ben Ahmed Fanousi and Hamza ben Ali Fanousi",
            prepare=_father,
            other=_son,
            write=ANY,
            label=DIFFERENT,
            count=400,
        ),
        Difficulty(
            key="father-in-son",
            about="all names of the father stand among the son's, in order",
            prepare=_father,
            other=_son,
            write=_contained,
            label=DIFFERENT,
            count=200,
        ),
        Difficulty(
            key="son-after-grandfather",
            about="Ali ben Ahmed Fanousi and Ahmed ben Ali Fanousi",
            prepare=_father,
            other=_namesake_son,
            write=FULL,
            label=DIFFERENT,
            count=200,
        ),
        Difficulty(
            key="cousins",
            about="one grandfather and family, two fathers, often one given name",
            other=_cousin,
            write=FULL,
            label=DIFFERENT,
            count=200,
        ),
        Difficulty(
            key="namesakes",
            about="the same names, and born in other years",
            other=_namesake,
            write=_in_one_shape(Shape.SHORT, Shape.FATHER),
            label=DIFFERENT,
            names_label=UNDECIDABLE,
            share=1,
            count=300,
            can_be_equal=True,
        ),
        Difficulty(
            key="wife-and-husband",
            about="one family, two given names, man and woman",
            prepare=_man,
            other=_spouse,
            write=_in_one_shape(Shape.SHORT, Shape.FAMILY_FIRST),
            label=DIFFERENT,
        ),
        Difficulty(
            key="near-given",
            about="سالم and سليم: given names that Arabic letters tell apart",
            prepare=_with_near_given,
            other=_near_given,
            pens=arabic_pens,
            write=_in_one_shape(Shape.SHORT),
            label=DIFFERENT,
        ),
        Difficulty(
            key="near-given-latin",
            about="Salem and Salim, who may be one by their names and were born in other years",
            prepare=_with_near_given,
            other=_near_given,
            pens=latin_pens,
            write=_in_one_shape(Shape.SHORT),
            label=DIFFERENT,
            names_label=UNDECIDABLE,
            share=1,
            can_be_equal=True,
        ),
        Difficulty(
            key="near-family",
            about="families of the same consonants and other long vowels",
            prepare=alike,
            other=also_alike,
            pens=one_script,
            write=_in_one_shape(Shape.SHORT),
            label=DIFFERENT,
        ),
        Difficulty(
            key="shared-kunya",
            about="one kunya, two people",
            other=_stranger("kunya", "sex"),
            write=_both_kunyas,
            label=DIFFERENT,
        ),
        Difficulty(
            key="same-family",
            about="one family, nothing else",
            other=_stranger("family"),
            write=ANY,
            label=DIFFERENT,
            count=200,
        ),
        Difficulty(
            key="same-given",
            about="one given name, nothing else",
            other=_stranger("given", "sex"),
            write=ANY,
            label=DIFFERENT,
            count=200,
        ),
        Difficulty(
            key="same-given-and-father",
            about="one given name and father's name, two families",
            other=_stranger("given", "father", "sex"),
            write=_in_one_shape(Shape.FATHER),
            label=DIFFERENT,
        ),
        Difficulty(
            key="same-birth",
            about="born on one day in one town, other names",
            other=_stranger("born", "town", "sex", "nationalities"),
            write=ANY,
            label=DIFFERENT,
            facts=facts.of_day,
            share=1,
        ),
        Difficulty(
            key="strangers",
            about="two people of whom nothing is shared",
            other=_stranger(),
            write=ANY,
            label=DIFFERENT,
            count=400,
        ),
        Difficulty(
            key="namesakes-undecided",
            about="common names that agree, and nothing else is known",
            other=_namesake,
            write=_in_one_shape(Shape.SHORT),
            label=UNDECIDABLE,
            share=0,
            can_be_equal=True,
        ),
        Difficulty(
            key="brother-unnamed",
            about="the second without his given name, and nothing else is known",
            other=_brother,
            write=_unnamed_brother,
            label=UNDECIDABLE,
            share=0,
        ),
    )
