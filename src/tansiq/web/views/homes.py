"""The start page: figures that lead to the lists behind them, and what ends soon."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from tansiq.domain.offence import URGENCY, Measure
from tansiq.services.dashboards import Dashboard, Warnings
from tansiq.web.languages import Words
from tansiq.web.views import officers, values
from tansiq.web.views.marks import clock, title
from tansiq.web.vocabulary import MEASURES, ROLES, SEVERITY


def home(words: Words, figures: Dashboard, *, state: str, today: date) -> dict[str, Any]:
    """What the template of the start page shows."""
    own = {"owner": state}
    return {
        "figures": figures,
        "review_href": _list({**own, "review": "yes"}),
        "ending_href": _list({**own, "ends": "yes"}),
        "ending": [
            {
                "href": f"/notices/{record.id}",
                "reference": record.body.reference,
                **title(words, [record]),
                "clock": clock(words, record.retain_until, start=record.made_at.date(), today=today),
            }
            for record in figures.ending
        ],
        "by_owner": [
            {"code": code, "label": values.state(words, code), "count": count, "href": _list({"owner": code})}
            for code, count in figures.by_owner.items()
        ],
        "by_measure": [
            {
                "kind": SEVERITY[measure],
                "label": words.gettext(MEASURES[measure]),
                "count": figures.by_measure[measure.value],
                "href": _list({"measure": measure.value}),
            }
            for measure in sorted(Measure, key=lambda m: (-URGENCY[m], m))
            if measure.value in figures.by_measure
        ],
    }


def warnings(words: Words, told: Warnings, *, today: date) -> dict[str, Any]:
    """What an inspector is told before anything else."""
    return {
        "opened": [{**officers.glass(words, one), "href": _journal(one.account)} for one in told.opened],
        "ending": [
            {
                "id": one.id,
                "name": one.name,
                "role": words.gettext(ROLES[one.role]),
                "until": one.mandate_until,
                "is_over": one.mandate_until is not None and one.mandate_until < today,
                "href": _journal(one.id),
            }
            for one in told.ending
        ],
        "ended": told.ended,
        "reviews": told.reviews_overdue,
    }


def _journal(account: str) -> str:
    return f"/journal?{urlencode({'officer': account})}"


def _list(given: dict[str, str]) -> str:
    return f"/list?{urlencode(given)}"
