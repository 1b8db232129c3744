"""How a clerk spells: a set of choices, drawn once for each entry and then kept through the whole name.

Every option stands as often as it is likely. French Maghreb habits differ between Algiers and Tunis; English ones
are those of the Gulf and of English-speaking lists.

>>> import random
>>> draw_habit(random.Random(1), Tradition.ALGERIAN).sh
'ch'
"""

import random
from dataclasses import dataclass
from enum import StrEnum


class Tradition(StrEnum):
    """Whose way of spelling."""

    ALGERIAN = "algerian"
    TUNISIAN = "tunisian"
    ENGLISH = "english"
    ICAO = "icao"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One clerk's choices in Latin letters.

    Attributes:
        j: ج; `sh`, `q`, `th`, `dh`, `dad`, `zah` are ش ق ث ذ ض ظ.
        s: how s between vowels is kept hard.
        front: whether short a and i are heard as e; `imala` the same for a long a.
        doubling: whether doubled consonants are written twice.
        final_e: whether -ane and -ine take their French e.
        apostrophe: whether ع and ء inside a word are shown.
        ta: the final ة.
        article: with what follows it: blank, hyphen or nothing; empty where it is dropped.
        assimilated: whether the article is written as it sounds (En-, Er-).
        abd: how the servant of … is written, `{}` for the rest; `din`, what follows the first word.
    """

    tradition: Tradition
    j: str
    sh: str
    q: str
    th: str
    dh: str
    dad: str
    zah: str
    s: str
    w: str
    ay: str
    aw: str
    short_u: str
    long_u: str
    long_i: str
    front: bool
    imala: bool
    doubling: bool
    final_e: bool
    apostrophe: bool
    diaeresis: bool
    ta: str
    article: str
    assimilated: bool
    abd: str
    din: str
    ben: str
    bou: str

    @property
    def is_french(self) -> bool:
        """Whether the French rules of vowels hold."""
        return self.tradition in (Tradition.ALGERIAN, Tradition.TUNISIAN)


def _often(*options: tuple[int, str]) -> tuple[str, ...]:
    return tuple(option for times, option in options for _ in range(times))


FRENCH: dict[str, tuple[str | bool, ...]] = {
    "sh": ("ch",),
    "q": _often((8, "k"), (1, "q"), (1, "g")),
    "th": _often((3, "th"), (2, "t")),
    "dh": _often((3, "d"), (3, "dh")),
    "zah": _often((3, "d"), (3, "dh")),
    "s": _often((3, "ss"), (3, "c"), (1, "s")),
    "w": _often((7, "ou"), (2, "w")),
    "ay": _often((4, "ei"), (4, "i"), (1, "ai")),
    "aw": _often((5, "aou"), (3, "ou"), (1, "aw")),
    "short_u": _often((5, "ou"), (6, "o")),
    "long_u": ("ou",),
    "long_i": ("i",),
    "front": (True, True, True, False),
    "imala": (True, True, False),
    "doubling": (True, False, False),
    "final_e": (True, True, True, True, False),
    "diaeresis": (True, False),
    "apostrophe": (False,),
    "ta": ("a",),
    "abd": _often((6, "abdel{}"), (2, "abdel {}"), (1, "abd el {}"), (1, "abd-el-{}")),
    "din": _often((6, "eddine"), (3, " eddine"), (1, "-eddine"), (1, " ed-dine")),
    "ben": _often((5, "ben "), (4, "ben")),
    "bou": _often((7, "bou"), (2, "bou ")),
}
OPTIONS: dict[Tradition, dict[str, tuple[str | bool, ...]]] = {
    Tradition.ALGERIAN: FRENCH
    | {
        "j": _often((6, "dj"), (1, "j")),
        "dad": _often((4, "d"), (1, "dh")),
        "article": _often((3, "el "), (1, "el-"), (1, "el"), (3, ""), (1, "l'")),
        "assimilated": (False, False, True),
    },
    Tradition.TUNISIAN: FRENCH
    | {
        "j": _often((6, "j"), (1, "dj")),
        "q": _often((6, "k"), (1, "q"), (3, "g")),
        "dad": _often((1, "d"), (4, "dh")),
        "ay": _often((4, "i"), (4, "ei"), (1, "ey")),
        "article": _often((2, "el "), (2, "el"), (4, ""), (1, "l'")),
        "assimilated": (True, True, False),
    },
    Tradition.ENGLISH: {
        "j": _often((6, "j"), (1, "g")),
        "sh": ("sh",),
        "q": _often((4, "q"), (3, "k")),
        "th": ("th",),
        "dh": _often((3, "dh"), (1, "th"), (1, "z")),
        "dad": _often((3, "d"), (1, "dh")),
        "zah": _often((3, "z"), (1, "dh")),
        "s": ("s",),
        "w": ("w",),
        "ay": _often((3, "ai"), (3, "ay"), (2, "ei")),
        "aw": _often((4, "aw"), (1, "au")),
        "short_u": _often((5, "u"), (2, "o")),
        "long_u": _often((5, "u"), (2, "oo"), (2, "ou")),
        "long_i": _often((5, "i"), (1, "ee")),
        "front": (False,),
        "imala": (False,),
        "doubling": (True, True, False),
        "final_e": (False,),
        "diaeresis": (False,),
        "apostrophe": (True, False, False),
        "ta": _often((5, "a"), (2, "ah")),
        "article": _often((5, "al-"), (2, "Al-"), (2, "al "), (1, "el-"), (1, "")),
        "assimilated": (False, False, False, True),
        "abd": _often((3, "abdul {}"), (2, "abdul{}"), (3, "abd al-{}"), (1, "abdul-{}"), (1, "abd al {}")),
        "din": _often((3, "uddin"), (3, " al-din"), (1, " ud-din"), (1, "aldin")),
        "ben": _often((4, "bin "), (2, "ibn "), (1, "bin")),
        "bou": _often((3, "abu "), (2, "bu"), (1, "abou ")),
    },
}


def draw_habit(dice: random.Random, tradition: Tradition) -> Habit:
    """The choices of one clerk of a tradition; letter-by-letter spelling has none, and borrows the Algerian ones."""
    options = OPTIONS[Tradition.ALGERIAN if tradition is Tradition.ICAO else tradition]
    drawn = {name: dice.choice(options[name]) for name in sorted(options)}
    return Habit(tradition=tradition, **drawn)  # type: ignore[arg-type] # the table's keys are the fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One clerk's choices in Arabic letters.

    Attributes:
        hamza: whether أ and إ keep their hamza; `ta` and `maqsura` are how final ة and ى are written.
        ben: how "son of" in a family name is written, with its blank if it has one; `bou`, `abd` likewise.
        article: whether the article of a family name is kept.
        linked: whether بن stands between a name and the father's.
    """

    hamza: bool
    ta: str
    maqsura: str
    ben: str
    bou: str
    abd: str
    article: bool
    linked: bool


def draw_hand(dice: random.Random) -> Hand:
    """The choices of one clerk."""
    return Hand(
        hamza=dice.random() < 0.75,
        ta="ه" if dice.random() < 0.08 else "ة",
        maqsura="ي" if dice.random() < 0.12 else "ى",
        ben=dice.choice(("بن ", "بن ", "بن ", "بن", "ابن ")),
        bou=dice.choice(("بو", "بو", "بو", "بو ", "أبو ")),
        abd=dice.choice(("عبد ", "عبد ", "عبد")),
        article=dice.random() < 0.88,
        linked=dice.random() < 0.6,
    )
