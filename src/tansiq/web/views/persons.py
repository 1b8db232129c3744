"""A person as a page shows them: names, facts with their owners, measures, sources, the past.

Rules: where owners disagree every value keeps its owner, and nothing is merged in silence; a name or a value that
several owners have stands once, with all of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from tansiq.domain.difference import Change, differences
from tansiq.domain.notice import Name, NameKind, Notice, Quality, Script
from tansiq.domain.offence import URGENCY
from tansiq.domain.record import Record
from tansiq.services import authors
from tansiq.services.links import Dispute
from tansiq.services.persons import PersonView
from tansiq.web.languages import Lang, Words
from tansiq.web.views import values
from tansiq.web.views.judgements import dispute, judgement, latest, told
from tansiq.web.views.marks import Records, chip, clock, mark, pair_path, title
from tansiq.web.vocabulary import MEASURES

FACTS: Final = (
    "births",
    "birth_places",
    "sex",
    "nationalities",
    "documents",
    "offence",
    "cautions",
    "description",
)
"""The fields of a notice that say who its person is, in the order of the page."""


def person(words: Words, view: PersonView, today: date) -> dict[str, Any]:
    """Everything of the person page but its past."""
    records = view.notices
    return {
        "id": view.id,
        **title(words, records),
        "minor": any(r.body.minor for r in records),
        "asked": _asked(words, records),
        "conflicts": _conflicts(words, view),
        "contradictions": _contradictions(words, view),
        "names_by_script": names_by_script(words, records),
        "facts": [fact(words, field, records) for field in FACTS],
        "notices": [notice_row(words, record, today) for record in records],
        "judgements": [judgement(words, r, _known(view), view.officers) for r in latest(view.links)],
        "waiting": _waiting(words, view),
        "timeline": timeline(words, view),
    }


def _known(view: PersonView) -> dict[Any, Record[Notice]]:
    return {**view.others, **{notice.id: notice for notice in view.notices}}


def _asked(words: Words, records: Records) -> list[dict[str, Any]]:
    in_force = sorted((r for r in records if r.body.ended is None), key=lambda r: -URGENCY[r.body.measure])
    return [
        {
            "measure": chip(words, r.body.measure),
            "owner": mark(words, r.owner.state),
            "authority": r.basis.authority,
            "basis": r.basis.reference,
        }
        for r in in_force
    ]


def _conflicts(words: Words, view: PersonView) -> list[dict[str, Any]]:
    held = {record.id: record for record in view.notices}
    return [
        {
            side: {"measure": words.gettext(MEASURES[record.body.measure]), "owner": mark(words, record.owner.state)}
            for side, record in (("first", held[left]), ("second", held[right]))
        }
        for left, right in view.conflicts
        if left in held and right in held
    ]


def _contradictions(words: Words, view: PersonView) -> list[dict[str, Any]]:
    held = {record.id: record for record in latest(view.links)}
    return [
        dispute(words, Dispute(same=held[c.same], different=held[c.different]), _known(view), view.officers)
        for c in view.contradictions
        if c.same in held and c.different in held
    ]


def names_by_script(words: Words, records: Records) -> list[dict[str, Any]]:
    """All names by script, main ones first."""
    groups = []
    for script in Script:
        found: dict[str, list[tuple[Name, str]]] = {}
        for record in records:
            for name in record.body.names:
                if name.script is script:
                    found.setdefault(name.value, []).append((name, record.owner.state))
        names = sorted((_name(words, uses) for uses in found.values()), key=lambda name: not name["is_main"])
        if names:
            groups.append({"script": values.word(words, script), "names": names})
    return groups


def _name(words: Words, uses: list[tuple[Name, str]]) -> dict[str, Any]:
    kinds = {name.kind for name, _ in uses}
    first = uses[0][0]
    return {
        "value": first.value,
        "script": values.ISO_SCRIPTS[first.script],
        "kinds": [values.word(words, k) for k in NameKind if k in kinds and k is not NameKind.PRIMARY],
        "is_main": NameKind.PRIMARY in kinds,
        "doubt": values.word(words, Quality.LOW) if all(name.quality is Quality.LOW for name, _ in uses) else "",
        "owners": [mark(words, code) for code in sorted({code for _, code in uses})],
    }


def fact(words: Words, field: str, records: Records) -> dict[str, Any]:
    """One field: each value once; owners stand beside the values where not all who know it say the same."""
    said: dict[values.Line, set[str]] = {}
    for record in records:
        for line in values.lines(words, field, getattr(record.body, field)):
            said.setdefault(line, set()).add(record.owner.state)
    everybody = set().union(*said.values())
    is_disputed = any(states != everybody for states in said.values())
    return {
        "label": values.field(words, field),
        "wide": field == "description",
        "values": [
            {"line": line, "owners": [mark(words, code) for code in sorted(states)] if is_disputed else []}
            for line, states in said.items()
        ],
    }


def notice_row(words: Words, record: Record[Notice], today: date) -> dict[str, Any]:
    """One notice of a person, in the table and among the sources."""
    body, start = record.body, record.made_at.date()
    return {
        "href": f"/notices/{record.id}",
        "reference": body.reference,
        "owner": mark(words, record.owner.state),
        "service": record.owner.service,
        "bars": record.label.level.rank,
        "label": values.word(words, record.label.level),
        "measure": chip(words, body.measure),
        "version": record.version,
        "ended": body.ended is not None,
        "end": clock(words, record.retain_until, start=start, today=today),
        "review": clock(words, body.review_on, start=start, today=today),
        "authority": record.basis.authority,
        "basis": record.basis.reference,
        "origin": [] if body.origin is None else [values.origin(words, body.origin)],
    }


def _waiting(words: Words, view: PersonView) -> list[dict[str, Any]]:
    mine, known = {record.id for record in view.notices}, _known(view)
    sides = ((p, known.get(p.right if p.left in mine else p.left)) for p in view.proposals)
    return [
        {"href": pair_path(proposal.left, proposal.right), **title(words, [other])}
        for proposal, other in sides
        if other is not None
    ]


def timeline(words: Words, view: PersonView) -> list[dict[str, Any]]:
    """Versions and judgements, the newest first: what, who, why."""
    before = {(record.id, record.version): record for record in view.versions}
    known = _known(view)
    events = [_version(words, r, before.get((r.id, r.version - 1)), view) for r in view.versions]
    events += [_judged(words, judgement(words, r, known, view.officers)) for r in view.links]
    return sorted(events, key=lambda event: event["when"], reverse=True)


def _version(words: Words, record: Record[Notice], before: Record[Notice] | None, view: PersonView) -> dict[str, Any]:
    return {
        "when": record.made_at,
        "text": _what(words, record, () if before is None else differences(before, record)),
        "who": authors.maker(view.officers, record),
        "note": record.reason,
        "href": f"/notices/{record.id}",
        "decision": record.version == 1 or record.body.ended is not None,
    }


def _what(words: Words, record: Record[Notice], changes: Sequence[Change]) -> str:
    body = record.body
    if record.version == 1:
        return words.gettext("Notice %(reference)s issued", reference=body.reference)
    if body.ended is not None:
        return words.gettext("Notice %(reference)s ended", reference=body.reference)
    fields = changed_fields(words, changes)
    return words.gettext(
        "Notice %(reference)s, version %(n)s: %(fields)s", reference=body.reference, n=record.version, fields=fields
    )


def changed_fields(words: Words, changes: Iterable[Change]) -> str:
    """The fields that changed, as people call them."""
    comma = "، " if words.lang is Lang.AR else ", "
    return comma.join(dict.fromkeys(values.field(words, change.field) for change in changes))


def _judged(words: Words, shown: dict[str, Any]) -> dict[str, Any]:
    return {
        "when": shown["at"],
        "text": told(words, shown),
        "who": shown["by"],
        "note": shown["reason"],
        "href": shown["href"],
        "decision": True,
    }
