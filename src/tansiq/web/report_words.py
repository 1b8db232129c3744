"""The words of reports, requests and releases: grades, clocks, why something stays, where copies are."""

from collections.abc import Mapping
from enum import StrEnum

from tansiq.domain.agreement import NotAgreed
from tansiq.domain.record import Kind
from tansiq.domain.release import RecallReason, Stays
from tansiq.domain.report import Credibility, Reliability
from tansiq.domain.request import Outcome, Standing, Urgency
from tansiq.storage.holdings import HoldingState
from tansiq.web.languages import N_

RELIABILITY: Mapping[Reliability, str] = {
    Reliability.A: N_("A: no doubt about the source"),
    Reliability.B: N_("B: mostly proved right"),
    Reliability.C: N_("C: mostly proved wrong"),
    Reliability.X: N_("X: cannot be judged"),
}
CREDIBILITY: Mapping[Credibility, str] = {
    Credibility.CERTAIN: N_("1: certain"),
    Credibility.FIRST_HAND: N_("2: known to the source itself"),
    Credibility.SECOND_HAND: N_("3: heard by the source, confirmed by others"),
    Credibility.UNKNOWN: N_("4: heard by the source, not confirmed"),
}
URGENCIES: Mapping[Urgency, str] = {Urgency.URGENT: N_("urgent"), Urgency.ORDINARY: N_("ordinary")}
OUTCOMES: Mapping[Outcome, str] = {Outcome.ANSWERED: N_("answered"), Outcome.REFUSED: N_("refused")}
STANDINGS: Mapping[Standing, str] = {
    Standing.OPEN: N_("waits"),
    Standing.SOON: N_("due soon"),
    Standing.LATE: N_("late"),
    Standing.ESCALATED: N_("long late"),
    Standing.ANSWERED: N_("answered in time"),
    Standing.ANSWERED_LATE: N_("answered late"),
}
STANDING_MARKS: Mapping[Standing, str] = {
    Standing.OPEN: "neutral",
    Standing.SOON: "s3",
    Standing.LATE: "s2",
    Standing.ESCALATED: "s1",
    Standing.ANSWERED: "neutral",
    Standing.ANSWERED_LATE: "neutral",
}
RECALL_REASONS: Mapping[RecallReason, str] = {
    RecallReason.MISTAKE: N_("it was released by mistake"),
    RecallReason.OUTDATED: N_("it is no longer true"),
    RecallReason.SOURCE_AT_RISK: N_("it endangers a source"),
    RecallReason.ORDERED: N_("an authority ordered it"),
}
COPIES: Mapping[HoldingState, tuple[str, str]] = {
    HoldingState.SENT: ("neutral", N_("sent")),
    HoldingState.HELD: ("neutral", N_("held")),
    HoldingState.REFUSED: ("s2", N_("refused")),
    HoldingState.RECALLED: ("s3", N_("recalled")),
    HoldingState.GONE: ("neutral", N_("gone")),
}
"""Where a copy is: its mark and its word."""
STAYS: Mapping[StrEnum, str] = {
    Stays.LEVEL: N_("Its level is above what the agreement lets go."),
    Stays.CEILING: N_("Its level is above what you and a second person may let go."),
    Stays.NOT_RELEASABLE: N_("It is not releasable to this partner."),
    Stays.COMPARTMENT: N_("It is for named readers only."),
    Stays.NOT_THERE: N_("The partner does not have the record that it names."),
    Stays.NOTHING_LEFT: N_("No paragraph of it may go."),
    Stays.RECALLED: N_("It was recalled from this partner, which takes it no more."),
    NotAgreed.UNKNOWN: N_("There is no agreement with this partner."),
    NotAgreed.UNSIGNED: N_("The agreement is not signed by every party."),
    NotAgreed.NOT_VALID: N_("The agreement is not in force."),
    NotAgreed.DIRECTION: N_("The agreement lets nothing go in this direction."),
    NotAgreed.KIND: N_("The agreement is not about records of this kind."),
    NotAgreed.LEVEL: N_("Its level is above what the agreement lets go."),
}
"""Why something stays."""
GROUND_BY_VALUE: Mapping[str, str] = {key.value: text for key, text in STAYS.items()}
"""The same by the word that an error carries; both vocabularies mean the same by the same word."""
PATHS: Mapping[Kind, str] = {Kind.NOTICE: "/notices/", Kind.REPORT: "/reports/", Kind.REQUEST: "/requests/"}
"""Where records of a kind are read; a reply is read with its request."""
PARTS: Mapping[str, str] = {
    "title": N_("Title"),
    "paragraphs": N_("Paragraph"),
    "source": N_("Source"),
    "information": N_("Information"),
    "subjects": N_("Subject"),
    "places": N_("Places"),
    "since": N_("From"),
    "until": N_("Until"),
    "answers": N_("Answers the request"),
    "question": N_("Question"),
    "to": N_("To"),
    "urgency": N_("Urgency"),
    "due_at": N_("Due"),
    "about": N_("About"),
    "text": N_("Text"),
    "request": N_("Request"),
    "outcome": N_("Outcome"),
    "heading": N_("Label of the heading"),
    "basis": N_("Legal basis"),
    "reason": N_("Reason of the version"),
}
"""What the parts of reports, requests and replies are called."""
