"""The work list and the pair: two notices side by side, what agrees, what speaks for and against.

Rules: the officer's own state stands first; signs come from the evidence, so that the table and the waterfall agree;
nothing here says which judgement is right.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Final
from uuid import UUID

from tansiq.domain.difference import Change
from tansiq.domain.link import Judgement
from tansiq.domain.notice import Name, Notice, Script
from tansiq.domain.offence import are_compatible
from tansiq.domain.proposal import BANDS
from tansiq.domain.record import Record
from tansiq.matching import Part, Rule
from tansiq.services.links import Pair, WorkList
from tansiq.web.languages import N_, Words
from tansiq.web.views import evidence, values
from tansiq.web.views.judgements import judgement
from tansiq.web.views.marks import age, chip, mark, pair_path, title
from tansiq.web.views.persons import changed_fields
from tansiq.web.vocabulary import JUDGEMENTS

LIKELIHOOD: Final = (N_("very unlikely"), N_("unlikely"), N_("as likely as not"), N_("likely"), N_("very likely"))
"""The words of the bands of `domain.proposal`, the least probable first."""

READY: Mapping[Judgement, tuple[str, ...]] = {
    Judgement.SAME: (
        N_("Name, birth and place agree."),
        N_("The number of a document is the same."),
        N_("A rare family name, and the father's name agrees."),
    ),
    Judgement.DIFFERENT: (
        N_("The births are too far apart."),
        N_("The fathers' names differ."),
        N_("The documents belong to two persons."),
        N_("A common name; nothing else agrees."),
    ),
    Judgement.UNSURE: (
        N_("Too little is known of one of them."),
        N_("A document must be asked for first."),
        N_("The partner must be asked first."),
    ),
}
"""Reasons that are often given; they are offered, never filled in."""

COMPARED: Final = (
    ("births", Part.BIRTH),
    ("birth_places", Part.PLACE),
    ("sex", Part.SEX),
    ("nationalities", Part.NATIONALITY),
    ("documents", Part.DOCUMENT),
)
"""The fields that are compared, each with the part of the evidence that gives its sign."""

BESIDE: Final = ("offence", "cautions", "description")
"""Fields that are shown and not compared."""

ALIKE: Final = 0.5
"""Least share of equal letters at which two words are laid on each other."""

Spans = tuple[tuple[int, int], ...]


def work_rows(words: Words, found: WorkList, *, state: str, now: datetime) -> list[dict[str, Any]]:
    """The rows of the work list, in the order in which they came; in each the officer's own state first."""
    return [
        {
            "href": pair_path(p.left, p.right),
            "sides": [
                title(words, [record])
                for record in sorted(
                    (found.notices[p.left], found.notices[p.right]), key=lambda record: record.owner.state != state
                )
            ],
            "likelihood": likelihood(words, p.probability_ppm),
            "age": age(words, p.proposed_at, now),
        }
        for p in found.proposals
        if p.left in found.notices and p.right in found.notices
    ]


