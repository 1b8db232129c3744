"""The small words of Arabic names in both scripts, folded: articles, nasab, kunya, titles, the halves of compounds.

Sources: the notes of naming practice in the Maghreb, the Gulf and English lists; spellings seen in public name pairs.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES: Final = _words(
    "el al ul il ol ell ed es er en et ez ech esh ad as ar an at az ash ach ud us ur un ut uz ush ال"
)
"""The article with its sun letters, written apart; inside a name it says nothing."""
NASAB: Final = _words(
    """
    ben bin ibn ibnou ibnu bnou bnu iben bn bel bil bent bint binti ould wuld uld weld wald oueld ouled oulad aould
    ait nait beni bani banou ba ou u ag ould walet بن ابن بين بنت ولد اولاد ايت بني بنو با او اغ اق
    """
)
"""Son, daughter or people of."""
FREE_NASAB: Final = _words("bin ibn bn ag بن ابن بين اغ اق")
"""Written or left out freely in Gulf and English lists; بين is بن in translated rows."""
INNER: Final = _words("ba ou u ag با او اغ اق بني")
"""Particles that may as well be a name where a name begins."""
KUNYA: Final = _words("abou abu abo abi aba abul aboul abol abuel bou bu oum umm umme oumm um om ابو ابي ابا بو ام")
"""Father or mother of."""
ABD: Final = _words(
    """
    abd abde abed abdul abdel abdal abdol abdoul abdil abdur abder abdor abdus abdes abdos abdun abden abdon abdez abduz
    abdet abdut abdech abdesh abdush abded abdud عبد عبدال عبدل
    """
)
"""Servant of."""
FUSED: Final = {
    "بنعبد": ("بن", "عبد"),
    **{f"{son}{servant}": (son, servant) for son in ("ben", "bin") for servant in ("abd", "abdel", "abdul")},
}
"""Son of and servant of in one: Benabd el Kader."""
UNSURE_ABD: Final = _words("abed")
"""Servant of only before an article; a name else."""
DIN: Final = _words(
    """
    eddine eddin edine edin uddine uddin udin addine addin aldine aldin eldine eldin eldein eldeen aldeen uddeen elddin
    din dine deen dein dinne dien ddine الدين الددين
    """
)
"""Of the faith: the second half of Noureddine."""
ALLAH: Final = _words("allah ullah ollah ellah ullha الله")
"""The second half of Nasrallah."""
HAVING: Final = _words("dhul zul thul dhou dhu ذو")
"""Owner of: the first half of Dhulfikar."""
LEADING: Final = NASAB | KUNYA | ABD | HAVING
JOINING: Final = LEADING | ARTICLES | DIN | ALLAH | FUSED.keys()
"""Words that belong to a neighbour."""

TITLES: Final = _words(
    """
    hadj haj hajj hadji haji hajji haddj hadja hajja hajjah alhaji cheikh sheikh shaikh shaykh cheik sheik mullah molla
    mulla maulavi mawlawi maulawi maulvi mawlana maulana qari hafiz imam emir amir dr docteur doctor prof professeur
    professor general colonel commandant commander captain capitaine lieutenant major brigadier sheriff sayyid sayed
    sidi si lalla moulay mr mrs ms mme mlle monsieur madame ustad ustaz ingenieur engineer ing
    حاج الحاج حاجه الحاجه حاجي شيخ الشيخ ملا مولوي مولانا مولاي قاري القاري حافظ امام الامام امير الامير
    دكتور الدكتور سيد السيد السيده سيدي لاله انسه الانسه استاذ الاستاذ عقيد العقيد لواء اللواء عميد العميد
    جنرال قايد القايد مهندس المهندس مرحوم المرحوم
    """
)
"""Honorifics and ranks; they are kept as words, since Hadj, Cheikh and Amir are given names too."""

_SPELLED: Final = {
    "ben": "bin ibn ibnou ibnu bnou bnu iben bn",
    "bel": "bil",
    "bent": "bint binti",
    "ould": "wuld uld weld wald oueld ouled oulad aould",
    "ait": "nait",
    "bani": "beni banou",
    "ou": "u",
    "بن": "ابن بين",
    "ولد": "اولاد",
    "بني": "بنو",
    "اغ": "اق",
    "abu": "abou abo abi aba abul aboul abol abuel",
    "bou": "bu",
    "um": "umm oum om umme oumm",
    "ابو": "ابي ابا",
}
SPELLING: Final[dict[str, str]] = {variant: one for one, variants in _SPELLED.items() for variant in variants.split()}
"""Each particle in one spelling; a particle that is not listed is its own."""
