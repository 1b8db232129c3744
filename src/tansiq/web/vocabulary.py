"""The words of every closed vocabulary, once.

Enumerations of the core map to English message ids, which the catalogues translate; a test holds that none is missing.
"""

from collections.abc import Mapping
from typing import Final

from tansiq.domain.access import Purpose, Reason, Role, Training
from tansiq.domain.dates import Calendar
from tansiq.domain.edition import Target
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act, Group
from tansiq.domain.label import Level
from tansiq.domain.link import Judgement
from tansiq.domain.notice import DocumentType, NameKind, Quality, Script, Sex
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Kind
from tansiq.domain.source import Format
from tansiq.matching import Part, Rule
from tansiq.web.languages import N_
from tansiq.web.office_words import OFFICE_FIELDS, OFFICER_ACTS

STATES: Mapping[str, str] = {
    "DZ": N_("Algeria"),
    "TN": N_("Tunisia"),
    "LY": N_("Libya"),
    "MA": N_("Morocco"),
    "UN": N_("United Nations"),
    "US": N_("United States"),
    "EU": N_("European Union"),
}
"""States and organisations that own notices; another code shows as itself."""

LEVELS = {
    Level.UNCLASSIFIED: N_("Unclassified"),
    Level.RESTRICTED: N_("Restricted"),
    Level.CONFIDENTIAL: N_("Confidential"),
    Level.SECRET: N_("Secret"),
    Level.TOP_SECRET: N_("Top secret"),
}

ROLES = {
    Role.REGISTRY_OFFICER: N_("registry officer"),
    Role.LIAISON_ANALYST: N_("liaison analyst"),
    Role.POST_OFFICER: N_("post officer"),
    Role.WATCH_OFFICER: N_("watch officer"),
    Role.BORDER_PLANNER: N_("border planner"),
    Role.CASE_OFFICER: N_("case officer"),
    Role.COMMITTEE_SECRETARY: N_("committee secretary"),
    Role.OVERSIGHT_INSPECTOR: N_("oversight inspector"),
    Role.ADMINISTRATOR: N_("administrator"),
}

PURPOSES = {
    Purpose.REGISTRY: N_("keeping the list"),
    Purpose.LIAISON: N_("work with the partner"),
    Purpose.SCREENING: N_("checks at the border"),
    Purpose.OPERATIONS: N_("the operations room"),
    Purpose.PLANNING: N_("the border plan"),
    Purpose.CASEWORK: N_("work on a case"),
    Purpose.COMMITTEE: N_("the committees"),
    Purpose.OVERSIGHT: N_("oversight"),
    Purpose.ADMINISTRATION: N_("administration"),
}
"""Why somebody works, as a session states it."""

TRAININGS = {
    Training.CLASSIFIED: N_("handling of classified information"),
    Training.CHILDREN: N_("rights of children"),
    Training.EVIDENCE: N_("weighing of evidence"),
    Training.SCREENING: N_("checks of travellers"),
}

MEASURES = {
    Measure.ARREST: N_("arrest"),
    Measure.LOCATE: N_("locate"),
    Measure.JUDICIAL_PROCEDURE: N_("judicial procedure"),
    Measure.INQUIRY_CHECK: N_("inquiry check"),
    Measure.DISCREET_CHECK: N_("discreet check"),
    Measure.REFUSE_ENTRY: N_("refusal of entry"),
    Measure.PROTECT: N_("protection"),
}

SEVERITY = {
    Measure.ARREST: "s1",
    Measure.LOCATE: "s2",
    Measure.PROTECT: "s2",
    Measure.DISCREET_CHECK: "s2",
    Measure.REFUSE_ENTRY: "s3",
    Measure.JUDICIAL_PROCEDURE: "s3",
    Measure.INQUIRY_CHECK: "s4",
}
"""The mark of a measure's chip: shape and colour, always beside its word."""

