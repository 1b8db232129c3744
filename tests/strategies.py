"""Generated values for property tests: real records of each kind, whose parts obey the rules that constructors hold.

`records()` draws notices, links and sources; `notices(...)`, notices whose given parts are as given.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tansiq.domain import text
from tansiq.domain.access import Officer, Purpose, Role, Training
from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.link import Judgement, Link
from tansiq.domain.notice import (
    Document,
    DocumentType,
    Name,
    NameKind,
    Notice,
    Origin,
    Place,
    Quality,
    Sex,
    latest_end,
    script_of,
)
from tansiq.domain.offence import Caution, Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.source import Format, Source
from tansiq.trust.identifiers import uuid7

STATES = ("DZ", "TN", "MA", "UN")
TRICKY = (
    "é",
    "ß-'\\\"/",
    "\u0632\u0628\u064a\u0631",
    "\u064b\u0628",
    "a\u200cb",
    "\U0001f600",
    "\u0439 b",
    "Ab cd",
    "0",
    "e\u0323",
)
"""What encoders get wrong: quotes, marks, joiners, letters beyond the first plane."""


def clean(value, *, lines=False):
    try:
        return text.clean("text", value, lines=lines, limit=text.LONG)
    except InvalidError:
        return ""


TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
COMPARTMENTS = st.sampled_from(("blue", "red"))
IDS = st.builds(uuid7, TIMES, st.binary(min_size=10, max_size=10))
WORDS = st.lists(st.sampled_from(TRICKY), min_size=1, max_size=3).map(lambda v: clean(" ".join(v)))
LINES = st.lists(st.sampled_from(TRICKY), max_size=3).map(lambda v: clean("\n".join(v), lines=True))
FACTS = st.lists(st.sampled_from(TRICKY), min_size=1, max_size=3).map(lambda v: clean("\n".join(v), lines=True))
COUNTRIES = st.sampled_from(("DZ", "TN", "MA", "FR"))
DAYS = st.dates(date(1950, 1, 1), date(2040, 1, 1))
OWNERS = st.builds(Owner, state=st.sampled_from(STATES), service=WORDS)
BASES = st.builds(Basis, authority=WORDS, reference=WORDS, on=st.none() | DAYS, agreement=st.none() | WORDS)
LABELS = st.builds(
    Label,
    policy=WORDS,
    level=st.sampled_from(Level),
    releasable_to=st.lists(st.sampled_from(STATES), unique=True, max_size=3).map(tuple),
    compartments=st.just(()) | st.lists(COMPARTMENTS | WORDS, max_size=2).map(tuple),
    codes=st.lists(st.sampled_from(HandlingCode), unique=True).map(tuple),
    review_on=st.none() | DAYS,
)
NAMES = st.builds(
    lambda value, kind, quality: Name(value=value, script=script_of(value), kind=kind, quality=quality),
    WORDS,
    st.sampled_from(NameKind),
    st.sampled_from(Quality),
)
BIRTHS = st.builds(
    PartialDate, year=st.integers(1900, 2010), month=st.none() | st.integers(1, 12), circa=st.booleans()
) | st.builds(PartialDate, year=st.integers(1300, 1440), calendar=st.just(Calendar.HIJRI))
DOCUMENTS = st.builds(
    Document, type=st.sampled_from(DocumentType), number=WORDS, country=st.none() | COUNTRIES, note=LINES
)
ORIGINS = st.builds(Origin, list_key=WORDS, reference=WORDS, source=IDS, listed_on=st.none() | DAYS)
OFFICERS = st.builds(
    Officer,
    id=st.just("o"),
    name=st.just("A. Officer"),
    role=st.sampled_from(Role),
    state=st.sampled_from(STATES),
    service=st.just("Registry"),
    clearance=st.sampled_from(Level),
    compartments=st.frozensets(COMPARTMENTS),
    mandate_until=st.none() | DAYS,
    trainings=st.frozensets(st.sampled_from(Training)) | st.just(frozenset(Training)),
    purpose=st.none() | st.sampled_from(Purpose),
    cases=st.frozensets(IDS, max_size=2),
    at=st.none() | st.just(datetime(2026, 11, 23, 12, tzinfo=UTC)),
)


def several(values, most=3):
    return st.lists(values, unique=True, max_size=most).map(tuple)


@st.composite
def bodies(draw, made_on):
    minor = draw(st.booleans())
    measure = Measure.PROTECT if minor else draw(st.sampled_from(Measure))
    origin = draw(ORIGINS) if measure is Measure.REFUSE_ENTRY else draw(st.none() | ORIGINS)
    first = replace(draw(NAMES), kind=NameKind.PRIMARY)
    names = [n for n in draw(several(NAMES)) if n != first]
    return Notice(
        reference=draw(WORDS),
        names=(first, *names),
        births=draw(several(BIRTHS)),
        birth_places=draw(several(st.builds(Place, value=WORDS, country=st.none() | COUNTRIES))),
        sex=draw(st.none() | st.sampled_from(Sex)),
        nationalities=draw(several(COUNTRIES)),
        documents=draw(several(DOCUMENTS)),
        description=draw(LINES),
        offence=draw(st.sampled_from(Offence)),
        threshold=draw(FACTS),
        measure=measure,
        cautions=draw(several(st.sampled_from(Caution))),
        minor=minor,
        reviewer=draw(WORDS),
        review_on=made_on + timedelta(days=draw(st.integers(0, 365))),
        origin=origin,
    )


@st.composite
def notices(draw):
    """Version 1 of a notice."""
    made_at = draw(TIMES)
    body = draw(bodies(made_at.date()))
    longest = (latest_end(body.measure, made_at.date()) - made_at.date()).days
    return draw(_records(Kind.NOTICE, body, made_at, draw(st.integers(0, longest))))


@st.composite
def links(draw):
    left, right = sorted(draw(st.lists(IDS, min_size=2, max_size=2, unique=True)))
    body = Link(
        left=left,
        right=right,
        left_version=draw(st.integers(1, 9)),
        right_version=draw(st.integers(1, 9)),
        judgement=draw(st.sampled_from(Judgement)),
        probability_ppm=draw(st.none() | st.integers(0, 1_000_000)),
        withdrawn=draw(st.booleans()),
    )
    return draw(_records(Kind.LINK, body, draw(TIMES), 365))


@st.composite
def sources(draw):
    count = st.integers(0, 1_000_000)
    body = Source(
        list_key=draw(WORDS),
        title=draw(WORDS),
        format=draw(st.sampled_from(Format)),
        edition=draw(WORDS),
        file_name=draw(WORDS),
        sha256="0" * 64,
        added=draw(count),
        changed=draw(count),
        removed=draw(count),
        unchanged=draw(count),
        quarantined=draw(count),
    )
    return draw(_records(Kind.SOURCE, body, draw(TIMES), 365))


def _records(kind, body, made_at, days):
    return st.builds(
        Record,
        id=IDS,
        kind=st.just(kind),
        owner=OWNERS,
        version=st.just(1),
        label=LABELS,
        basis=BASES,
        retain_until=st.just(made_at.date() + timedelta(days=days)),
        made_by=WORDS,
        made_at=st.just(made_at),
        reason=LINES,
        body=st.just(body),
    )


def records():
    return notices() | links() | sources()
