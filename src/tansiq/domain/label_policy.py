"""The policy that the states sign: what each national scheme calls its levels, and what is equivalent to what.

A policy has editions. A label names the edition under which it was given, and is read by that edition for ever; a later
one changes no label. What a policy may not say is refused when it is built:

* each scheme has one grade for each level that it knows, and knows every level;
* each grade has its equivalent in every other scheme, and none is less secret than what it stands for.

    policy.words(label, "fr")             what the originator's scheme calls the level
    policy.equivalent(label, "TN").fr     what Tunisia calls it
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tansiq.domain import text
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Label, Level, check_state, highest
from tansiq.domain.roles import Role

LANGUAGES = ("ar", "fr", "en")
MOST = 1_000_000
"""No list of a node is longer; so no rule counts further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One level as a national scheme calls it.

    Attributes:
        code: the short mark of the scheme, as it stands before a paragraph.
        ar, fr, en: its words; English is for screens only.
    """

    code: str
    level: Level
    ar: str
    fr: str
    en: str

    def __post_init__(self) -> None:
        for name in ("code", *LANGUAGES):
            text.check(f"grades.{name}", getattr(self, name))

    def word(self, lang: str) -> str:
        """The word in one of the three languages."""
        words = {"ar": self.ar, "fr": self.fr, "en": self.en}
        return words[lang]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A national scheme of levels.

    Attributes:
        id: what labels call it, such as `DZ-national`.
        law: the text that it rests on, and what of it is still to be confirmed by the state.
        grades: from the least secret to the most.
    """

    id: str
    state: str
    law: str
    grades: tuple[Grade, ...]

    def __post_init__(self) -> None:
        text.check("schemes.id", self.id)
        check_state("schemes.state", self.state)
        text.check("schemes.law", self.law, limit=text.LONG, lines=True)
        if [grade.level for grade in self.grades] != list(Level):
            raise InvalidError("schemes.grades", Problem.MALFORMED, self.id)
        if len({grade.code for grade in self.grades}) < len(self.grades):
            raise InvalidError("schemes.grades", Problem.SAME_THING_TWICE, self.id)

    def grade(self, level: Level) -> Grade:
        """What this scheme calls a level."""
        return self.grades[level.rank]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """A grade of one scheme, and the grade with which another state protects it.

    Attributes:
        level: the level in the scheme `of`.
        held_as: the level in the scheme `by`.
    """

    of: str
    level: Level
    by: str
    held_as: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The highest level that a role, or one service's officers of that role, may let out of a node."""

    role: Role
    level: Level
    service: str = ""

    def __post_init__(self) -> None:
        text.check("ceilings.service", self.service, empty=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregation:
    """When a whole tells more than its parts: more than so many records of a level are handled as another one."""

    level: Level
    more_than: int
    handled_as: Level

    def __post_init__(self) -> None:
        if not 1 <= self.more_than <= MOST:
            raise InvalidError("aggregations.more_than", Problem.OUT_OF_RANGE, str(MOST))
        if self.handled_as.rank <= self.level.rank:
            raise InvalidError("aggregations.handled_as", Problem.OUT_OF_RANGE, self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPolicy:
    """One edition of the policy.

    Attributes:
        id: what the states call it; the same in every edition.
        edition: 1, 2, 3 …
        valid_from: the day from which it is used.
        review_years: how long after a label was given its level is looked at again, at the latest.
    """

    id: str
    edition: int
    valid_from: date
    schemes: tuple[Scheme, ...]
    equivalences: tuple[Equivalence, ...]
    ceilings: tuple[Ceiling, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    review_years: int = 5

    def __post_init__(self) -> None:
        text.check("id", self.id)
        if self.edition < 1 or not 1 <= self.review_years <= 30:
            raise InvalidError("edition", Problem.OUT_OF_RANGE, "1")
        for names in ([s.id for s in self.schemes], [s.state for s in self.schemes]):
            if not names or len(set(names)) < len(names):
                raise InvalidError("schemes", Problem.SAME_THING_TWICE)
        _check_equivalences(self)

    @property
    def states(self) -> tuple[str, ...]:
        """The states whose schemes it holds, and who sign it."""
        return tuple(sorted(scheme.state for scheme in self.schemes))

    def scheme(self, name: str) -> Scheme | None:
        """The scheme of this identifier, if the policy has it."""
        return next((scheme for scheme in self.schemes if scheme.id == name), None)

    def scheme_of(self, state: str) -> Scheme | None:
        """The scheme of a state, if the policy has one."""
        return next((scheme for scheme in self.schemes if scheme.state == state), None)

    def word(self, label: Label, lang: str) -> str | None:
        """What the originator's scheme calls the level in a language; `None` if the policy does not know the scheme."""
        scheme = self.scheme(label.policy)
        return None if scheme is None else scheme.grade(label.level).word(lang)

    def equivalent(self, label: Label, state: str) -> Grade | None:
        """What a state calls the level of a label, computed from its originator's label and from nothing else."""
        own, theirs = self.scheme_of(state), self.scheme(label.policy)
        if own is None or theirs is None:
            return None
        if own.id == theirs.id:
            return own.grade(label.level)
        held = next(e.held_as for e in self.equivalences if (e.of, e.by, e.level) == (theirs.id, own.id, label.level))
        return own.grade(held)

    def labelled(self, label: Label, state: str, lang: str = "ar") -> Label:
        """A label given now by a state: of its scheme and this edition, in its own words."""
        scheme = self.scheme_of(state)
        if scheme is None:
            return label
        words = scheme.grade(label.level).word(lang)
        return replace(label, policy=scheme.id, edition=self.edition, words=words)

    def ceiling(self, role: Role, service: str, table: Level | None) -> Level | None:
        """The highest level that somebody may let out: the lowest of what the program and this policy allow.

        Args:
            table: what the program's own table allows the role; `None` if nothing.
        """
        said = [c.level for c in self.ceilings if c.role is role and c.service in {"", service}]
        return None if table is None else min((table, *said), key=lambda level: level.rank)


def _check_equivalences(policy: LabelPolicy) -> None:
    names = [scheme.id for scheme in policy.schemes]
    wanted = {(of, by, level) for of in names for by in names if of != by for level in Level}
    given = [(e.of, e.by, e.level) for e in policy.equivalences]
    if len(set(given)) < len(given):
        raise InvalidError("equivalences", Problem.SAME_THING_TWICE)
    if missing := wanted.symmetric_difference(given):
        raise InvalidError("equivalences", Problem.MALFORMED, "|".join(min(missing)))
    for one in policy.equivalences:
        if one.held_as.rank < one.level.rank:
            raise InvalidError("equivalences", Problem.OUT_OF_RANGE, f"{one.of}|{one.by}|{one.level}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a page, a list or a file says of itself.

    Attributes:
        label: the highest level, what all may have, what any forbids; `None` if nothing is in it.
        handled_as: the level at which the whole is handled; above the label's if it tells more than its parts.
        rule: the rule that says so.
    """

    label: Label | None
    handled_as: Level
    rule: Aggregation | None = None

    def written(self, policy: LabelPolicy | None, state: str) -> str:
        """What a file bears: the level in the French words of a state, who may have it, what it is bound to."""
        scheme = None if policy is None else policy.scheme_of(state)
        level = self.handled_as.value if scheme is None else scheme.grade(self.handled_as).fr
        if self.label is None:
            return level
        parts = (level, " ".join(self.label.releasable_to), *self.label.compartments, *self.label.codes)
        return " // ".join(part for part in parts if part)


def whole(parts: Sequence[Label], policy: LabelPolicy | None) -> Whole:
    """The label of a whole from the labels of its parts: paragraphs of a report, records of a list, lines of a file."""
    counts = dict.fromkeys(Level, 0)
    for label in parts:
        counts[label.level] += 1
    return whole_of(highest(list(dict.fromkeys(parts))), counts, policy)


def whole_of(label: Label | None, counts: dict[Level, int], policy: LabelPolicy | None) -> Whole:
    """`whole` for parts that are only counted: by level, with the label that they have together."""
    level = Level.UNCLASSIFIED if label is None else label.level
    rules = () if policy is None else policy.aggregations
    broken = [rule for rule in rules if counts.get(rule.level, 0) > rule.more_than]
    rule = max(broken, key=lambda rule: rule.handled_as.rank, default=None)
    if rule is None or rule.handled_as.rank <= level.rank:
        return Whole(label=label, handled_as=level)
    return Whole(label=label, handled_as=rule.handled_as, rule=rule)