OFFENCES = {
    Offence.ARMED_GROUP: N_("belonging to an armed group"),
    Offence.ATTACK: N_("attack"),
    Offence.TRAVEL: N_("travel to join an armed group"),
    Offence.TRAINING: N_("giving or receiving training"),
    Offence.RECRUITMENT: N_("recruitment"),
    Offence.FINANCING: N_("financing"),
    Offence.INCITEMENT: N_("incitement to violence"),
    Offence.LOGISTICS: N_("logistics and passage"),
    Offence.WEAPONS: N_("weapons and explosives"),
    Offence.ESCAPE: N_("escape from custody"),
    Offence.LISTED_ABROAD: N_("listed by a foreign authority"),
    Offence.PROTECTION: N_("person to protect"),
}

CAUTIONS = {
    Caution.ARMED: N_("armed"),
    Caution.VIOLENT: N_("violent"),
    Caution.EXPLOSIVES: N_("explosives"),
    Caution.ESCAPE_RISK: N_("risk of escape"),
    Caution.SELF_HARM: N_("risk of self-harm"),
    Caution.ILLNESS: N_("illness"),
    Caution.FALSE_DOCUMENTS: N_("false documents"),
    Caution.WITH_CHILDREN: N_("with children"),
}

NAME_KINDS = {
    NameKind.PRIMARY: N_("main name"),
    NameKind.ALIAS: N_("other name"),
    NameKind.KUNYA: N_("kunya"),
    NameKind.MAIDEN: N_("maiden name"),
}
QUALITIES = {Quality.GOOD: N_("reliable"), Quality.LOW: N_("doubtful")}
SCRIPTS = {Script.ARABIC: N_("Arabic script"), Script.LATIN: N_("Latin script"), Script.OTHER: N_("other script")}
SEXES = {Sex.FEMALE: N_("female"), Sex.MALE: N_("male")}
DOCUMENT_TYPES = {
    DocumentType.PASSPORT: N_("passport"),
    DocumentType.NATIONAL_ID: N_("national identity card"),
    DocumentType.RESIDENCE: N_("residence permit"),
    DocumentType.OTHER: N_("other document"),
}
CALENDARS = {Calendar.GREGORIAN: N_("Gregorian"), Calendar.HIJRI: N_("Hijri")}
JUDGEMENTS = {
    Judgement.SAME: N_("same person"),
    Judgement.DIFFERENT: N_("different persons"),
    Judgement.UNSURE: N_("unsure"),
}
FORMATS = {
    Format.UN_XML: N_("UN consolidated list (XML)"),
    Format.OFAC_CSV: N_("OFAC list (CSV files)"),
    Format.CSV: N_("Table (CSV)"),
    Format.XLSX: N_("Table (Excel)"),
    Format.FTM: N_("FollowTheMoney (JSON lines)"),
    Format.SIGNED: N_("Signed list of a partner"),
}

FIELDS: Mapping[str, str] = {
    "reference": N_("Number"),
    "names": N_("Names"),
    "value": N_("Name"),
    "births": N_("Birth"),
    "birth_places": N_("Place of birth"),
    "places": N_("Place"),
    "sex": N_("Sex"),
    "nationalities": N_("Nationality"),
    "documents": N_("Documents"),
    "description": N_("Description"),
    "offence": N_("Offence"),
    "threshold": N_("Threshold statement"),
    "measure": N_("Measure"),
    "cautions": N_("Cautions"),
    "minor": N_("Minor"),
    "reviewer": N_("Reviewer"),
    "review_on": N_("Next review"),
    "origin": N_("Origin"),
    "ended": N_("Ended"),
    "owner": N_("Owner"),
    "label": N_("Label"),
    "basis": N_("Legal basis"),
    "basis.authority": N_("Issuing authority"),
    "basis.reference": N_("Legal basis"),
    "agreement": N_("Agreement between states"),
    "retain_until": N_("Erasure on"),
    "reason": N_("Reason"),
    "publisher": N_("Publisher"),
    "columns": N_("Columns"),
    "mapping": N_("Columns"),
    "password": N_("Password"),
    "list_key": N_("List"),
    "title": N_("Title"),
    **OFFICE_FIELDS,
}
"""Fields of records as people call them; an unknown field shows as itself."""

