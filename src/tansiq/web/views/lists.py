"""The unified list: what is asked of it in the address, and its rows.

query = read_query({"q": "okhoani", "owner": "TN", "review": "yes"})
query.filter(today)      # the filter of the storage
query.address(page=2)    # "/list?q=okhoani&owner=TN&review=yes&page=2"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Self
from urllib.parse import urlencode

from tansiq.domain.label import STATE
from tansiq.domain.offence import WARNING_DAYS, Measure, Offence
from tansiq.services.dashboards import REVIEW_DAYS
from tansiq.services.persons import PersonRow
from tansiq.services.search import Hit
from tansiq.storage.notices import Filter
from tansiq.web.languages import N_, Words
from tansiq.web.views import values
from tansiq.web.views.marks import next_deadline, title
from tansiq.web.vocabulary import MEASURES, OFFENCES, STATES

CHOICES: Mapping[str, str] = {
    "shared": N_("sought by more than one owner"),
    "conflict": N_("in conflict"),
    "review": N_("review due"),
    "ends": N_("ends soon"),
    "ended": N_("ended"),
}
"""What a box of the filter means."""

MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the address of the list asks for; what makes no sense in it is left out."""

    text: str = ""
    owner: str = ""
    measure: str = ""
    offence: str = ""
    chosen: tuple[str, ...] = ()
    page: int = 1

    def filter(self, today: date) -> Filter:
        """The filter of the storage."""
        return Filter(
            owner=self.owner or None,
            measure=Measure(self.measure) if self.measure else None,
            offence=Offence(self.offence) if self.offence else None,
            review_by=today + timedelta(days=REVIEW_DAYS) if "review" in self.chosen else None,
            ends_by=today + timedelta(days=WARNING_DAYS) if "ends" in self.chosen else None,
            in_conflict="conflict" in self.chosen,
            shared="shared" in self.chosen,
            ended="ended" in self.chosen,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a text is asked for."""
        return bool(self.owner or self.measure or self.offence or self.chosen)

    def address(self, *, page: int | None = None) -> str:
        """The address that asks for this."""
        named = {"q": self.text, "owner": self.owner, "measure": self.measure, "offence": self.offence}
        given = {**{k: v for k, v in named.items() if v}, **dict.fromkeys(self.chosen, "yes")}
        if page is not None:
            given["page"] = str(page)
        return f"/list?{urlencode(given)}" if given else "/list"

    def pages_address(self) -> str:
        """The address that ends where the number of a page goes."""
        return self.address(page=1)[:-1]

    def without(self, part: str) -> Self:
        """The query without one of its parts."""
        if part in CHOICES:
            return replace(self, chosen=tuple(c for c in self.chosen if c != part), page=1)
        left: dict[str, Any] = {part: ""}
        return replace(self, **left, page=1)


def read_query(given: Mapping[str, str]) -> Query:
    """The query of an address."""
    owner, page = given.get("owner", ""), given.get("page", "")
    return Query(
        text=given.get("q", "").strip()[:200],
        owner=owner if STATE.fullmatch(owner) else "",
        measure=_member(Measure, given.get("measure", "")),
        offence=_member(Offence, given.get("offence", "")),
        chosen=tuple(choice for choice in CHOICES if given.get(choice)),
        page=min(int(page), MOST_PAGES) if page.isdecimal() and page.isascii() and int(page) else 1,
    )


def _member(vocabulary: type[Measure] | type[Offence], value: str) -> str:
    return value if value in [member.value for member in vocabulary] else ""


def options(words: Words, query: Query) -> dict[str, Any]:
    """What the fields of the filter offer."""
    known = {**STATES, **({query.owner: query.owner} if query.owner and query.owner not in STATES else {})}
    return {
        "owners": [(code, words.gettext(text)) for code, text in known.items()],
        "measures": [(member.value, words.gettext(text)) for member, text in MEASURES.items()],
        "offences": [(member.value, words.gettext(text)) for member, text in OFFENCES.items()],
        "choices": [(key, words.gettext(text)) for key, text in CHOICES.items()],
    }


def chosen(words: Words, query: Query) -> list[dict[str, str]]:
    """Each part of the filter in words, with the address that leaves it out."""
    named = [("owner", values.state(words, query.owner))] if query.owner else []
    named += [("measure", words.gettext(MEASURES[Measure(query.measure)]))] if query.measure else []
    named += [("offence", words.gettext(OFFENCES[Offence(query.offence)]))] if query.offence else []
    named += [(choice, words.gettext(CHOICES[choice])) for choice in query.chosen]
    return [{"text": text, "without": query.without(part).address()} for part, text in named]


def rows(words: Words, persons: Sequence[PersonRow], today: date) -> list[dict[str, Any]]:
    """The rows of the list."""
    return [row(words, person, today) for person in persons]


def hits(words: Words, found: Sequence[Hit], today: date) -> list[dict[str, Any]]:
    """The rows of a search: each says which name or number answered, where the row does not show it anyway."""
    return [_hit(row(words, hit.person, today), hit) for hit in found]


def _hit(shown: dict[str, Any], hit: Hit) -> dict[str, Any]:
    record = next(r for r in hit.person.notices if r.id == hit.notice)
    name = next((n for n in record.body.names if n.value == hit.name), None)
    if name is None:
        return {**shown, "found_number": record.body.reference}
    if name.value in (shown["names"]["main"], shown["names"]["other"]):
        return shown
    return {**shown, "found": {"value": name.value, "script": values.ISO_SCRIPTS[name.script]}}


def row(words: Words, person: PersonRow, today: date) -> dict[str, Any]:
    """One person in the list."""
    births = [line for record in person.notices for line in values.lines(words, "births", record.body.births)]
    return {
        "href": f"/persons/{person.id}",
        **title(words, person.notices),
        "births": list(dict.fromkeys(births))[:3],
        "deadline": next_deadline(words, person.notices, today),
        "in_conflict": person.in_conflict,
        "ended": all(record.body.ended is not None for record in person.notices),
        "minor": any(record.body.minor for record in person.notices),
        "found": None,
        "found_number": "",
    }