def likelihood(words: Words, probability_ppm: int) -> str:
    """The band of a probability in words."""
    return words.gettext(LIKELIHOOD[min(BANDS - 1, probability_ppm * BANDS // 1_000_000)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two notices in the order of the page; `turned` if the right one stands first."""

    first: Record[Notice]
    second: Record[Notice]
    turned: bool


def sides(pair: Pair, state: str) -> Sides:
    """The officer's own state first, where only one notice is its own."""
    turned = pair.right.owner.state == state != pair.left.owner.state
    first, second = (pair.right, pair.left) if turned else (pair.left, pair.right)
    return Sides(first=first, second=second, turned=turned)


def pair_view(words: Words, pair: Pair, state: str) -> dict[str, Any]:
    """What the page of a pair shows."""
    shown = sides(pair, state)
    known = {pair.left.id: pair.left, pair.right.id: pair.right}
    return {
        "path": pair_path(pair.left.id, pair.right.id),
        "first": _head(words, shown.first),
        "second": _head(words, shown.second),
        "rows": comparison(words, pair, shown),
        "evidence": evidence.steps(words, pair.evidence, turned=shown.turned),
        "proposed": pair.proposal is not None,
        "older": pair.proposal is not None
        and (pair.proposal.left_version, pair.proposal.right_version) != (pair.left.version, pair.right.version),
        "incompatible": not are_compatible(pair.left.body.measure, pair.right.body.measure)
        and shown.first.owner.state != shown.second.owner.state,
        "history": [judgement(words, record, known, pair.officers) for record in pair.history],
        "standing": pair.standing is not None,
        "link": pair.history[0].id if pair.history else None,
        "seen": [
            ("left_version", pair.left.version),
            ("right_version", pair.right.version),
            ("link_version", pair.link_version),
        ],
        "ready": [
            {"text": words.gettext(reason), "of": words.gettext(JUDGEMENTS[said])}
            for said, reasons in READY.items()
            for reason in reasons
        ],
    }


def _head(words: Words, record: Record[Notice]) -> dict[str, Any]:
    return {
        "href": f"/notices/{record.id}",
        "person": f"/persons/{record.id}",
        "owner": mark(words, record.owner.state),
        "reference": record.body.reference,
        "version": record.version,
        "ended": record.body.ended is not None,
    }


def comparison(words: Words, pair: Pair, shown: Sides) -> list[dict[str, Any]]:
    """The rows of the comparison: names, facts, and below them what is not compared."""
    first, second = shown.first, shown.second
    found = evidence.signs(pair.evidence)
    rows = [_names_row(words, pair, shown), _other_names_row(words, pair, shown)]
    for field, part in COMPARED:
        said = [values.lines(words, field, getattr(record.body, field)) for record in (first, second)]
        sign = found.get(part, "none")
        if part is Part.NATIONALITY and sign == "same" and set(said[0]) != set(said[1]):
            sign = "near"
        rows.append(_row(values.field(words, field), "lines", said, sign))
    measures = [[chip(words, record.body.measure)] for record in (first, second)]
    rows.append(_row(values.field(words, "measure"), "chips", measures, "none"))
    bases = [[values.basis(record.basis)] for record in (first, second)]
    rows.append(_row(values.field(words, "basis"), "lines", bases, "none"))
    for field in BESIDE:
        said = [values.lines(words, field, getattr(record.body, field)) for record in (first, second)]
        rows.append(_row(values.field(words, field), "lines", said, "none"))
    return [row for row in rows if row["first"] or row["second"]]


def _row(label: str, kind: str, said: Sequence[Any], sign: str) -> dict[str, Any]:
    return {"label": label, "kind": kind, "first": said[0], "second": said[1], "sign": sign}


def _names_row(words: Words, pair: Pair, shown: Sides) -> dict[str, Any]:
    mine, other = _primaries(shown.first.body), _primaries(shown.second.body)
    said: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    is_equal = False
    for script in Script:
        one, two = mine.get(script), other.get(script)
        spans = differing(one.value, two.value) if one and two else ((), ())
        is_equal = is_equal or bool(one and two and plain(one.value) == plain(two.value))
        for name, place, marked in ((one, said[0], spans[0]), (two, said[1], spans[1])):
            if name is not None:
                place.append({"value": name.value, "script": values.ISO_SCRIPTS[name.script], "spans": marked})
    sign = "same" if is_equal else "near" if evidence.name_weight(pair.evidence) > 0 else "differs"
    return _row(words.gettext("Name"), "names", said, sign)


def _other_names_row(words: Words, pair: Pair, shown: Sides) -> dict[str, Any]:
    rest = [
        [name for name in record.body.names if name not in _primaries(record.body).values()]
        for record in (shown.first, shown.second)
    ]
    also = any(step.rule is Rule.ALIAS_ALSO_AGREES for step in pair.evidence)
    said = [values.lines(words, "names", names) for names in rest]
    return _row(words.gettext("Other names"), "lines", said, "near" if also and all(rest) else "none")


def _primaries(body: Notice) -> dict[Script, Name]:
    return {script: name for script in Script if (name := body.primary(script)) is not None}


def plain(name: str) -> list[str]:
    """The words of a name without case, accents and marks, in the order of the alphabet."""
    return sorted(_folded(word.group()) for word in _words(name))


def differing(one: str, other: str) -> tuple[Spans, Spans]:
    """Which letters of two names of one script differ; none where no word of the one resembles one of the other.

    >>> differing("Omar Ouahati", "Omar Wahati")
    (((5, 7),), ((5, 6),))
    """
    left, right = list(_words(one)), list(_words(other))
    laid = _laid(left, right)
    if not laid:
        return (), ()
    mine = [(w.start(), w.end()) for w in left if w not in [a for a, _ in laid]]
    theirs = [(w.start(), w.end()) for w in right if w not in [b for _, b in laid]]
    for a, b in laid:
        for tag, i1, i2, j1, j2 in _matcher(a.group(), b.group()).get_opcodes():
            if tag != "equal":
                mine.append((a.start() + i1, a.start() + i2))
                theirs.append((b.start() + j1, b.start() + j2))
    return _tidy(mine), _tidy(theirs)


def _laid(left: list[re.Match[str]], right: list[re.Match[str]]) -> list[tuple[re.Match[str], re.Match[str]]]:
    scored = [(_matcher(a.group(), b.group()).ratio(), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    found: list[tuple[int, int]] = []
    for score, i, j in sorted(scored, key=lambda s: (-s[0], abs(s[1] - s[2]))):
        if score >= ALIKE and all(i != a and j != b for a, b in found):
            found.append((i, j))
    return [(left[i], right[j]) for i, j in found]


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, _folded(one), _folded(other), autojunk=False)


def _words(name: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[^\s\-'’.,]+", name))


def _folded(word: str) -> str:
    """The word letter by letter in lower case without accents: as long as it was."""
    return "".join(_folded_letter(letter) for letter in word)


def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return base if len(base) == 1 else letter


def _tidy(spans: list[tuple[int, int]]) -> Spans:
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def changes(words: Words, pair: Pair, found: Mapping[UUID, Sequence[Change]]) -> list[dict[str, Any]]:
    """What changed in the notices since the officer opened the pair."""
    return [
        {
            "owner": mark(words, record.owner.state),
            "reference": record.body.reference,
            "version": record.version,
            "fields": changed_fields(words, found[record.id]),
            "reason": record.reason,
        }
        for record in (pair.left, pair.right)
        if record.id in found
    ]