TARGETS = {
    Target.REFERENCE: N_("number of the entry"),
    Target.NAME: N_("whole name"),
    Target.NAME_ARABIC: N_("whole name in Arabic script"),
    Target.GIVEN_NAME: N_("given name"),
    Target.FATHER_NAME: N_("father's name"),
    Target.FAMILY_NAME: N_("family name"),
    Target.ALIASES: N_("other names"),
    Target.KUNYA: N_("kunya"),
    Target.MAIDEN_NAME: N_("maiden name"),
    Target.BIRTH: N_("date of birth"),
    Target.BIRTH_PLACE: N_("place of birth"),
    Target.SEX: N_("sex"),
    Target.NATIONALITY: N_("nationality"),
    Target.PASSPORT: N_("passport"),
    Target.NATIONAL_ID: N_("national identity card"),
    Target.OTHER_DOCUMENT: N_("other document"),
    Target.DESCRIPTION: N_("description"),
    Target.LISTED_ON: N_("listed on"),
    Target.OFFENCE: N_("offence"),
    Target.MEASURE: N_("measure"),
    Target.AUTHORITY: N_("issuing authority"),
    Target.BASIS: N_("legal basis"),
    Target.BASIS_DATE: N_("date of the legal basis"),
    Target.THRESHOLD: N_("threshold statement"),
    Target.CAUTIONS: N_("cautions"),
    Target.MINOR: N_("minor"),
    Target.REVIEWER: N_("reviewer"),
    Target.REVIEW_ON: N_("next review"),
    Target.ENDS_ON: N_("end"),
}

PROBLEMS = {
    Problem.REQUIRED: N_("Enter this; no notice can be without it."),
    Problem.TOO_LONG: N_("Shorten this."),
    Problem.TOO_MANY: N_("There are too many of these."),
    Problem.NOT_IN_LIST: N_("Choose a value of the list."),
    Problem.NOT_A_DATE: N_("Write a date such as 27/9/1991, 09/1991 or 1991."),
    Problem.NOT_A_NUMBER: N_("Write a number."),
    Problem.IN_THE_FUTURE: N_("This date is in the future."),
    Problem.IN_THE_PAST: N_("This date is in the past."),
    Problem.OUT_OF_RANGE: N_("This is outside what is allowed."),
    Problem.BEFORE_START: N_("The end is before the beginning."),
    Problem.AFTER_RETENTION: N_("This measure allows no later end."),
    Problem.FORBIDDEN_CHARACTER: N_("This holds a character that turns or hides text. Type it again."),
    Problem.NO_PRIMARY_NAME: N_("One main name is needed."),
    Problem.SAME_THING_TWICE: N_("This is there twice."),
    Problem.MINOR_NEEDS_PROTECTION: N_("For a minor, the only measure is protection."),
    Problem.FOREIGN_MEASURE: N_("This measure belongs to foreign lists only."),
    Problem.FORBIDDEN_GROUND: N_(
        "No notice may rest on opinion, assembly, journalism, belief or appearance. State the facts of the offence."
    ),
    Problem.MALFORMED: N_("This does not have the expected form."),
    Problem.NEEDS_SECOND_PERSON: N_("This protects the record less than before: a second person must approve it."),
    Problem.ABOVE_CEILING: N_("This is above what you may let go to others."),
}

