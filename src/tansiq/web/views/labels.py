"""Labels as pages show them: the banner of a page, the label of a record, what is due, the policy in force.

A banner is computed from everything on the page. It says the level in the words of this state's scheme; where the label
is another state's, the originator's own words stand beside it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.label_policy import Aggregation, LabelPolicy, Whole, whole
from tansiq.domain.notice import Notice
from tansiq.domain.record import Record
from tansiq.domain.tlp import mark_of
from tansiq.formats.adatp4774 import ReadLabel
from tansiq.formats.errors import LabelFileError, LabelProblem
from tansiq.web.languages import N_, Words
from tansiq.web.views import notices, values
from tansiq.web.vocabulary import LEVELS, ROLES

SOON_DAYS = 30
"""A review within a month is soon."""


def banner(words: Words, labels: Sequence[Label], policy: LabelPolicy | None, state: str) -> dict[str, Any]:
    """What a page that shows records of these labels says of itself, above and below."""
    found = whole(labels, policy)
    level = Level.UNCLASSIFIED if found.label is None else found.label.level
    shared = sorted({state, *(found.label.releasable_to if found.label else ())})
    named = level_word(words, found.label, policy, state) if found.label else words.gettext(LEVELS[level])
    return {
        "bars": level.rank,
        "words": f"{named} — {values.state(words, state)}" if level.rank else named,
        "equivalent": originators(words, found.label, policy, state),
        "releasable": ", ".join(shared),
        "handling": [*(_codes(words, found.label)), *(found.label.compartments if found.label else ())],
        "warning": warning(words, found, policy, state),
    }


def level_word(words: Words, label: Label, policy: LabelPolicy | None, state: str) -> str:
    """The level as this state calls it, in the language of the page."""
    grade = None if policy is None else policy.equivalent(label, state)
    return words.gettext(LEVELS[label.level]) if grade is None else grade.word(words.lang.value)


def originators(words: Words, label: Label | None, policy: LabelPolicy | None, state: str) -> str | None:
    """The level in the words of another state that gave it; `None` if this state did, or nobody knows them."""
    scheme = None if label is None or policy is None else policy.scheme(label.policy)
    if label is None or scheme is None or scheme.state == state:
        return None
    return f"{values.state(words, scheme.state)}: {label.words or scheme.grade(label.level).word(words.lang.value)}"


def warning(words: Words, found: Whole, policy: LabelPolicy | None, state: str) -> str | None:
    """That the whole tells more than its parts, and how it is handled then."""
    if found.rule is None:
        return None
    return words.gettext(
        "More than %(n)s records of the level “%(level)s” together: handle all of it as “%(handled)s”.",
        n=found.rule.more_than,
        level=_word(words, found.rule.level, policy, state),
        handled=_word(words, found.rule.handled_as, policy, state),
    )


def _word(words: Words, level: Level, policy: LabelPolicy | None, state: str) -> str:
    scheme = None if policy is None else policy.scheme_of(state)
    return words.gettext(LEVELS[level]) if scheme is None else scheme.grade(level).word(words.lang.value)


def _codes(words: Words, label: Label | None) -> list[str]:
    return [] if label is None else [values.word(words, code) for code in HandlingCode if code in label.codes]


def facts(words: Words, record: Record[Notice], policy: LabelPolicy | None, state: str) -> list[dict[str, str]]:
    """All that a record's label says, and what is computed from it."""
    return label_facts(words, record.label, policy, state)


def label_facts(words: Words, label: Label, policy: LabelPolicy | None, state: str) -> list[dict[str, str]]:
    """All that a label says, and what is computed from it."""
    rows = {
        words.gettext("Scheme"): label.policy,
        words.gettext("Edition of the policy"): words.number(label.edition) if label.edition else "",
        words.gettext("In the originator's words"): label.words,
        words.gettext("Equivalent here"): level_word(words, label, policy, state),
        words.gettext("Need to know"): ", ".join(label.compartments),
        words.gettext("Handling"): ", ".join(_codes(words, label)),
        words.gettext("Review of the level"): words.date(label.review_on) if label.review_on else "",
        words.gettext("For outsiders"): mark_of(label).value,
    }
    return [{"label": name, "value": value} for name, value in rows.items() if value]


