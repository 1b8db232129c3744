"""The small words of Arabic names in both scripts, folded: articles, nasab, kunya, and the halves of compounds.

Sources: the notes of naming practice in the Maghreb, the Gulf and English lists; spellings seen in public name pairs.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES: Final = _words("el al ul il ol ed es er en et ez ech esh ad as ar an at az ash ach ud us ur un ut uz ush")
"""The article with its sun letters, written apart; inside a name it says nothing."""
NASAB: Final = _words("ben bin ibn ibnou ibnu bent bint binti ould wuld uld ait بن ابن بين بنت ولد ايت")
"""Son, daughter or people of."""
FREE_NASAB: Final = _words("bin ibn بن ابن بين")
"""Written or left out freely in Gulf and English lists; بين is بن in translated rows."""
KUNYA: Final = _words("abou abu abo abi aba bou oum umm um om ابو ابي ابا بو ام")
"""Father or mother of."""
ABD: Final = _words("abd abdul abdel abdal abdur abder abdus abdes abdoul عبد عبدال")
"""Servant of."""
DIN: Final = _words("eddine eddin uddin uddine addin addine din dine ddine الدين دين")
"""Of the faith: the second half of Noureddine."""
ALLAH: Final = _words("allah ullah ollah الله")
"""The second half of Nasrallah."""
LEADING: Final = NASAB | KUNYA | ABD

_SPELLED: Final = {
    "ben": "bin ibn ibnou ibnu",
    "bent": "bint binti",
    "ould": "wuld uld",
    "بن": "ابن بين",
    "abu": "abou abo abi aba",
    "um": "umm om",
    "ابو": "ابي ابا",
}
SPELLING: Final[dict[str, str]] = {variant: one for one, variants in _SPELLED.items() for variant in variants.split()}
"""Each particle in one spelling; a particle that is not listed is its own."""
