"""Latin letters of one word, by the rules of a tradition and the choices of a clerk.

>>> import random
>>> from tansiq.demo.habits import Tradition, draw_habit
>>> romanize("ra$Id", draw_habit(random.Random(2), Tradition.ALGERIAN))
'rachid'
"""

from dataclasses import dataclass

from tansiq.demo.habits import Habit
from tansiq.demo.letters import VOWELS

BACK = "HxEgqSDTZr"
"""Consonants beside which a short a stays a."""
PLAIN = {"H": "h", "x": "kh", "g": "gh", "T": "t"}


def romanize(root: str, habit: Habit) -> str:
    """The word in lower-case Latin letters."""
    text = "".join(_pieces(root, habit))
    if habit.final_e and text.endswith(("an", "in")) and root.endswith(("An", "In", "ayn")):
        text += "e"
    return text


def _pieces(root: str, habit: Habit) -> list[str]:
    pieces, at = [], 0
    while at < len(root):
        sound = Sound(root=root, at=at, habit=habit)
        piece, width = sound.vowel() if root[at] in VOWELS else sound.consonant()
        pieces.append(piece)
        at += width
    return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One sound where it stands; what it is written with depends on its neighbours."""

    root: str
    at: int
    habit: Habit

    def _sign(self, offset: int) -> str:
        at = self.at + offset
        return self.root[at] if 0 <= at < len(self.root) else ""

    def _is_vowel(self, offset: int) -> bool:
        sign = self._sign(offset)
        return bool(sign) and sign in VOWELS

    def _is_consonant(self, offset: int) -> bool:
        sign = self._sign(offset)
        return bool(sign) and sign not in VOWELS

    @property
    def _is_initial(self) -> bool:
        return self.at == 0 or (self.at == 1 and self.root[0] in "'E")

    @property
    def _is_closed(self) -> bool:
        return self._is_consonant(1) and not self._is_vowel(2) and self._sign(1) != "p"

    @property
    def _is_last_syllable(self) -> bool:
        return self._is_consonant(1) and not self._sign(2)

    @property
    def _is_back(self) -> bool:
        return any(sign and sign in BACK for sign in (self._sign(-1), self._sign(1)))

    def vowel(self) -> tuple[str, int]:
        """Its letters, and how many signs of the word they stand for."""
        rule = {"a": self._short_a, "i": self._short_i, "u": self._short_u, "A": self._long_a, "I": self._long_i}.get(
            self.root[self.at]
        )
        if rule is not None:
            return rule()
        return (self.habit.long_u if self.root[self.at] == "U" else "a"), 1

    def _short_a(self) -> tuple[str, int]:
        following = self._sign(1)
        if following == "p":
            return self.habit.ta, 2
        if following in ("y", "w") and following and not self._is_vowel(2):
            return self._diphthong(following)
        if not self.habit.is_french or following == "y":
            return "a", 1
        if following == "E" and self._is_consonant(2):
            return "aa", 2
        is_front = self.habit.front and self._is_closed and not self._is_initial and not self._is_back
        return ("e" if is_front else "a"), 1

    def _diphthong(self, following: str) -> tuple[str, int]:
        if self._sign(2) == following:
            return (self.habit.aw, 3) if following == "w" and self.habit.is_french else ("a", 1)
        if following == "w":
            return self.habit.aw, 2
        return (self._french_ay() if self.habit.is_french else self.habit.ay), 2

    def _french_ay(self) -> str:
        if self._is_initial:
            return "ay"
        if self._sign(-1) in ("f", "q"):
            return "ai"
        is_kept = self.at == 1 and (len(self.root) == 4 or self._sign(-1) not in ("z", "x"))
        return "ei" if self.habit.ay == "i" and is_kept else self.habit.ay

    def _short_i(self) -> tuple[str, int]:
        if self.habit.is_french:
            return self._french_i()
        return ("iy", 3) if self.root.startswith("yy", self.at + 1) and not self.habit.doubling else ("i", 1)

    def _french_i(self) -> tuple[str, int]:
        if self.root.startswith("yy", self.at + 1):
            return "i", 3
        if self._sign(1) == "y" and self._is_vowel(2):
            return "i", 2
        if self._sign(-1) in ("'", "E") and self._sign(-2) in ("a", "A"):
            return ("ï" if self.habit.diaeresis else "i"), 1
        if self._is_last_syllable:
            return ("a" if self._sign(1) in ("H", "E") else "e"), 1
        is_open = self._is_initial or not self._is_closed or not self.habit.front
        return ("i" if is_open else "e"), 1

    def _short_u(self) -> tuple[str, int]:
        if self.habit.is_french and self.root.startswith("Eu") and self.at == 1:
            return "o", 1
        if self.habit.is_french and self._sign(1) in ("'", "E"):
            return "ou", 1
        return self.habit.short_u, 1

    def _long_a(self) -> tuple[str, int]:
        if self._sign(1) == "p":
            return "at", 2
        is_front = self.habit.imala and self._is_last_syllable and self.at > 0 and not self._is_back
        is_kept = "'" in (self._sign(1), self._sign(-1)) or (self._sign(1) == "n" and self.habit.j == "dj")
        return ("e" if is_front and not is_kept else "a"), 1

    def _long_i(self) -> tuple[str, int]:
        if not self.habit.is_french:
            return ("i" if not self._sign(1) else self.habit.long_i), 1
        dotted = "ï" if self.habit.diaeresis else "i"
        if self.root.startswith("EI") and self.at == 1:
            return "a" + dotted, 1
        after_vowel = self._sign(-1) in ("'", "E") and self._sign(-2) in ("a", "A")
        return (dotted if after_vowel else "i"), 1

    def consonant(self) -> tuple[str, int]:
        """Its letters, and how many signs of the word they stand for."""
        sign = self.root[self.at]
        width = 2 if self._sign(1) == sign else 1
        rule = {"'": self._silent, "E": self._ain, "w": self._waw, "y": self._yeh}.get(sign)
        if rule is not None:
            return rule(width), width
        letters = self._hard_s(width) if sign in "sS" else self._plain(sign)
        doubled = width == 2 and self.habit.doubling and len(letters) == 1 and letters != "h"
        return (letters * 2 if doubled else letters), width

    def _plain(self, sign: str) -> str:
        habit = self.habit
        chosen = {"j": habit.j, "$": habit.sh, "v": habit.th, "*": habit.dh, "D": habit.dad, "Z": habit.zah}
        if sign == "q":
            if habit.q == "g" and not self._sign(1):
                return "k"
            return "gu" if habit.q == "g" and self._next_letter() in ("e", "i") else habit.q
        return chosen.get(sign) or PLAIN.get(sign, sign)

    def _next_letter(self) -> str:
        following = Sound(root=self.root, at=self.at + 1, habit=self.habit)
        return following.vowel()[0][:1] if self._is_vowel(1) else ""

    def _hard_s(self, width: int) -> str:
        if not self.habit.is_french:
            return "s"
        if width == 2:
            return "ss"
        if not (self._is_vowel(1) or self._sign(1) == "E") or not (self._is_vowel(-1) or self._is_vowel(-2)):
            return "s"
        if self._is_consonant(-1) and self._sign(-1) not in "yw":
            return "s"
        if self.habit.s == "c" and self._next_letter() not in ("e", "i", "ï"):
            return "ss"
        return self.habit.s

    def _silent(self, width: int) -> str:
        del width
        return self._mark()

    def _mark(self) -> str:
        return "'" if self.habit.apostrophe and self.at > 0 and self._sign(1) else ""

    def _ain(self, width: int) -> str:
        del width
        if not self.habit.is_french or self.at == 0:
            return self._mark()
        if self._is_consonant(-1) and self._is_vowel(1):
            return "a"
        return "e" if not self._sign(1) and self._sign(-1) == "I" else ""

    def _waw(self, width: int) -> str:
        if not self.habit.is_french:
            return "ww" if width == 2 and self.habit.doubling else "w"
        return "" if self._sign(-1) in ("u", "U") or self._sign(1) in ("u", "U") else self.habit.w

    def _yeh(self, width: int) -> str:
        if self.habit.is_french:
            return "i" if self.at > 1 and self._is_consonant(-1) and self._is_vowel(1) else "y"
        return "yy" if width == 2 and self.habit.doubling else "y"
