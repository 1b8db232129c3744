"""Places read so that they meet across scripts and spellings: by the consonants of their words.

Rules: letters that spellings confuse are one class, vowels and articles do not count; the country after the last comma
does not name the place, nor do words that many places share ("district", "ولاية").

>>> read_place("Tébessa, Algeria").is_same(read_place("تبسة"))
True
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_MOST_CHARACTERS: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")
_CLASSES: Final = str.maketrans(
    dict(zip("bpdtjklmnrsfvqgzc", "BBDTJKLMNRSFFKKSK", strict=True))
    | dict(zip("بپتطثدضذظجچسصزشقكغخگڨکرلمنفڤ", "BBTTTDDDDJ$SSS$KKKKKKKRLMNFF", strict=True))
    | {"x": "KS", "$": "$"}
    | dict.fromkeys("aeiouyhwاأإآٱىيوؤئءةهحعےۀە")
)
"""What is not in the table stays: digits, and letters of other scripts."""
_GRAPHEMES: Final = (
    (re.compile("[sc]h|tch"), "$"),
    (re.compile("dj|g(?=[eiy])"), "j"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile(r"ph"), "f"),
)
_ARTICLES: Final = frozenset(re.findall(r"\w+", "el al ul er es ed en et ez ech as ash at az ar ad an l"))
_GENERAL_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "district province city village wilaya governorate region near unknown town area state of de la le les du the"
        " ولايه محافظه مدينه بلديه دائره قريه",
    )
)
_TEH_MARBUTA: Final = str.maketrans("ةأإآٱ", "هاااا")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as given, and the consonants of each word that names it.

    `joined` is those of all words in their order: "Bu Tawus" is بوطاووس.
    """

    text: str
    words: frozenset[str]
    joined: str

    def is_same(self, other: "Place") -> bool:
        """Whether both names have the same consonants, in words or run together."""
        return self.words == other.words or self.joined == other.joined


def read_place(text: str) -> Place:
    """Return the place that `text` names; without words if it names none."""
    parts = [part for part in re.split(r"[,،;/()]", text[:_MOST_CHARACTERS]) if part.strip()]
    named = " ".join(parts[:-1] if len(parts) > 1 else parts)
    sounds = [_consonants(word) for word in _WORD.findall(_folded(named)) if _names(word)]
    return Place(text, frozenset(sounds) - {""}, "".join(sounds))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TEH_MARBUTA)
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign) and sign != "ـ"
    )


def _names(word: str) -> bool:
    return word not in _GENERAL_WORDS and word not in _ARTICLES


def _consonants(word: str) -> str:
    """Return the classes of a word's consonants, a doubled one once."""
    bare = word[2:] if word.startswith("ال") and len(word) > 3 else word
    for pattern, letter in _GRAPHEMES:
        bare = pattern.sub(letter, bare)
    return re.sub(r"(.)\1+", r"\1", bare.translate(_CLASSES))
