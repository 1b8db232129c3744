"""The compliance check: no notice rests on opinion, assembly, journalism, belief or appearance.

The closed list of offences already leaves no such entry. This reads what officers write beside it, in the three
languages, for grounds that name a protected act as the reason. It errs towards asking: a refused officer restates the
facts. What it cannot do is find a ground that nobody wrote down; that is the reviewer's part (Interpol's article 3).
"""

import re
from enum import StrEnum

from tansiq.domain.errors import ComplianceError, Problem


class Ground(StrEnum):
    """What no notice may rest on."""

    OPINION = "opinion"
    ASSEMBLY = "assembly"
    JOURNALISM = "journalism"
    BELIEF = "belief"
    APPEARANCE = "appearance"


WORDS = {
    Ground.OPINION: (
        r"political opinions?|opinions? politiques?|délit d.opinion|opposition politique"
        r"|political opposition"
        r"|militantisme|activiste? politique|activité syndicale|آراء سياسية"
        r"|رأي سياسي|الرأي السياسي|معارض سياسي|معارضة سياسية|نشاط نقابي"
    ),
    Ground.ASSEMBLY: (
        r"peaceful (?:assembly|protest|march)|(?:street|unauthorised) demonstrations?|manifestations? pacifiques?"
        r"|manifestations? (?:de rue|non autorisées?)"
        r"|attroupement|rassemblement pacifique|مظاهرة|مظاهرات|تظاهر(?! ب)|متظاهر|متظاهرين|تجمهر"
        r"|تجمع سلمي|اعتصام|مسيرة سلمية"
    ),
    Ground.JOURNALISM: r"journalis\w*|reportage|articles? de presse|press articles?"
    r"|صحافة|صحافي|صحافية|صحفي|صحفية|صحفيين|مقال صحفي|عمل إعلامي",
    Ground.BELIEF: (
        r"religious (?:belief|practice|observance)s?|pratiques? religieuses?|croyances?|prière assidue"
        r"|conversion religieuse"
        r"|ممارسة دينية|معتقد ديني|شعائر دينية|مواظبة على الصلاة|التدين|متدين"
    ),
    Ground.APPEARANCE: r"bearded|beard|barbu|barbe|niqab|hijab|qamis|tenue religieuse"
    r"|لحية|ملتح|نقاب|حجاب|قميص أفغاني|مظهر ديني",
}
"""Phrases that name a protected act or trait, by ground."""

CLITICS = "(?:[وف]?(?:[بكل]?ال|لل|[بكل])?)"
"""What Arabic writes together with the word that follows: "and", "in", "to", the article."""
FOLDED = str.maketrans("أإآ", "ااا", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
"""Spellings of one Arabic word: hamza on alif, vowel signs, the stretch between letters."""


def _pattern(words: str) -> str:
    return re.sub(" (?=[\u0621-\u064a])", " (?:ال)?", words.translate(FOLDED))


GROUNDS = "|".join(f"(?P<{ground}>{_pattern(words)})" for ground, words in WORDS.items())
PATTERN = re.compile(rf"\b{CLITICS}(?:{GROUNDS})(?!\w)", re.IGNORECASE)


def find_ground(statement: str) -> tuple[Ground, str] | None:
    """The first forbidden ground that a statement names, with its words, or `None`."""
    match = PATTERN.search(statement.translate(FOLDED))
    return None if match is None or match.lastgroup is None else (Ground(match.lastgroup), match.group(match.lastgroup))


def check_grounds(field: str, statement: str) -> None:
    """True statements name no forbidden ground.

    Raises:
        ComplianceError: with the ground and the words found, as `ground: words`.
    """
    if found := find_ground(statement):
        raise ComplianceError(field, Problem.FORBIDDEN_GROUND, f"{found[0]}: {found[1]}")
