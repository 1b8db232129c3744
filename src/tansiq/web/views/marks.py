"""What lists say of a person or a notice at a glance: names, owners, measures, the next deadline.

title(words, records)      # {"names": …, "owners": [{"code": "DZ", …}], "measures": [{"kind": "s1", …}]}
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from tansiq.domain.notice import Notice
from tansiq.domain.offence import URGENCY, Measure
from tansiq.domain.record import Record
from tansiq.web.languages import N_, Words
from tansiq.web.views import values
from tansiq.web.vocabulary import MEASURES, SEVERITY

Records = Sequence[Record[Notice]]

SOON_DAYS: Final = 30
"""A deadline is soon in its last quarter, and in any case in its last month."""
REVIEW, END = N_("review"), N_("end")


def mark(words: Words, code: str) -> dict[str, str]:
    """A state or organisation: its code, and the name that is read aloud."""
    return {"code": code, "name": values.state(words, code)}


def owners(words: Words, records: Iterable[Record[Any]]) -> list[dict[str, str]]:
    """Who owns these records, each once."""
    return [mark(words, code) for code in sorted({record.owner.state for record in records})]


def chip(words: Words, measure: Measure) -> dict[str, str]:
    """A measure: its severity and its words."""
    return {"kind": SEVERITY[measure], "text": words.gettext(MEASURES[measure])}


def chips(words: Words, records: Records) -> list[dict[str, str]]:
    """The measures in force, the gravest first, each once."""
    asked = {record.body.measure for record in records if record.body.ended is None}
    return [chip(words, measure) for measure in sorted(asked, key=lambda m: (-URGENCY[m], m))]


def title(words: Words, records: Records) -> dict[str, Any]:
    """Names in both scripts, owners and measures."""
    return {
        "names": values.shown_names([name for record in records for name in record.body.names]),
        "owners": owners(words, records),
        "measures": chips(words, records),
    }


def clock(words: Words, end: date, *, start: date, today: date) -> dict[str, Any]:
    """A deadline: how near it is, in words and as a state of the clock."""
    left = (end - today).days
    if left < 0:
        return {"state": "late", "text": words.ngettext("%(n)s day late", "%(n)s days late", -left), "due": end}
    is_soon = left <= SOON_DAYS or left * 4 < (end - start).days
    text = words.ngettext("in %(n)s day", "in %(n)s days", left) if left else words.gettext("today")
    return {"state": "soon" if is_soon else "far", "text": text, "due": end}


def next_deadline(words: Words, records: Records, today: date) -> dict[str, Any] | None:
    """The next duty on these notices: a review or an end, whichever comes first."""
    duties = [
        (day, duty, record.made_at.date())
        for record in records
        if record.body.ended is None
        for day, duty in ((record.body.review_on, REVIEW), (record.retain_until, END))
    ]
    if not duties:
        return None
    day, duty, start = min(duties, key=lambda found: found[0])
    return {**clock(words, day, start=start, today=today), "duty": words.gettext(duty)}


def age(words: Words, since: datetime, now: datetime) -> str:
    """How long something waits."""
    hours = int((now - since).total_seconds() // 3600)
    if hours >= 48:
        return words.ngettext("%(n)s day", "%(n)s days", hours // 24)
    if hours >= 1:
        return words.ngettext("%(n)s hour", "%(n)s hours", hours)
    return words.gettext("less than an hour")


def pair_path(left: object, right: object) -> str:
    """Where a pair is looked at."""
    return f"/review/pairs/{left}..{right}"
