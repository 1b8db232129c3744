"""One part of a name between blanks, cleaned and cut into tokens of one script each.

Rules: what cannot be seen is gone (marks of direction, zero-width signs, control and private characters), full-width
and presentation forms are plain letters, and two names typed as one are two: Mohamedsalah, khalilurrahman, زينالعابدين.

>>> tokens("Abd\u200fel-Kader"), tokens("ﻣﺤﻤﺪصالح"), tokens("Zia-ul-Haq")
(('abdel', 'kader'), ('محمد', 'صالح'), ('zia', 'ul', 'haq'))
"""

import re
import unicodedata
from typing import Final

from tansiq.matching import arabic, latin

_TOKEN = re.compile(rf"[{arabic.LETTERS}]+|[{latin.LETTERS}]+|\d+|[^\W\d_{latin.LETTERS}{arabic.LETTERS}]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_MOHAMED_FUSED = re.compile(r"(m[ou]h?amm?[ae]d)((?!y)....+)|(محمد)(....+)", re.DOTALL)
_SECOND: Final = tuple(
    """
    rahman rehman haq haqq islam eslam hoda huda abedin abidin abidine zaman hossan hassan hasan hussain muluk molk
    الرحمن الحق الاسلام الهدي العابدين الزمان الحسن الملوك الملك الدوله السلطنه السادات النسا الامين
    """.split()  # noqa: SIM905 # words read better than quotation marks
)
"""Second halves of names that are two words with an article between them: Zia ul Haq."""
_ARTICLE_INSIDE = re.compile(rf"((?!ab[dt])[a-z]{{3,}}?)(?:[uoe]l|[uoei]?r?(?=r[ae]hman))({'|'.join(_SECOND)})")


def tokens(part: str) -> tuple[str, ...]:
    """Return the folded tokens of one part of a name, in order."""
    found: list[str] = _TOKEN.findall(cleaned(part))
    if max(map(len, found), default=0) < 7:
        return tuple(found)
    return tuple(piece for token in found for piece in _apart(token))


def _apart(token: str) -> tuple[str, ...]:
    """Return a token as two where two names were typed as one."""
    if token[0] in "mم" and (both := _MOHAMED_FUSED.fullmatch(token)):
        return tuple(half for half in both.groups() if half)
    second = next((half for half in _SECOND if token.endswith(half)), "")
    if not second or len(token) == len(second):
        return (token,)
    first = token[: -len(second)]
    if second > "z":
        return (first, second) if len(first) > 1 and not first.startswith(("عبد", "ال", "ابو")) else (token,)
    both = _ARTICLE_INSIDE.fullmatch(token)
    return (both[1], both[2]) if both else (token,)


def cleaned(text: str) -> str:
    """Return `text` folded, without what cannot be seen."""
    if not text.isascii():
        text = arabic.fold(unicodedata.normalize("NFKC", text))
    return latin.fold(_UNSEEN.sub("", text))
