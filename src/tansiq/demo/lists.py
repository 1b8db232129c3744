"""Two states' registers with a known overlap, and what is hard in them: relatives and namesakes.

Beside the registers stands the truth, so that a matcher can be measured: which notices mean the same person,
which look alike and do not.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from tansiq.demo.errors import SizeError
from tansiq.demo.notices import REGISTERS, write_notice
from tansiq.demo.people import Person, Wordbook, brother_of, dice_of, invent, namesake_of, son_of
from tansiq.demo.un_lists import UnList, un_lists
from tansiq.domain.link import pair
from tansiq.domain.notice import Notice
from tansiq.domain.offence import Measure
from tansiq.domain.record import Record

RELATIVES = 40
"""One of so many people of a register has a brother, one a son, one a namesake in the registers."""
DUPLICATES = 100
"""One of so many people of a register stands in it twice."""
MINORS = 150
"""One of so many people is under eighteen."""
CLASHES = ((Measure.ARREST, Measure.DISCREET_CHECK), (Measure.DISCREET_CHECK, Measure.LOCATE))
CLASH_SHARE = 0.12
"""Share of overlapping people of whom the two states ask what does not go together."""


class Relation(StrEnum):
    """Why two notices of different people look alike."""

    BROTHER = "brother"
    SON = "son"
    NAMESAKE = "namesake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """Two notices of two people who are easily taken for one; `left` is the smaller identifier."""

    left: UUID
    right: UUID
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLists:
    """The exercise.

    Attributes:
        registers: for each state its notices, in the order of their identifiers.
        bearers: for each notice the number of its person in `people`.
        truth: pairs of notices that mean the same person, across states and within one; the smaller identifier first.
        lookalikes: pairs of notices that do not, although they look it.
        un_xml: an edition of a list in the format of the UN consolidated list, a week old.
        un_xml_next: the edition of today, with entries added, changed and removed.
        un_truth: reference on that list and notice, where both mean the same person.
    """

    people: tuple[Person, ...]
    registers: Mapping[str, tuple[Record[Notice], ...]]
    bearers: Mapping[UUID, int]
    truth: tuple[tuple[UUID, UUID], ...]
    lookalikes: tuple[Lookalike, ...]
    un_xml: bytes
    un_xml_next: bytes
    un_truth: tuple[tuple[str, UUID], ...]


def demo_lists(seed: int, *, now: datetime, size: int = 3000, overlap: int = 400) -> DemoLists:
    """The exercise of a seed.

    Args:
        seed: the same seed, time and sizes give the same lists.
        now: aware; all notices are in force then.
        size: notices in each register.
        overlap: people who stand in both.

    Raises:
        SizeError: if `overlap` does not fit into `size`.
    """
    if size < 1:
        raise SizeError("size", size)
    if not 0 <= overlap <= size - size // DUPLICATES:
        raise SizeError("overlap", overlap)
    crowd = _Crowd.gather(dice_of(seed, "crowd"), now, size=size, overlap=overlap)
    dice = dice_of(seed, "notices")
    measures = _clashes(dice, overlap)
    written = {state: _write(dice, crowd, state, measures=measures, now=now) for state in sorted(REGISTERS)}
    un = un_lists(dice_of(seed, "un"), crowd.people, now=now)
    return _bound(crowd, written, un)


Written = list[tuple[int, Record[Notice]]]


def _write(
    dice: random.Random, crowd: "_Crowd", state: str, *, measures: dict[int, tuple[Measure, Measure]], now: datetime
) -> Written:
    side = sorted(REGISTERS).index(state)
    return [
        (
            who,
            write_notice(
                dice,
                crowd.people[who],
                register=REGISTERS[state],
                number=number,
                now=now,
                measure=measures[who][side] if who in measures else None,
            ),
        )
        for number, who in enumerate(crowd.members[state], start=1)
    ]


def _clashes(dice: random.Random, overlap: int) -> dict[int, tuple[Measure, Measure]]:
    return {who: dice.choice(CLASHES) for who in range(overlap) if dice.random() < CLASH_SHARE}


def _bound(crowd: "_Crowd", written: Mapping[str, Written], un: UnList) -> DemoLists:
    bearers = {record.id: who for notices in written.values() for who, record in notices}
    by_person: dict[int, list[UUID]] = {}
    for notice, who in bearers.items():
        by_person.setdefault(who, []).append(notice)
    truth = sorted(pair(*both) for ids in by_person.values() for both in combinations(ids, 2))
    lookalikes = (
        Lookalike(left=min(one, other), right=max(one, other), relation=relation)
        for first, second, relation in crowd.relations
        for one in by_person.get(first, ())
        for other in by_person.get(second, ())
    )
    return DemoLists(
        people=tuple(crowd.people),
        registers={s: tuple(sorted((r for _, r in w), key=lambda r: r.id)) for s, w in written.items()},
        bearers=bearers,
        truth=tuple(truth),
        lookalikes=tuple(lookalikes),
        un_xml=un.first,
        un_xml_next=un.following,
        un_truth=tuple((reference, notice) for reference, who in un.people for notice in by_person.get(who, ())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    """The people, and by number in which registers they stand; the first ones stand in both."""

    people: list[Person]
    members: dict[str, list[int]]
    relations: list[tuple[int, int, Relation]]

    @classmethod
    def gather(cls, dice: random.Random, now: datetime, *, size: int, overlap: int) -> "_Crowd":
        twice = size // DUPLICATES
        needed = overlap + 2 * (size - overlap - twice)
        found, relations = _people(dice, now, needed)
        alone = sorted(range(overlap, needed), key=lambda who: _leaning(dice, found[who]))
        half = len(alone) // 2
        both = list(range(overlap))
        members = {"DZ": both + alone[:half], "TN": both + alone[half:]}
        for state in sorted(members):
            members[state] += dice.sample(members[state], twice)
            dice.shuffle(members[state])
        return cls(people=found, members=members, relations=relations)


def _leaning(dice: random.Random, person: Person) -> float:
    """Towards which register somebody leans: five of six stand in that of the country where they were born."""
    return (person.town.country == "TN") + dice.uniform(-0.75, 0.75)


def _people(dice: random.Random, now: datetime, needed: int) -> tuple[list[Person], list[tuple[int, int, Relation]]]:
    """Different people in a random order, among them minors, and relatives of earlier ones."""
    words = Wordbook.build()
    whole: dict[tuple[object, ...], int] = {}
    found: list[Person] = []
    kin: list[tuple[int, int, Relation]] = []
    while len(found) < needed:
        person, relation = _next(dice, words, found, now)
        if whole.setdefault(person.chain, len(found)) != len(found):
            continue
        if relation is not None:
            kin.append((relation[0], len(found), relation[1]))
        found.append(person)
    return _shuffled(dice, found, kin)


def _next(
    dice: random.Random, words: Wordbook, found: list[Person], now: datetime
) -> tuple[Person, tuple[int, Relation] | None]:
    drawn = dice.randrange(RELATIVES)
    if drawn < 3 and found:
        kin = dice.randrange(len(found))
        relation = list(Relation)[drawn]
        make = {Relation.BROTHER: brother_of, Relation.SON: son_of, Relation.NAMESAKE: namesake_of}[relation]
        relative = make(dice, words, found[kin])
        if relative.born < now.date() - timedelta(days=18 * 366):
            return relative, (kin, relation)
    person = invent(dice, words)
    if dice.randrange(MINORS) == 0:
        born = now.date() - timedelta(days=dice.randrange(8 * 365, 17 * 365))
        person = replace(person, born=born, kunya=None, maiden=None, documents=())
    return person, None


def _shuffled(
    dice: random.Random, found: list[Person], kin: Iterable[tuple[int, int, Relation]]
) -> tuple[list[Person], list[tuple[int, int, Relation]]]:
    order = list(range(len(found)))
    dice.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return [found[old] for old in order], [(place[one], place[other], relation) for one, other, relation in kin]
