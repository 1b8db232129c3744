"""What keyboards, readers and printers do to the letters of a written name.

>>> import random
>>> persian(random.Random(1), "كريم")
'کریم'
"""

import random
import unicodedata

from tansiq.demo.names import slipped
from tansiq.demo.slips import ALIKE, slipped_arabic

PERSIAN = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", "ه": "ہ"})
MARKS = "\u064e\u064f\u0650\u0651\u0652"
TATWEEL = "\u0640"
LAST_FORMS = "اأإآدذرزوؤةىء "
"""Letters after which none is joined, so that no tatweel can stand there."""
MISREAD = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("o", "0"),
    ("i", "l"),
    ("cl", "d"),
    ("h", "b"),
    ("e", "c"),
    ("u", "v"),
)


def _is_latin(text: str) -> bool:
    return not any("\u0600" <= letter <= "\u06ff" for letter in text)


def slipped_letter(dice: random.Random, text: str) -> str:
    """The name with one slip that changed it, in either script."""
    for _ in range(50):
        changed = slipped(dice, text) if _is_latin(text) else slipped_arabic(dice, text)
        if changed != text and changed[0] == text[0]:
            return changed
    return text


def mistaken(dice: random.Random, text: str) -> str:
    """The name with one letter read as one that looks like it."""
    if _is_latin(text):
        shown, read = dice.choice([pair for pair in MISREAD if pair[0] in text] or [("", "")])
        return text.replace(shown, read, 1)
    places = [at for at, letter in enumerate(text) if letter in ALIKE]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + dice.choice(ALIKE[text[at]]) + text[at + 1 :]


def persian(dice: random.Random, text: str) -> str:
    """The name with the letters of a Persian or Urdu keyboard."""
    del dice
    return text.translate(PERSIAN)


def vowelled(dice: random.Random, text: str) -> str:
    """The name with some vowel marks and some tatweel."""
    pieces = []
    for letter, following in zip(text, text[1:] + " ", strict=True):
        pieces.append(letter)
        if letter.isalpha() and dice.random() < 0.3:
            pieces.append(dice.choice(MARKS))
        elif letter not in LAST_FORMS and following.isalpha() and dice.random() < 0.2:
            pieces.append(TATWEEL * dice.randrange(1, 4))
    return "".join(pieces)


def of_the_maghreb(dice: random.Random, text: str) -> str:
    """The name with a letter of the Maghreb for ق."""
    return text.replace("ق", dice.choice("ڨڤگ"))


def accented(dice: random.Random, text: str) -> str:
    """The name with accents on some vowels, and hyphens for some blanks."""
    letters = {"e": "é", "i": "ï", "a": "â", "o": "ô", " ": "-"}
    return "".join(letters[c] if c in letters and dice.random() < 0.35 else c for c in text)


def bare(text: str) -> str:
    """The name in capitals without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.upper()) if not unicodedata.combining(c))
