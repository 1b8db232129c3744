"""Judgements as pages show them: what was said of which pair, by whom, when and why.

Rule: a judgement that was taken back stays visible, and says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from tansiq.domain.link import Link
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.services import authors
from tansiq.services.links import Dispute, Judgements
from tansiq.web.languages import Words
from tansiq.web.views.marks import pair_path, title
from tansiq.web.vocabulary import JUDGEMENTS

Notices = Mapping[UUID, Record[Notice]]


def judgement(words: Words, record: Record[Link], notices: Notices, officers: authors.Names) -> dict[str, Any]:
    """One version of a judgement."""
    sides = [notices[n] for n in (record.body.left, record.body.right) if n in notices]
    return {
        "id": record.id,
        "href": pair_path(record.body.left, record.body.right),
        "code": record.body.judgement.value,
        "text": words.gettext(JUDGEMENTS[record.body.judgement]),
        "withdrawn": record.body.withdrawn,
        "sides": [{"reference": side.body.reference, **title(words, [side])} for side in sides],
        "by": authors.maker(officers, record),
        "at": record.made_at,
        "reason": record.reason,
    }


def latest(links: Iterable[Record[Link]]) -> list[Record[Link]]:
    """The latest version of each link, the newest first."""
    found: dict[UUID, Record[Link]] = {}
    for record in links:
        if record.id not in found or found[record.id].version < record.version:
            found[record.id] = record
    return sorted(found.values(), key=lambda record: record.made_at, reverse=True)


def told(words: Words, shown: Mapping[str, Any]) -> str:
    """One version of a judgement as a sentence of the timeline."""
    first, second = (*(side["reference"] for side in shown["sides"]), "", "")[:2]
    if shown["withdrawn"]:
        return words.gettext("Judgement taken back: %(first)s and %(second)s", first=first, second=second)
    return words.gettext(
        "Judged %(judgement)s: %(first)s and %(second)s", judgement=shown["text"], first=first, second=second
    )


def judgements(words: Words, held: Judgements) -> list[dict[str, Any]]:
    """The rows of the page of judgements."""
    return [judgement(words, record, held.notices, held.officers) for record in held.links]


def disputes(words: Words, held: Judgements) -> list[dict[str, Any]]:
    """The contradictions: on each side a judgement."""
    return [dispute(words, one, held.notices, held.officers) for one in held.disputes]


def dispute(words: Words, one: Dispute, notices: Notices, officers: authors.Names) -> dict[str, Any]:
    """One contradiction."""
    return {
        "same": judgement(words, one.same, notices, officers),
        "different": judgement(words, one.different, notices, officers),
    }
