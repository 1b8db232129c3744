"""Rows that were put aside, as their pages show them: the reason, and beside which cell it stands."""

from collections.abc import Mapping
from typing import Any

from tansiq.domain.edition import Target
from tansiq.domain.errors import InvalidError
from tansiq.services.quarantine import PutAside
from tansiq.web.languages import Words
from tansiq.web.views import imports, values
from tansiq.web.vocabulary import TARGETS

TARGETS_OF: Mapping[str, tuple[Target, ...]] = {
    "names": (Target.NAME, Target.NAME_ARABIC, Target.FAMILY_NAME),
    "births": (Target.BIRTH,),
    "birth_places": (Target.BIRTH_PLACE,),
    "places": (Target.BIRTH_PLACE,),
    "nationalities": (Target.NATIONALITY,),
    "documents": (Target.PASSPORT, Target.NATIONAL_ID, Target.OTHER_DOCUMENT),
    "basis.reference": (Target.BASIS,),
    "basis.authority": (Target.AUTHORITY,),
    "retain_until": (Target.ENDS_ON,),
}
"""Which targets fill a field of a notice, where they are not called the same."""


def rows(words: Words, found: list[PutAside], titles: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Rows that wait, each with its list and its reason."""
    return [
        {
            **imports.refusal(words, row.refusal),
            "href": f"/imports/rows/{row.id}",
            "source": f"/sources/{row.source}",
            "list": titles.get(row.source, row.list_key),
        }
        for row in found
    ]


def row(words: Words, found: PutAside, given: Mapping[str, str], error: InvalidError) -> dict[str, Any]:
    """One row to be mended: its cells, with what is wrong beside the cell that is wrong.

    Args:
        given: what the officer entered, by field of the page; else the cells stand as they came.
        error: what is wrong with it.
    """
    wrong = _column(found, error.field)
    filled = {column: target for target, column in found.columns}
    cells = {*(value for _, value in found.row), *given.values()}
    detail = "" if error.detail in cells else error.detail  # the value itself, which stands in its cell: no limit
    reason = values.problem(words, InvalidError(error.field, error.problem, detail))
    return {
        "href": f"/imports/rows/{found.id}",
        "source": f"/sources/{found.source}",
        "line": found.refusal.line,
        "reason": reason,
        "field": None if error.field == "row" else imports.field(words, error.field),
        "can_be_mended": found.can_be_mended,
        "wrong": wrong is not None,
        "cells": [
            {
                "name": f"cell.{number}",
                "label": column,
                "target": words.gettext(TARGETS[filled[column]]) if column in filled else None,
                "value": given.get(f"cell.{number}", value),
                "error": reason if column == wrong else None,
            }
            for number, (column, value) in enumerate(found.row)
        ],
    }


def _column(found: PutAside, field: str) -> str | None:
    """The column that fills a field; of several, the first."""
    wanted = (Target(field),) if field in set(Target) else TARGETS_OF.get(field, ())
    columns = dict(found.columns)
    return next((columns[target] for target in wanted if target in columns), None)
