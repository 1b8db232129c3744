"""The form that says what the columns of a table are: read into a `ColumnMapping`, filled from one.

Fields are `column.<number>` (a target, or blank), `constant.<target>`, `list`, `title`, `state`, `service`, `complete`.

    chosen = read_mapping(Given.of(data), header, own="DZ")
"""

from collections.abc import Mapping, Sequence

from tansiq.domain import text
from tansiq.domain.edition import ColumnMapping, Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.record import Owner
from tansiq.services.uploads import TABLE_LISTS
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given, Reading

CONSTANTS = (
    Target.OFFENCE,
    Target.MEASURE,
    Target.AUTHORITY,
    Target.BASIS,
    Target.BASIS_DATE,
    Target.THRESHOLD,
    Target.REVIEWER,
    Target.NATIONALITY,
)
"""Targets that may say the same of every row."""
NATIONAL = (Target.OFFENCE, Target.MEASURE, Target.AUTHORITY, Target.BASIS, Target.THRESHOLD, Target.REVIEWER)
"""Targets without which a national row cannot become a notice."""
NAMES = frozenset({Target.NAME, Target.NAME_ARABIC, Target.FAMILY_NAME})


def read_mapping(given: Given, header: Sequence[str], *, own: str) -> ColumnMapping:
    """The mapping that an officer chose.

    Args:
        header: the columns of the file; a column without a name cannot be chosen.
        own: the officer's state, whose rows must bring all that a national notice needs.

    Raises:
        FormError: with every mistake, at its field.
    """
    reading = Reading(given, lambda _: None)
    columns = _columns(reading, header)
    constants = _constants(reading, set(columns))
    publisher = _publisher(reading)
    _check_needed(reading, {*columns, *constants}, is_own=publisher is not None and publisher.state == own)
    key = f"{TABLE_LISTS}{reading.line('list', required=True)}"
    title = reading.line("title", required=True)
    made = reading.attempt(
        lambda: (
            ColumnMapping(
                list_key=text.required("list", key),
                title=title,
                publisher=publisher or Owner(state=own, service=own),
                columns=tuple(columns.items()),
                constants=tuple(constants.items()),
                complete=given.one("complete") == "yes",
            )
            if not reading.errors
            else None
        )
    )
    reading.finish()
    if made is None:  # only a mistake that was not noted could lead here
        raise FormError((InvalidError("column.0", Problem.REQUIRED),))
    return made


def _columns(reading: Reading, header: Sequence[str]) -> dict[Target, str]:
    found: dict[Target, str] = {}
    for number, column in enumerate(header):
        target = reading.choice(f"column.{number}", Target) if column else None
        if target in found:
            reading.wrong(f"column.{number}", Problem.SAME_THING_TWICE)
        elif target is not None:
            found[target] = column
    return found


def _constants(reading: Reading, mapped: set[Target]) -> dict[Target, str]:
    values = {t: reading.paragraph(f"constant.{t}") for t in CONSTANTS if t not in mapped}
    return {target: value for target, value in values.items() if value}


def _publisher(reading: Reading) -> Owner | None:
    state, service = reading.line("state", required=True).upper(), reading.line("service", required=True)
    if not state or not service:
        return None
    return reading.attempt(lambda: Owner(state=state, service=service), "state")


def _check_needed(reading: Reading, known: set[Target], *, is_own: bool) -> None:
    if Target.REFERENCE not in known:
        reading.wrong("columns", Problem.REQUIRED, Target.REFERENCE)
    if not known & NAMES:
        reading.wrong("columns", Problem.NO_PRIMARY_NAME)
    for target in NATIONAL if is_own else ():
        if target not in known:
            reading.wrong(f"constant.{target}", Problem.REQUIRED)


def field_of(error: InvalidError, given: Given) -> str:
    """The field of the page that a mistake of the service belongs to: a constant, the publisher, the list."""
    if f"constant.{error.field}" in given.fields and error.field in CONSTANTS:
        return f"constant.{error.field}"
    return {"publisher": "state", "list_key": "list"}.get(error.field, "columns")


def fill(chosen: ColumnMapping | None, header: Sequence[str], defaults: Mapping[str, str]) -> Given:
    """The form as a remembered or suggested mapping fills it; `defaults` fill what it leaves blank."""
    if chosen is None:
        return Given.of(defaults)
    targets = {column: target for target, column in chosen.columns}
    return Given.of(
        {
            **defaults,
            **{f"column.{number}": targets.get(column, "") for number, column in enumerate(header)},
            **{f"constant.{target}": value for target, value in chosen.constants},
            "list": chosen.list_key.removeprefix(TABLE_LISTS),
            "title": chosen.title,
            "state": chosen.publisher.state,
            "service": chosen.publisher.service,
            "complete": "yes" if chosen.complete else "",
        }
    )
