"""The readable difference between two versions of a record: field, before, after."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from tansiq.domain.record import Record

OUTSIDE = frozenset({"id", "kind", "version", "made_by", "made_at", "reason", "body"})
"""Parts of a record that every version has of its own, or that are compared by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one field said before and says after.

    For a field that is a list, `before` and `after` hold only the members that went and came.
    """

    field: str
    before: Any
    after: Any


def differences(old: Record[Any], new: Record[Any]) -> tuple[Change, ...]:
    """What `new` changed in `old`, in the order of the fields; unchanged fields are left out."""
    outer = [
        Change(field=f.name, before=getattr(old, f.name), after=getattr(new, f.name))
        for f in fields(Record)
        if f.name not in OUTSIDE
    ]
    changes = [*body_differences(old.body, new.body), *outer]
    return tuple(_narrowed(change) for change in changes if change.before != change.after)


def body_differences(old: Any, new: Any) -> list[Change]:
    """The fields of two bodies of one kind, changed or not."""
    if not is_dataclass(old):
        return []
    return [Change(field=f.name, before=getattr(old, f.name), after=getattr(new, f.name)) for f in fields(old)]


def _narrowed(change: Change) -> Change:
    if not isinstance(change.before, tuple) or not isinstance(change.after, tuple):
        return change
    gone = tuple(v for v in change.before if v not in change.after)
    came = tuple(v for v in change.after if v not in change.before)
    return Change(field=change.field, before=gone, after=came) if gone or came else change  # else only the order moved
