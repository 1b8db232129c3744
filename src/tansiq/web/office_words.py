"""The words of what officers do with each other: acts of two persons and what became of them, objections, accounts."""

from collections.abc import Mapping

from tansiq.domain.approval import Objection, State, TwoPersonAct
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act
from tansiq.web.languages import N_

TWO_PERSON_ACTS: Mapping[TwoPersonAct, str] = {
    TwoPersonAct.ACCOUNT: N_("account"),
    TwoPersonAct.PRIVILEGED_ACCOUNT: N_("privileged account"),
    TwoPersonAct.RECOVERY: N_("recovery of an account"),
    TwoPersonAct.BREAK_GLASS: N_("break-glass"),
    TwoPersonAct.RELEASE: N_("release above a level"),
    TwoPersonAct.DOWNGRADE: N_("downgrade of a label"),
    TwoPersonAct.CLEARANCE_END: N_("end of a clearance"),
    TwoPersonAct.NAMESAKE_END: N_("end of a namesake's clearance"),
    TwoPersonAct.COERCIVE_OUTCOME: N_("coercive outcome"),
    TwoPersonAct.EARLY_ERASURE: N_("erasure before its time"),
    TwoPersonAct.PARTNER_ENROLMENT: N_("enrolment of a partner"),
    TwoPersonAct.PARTNER_KEY: N_("revocation of a partner's key"),
    TwoPersonAct.PARTNER_END: N_("end of a partnership"),
    TwoPersonAct.AGREEMENT: N_("signature of an agreement"),
    TwoPersonAct.AGREEMENT_END: N_("early end of an agreement"),
}

APPROVAL_STATES: Mapping[State, str] = {
    State.PROPOSED: N_("waits"),
    State.APPROVED: N_("approved"),
    State.REJECTED: N_("rejected"),
    State.WITHDRAWN: N_("withdrawn"),
    State.EXPIRED: N_("lapsed"),
}

OBJECTIONS: Mapping[str, tuple[str, str]] = {
    Objection.OWN_PROPOSAL: (
        N_("Nobody approves what they proposed themselves."),
        N_("Another officer of your service decides."),
    ),
    Objection.ABOUT_ONESELF: (
        N_("Nobody decides what is about themselves."),
        N_("Another officer of your service decides."),
    ),
    Objection.NOT_APPROVER: (N_("Your role does not decide this."), N_("The table says which roles do.")),
    Objection.NOT_PROPOSER: (N_("Only who proposed this withdraws it."), N_("You may reject it, with a reason.")),
}
"""Why somebody may not take a step, and what then."""

OFFICER_ACTS: Mapping[Act, str] = {
    Act.ACCOUNT_CHANGED: N_("account changed"),
    Act.ACCOUNT_CLOSED: N_("account closed"),
    Act.ACCOUNT_RECOVERED: N_("account recovered"),
    Act.FACTOR_ENROLLED: N_("second factor enrolled"),
    Act.FACTOR_REMOVED: N_("second factor removed"),
    Act.SESSION_REVOKED: N_("session revoked"),
    Act.PURPOSE_CHANGED: N_("purpose changed"),
    Act.IDENTITY_PROVED: N_("identity proved again"),
    Act.APPROVAL_PROPOSED: N_("proposed to a second person"),
    Act.APPROVAL_APPROVED: N_("approved by a second person"),
    Act.APPROVAL_REJECTED: N_("rejected by a second person"),
    Act.APPROVAL_WITHDRAWN: N_("proposal withdrawn"),
    Act.APPROVAL_EXPIRED: N_("proposal lapsed"),
    Act.GLASS_BROKEN: N_("break-glass opened"),
    Act.GLASS_CLOSED: N_("break-glass closed"),
    Act.PARTNER_CARD_TAKEN: N_("card of a partner taken"),
    Act.PARTNER_KEY_REVOKED: N_("key of a partner revoked"),
    Act.PARTNER_ENDED: N_("partnership ended"),
    Act.AGREEMENT_PROPOSED: N_("agreement proposed"),
    Act.AGREEMENT_SIGNED: N_("agreement signed"),
    Act.AGREEMENT_ENDED: N_("agreement ended"),
    Act.RECORD_RELEASED: N_("released to a partner"),
    Act.RECORD_RECALLED: N_("recalled from a partner"),
    Act.RECORD_RECEIVED: N_("received from a partner"),
    Act.RECORD_WRITTEN: N_("report, request or reply written"),
    Act.RECORD_CORRECTED: N_("report corrected"),
    Act.RECORD_READ: N_("report or request opened"),
    Act.RECALL_APPLIED: N_("erased, as its owner recalled it"),
    Act.ITEM_REFUSED: N_("refused what a partner sent"),
    Act.ITEM_PARKED: N_("put aside what a partner sent"),
    Act.ITEM_REFUSED_THERE: N_("a partner refused what was sent"),
    Act.LETTER_REFUSED: N_("refused a letter of unknown origin"),
    Act.LANE_HALTED: N_("exchange with a partner halted"),
    Act.LANE_RESUMED: N_("exchange with a partner resumed"),
    Act.JOURNAL_FORKED: N_("a partner’s journal has two stories"),
}

OFFICE_FIELDS: Mapping[str, str] = {
    "wanted": N_("New password"),
    "code": N_("Code"),
    "passkey": N_("Passkey"),
    "purpose": N_("Purpose"),
    "account": N_("Account"),
    "name": N_("Name"),
    "role": N_("Role"),
    "service": N_("Service"),
    "state": N_("State"),
    "clearance": N_("Clearance"),
    "compartments": N_("Compartments"),
    "compartment": N_("Compartment"),
    "trainings": N_("Training"),
    "cases": N_("Cases"),
    "mandate_until": N_("End of the mandate"),
    "record": N_("Record"),
    "minutes": N_("For how long"),
}
"""Fields of the forms of accounts, sign-in and break-glass."""

OFFICE_PROBLEMS: Mapping[tuple[str, Problem], str] = {
    ("password", Problem.OUT_OF_RANGE): N_("Choose a longer password: ten characters or more."),
    ("password", Problem.SAME_THING_TWICE): N_("Choose another password than the one that you were given."),
    ("wanted", Problem.OUT_OF_RANGE): N_("Choose a longer password: ten characters or more."),
    ("code", Problem.MALFORMED): N_(
        "This is not the code of now. Look at the clock of your device, and type the next one."
    ),
    ("passkey", Problem.MALFORMED): N_("The passkey did not answer what was asked. Try again."),
    ("passkey", Problem.TOO_MANY): N_("Remove a passkey first; five are the most."),
    ("passkey", Problem.REQUIRED): N_("This is your last second factor; enrol another one first."),
    ("account", Problem.FORBIDDEN_CHARACTER): N_(
        "Use the letters a to z, digits, and single points or strokes between them."
    ),
    ("account", Problem.TOO_LONG): N_("Shorten this."),
    ("clearance", Problem.OUT_OF_RANGE): N_("This role reads no such level."),
    ("mandate_until", Problem.OUT_OF_RANGE): N_("A mandate lasts three years at most."),
    ("record", Problem.REQUIRED): N_("Name one record or one compartment, not both."),
}
"""What is wrong with a value of these forms, where the general words do not say it."""
