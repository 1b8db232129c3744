"""Imports as their pages show them: files in hand, editions, the choice of columns, the difference, what went wrong.

The words for a file that is refused are here, one pair for each problem: what is so, and what to do.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.difference import differences
from tansiq.domain.edition import ColumnMapping, Edition, Refusal, Target
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.notice import Notice
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Record
from tansiq.domain.source import Format, Source
from tansiq.formats.errors import FileProblem
from tansiq.formats.signed_list import SignedList
from tansiq.formats.tables import Table
from tansiq.services.partner_lists import PartnerPlan
from tansiq.services.uploads import AnyPlan, Failure, Stage
from tansiq.storage.imports import Upload, UploadState
from tansiq.web.forms.fields import Given
from tansiq.web.forms.mappings import CONSTANTS
from tansiq.web.languages import N_, Words
from tansiq.web.views import notices, values
from tansiq.web.vocabulary import FORMATS, PROBLEMS, TARGETS

FIRST = 20
"""How many entries of each kind a preview shows; their number is told in full."""
SAMPLES = 3
"""How many values of a column the choice of columns shows."""
SAMPLE_CHARACTERS = 60

FETCH = N_("Fetch the file again from its publisher and bring it again.")
OTHER = N_("Choose another file.")
FILE_PROBLEMS: Mapping[str, tuple[str, str]] = {
    FileProblem.EMPTY: (N_("The file is empty."), OTHER),
    FileProblem.TOO_LARGE: (N_("The file is larger than any list."), N_("Choose another file, or split it.")),
    FileProblem.TOO_MANY_ROWS: (N_("The file has more rows than any list."), N_("Choose another file, or split it.")),
    FileProblem.BOMB: (
        N_("The file is small, but would unpack to far more than any list: it is made to do harm."),
        N_("Do not open it. Tell the administrator where it came from."),
    ),
    FileProblem.WRONG_FORMAT: (
        N_("The file is not of the chosen format."),
        N_("Bring it again with the right format, or choose another file."),
    ),
    FileProblem.WRONG_ENCODING: (
        N_("The letters of the file are not written in UTF-8, so names would be wrong."),
        N_("Save it again as UTF-8 (in Excel: “CSV UTF-8”), or bring the workbook itself."),
    ),
    FileProblem.FORBIDDEN_MARKUP: (
        N_("The file holds a declaration that no list needs and attacks use."),
        N_("Do not bring it again. Tell the administrator where it came from."),
    ),
    FileProblem.MALFORMED: (N_("The file is damaged."), FETCH),
    FileProblem.TRUNCATED: (N_("The file stops in the middle."), FETCH),
    FileProblem.ENCRYPTED: (N_("The file is protected by a password."), N_("Save it without one.")),
    FileProblem.MISSING_FILE: (
        N_("One of the files that make this list is missing."),
        N_("Choose all of them together: sdn.csv, alt.csv and add.csv, or a ZIP of them."),
    ),
    FileProblem.NO_HEADER: (
        N_("The first row does not name the columns."),
        N_("Add a first row with a name for each column."),
    ),
    FileProblem.DOUBLED_COLUMN: (N_("Two columns have the same name."), N_("Rename one of them in the file.")),
    FileProblem.MISSING_COLUMN: (N_("A column is missing that this list needs."), N_("Choose the columns again.")),
    FileProblem.NO_PERSONS: (N_("Nobody is in this file."), OTHER),
    FileProblem.UNKNOWN_VERSION: (
        N_("The file is written in a version of the format that this node does not know."),
        N_("Ask the partner for one that it knows, or have the node updated."),
    ),
    FileProblem.UNKNOWN_KEY: (
        N_("The list is signed by a key that this node does not know."),
        N_("Compare the fingerprint with the partner by telephone; the administrator then enrols the key."),
    ),
    FileProblem.BAD_SIGNATURE: (
        N_("The list was changed after it was signed, or not signed by that key."),
        N_("Fetch it again. If that fails, call the partner."),
    ),
    FileProblem.WRONG_COUNT: (N_("The list holds another number of records than it says."), FETCH),
    FileProblem.NOT_CANONICAL: (N_("A record is not written as the format demands."), N_("Call the partner.")),
    FileProblem.WRONG_KIND: (N_("A record of the list is no notice."), N_("Call the partner.")),
    FileProblem.WRONG_OWNER: (
        N_("A record of the list belongs to another state than the one that signed it."),
        N_("Call the partner."),
    ),
    FileProblem.DOUBLED_RECORD: (N_("A record is in the list twice."), N_("Call the partner.")),
}
"""What is so, and what to do, for each reason to refuse a whole file."""

AGAIN = N_("Look at the difference again, then repeat your act.")
CONFLICTS: Mapping[str, tuple[str, str]] = {
    "many_removals": (
        N_("The file would end an unusual number of entries, and nobody agreed to that."),
        N_("Check that it is the whole list. If it is, tick the box that says so."),
    ),
    "version": (N_("The list changed since you saw the difference."), AGAIN),
    "publisher": (
        N_("This list belongs to another publisher."),
        N_("Give the list another name, or mend the publisher."),
    ),
    "older_edition": (
        N_("A later edition of this list is in force; an older one would bring back what was corrected."),
        N_("Ask the partner for the latest edition."),
    ),
    "not_releasable": (
        N_("The list holds notices that their owner has not released to this state."),
        N_("Call the partner, and let the file go."),
    ),
}
"""The same for an import that does not fit what is held."""

NODE: Mapping[str, tuple[str, str]] = {
    "stopped": (N_("The node was stopped while the file was applied."), N_("Apply it again.")),
    "busy": (N_("The node was busy writing."), N_("Apply it again in a minute.")),
    "fault": (N_("The node has a fault."), N_("Tell the administrator.")),
    "refused": (N_("Your role does not allow this."), N_("Ask the head of your service if you need it for your work.")),
}
"""The same for what befell the node."""

STATES = {
    UploadState.READY: (N_("ready"), "neutral"),
    UploadState.RUNNING: (N_("running"), "mine"),
    UploadState.APPLIED: (N_("applied"), "neutral"),
    UploadState.FAILED: (N_("failed"), "s2"),
    UploadState.DISCARDED: (N_("let go"), "neutral"),
}
"""Where a file in hand stands, and the kind of its chip."""


def failure(words: Words, what: Failure | None) -> dict[str, Any] | None:
    """What went wrong, where, and what to do."""
    if what is None:
        return None
    table = {Stage.FILE: FILE_PROBLEMS, Stage.CONFLICT: CONFLICTS, Stage.NODE: NODE}.get(what.stage, {})
    happened, advice = table.get(what.problem, (PROBLEMS.get(Problem.MALFORMED, ""), AGAIN))
    if what.stage is Stage.VALUE:
        happened, advice = PROBLEMS[Problem(what.problem)], N_("Choose the columns again.")
    return {
        "happened": words.gettext(happened),
        "advice": words.gettext(advice),
        "line": what.line,
        "field": None if what.field is None else field(words, what.field),
        "detail": what.detail,
    }


def field(words: Words, name: str) -> str:
    """What people call a target or a field of a record."""
    return words.gettext(TARGETS[Target(name)]) if name in set(Target) else values.field(words, name)


def in_hand(words: Words, uploads: Iterable[Upload]) -> list[dict[str, Any]]:
    """Files that are not applied yet."""
    return [
        {
            "href": f"/imports/{upload.id}",
            "file": upload.file_name,
            "format": words.gettext(FORMATS[Format(upload.format)]),
            "made_at": upload.made_at,
            "state": words.gettext(STATES[upload.state][0]),
            "kind": STATES[upload.state][1],
        }
        for upload in uploads
    ]


def edition(words: Words, record: Record[Source], officers: Mapping[str, str], waiting: int = 0) -> dict[str, Any]:
    """One imported edition."""
    body = record.body
    return {
        "href": f"/sources/{record.id}",
        "id": str(record.id),
        "title": body.title,
        "list_key": body.list_key,
        "format": words.gettext(FORMATS[body.format]),
        "edition": body.edition,
        "publisher": record.basis.authority,
        "made_by": officers.get(record.made_by, record.made_by),
        "made_at": record.made_at,
        "file": body.file_name,
        "sha256": body.sha256,
        "signed_by": body.signed_by,
        "added": body.added,
        "changed": body.changed,
        "removed": body.removed,
        "unchanged": body.unchanged,
        "quarantined": body.quarantined,
        "waiting": waiting,
    }


def columns(words: Words, table: Table, given: Given, officers_state: str) -> dict[str, Any]:
    """The choice of columns: each with the first values that stand in it, and what has no column."""
    return {
        "columns": [
            {"number": n, "name": name, "samples": samples(table, n), "chosen": given.one(f"column.{n}")}
            for n, name in enumerate(table.header)
            if name
        ],
        "targets": [(t.value, words.gettext(TARGETS[t])) for t in Target],
        "constants": [
            {
                "name": f"constant.{t}",
                "label": words.gettext(TARGETS[t]),
                "value": given.one(f"constant.{t}"),
                "options": _options(words, t),
                "long": t is Target.THRESHOLD,
            }
            for t in CONSTANTS
        ],
        "rows": len(table.rows),
        "given": {name: given.one(name) for name in ("list", "title", "state", "service", "complete")},
        "own": values.state(words, officers_state),
    }


def samples(table: Table, column: int) -> list[str]:
    """The first different values of a column that are not blank, shortened."""
    found: dict[str, None] = {}
    for _, cells in table.rows[:200]:
        if len(found) == SAMPLES:
            break
        value = cells[column].strip() if column < len(cells) else ""
        if value:
            found.setdefault(value if len(value) <= SAMPLE_CHARACTERS else f"{value[:SAMPLE_CHARACTERS]}…", None)
    return list(found)


def _options(words: Words, target: Target) -> list[tuple[str, str]] | None:
    vocabulary = {Target.OFFENCE: Offence, Target.MEASURE: Measure}.get(target)
    return None if vocabulary is None else notices.options(words, vocabulary)


def errors(words: Words, found: Iterable[InvalidError]) -> list[dict[str, str]]:
    """The mistakes of the choice of columns."""
    return [{"field": e.field, "text": mistake(words, e)} for e in found]


def mistake(words: Words, error: InvalidError) -> str:
    """What is wrong with one choice."""
    if error.field == "columns" and error.detail in set(Target):
        target = words.gettext(TARGETS[Target(error.detail)])
        return words.gettext("Choose the column that holds this: %(target)s.", target=target)
    if error.field == "columns":
        return words.gettext("Choose a column that holds the name.")
    if error.field.startswith("column.") and error.problem is Problem.SAME_THING_TWICE:
        return words.gettext("Another column is chosen for this already.")
    if error.field == "state" and error.problem is Problem.NOT_IN_LIST:
        return words.gettext("Write the two letters of a state that is no partner; a partner sends signed lists.")
    if error.field.startswith("constant.") and error.problem is Problem.REQUIRED:
        target = words.gettext(TARGETS[Target(error.field.removeprefix("constant."))])
        return words.gettext("Choose a column for this, or write it for all rows: %(target)s.", target=target)
    return values.problem(words, error)


def preview(words: Words, plan: AnyPlan, officer: Officer) -> dict[str, Any]:
    """What applying a file would do: the numbers, the first entries of each kind, the rows put aside, the warnings."""
    difference = plan.difference
    removed = [record for record in _removed(plan) if access.allows(officer, Permission.NOTICE_READ, record)]
    counts = {"added": len(difference.added), "changed": len(difference.changed), "removed": len(removed)}
    shown = _signed(words, plan.signed) if isinstance(plan, PartnerPlan) else _content(words, plan.edition)
    refusals = () if isinstance(plan, PartnerPlan) else plan.refusals
    return {
        **shown,
        **counts,
        "unchanged": difference.unchanged,
        "entries": {kind: _entries(words, rows, officer) for kind, rows in _sides(plan, removed).items()},
        "more": {kind: max(0, number - FIRST) for kind, number in counts.items()},
        "refusals": [refusal(words, r) for r in refusals[:FIRST]],
        "refused": len(refusals),
        "older_than": plan.latest if not isinstance(plan, PartnerPlan) and plan.is_older else None,
        "suspicious": plan.is_suspicious,
        "empty": plan.is_empty if isinstance(plan, PartnerPlan) else difference.is_empty,
        "seen": plan.fingerprint,
    }


def _content(words: Words, content: Edition) -> dict[str, Any]:
    return {
        "title": content.title,
        "state": {"code": content.publisher.state, "name": values.state(words, content.publisher.state)},
        "service": content.publisher.service,
        "edition": content.edition,
        "count": len(content.entries) + len(content.refusals),
        "skipped": content.skipped,
        "complete": content.complete,
        "signed_by": None,
    }


def _signed(words: Words, signed: SignedList) -> dict[str, Any]:
    return {
        "title": signed.title,
        "state": {"code": signed.owner.state, "name": values.state(words, signed.owner.state)},
        "service": signed.owner.service,
        "edition": words.moment(signed.made_at),
        "count": len(signed.records),
        "skipped": 0,
        "complete": True,
        "signed_by": signed.signed_by,
    }


Side = tuple[Record[Notice] | None, Record[Notice]]


def _removed(plan: AnyPlan) -> list[Record[Notice]]:
    """What goes, as it is held: the file does not hold it, so it is shown only to those who may read it."""
    return list(plan.gone) if isinstance(plan, PartnerPlan) else [plan.before[k] for k in plan.removed]


def _sides(plan: AnyPlan, removed: list[Record[Notice]]) -> dict[str, list[Side]]:
    """The first entries of each kind: what is held, if anything, and what comes."""
    gone: list[Side] = [(None, record) for record in removed[:FIRST]]
    if isinstance(plan, PartnerPlan):
        new = [r for r, _ in plan.received if r.id not in plan.held][:FIRST]
        changed = [r for r, _ in plan.received if r.id in plan.held][:FIRST]
        return {
            "added": [(None, r) for r in new],
            "changed": [(plan.before.get(r.id), r) for r in changed],
            "removed": gone,
        }
    return {
        "added": [(None, r) for r in list(plan.new.values())[:FIRST]],
        "changed": [(plan.before[k], r) for k, r in list(plan.changed.items())[:FIRST]],
        "removed": gone,
    }


def _entries(words: Words, sides: list[Side], officer: Officer) -> list[dict[str, Any]]:
    return [_entry(words, before, after, officer) for before, after in sides]


def _entry(words: Words, before: Record[Notice] | None, after: Record[Notice], officer: Officer) -> dict[str, Any]:
    """One entry; of what is held and the officer may not read, only the number."""
    body = after.body
    if not all(access.allows(officer, Permission.NOTICE_READ, r) for r in (before, after) if r is not None):
        return {"reference": body.reference, "names": None, "births": [], "measure": None, "changes": []}
    changes = [] if before is None else [c for c in differences(before, after) if c.field != "origin"]
    return {
        "reference": body.reference,
        "names": values.shown_names(body.names),
        "births": values.lines(words, "births", body.births),
        "measure": values.word(words, body.measure),
        "changes": [notices.change(words, c) for c in changes],
    }


def refusal(words: Words, put_aside: Refusal) -> dict[str, Any]:
    """One row that is put aside: its line, its field, the reason, how it begins."""
    return {
        "line": put_aside.line,
        "field": None if put_aside.field == "row" else field(words, put_aside.field),
        "reason": words.gettext(PROBLEMS[put_aside.problem]),
        "detail": "" if put_aside.problem is Problem.FORBIDDEN_GROUND else put_aside.detail,
        "cells": [value for _, value in put_aside.row if value][:SAMPLES],
    }


def mapping_note(words: Words, chosen: ColumnMapping) -> list[dict[str, str]]:
    """Which column fills what, for the preview."""
    return [{"column": column, "target": words.gettext(TARGETS[target])} for target, column in chosen.columns]


def records(plan: AnyPlan, officer: Officer) -> list[Record[Notice]]:
    """The notices that a preview shows: those that are held, as they are and as they come, and new ones."""
    sides = [side for some in _sides(plan, _removed(plan)).values() for side in some]
    shown = [r for side in sides for r in side if r is not None]
    return [r for r in shown if access.allows(officer, Permission.NOTICE_READ, r)]