def foreign(words: Words, read: ReadLabel, policy: LabelPolicy | None, state: str) -> list[dict[str, str]]:
    """A label of another system: what it says, and what it is here."""
    states = ", ".join(read.label.releasable_to)
    more = {words.gettext("Releasable to"): states, words.gettext("Given on"): words.date(read.created.date())}
    rows = label_facts(words, read.label, policy, state)
    return rows + [{"label": name, "value": value} for name, value in more.items() if value]


LABEL_PROBLEMS = {
    LabelProblem.WRONG_SIZE: N_("There is nothing here, or far more than a label."),
    LabelProblem.WRONG_FORMAT: N_("This is XML, but no confidentiality label (ADatP-4774)."),
    LabelProblem.MALFORMED: N_("The label is broken, or lacks something that every label has."),
    LabelProblem.FORBIDDEN_MARKUP: N_("The label brings definitions of its own (DOCTYPE); a label has none."),
    LabelProblem.UNKNOWN_POLICY: N_("The policy in force here does not know the scheme of this label."),
    LabelProblem.UNKNOWN_CLASSIFICATION: N_("The scheme of this label has no such level."),
    LabelProblem.UNKNOWN_CATEGORY: N_("The label asks for a restriction that this node cannot keep to."),
}


def label_error(words: Words, error: LabelFileError) -> str:
    """Why a label of another system is refused, with the words of it that are at fault."""
    said = words.gettext(LABEL_PROBLEMS[error.problem])
    return f"{said} ({error.detail})" if error.detail else said


def lower(words: Words, label: Label) -> dict[str, list[tuple[str, str]]] | None:
    """What a label could become that protects less; `None` if nothing does."""
    levels = [(level.value, values.word(words, level)) for level in Level if level.rank <= label.level.rank]
    codes = [(code.value, values.word(words, code)) for code in label.codes]
    return {"levels": levels, "codes": codes} if len(levels) > 1 or codes else None


def due_rows(words: Words, records: Sequence[Record[Notice]], today: date) -> list[dict[str, Any]]:
    """The notices whose level is to be looked at again."""
    return [
        {
            "href": f"/notices/{record.id}/label",
            "names": values.shown_names(record.body.names),
            "reference": record.body.reference,
            "label": values.lines(words, "label", record.label),
            "clock": notices.clock(words, record.label.review_on or today, today, soon_days=SOON_DAYS),
        }
        for record in records
    ]


def policy_page(words: Words, policy: LabelPolicy | None) -> dict[str, Any] | None:
    """The policy in force, as a page shows it."""
    if policy is None:
        return None
    return {
        "id": policy.id,
        "edition": policy.edition,
        "valid_from": policy.valid_from,
        "schemes": [
            {"state": s.state, "name": values.state(words, s.state), "id": s.id, "law": s.law, "grades": s.grades}
            for s in policy.schemes
        ],
        "unequal": [
            {"of": e.of, "level": _grade(policy, e.of, e.level), "by": e.by, "held": _grade(policy, e.by, e.held_as)}
            for e in policy.equivalences
            if e.level is not e.held_as
        ],
        "ceilings": [
            {"role": words.gettext(ROLES[c.role]), "service": c.service, "level": words.gettext(LEVELS[c.level])}
            for c in policy.ceilings
        ],
        "rules": [_rule(words, rule) for rule in policy.aggregations],
    }


def _grade(policy: LabelPolicy, scheme: str, level: Level) -> str:
    found = policy.scheme(scheme)
    return level.value if found is None else found.grade(level).fr


def _rule(words: Words, rule: Aggregation) -> str:
    return words.gettext(
        "More than %(n)s of the level “%(level)s”: the whole is handled as “%(handled)s”.",
        n=rule.more_than,
        level=words.gettext(LEVELS[rule.level]),
        handled=words.gettext(LEVELS[rule.handled_as]),
    )
