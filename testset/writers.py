"""What registers do to a name: writers of both sides of a pair.

Each writer takes the people of both sides and two pens, and gives the names of both sides. It raises `UnfitError` where
the difficulty does not show, and is then tried with other people.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from tansiq.demo.habits import Tradition
from tansiq.demo.names import Shape, draw_manner, entry_names
from tansiq.demo.people import Person
from tansiq.demo.spelling import Particle, Word
from tansiq.domain.notice import Sex
from testset.cast import Cast
from testset.difficulty import UnfitError, Written
from testset.facts import People
from testset.pairs import Label
from testset.pens import Pen, Pens, draw_pen, pens_of

TITLES = {
    Sex.MALE: (
        ("Hadj", "El Hadj", "Cheikh", "Dr", "Dr.", "Si", "Sheikh", "Haji", "M."),
        ("الحاج", "الشيخ", "الدكتور", "السيد"),
    ),
    Sex.FEMALE: (("Hadja", "El Hadja", "Dr", "Mme", "Mrs", "Lalla"), ("الحاجة", "الدكتورة", "السيدة")),
}
"""What stands before names, in Latin and in Arabic letters."""

Write = Callable[[random.Random, People, Pens], Written]


def shaped(left: Shape, right: Shape) -> Write:
    """The left name in one shape, the right one in another."""

    def write(dice: random.Random, people: People, pens: Pens) -> Written:
        del dice
        return (pens[0].name(people[0], left),), (pens[1].name(people[1], right),)

    return write


def plain(dice: random.Random, people: People, pens: Pens) -> Written:
    """Both as the pens write."""
    del dice
    return (pens[0].name(people[0]),), (pens[1].name(people[1]),)


def with_choices(left: Mapping[str, object], right: Mapping[str, object], *, by_hand: tuple[object, ...] = ()) -> Write:
    """Both as the pens write, with habits that differ; `by_hand`: an Arabic choice, its left and its right value."""

    def write(dice: random.Random, people: People, pens: Pens) -> Written:
        one, other = pens[0].with_habit(**left), pens[1].with_habit(**right)
        if by_hand:
            key, first, second = by_hand
            one, other = one.with_hand(**{str(key): first}), other.with_hand(**{str(key): second})
        return plain(dice, people, (one, other))

    return write


def changed(change: Callable[[random.Random, Pen, Person], str]) -> Write:
    """The left name as it is, the right one changed."""

    def write(dice: random.Random, people: People, pens: Pens) -> Written:
        written = change(dice, pens[1], people[1])
        if written == pens[1].name(people[1]):
            raise UnfitError
        return (pens[0].name(people[0]),), (written,)

    return write


def family_that(fits: Callable[[Word], bool]) -> Callable[[Cast, random.Random, Person], Person]:
    """The person with a family whose name fits."""
    return lambda cast, dice, person: replace(person, family=cast.family(dice, fits))


def given_that(fits: Callable[[Word], bool]) -> Callable[[Cast, random.Random, Person], Person]:
    """The person as a man with a given name that fits."""
    return lambda cast, dice, person: replace(person, sex=Sex.MALE, maiden=None, given=cast.given(dice, fits))


def is_servant(word: Word) -> bool:
    """Whether it is "servant of …", of more than one word's length."""
    return word.particle is Particle.ABD and word.root != "allAh"


def other_particle(dice: random.Random, people: People, pens: Pens) -> Written:
    """The particles of French habits against those of the Gulf."""
    habit = {"ben": dice.choice(("bin ", "ibn ")), "bou": dice.choice(("abou ", "abu "))}
    other = pens[1].with_habit(**habit).with_hand(ben="ابن ", bou="أبو ")
    return plain(dice, people, (pens[0].with_habit(ben="ben ", bou="bou ").with_hand(ben="بن ", bou="بو"), other))


def linked(dice: random.Random, people: People, pens: Pens) -> Written:
    """The words for "son of" written on the left only."""
    del dice
    left, right = (pen.name(people[0], Shape.FATHER, linked=on) for pen, on in zip(pens, (True, False), strict=True))
    return (left,), (right,)


def joined_link(dice: random.Random, people: People, pens: Pens) -> Written:
    """The word for "son of" joined to the father's name on the right."""
    del dice
    person, pen = people[1], pens[1]
    father = pen.word(person.father)
    joined = pen.choose(f"Ben{father.lower()}", f"بن{father}")
    return (
        (pens[0].name(person, Shape.FATHER, linked=True),),
        (f"{pen.word(person.given)} {joined} {pen.word(person.family)}",),
    )


def kunya_of(person: Person) -> Word:
    """What the person is called after a child."""
    if person.kunya is None:
        raise UnfitError
    return person.kunya


