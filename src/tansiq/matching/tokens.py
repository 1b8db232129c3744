"""One part of a name between blanks, cleaned and cut into tokens of one script each.

Rules: what cannot be seen is gone (marks of direction, zero-width signs, control and private characters), full-width
and presentation forms are plain letters, and two names typed as one are two: Mohamedsalah, khalilurrahman, زينالعابدين.

>>> tokens("Abd\u200fel-Kader"), tokens("ﻣﺤﻤﺪصالح"), tokens("Zia-ul-Haq")
(('abdel', 'kader'), ('محمد', 'صالح'), ('zia', 'ul', 'haq'))
"""

import re
import unicodedata

from tansiq.matching import arabic, latin

_TOKEN = re.compile(rf"[{arabic.LETTERS}]+|[{latin.LETTERS}]+|\d+|[^\W\d_{latin.LETTERS}{arabic.LETTERS}]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_MOHAMED_FUSED = re.compile(r"\b(m[ou]h?amm?[ae]d(?=[^\W\d_y][^\W\d_]{3})|محمد(?=[^\W\d_]{4}))")
_LATIN_FUSED = re.compile(
    r"\b((?!ab[dt])[a-z]{3,}?)(?:[uoe]l|[uoe]r(?=r))"
    r"(rahman|rehman|haqq?|islam|eslam|hoda|huda|ab[ei]dine?|zaman|h[ao]ssan|hasan|hussain|muluk|molk)\b"
)
_ARABIC_FUSED = re.compile(
    r"\b((?!عبد|ال|ابو)\w{2,})(ال(?:رحمن|حق|اسلام|هدي|عابدين|زمان|حسن|ملوك|ملك|دوله|سلطنه|سادات|نسا|امين|انور))\b"
)


def tokens(part: str) -> tuple[str, ...]:
    """Return the folded tokens of one part of a name, in order."""
    text = cleaned(part)
    if len(text) > 6:
        text = _MOHAMED_FUSED.sub(r"\1 ", text)
        text = _LATIN_FUSED.sub(r"\1 \2", text) if text.isascii() else _ARABIC_FUSED.sub(r"\1 \2", text)
    return tuple(_TOKEN.findall(text))


def cleaned(text: str) -> str:
    """Return `text` folded, without what cannot be seen."""
    if not text.isascii():
        text = arabic.fold(unicodedata.normalize("NFKC", text))
    return latin.fold(_UNSEEN.sub("", text))
