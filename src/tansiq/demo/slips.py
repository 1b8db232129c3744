"""Slips of keyboards and readers in names that are already written.

>>> import random
>>> slipped_arabic(random.Random(3), "فانوس")
'فانووس'
"""

import random

ALIKE = {
    "ب": "تن",
    "ت": "بث",
    "ث": "ت",
    "ج": "حخ",
    "ح": "جخ",
    "خ": "حج",
    "د": "ذ",
    "ذ": "د",
    "ر": "ز",
    "ز": "ر",
    "س": "ش",
    "ش": "س",
    "ص": "ض",
    "ض": "ص",
    "ط": "ظ",
    "ظ": "ط",
    "ع": "غ",
    "غ": "ع",
    "ف": "ق",
    "ق": "ف",
    "ن": "تب",
}
"""Arabic letters that differ in dots alone."""


def slipped_arabic(dice: random.Random, text: str) -> str:
    """The name with one slip: a letter lost, doubled, exchanged with its neighbour, or with other dots."""
    places = [at for at in range(1, len(text) - 1) if " " not in text[at - 1 : at + 2]]
    dotted = [at for at, letter in enumerate(text) if letter in ALIKE]
    kind = dice.randrange(5)
    if kind >= 2 and dotted:
        at = dice.choice(dotted)
        return text[:at] + dice.choice(ALIKE[text[at]]) + text[at + 1 :]
    if not places:
        return text
    at = dice.choice(places)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