_HEAD: Final = N_("Ask the head of your service if you need it for your work.")
REFUSALS: Mapping[str, tuple[str, str]] = {
    Reason.ROLE: (N_("Your role does not allow this."), _HEAD),
    Reason.MANDATE: (N_("Your mandate has ended."), _HEAD),
    Reason.TRAINING: (N_("Your role presupposes a training that is not noted for you."), _HEAD),
    Reason.PURPOSE: (
        N_("The purpose of this session does not allow this."),
        N_("Sign in again and state another purpose, if it is true."),
    ),
    Reason.RELEASE_LEVEL: (N_("The level of this is above what your role releases."), _HEAD),
    Reason.NOT_OWNER: (
        N_("This belongs to another state; only its owner changes it."),
        N_("Ask a liaison analyst to tell the owner."),
    ),
    Reason.NOT_RELEASABLE: (
        N_("Its owner has not released this to your state."),
        N_("Ask a liaison analyst to request its release."),
    ),
    Reason.LEVEL: (N_("The level of this is above what your role reads."), _HEAD),
    Reason.COMPARTMENT: (N_("This has named readers only."), _HEAD),
    Reason.MINOR: (N_("A minor's notice has named readers only."), _HEAD),
    Reason.CASE: (N_("This has named readers only."), _HEAD),
}
"""Why the policy refuses, and whom to ask. What somebody may not see at all is absent and never refused in words."""

PARTS = {
    Part.PRIOR: N_("before comparing"),
    Part.NAME: N_("name"),
    Part.GIVEN_NAME: N_("given name"),
    Part.FAMILY_NAME: N_("family name"),
    Part.KUNYA: N_("kunya"),
    Part.ALIAS: N_("other names"),
    Part.BIRTH: N_("birth"),
    Part.PLACE: N_("place"),
    Part.SEX: N_("sex"),
    Part.NATIONALITY: N_("nationality"),
    Part.DOCUMENT: N_("document"),
}

RULES = {
    Rule.PRIOR: N_("two notices drawn at random"),
    Rule.NAME_EQUAL: N_("same spelling"),
    Rule.NAME_SAME_SOUND: N_("same sound, other spelling"),
    Rule.NAME_SIMILAR: N_("similar"),
    Rule.NAME_INITIAL: N_("initial only"),
    Rule.NAME_GLUED: N_("joined or split"),
    Rule.NAME_WHOLE: N_("how much of the name agrees"),
    Rule.NAME_LEFT_OVER: N_("part without a counterpart"),
    Rule.NAME_CONTRADICTION: N_("parts that contradict"),
    Rule.GIVEN_NAME_CONTRADICTION: N_("given names that contradict"),
    Rule.GIVEN_NAME_MISSING: N_("given name missing"),
    Rule.NAME_ORDER: N_("other order"),
    Rule.NAME_WEAK_ALIAS: N_("doubtful name"),
    Rule.NAME_CEILING: N_("limit for names alone"),
    Rule.NAME_FLOOR: N_("least for names"),
    Rule.NAME_MANY_ALIASES: N_("one of many names"),
    Rule.ALIAS_ALSO_AGREES: N_("another name agrees too"),
    Rule.BIRTH_DAY_EQUAL: N_("same day"),
    Rule.BIRTH_DEFAULT_DAY_EQUAL: N_("same day, 1 January"),
    Rule.BIRTH_DAY_MONTH_SWAPPED: N_("day and month swapped"),
    Rule.BIRTH_ONE_DAY_APART: N_("one day apart"),
    Rule.BIRTH_ONE_DIGIT_APART: N_("one digit apart"),
    Rule.BIRTH_MONTH_EQUAL: N_("same month"),
    Rule.BIRTH_YEAR_EQUAL: N_("same year"),
    Rule.BIRTH_SAME_YEAR_OTHER_DAY: N_("same year, other day"),
    Rule.BIRTH_OVERLAPS: N_("possible at the same time"),
    Rule.BIRTH_ONE_YEAR_APART: N_("one year apart"),
    Rule.BIRTH_FEW_YEARS_APART: N_("a few years apart"),
    Rule.BIRTH_YEARS_APART: N_("years apart"),
    Rule.BIRTH_GENERATION_APART: N_("a generation apart"),
    Rule.PLACE_EQUAL: N_("same place"),
    Rule.PLACE_SHARES_WORD: N_("place shares a word"),
    Rule.PLACE_DIFFERENT: N_("other place"),
    Rule.SEX_EQUAL: N_("same sex"),
    Rule.SEX_DIFFERENT: N_("other sex"),
    Rule.NATIONALITY_SHARED: N_("shared nationality"),
    Rule.NATIONALITY_DIFFERENT: N_("other nationality"),
    Rule.DOCUMENT_EQUAL: N_("same document"),
    Rule.DOCUMENT_EQUAL_OTHER_COUNTRY: N_("same number, other country"),
    Rule.DOCUMENT_ONE_CHARACTER_APART: N_("one character apart"),
    Rule.DOCUMENT_DIFFERENT: N_("other document"),
}

