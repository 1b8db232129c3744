"""The errors of this room, and who must act.

DomainError
├── InvalidError      (officer) a value breaks a rule: names the field and the problem
│   └── ComplianceError  (officer) a notice rests on what no notice may rest on; the refusal is counted
├── ForbiddenError    (officer) the policy refused: carries the permission and the reason
├── ConflictError     (officer) somebody changed the record first, or the act no longer fits its state
└── NotFoundError     (officer) there is no such thing, or none that this officer may see

Errors carry data; only `web` and `cli` turn them into words.
"""

from enum import StrEnum


class Problem(StrEnum):
    """What may be wrong with a value. Wire values never change."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_IN_LIST = "not_in_list"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    OUT_OF_RANGE = "out_of_range"
    BEFORE_START = "before_start"
    AFTER_RETENTION = "after_retention"
    FORBIDDEN_CHARACTER = "forbidden_character"
    NO_PRIMARY_NAME = "no_primary_name"
    SAME_THING_TWICE = "same_thing_twice"
    MINOR_NEEDS_PROTECTION = "minor_needs_protection"
    FOREIGN_MEASURE = "foreign_measure"
    FORBIDDEN_GROUND = "forbidden_ground"
    MALFORMED = "malformed"
    NEEDS_SECOND_PERSON = "needs_second_person"
    ABOVE_CEILING = "above_ceiling"


class DomainError(Exception):
    """Root of what this room raises."""


class InvalidError(DomainError, ValueError):
    """A value breaks a rule.

    Args:
        field: dotted path of the field, such as `names.0.value`.
        problem: which rule.
        detail: the value, limit or pattern that helps to mend it; never shown without escaping.
    """

    def __init__(self, field: str, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{field}: {problem}" + (f" ({detail})" if detail else ""))
        self.field = field
        self.problem = problem
        self.detail = detail


class ComplianceError(InvalidError):
    """A notice rests on opinion, assembly, journalism, belief or appearance."""


class ForbiddenError(DomainError):
    """The policy refused an act."""

    def __init__(self, permission: str, reason: str) -> None:
        super().__init__(f"{permission}: {reason}")
        self.permission = permission
        self.reason = reason


class ConflictError(DomainError):
    """The thing changed meanwhile, or its state does not allow the act."""

    def __init__(self, thing: str, why: str) -> None:
        super().__init__(f"{thing}: {why}")
        self.thing = thing
        self.why = why


class NotFoundError(DomainError):
    """There is no such thing for this officer.

    Args:
        refused: permission and reason, if there is one that the policy refuses; for the journal only, never shown.
    """

    def __init__(self, thing: str, refused: tuple[str, str] | None = None) -> None:
        super().__init__(thing)
        self.thing = thing
        self.refused = refused