def kunya_only(dice: random.Random, people: People, pens: Pens) -> Written:
    """Name and kunya against kunya and family."""
    del dice
    (one, other), person = pens, people[0]
    family = replace(person.family, particle=Particle.NONE)
    return (one.name(person), one.word(kunya_of(person))), (f"{other.word(kunya_of(person))} {other.word(family)}",)


def kunya_alone(dice: random.Random, people: People, pens: Pens) -> Written:
    """Name and kunya against the kunya."""
    del dice
    return (pens[0].name(people[0]), pens[0].word(kunya_of(people[0]))), (pens[1].word(kunya_of(people[0])),)


def with_kunya(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name with a kunya before or after it."""
    name, kunya = pen.name(person), pen.word(kunya_of(person))
    return f"{kunya} {name}" if dice.random() < 0.6 else f"{name} {kunya}"


def fathers_initial(dice: random.Random, people: People, pens: Pens) -> Written:
    """The father's name against its first letter."""
    person, pen = people[1], pens[1]
    initial = pen.word(person.father)[0] + dice.choice((".", ""))
    whole = pens[0].name(person, Shape.FATHER, linked=False)
    return (whole,), (f"{pen.word(person.given)} {initial} {pen.word(person.family)}",)


def initial(dice: random.Random, people: People, pens: Pens) -> Written:
    """The given name against its first letter."""
    person, pen = people[1], pens[1]
    initial = pen.word(person.given)[0] + dice.choice((".", ""))
    return (pens[0].name(person, Shape.SHORT),), (f"{initial} {pen.word(person.family)}",)


def latin_pens(dice: random.Random) -> Pens:
    """Two pens that write Latin letters, in two of three pairs the same one."""
    pen = draw_pen(dice)
    return (pen, pen) if dice.random() < 2 / 3 else pens_of(dice, pen, draw_pen(dice))


def swapped(dice: random.Random, people: People, pens: Pens) -> Written:
    """The family last against the family first, at times with a comma."""
    person, pen = people[1], pens[1]
    comma = dice.choice((" ", " ", ", "))
    family, given = pen.word(person.family), pen.word(person.given)
    return (pens[0].name(person, Shape.SHORT),), (f"{family.upper()}{comma}{given}",)


def of_three(dice: random.Random, people: People, pens: Pens) -> Written:
    """Three names against the family first and the other two after it."""
    del dice
    person, pen = people[1], pens[1]
    return (
        (pens[0].name(person, Shape.FATHER, linked=False),),
        (pen.words(person.family, person.given, person.father),),
    )


def double(change: Callable[[random.Random, str, str], tuple[str, str]]) -> Write:
    """A second given name, written with the first and otherwise."""

    def write(dice: random.Random, people: People, pens: Pens) -> Written:
        person = people[0]
        texts = []
        for pen, at in zip(pens, (0, 1), strict=True):
            both = change(dice, pen.word(person.given), pen.word(person.father))
            texts.append(f"{both[at]} {pen.word(person.family)}")
        return (texts[0],), (texts[1],)

    return write


def simple_given(cast: Cast, dice: random.Random, person: Person) -> Person:
    """A man whose given name and whose second one are single words."""
    simple = [cast.given(dice, lambda w: not (w.particle or w.din)) for _ in range(2)]
    return replace(person, sex=Sex.MALE, maiden=None, given=simple[0], father=simple[1])


def mohamed(cast: Cast, dice: random.Random, person: Person) -> Person:
    """A man called after the Prophet and by a second name."""
    first = cast.given(dice, lambda w: w.root == "muHammad")
    return replace(simple_given(cast, dice, person), given=first)


def abd_dropped(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name without "servant of"."""
    del dice
    return pen.name(replace(person, given=replace(person.given, particle=Particle.NONE)))


def din_dropped(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name without "of the faith"."""
    del dice
    return pen.name(replace(person, given=replace(person.given, din=False)))


def allah_split(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name with one word written as two, or two as one."""
    del dice
    whole = pen.word(person.given)
    split = {"ab": f"{whole[:3]} {whole[3:].capitalize()}", "عب": "عبدالله"}[whole[:2].lower()]
    return pen.name(person).replace(whole, split, 1)


def married(cast: Cast, dice: random.Random, person: Person) -> Person:
    """A woman with a name of birth and a husband's."""
    given = cast.words.female[dice.randrange(len(cast.words.female))]
    return replace(person, sex=Sex.FEMALE, given=given, maiden=cast.family(dice, lambda w: w != person.family))


def married_name(dice: random.Random, people: People, pens: Pens) -> Written:
    """The name of birth against the same with the husband's."""
    person, pen = people[1], pens[1]
    if person.maiden is None:
        raise UnfitError
    wife = pen.choose(dice.choice(("épouse", "ép.", "ep.", "veuve")), dice.choice(("زوجة", "حرم", "أرملة")))
    return (
        (pens[0].words(person.given, person.maiden),),
        (f"{pen.words(person.given, person.maiden)} {wife} {pen.word(person.family)}",),
    )


def born_name(dice: random.Random, people: People, pens: Pens) -> Written:
    """The name of birth against the husband's with the name of birth."""
    person, pen = people[1], pens[1]
    if person.maiden is None:
        raise UnfitError
    born = pen.choose(dice.choice(("née", "nee", "born")), "المولودة")
    return (
        (pens[0].words(person.given, person.maiden),),
        (f"{pen.words(person.given, person.family)} {born} {pen.word(person.maiden)}",),
    )


def nickname(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name and a nickname, as police files write it."""
    nickname = pen.word(Word(root=dice.choice(("fAnUs", "mirwaHap", "bUqAl", "zarAfap", "naHlap", "sinjAb", "kAsUs"))))
    also = pen.choose(
        dice.choice(("({})", "alias {}", "(alias {})", "dit {}", "a.k.a. {}")),
        dice.choice(("({})", "المدعو {}", "المكنى {}")),
    )
    return f"{pen.name(person)} {also.format(nickname)}"


def kunya_in_parentheses(dice: random.Random, pen: Pen, person: Person) -> str:
    """The name and a kunya in parentheses."""
    del dice
    return f"{pen.name(person)} ({pen.word(kunya_of(person))})"


def titled(dice: random.Random, pen: Pen, person: Person) -> str:
    """A title before the name."""
    titles = TITLES[person.sex]
    return f"{dice.choice(titles[pen.arabic])} {pen.name(person)}"


def stroke(change: Callable[[random.Random, str], str]) -> Callable[[random.Random, Pen, Person], str]:
    """The name with its letters changed."""
    return lambda dice, pen, person: change(dice, pen.name(person))


def arabic_right(dice: random.Random) -> Pens:
    """The right side in Arabic letters, the left one in either script."""
    pen = draw_pen(dice)
    return (replace(pen, arabic=dice.random() < 0.6), replace(pen, arabic=True))


def schoolbook(dice: random.Random, people: People, pens: Pens) -> Written:
    """All hamzas and dots against none."""
    careful = pens[0].with_hand(hamza=True, ta="ة", maqsura="ى")
    return plain(dice, people, (careful, pens[1].with_hand(hamza=False, ta="ه", maqsura="ي")))


def two_registers(dice: random.Random, people: People, pens: Pens) -> Written:
    """The way from a state's register to another's, with everything that happens there."""
    del pens
    sides, shapes = [], set()
    for state in ("DZ", "TN"):
        before = dice.getstate()
        shapes.add(draw_manner(dice, state).shape)
        dice.setstate(before)  # so that the names are written in the manner that was looked at
        sides.append(tuple(one.value for one in entry_names(dice, people[0], state)))
    if Shape.NO_FAMILY in shapes and shapes & {Shape.SHORT, Shape.FAMILY_FIRST}:
        raise UnfitError  # nothing but the given name is on both sides
    return sides[0], sides[1]


def second_alias(dice: random.Random, people: People, pens: Pens) -> Written:
    """One of several names agrees; the others are nicknames and a kunya."""
    one, other = pens
    nicknames = [one.word(Word(root=root, article=True)) for root in dice.sample(("fAnUs", "qubbaEap", "SundUq"), 2)]
    left = (*nicknames[:1], one.word(kunya_of(people[0])), one.name(people[0]))
    return left, (other.name(people[0]), other.word(Word(root="mijdAf", article=True)))


def pens_between(one: tuple[Tradition, ...], other: tuple[Tradition, ...] | None) -> Callable[[random.Random], Pens]:
    """One pen of some traditions and one of others; of none: one in Arabic letters."""

    def draw(dice: random.Random) -> Pens:
        second = draw_pen(dice, arabic=True) if other is None else draw_pen(dice, *other)
        return pens_of(dice, draw_pen(dice, *one), second)

    return draw


def pens_in(letters: dict[str, str], choices: dict[str, object]) -> Callable[[random.Random], Pens]:
    """One pen of English habits with other letters, one of French or English ones or in Arabic letters."""

    def draw(dice: random.Random) -> Pens:
        foreign = replace(draw_pen(dice, Tradition.ENGLISH).with_habit(**choices), letters=letters)
        return pens_of(dice, foreign, draw_pen(dice, arabic=dice.random() < 0.4))

    return draw


UNDECIDABLE = Label.UNDECIDABLE
