"""What stands between two names of one person in one text, and what it says of the second: alias, married, born as.

Rules: phrases are regular expressions in small letters, found as whole words whatever the case. Sources: the wording of
civil registers of Algeria and Tunisia, of the public sanctions lists, of the Arabic press.
"""

import re
from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """What a phrase says of the name after it."""

    ALIAS = "alias"
    NICKNAME = "nickname"
    MARRIED = "married"
    MAIDEN = "maiden"
    CHILD = "child"
    NO_NAME = "no_name"


_AS = r"(?: باسم(?!\w)| ?ب(?=[اأإآـ ]|$)ـ*|(?!\w))"
"""The Arabic "by": alone, drawn out, or fused to the article or to the father of a kunya."""
_PHRASES: Final[dict[Mark, str]] = {
    Mark.NO_NAME: (
        r"n[ée]e? (?:le|l'|[àa]|en|vers|aux?) .*|(?:n[ée]e?|born|dob|d\.o\.b\.?)(?: (?:on|in|at|circa))?:? *\d.*"
        r"|born (?:on|in|at) .*|(?:père|mère|frère|soeur|father|mother|brother|sister) (?:de|of) .*"
        r"|(?:من )?مواليد .*|المولود[هة]? (?:في|ب ?\d|ب |بتاريخ|سن|عام|\d).*"
    ),
    Mark.NICKNAME: r"dite?",
    Mark.ALIAS: (
        r"(?:good |weak |low quality )?alias(?:es)?|a\.? ?k\.? ?a\.?|f\.? ?k\.? ?a\.?"
        r"|(?:also |better |formerly )?known as|nom de guerre"
        r"|(?:formerly|previously)(?: listed)?(?: as)?|surnomm[ée]e?|(?:aussi )?connue? sous le nom de"
        r"|nicknamed|called|original script|kunya|konia|@|aussi appel[ée]e?"
        rf"|و?(?:المعروف|الشهير|الملقب|المكن[يىا]|يكن[يى]|كنيت|لقب)[هةت]?{_AS}|و?المدعو[هة]?|الاسم الحركي|وكنيته"
    ),
    Mark.MARRIED: (
        r"[ée]p\.|[ée]p(?= )|[ée]pouse|[ée]pse\.?|femme|wife of|married(?: name)?|mari[ée]e(?: [àa])?|veuve|vve\.?"
        r"|widow of|حرم|زوج[ةه]|[أا]رمل[ةه]"
    ),
    Mark.CHILD: r"(?:fils|fille) d[eu]|(?:son|daughter) of|s/o|d/o",
    Mark.MAIDEN: r"n[ée]e|born|maiden name|nom de jeune fille|geb\.|geborene?|المولود[هة]",
}
FOUND: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{mark}>{phrase})" for mark, phrase in _PHRASES.items()) + r")(?:(?!\w)|(?<=ب))[ :]*",
    re.IGNORECASE | re.DOTALL,
)
"""A phrase; the group that matched is named as its mark."""

SIGNS: Final = re.compile(r"[][(){}\"“”„«»;|@:\n\r<]| / |p\.\w|a\.k", re.IGNORECASE)
"""Signs that may set a name apart."""
WORDS: Final = frozenset(
    """
    alias aliases dit dite aka a.k.a a.k.a. fka f.k.a. known nom formerly previously surnommé surnommée
    surnomme surnommee nicknamed called kunya konia connu connue appelé appelée ép. ep. ép ep épouse epouse
    épse epse épse. epse. femme wife married mariée mariee veuve vve vve. widow née nee né ne born dob maiden
    geb. geborene geboren original fils fille son daughter s/o d/o père mère frère soeur father mother brother sister
    المعروف المعروفة المعروفه والمعروف الشهير الشهيرة الشهيره والشهير الملقب الملقبة الملقبه والملقب المكنى
    المكني المكناة المكناه والمكنى والمكني يكنى يكني ويكنى كنيته وكنيته لقبه المدعو المدعوة المدعوه والمدعو
    الاسم حرم زوجة زوجه أرملة ارملة ارمله أرمله مواليد المولود المولودة المولوده
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
"""Words that open or hold every phrase: a name with none of them and no sign is one name."""
