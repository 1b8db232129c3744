"""The small words of Arabic names in both scripts, folded: articles, nasab, kunya, titles, the halves of compounds.

Sources: the notes of naming practice in the Maghreb, the Gulf and English lists; spellings seen in public name pairs.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES: Final = _words("el al ul il ol ed es er en et ez ech esh ad as ar an at az ash ach ud us ur un ut uz ush ال")
"""The article with its sun letters, written apart; inside a name it says nothing."""
NASAB: Final = _words("ben bin ibn ibnou ibnu bent bint binti ould wuld uld ait بن ابن بين بنت ولد ايت")
"""Son, daughter or people of."""
FREE_NASAB: Final = _words("bin ibn بن ابن بين")
"""Written or left out freely in Gulf and English lists; بين is بن in translated rows."""
KUNYA: Final = _words("abou abu abo abi aba abul aboul abol bou oum umm um om ابو ابي ابا بو ام")
"""Father or mother of."""
ABD: Final = _words("abd abdul abdel abdal abdur abder abdus abdes abdoul abdu abdou عبد عبدال")
"""Servant of."""
DIN: Final = _words("eddine eddin uddin uddine addin addine aldin eldin eldine din dine ddine الدين دين")
"""Of the faith: the second half of Noureddine."""
ALLAH: Final = _words("allah ullah ollah الله")
"""The second half of Nasrallah."""
LEADING: Final = NASAB | KUNYA | ABD
JOINING: Final = LEADING | ARTICLES | DIN | ALLAH
"""Words that belong to a neighbour."""

TITLES: Final = _words(
    """
    hadj haj hajj hadji haji hajji cheikh sheikh shaikh shaykh cheik sheik mullah molla mulla maulavi mawlawi maulawi
    mawlana maulana qari hafiz imam emir amir dr docteur doctor prof professeur professor general colonel commandant
    commander captain capitaine lieutenant major brigadier sheriff sayyid sayed sidi si lalla mr mrs ms mme mlle
    monsieur madame haddj hadja hajja hajjah alhaji ustad ustaz ingenieur engineer ing
    حاج الحاج حاجي شيخ الشيخ ملا مولوي مولانا قاري القاري حافظ امام الامام امير الامير دكتور الدكتور سيد السيد السيده
    سيدي انسه الانسه استاذ الاستاذ عقيد العقيد لواء اللواء عميد العميد جنرال قائد القائد مهندس المهندس مرحوم المرحوم
    """
)
"""Honorifics and ranks; they are kept as words, since Hadj, Cheikh and Amir are given names too."""

_SPELLED: Final = {
    "ben": "bin ibn ibnou ibnu",
    "bent": "bint binti",
    "ould": "wuld uld",
    "بن": "ابن بين",
    "abu": "abou abo abi aba abul aboul abol",
    "um": "umm oum om",
    "ابو": "ابي ابا",
}
SPELLING: Final[dict[str, str]] = {variant: one for one, variants in _SPELLED.items() for variant in variants.split()}
"""Each particle in one spelling; a particle that is not listed is its own."""