ACTS = {
    Act.NOTICE_ISSUED: N_("notice issued"),
    Act.NOTICE_CORRECTED: N_("notice corrected"),
    Act.NOTICE_RENEWED: N_("notice renewed"),
    Act.NOTICE_ENDED: N_("notice ended"),
    Act.NOTICE_REOPENED: N_("notice in force again"),
    Act.NOTICE_RECEIVED: N_("notice received"),
    Act.NOTICE_REFUSED: N_("notice refused by the compliance check"),
    Act.NOTICE_PRINTED: N_("notice printed"),
    Act.LIST_IMPORTED: N_("list imported"),
    Act.LIST_EXPORTED: N_("list exported"),
    Act.ROW_MENDED: N_("row mended"),
    Act.ROW_DISCARDED: N_("row let go"),
    Act.LINK_JUDGED: N_("pair judged"),
    Act.LINK_WITHDRAWN: N_("judgement taken back"),
    Act.PAIR_DEFERRED: N_("pair put off"),
    Act.RECORD_ERASED: N_("record erased"),
    Act.SIGNED_IN: N_("signed in"),
    Act.SIGNED_OUT: N_("signed out"),
    Act.SIGN_IN_FAILED: N_("sign-in failed"),
    Act.ACCOUNT_CREATED: N_("account created"),
    Act.PASSWORD_CHANGED: N_("password changed"),
    Act.PARTNER_ENROLLED: N_("partner enrolled"),
    **OFFICER_ACTS,
    Act.LIST_READ: N_("page of a list shown"),
    Act.SEARCHED: N_("search answered"),
    Act.PERSON_READ: N_("person opened"),
    Act.NOTICE_READ: N_("notice opened"),
    Act.HISTORY_READ: N_("history opened"),
    Act.PAIR_READ: N_("pair opened"),
    Act.ACCESS_REFUSED: N_("access refused"),
    Act.JOURNAL_READ: N_("journal read"),
    Act.JOURNAL_EXPORTED: N_("journal exported"),
    Act.LABEL_POLICY_ADOPTED: N_("label policy adopted"),
    Act.LABEL_REVIEWED: N_("label reviewed: the level stays"),
    Act.LABEL_DOWNGRADED: N_("label downgraded"),
    Act.KEY_ROTATED: N_("key rotated"),
    Act.JOURNAL_REPLACED: N_("an older or another journal was put in place"),
}

GROUPS = {
    Group.READ: N_("Content seen"),
    Group.CHANGED: N_("Records changed"),
    Group.RELEASED: N_("Content released"),
    Group.REFUSED: N_("Refusals"),
    Group.EXCEPTION: N_("Break-glass and approvals"),
    Group.ADMITTED: N_("Accounts, keys and sign-ins"),
    Group.OVERSEEN: N_("Oversight itself"),
}

KINDS = {
    Kind.NOTICE: N_("notice"),
    Kind.LINK: N_("judgement"),
    Kind.SOURCE: N_("edition of a list"),
    Kind.AGREEMENT: N_("agreement"),
    Kind.REPORT: N_("report"),
    Kind.REQUEST: N_("request"),
    Kind.REPLY: N_("reply"),
}
