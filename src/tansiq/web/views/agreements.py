"""Agreements as pages show them: terms as rows that a person can read, who signed, whether it is in force."""

from datetime import date
from typing import Any

from tansiq.domain.agreement import Agreement, Signed, Term
from tansiq.domain.errors import InvalidError, Problem
from tansiq.web.languages import N_, Words
from tansiq.web.views import officers as office
from tansiq.web.views import values
from tansiq.web.vocabulary import KINDS, LEVELS, PURPOSES

FIELDS = {
    "title": N_("Title"),
    "parties": N_("With"),
    "valid_from": N_("In force from"),
    "valid_until": N_("Last day"),
    "kinds": N_("What"),
    "level": N_("Up to level"),
    "purposes": N_("For"),
    "reason": N_("Reason"),
}
"""Fields of the form; those of a way are named alike on both sides."""


def error(words: Words, wrong: InvalidError) -> dict[str, str]:
    """What is wrong with a value of the form."""
    label = FIELDS.get(wrong.field.rpartition(".")[2])
    if wrong.problem is not Problem.REQUIRED or label is None:
        return office.error(words, wrong)
    text = words.gettext("%(field)s: this is needed.") % {"field": words.gettext(label)}
    return {"field": wrong.field, "text": text}


def term(words: Words, one: Term) -> dict[str, str]:
    """One direction of an agreement."""
    takers = " · ".join(values.state(words, code) for code in one.takers)
    second = one.second_person_from
    days = one.retention_days
    return {
        "way": words.gettext("%(giver)s to %(takers)s") % {"giver": values.state(words, one.giver), "takers": takers},
        "kinds": " · ".join(words.gettext(KINDS[kind]) for kind in one.kinds),
        "level": words.gettext(LEVELS[one.level]),
        "purposes": " · ".join(words.gettext(PURPOSES[purpose]) for purpose in one.purposes),
        "keeps": words.gettext("as the owner says")
        if days is None
        else words.ngettext("%(n)s day", "%(n)s days", days),
        "goes": words.gettext("by itself") if one.standing else words.gettext("by decision"),
        "second": words.gettext("none") if second is None else words.gettext(LEVELS[second]),
    }


def state(words: Words, one: Signed, today: date) -> tuple[str, str]:
    """Where an agreement stands: the mark and the word."""
    body = one.record.body
    if body.ended_on is not None or body.valid_until < today:
        return "neutral", words.gettext("over")
    if not one.is_whole:
        return "s3", words.gettext("not signed by all")
    if today < body.valid_from:
        return "s3", words.gettext("not begun")
    return "ok", words.gettext("in force")


def agreement(words: Words, one: Signed, today: date) -> dict[str, Any]:
    """One agreement."""
    record, body = one.record, one.record.body
    kind, said = state(words, one, today)
    return {
        "id": str(record.id),
        "href": f"/agreements/{record.id}",
        "version": record.version,
        "kind": kind,
        "state": said,
        "is_over": body.ended_on is not None,
        "signers": [{"name": values.state(words, p), "signed": p in one.signers} for p in body.parties],
        **content(words, body),
    }


def content(words: Words, body: Agreement) -> dict[str, Any]:
    """What an agreement says."""
    clocks = body.clocks
    return {
        "title": body.title,
        "parties": " · ".join(values.state(words, code) for code in body.parties),
        "valid_from": body.valid_from,
        "valid_until": body.valid_until,
        "ended_on": body.ended_on,
        "ended_by": None if body.ended_by is None else values.state(words, body.ended_by),
        "terms": [term(words, one) for one in body.terms],
        "clocks": [
            (words.gettext("Urgent request"), words.ngettext("%(n)s hour", "%(n)s hours", clocks.urgent)),
            (words.gettext("Ordinary request"), words.ngettext("%(n)s hour", "%(n)s hours", clocks.ordinary)),
            (words.gettext("Recall without receipt"), words.ngettext("%(n)s hour", "%(n)s hours", clocks.recall)),
        ],
    }


def facts(words: Words, body: Agreement) -> list[tuple[str, str]]:
    """All that an agreement says, as labels with texts."""
    said = content(words, body)
    found = [
        (words.gettext("Title"), body.title),
        (words.gettext("Parties"), said["parties"]),
        (words.gettext("In force from"), words.date(body.valid_from)),
        (words.gettext("Last day"), words.date(body.valid_until)),
    ]
    for one in said["terms"]:
        keeps = words.gettext("kept: %(days)s") % {"days": one["keeps"]}
        goes = words.gettext("goes %(how)s") % {"how": one["goes"]}
        second = words.gettext("second person from: %(level)s") % {"level": one["second"]}
        found.append((one["way"], " · ".join([one["kinds"], one["level"], one["purposes"], keeps, goes, second])))
    return [*found, *said["clocks"]]
