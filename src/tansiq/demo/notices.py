"""Notices: one person as one state's register writes them, complete with owner, label, basis and end."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from tansiq.demo.births import entry_births, entry_places
from tansiq.demo.names import entry_names
from tansiq.demo.people import Person
from tansiq.demo.sentences import CAUTIONS, MEASURES, OFFENCES, SIGNS, THRESHOLDS, TRADES, describe
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.notice import Document, Notice, Sex, later, latest_end
from tansiq.domain.offence import RETENTION_YEARS, WARNING_DAYS, Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.trust.identifiers import uuid7


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One state's register: who keeps it and how it speaks.

    Attributes:
        policy: the state's scheme of classification; `partner`, the state to which notices are released.
        arabic: share of notices whose text is Arabic, the rest being French.
    """

    state: str
    partner: str
    policy: str
    services: tuple[str, ...]
    courts: tuple[tuple[str, str], ...]
    arabic: float


REGISTERS = {
    "DZ": Register(
        state="DZ",
        partner="TN",
        policy="DZ-exercise",
        services=("DGSN (exercise)", "Gendarmerie (exercise)"),
        courts=(
            ("Tribunal d'Oasis-la-Bleue (exercice)", "محكمة واحة النخيل الزرقاء (تمرين)"),
            ("Tribunal d'Aïn El Fouanis (exercice)", "محكمة عين الفوانيس (تمرين)"),
            ("Parquet d'Oued Ennoudjoum (exercice)", "نيابة وادي النجوم (تمرين)"),
        ),
        arabic=0.55,
    ),
    "TN": Register(
        state="TN",
        partner="DZ",
        policy="TN-exercise",
        services=("Sûreté nationale (exercise)", "Garde nationale (exercise)"),
        courts=(
            ("Tribunal de Ras El Mnara (exercice)", "محكمة رأس المنارة الخضراء (تمرين)"),
            ("Tribunal de Sidi Chiraa (exercice)", "محكمة سيدي شراع (تمرين)"),
            ("Parquet de Borj Ennawares (exercice)", "نيابة برج النوارس (تمرين)"),
        ),
        arabic=0.45,
    ),
}
"""The two registers of the exercise."""

LEVELS = (Level.RESTRICTED,) * 12 + (Level.CONFIDENTIAL,) * 6 + (Level.SECRET,) * 2
ADULT_YEARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """When a notice was made, until when it is kept, when it is reviewed."""

    made_at: datetime
    retain_until: date
    review_on: date


def write_notice(
    dice: random.Random,
    person: Person,
    *,
    register: Register,
    number: int,
    now: datetime,
    measure: Measure | None = None,
) -> Record[Notice]:
    """One person's notice in one register, in force now.

    Args:
        dice: where chance comes from.
        person: who is sought; under eighteen, they are only protected.
        register: whose notice it is.
        number: makes its reference unique in the register.
        now: aware; what is made was made before.
        measure: what is asked, else it is drawn.
    """
    minor = later(person.born, ADULT_YEARS) > now.date()
    asked = Measure.PROTECT if minor else measure or dice.choice(MEASURES)
    spell = draw_spell(dice, asked, now)
    arabic = dice.random() < register.arabic
    offence = Offence.PROTECTION if minor else dice.choice(OFFENCES)
    notice = Notice(
        reference=f"{register.state}-{spell.made_at.year}-{number:06}",
        names=entry_names(dice, person, register.state),
        births=entry_births(dice, person),
        birth_places=entry_places(dice, person, arabic=arabic),
        sex=person.sex if dice.random() < 0.96 else None,
        nationalities=person.nationalities if dice.random() < 0.93 else (),
        documents=entry_documents(dice, person),
        description=_description(dice, person, arabic=arabic),
        offence=offence,
        threshold=THRESHOLDS[offence][arabic],
        measure=asked,
        cautions=dice.choice(CAUTIONS) if not minor and dice.random() < 0.3 else (),
        minor=minor,
        reviewer=f"{'مكتب المراجعة' if arabic else 'Bureau de contrôle'} {dice.randrange(1, 9)}",
        review_on=spell.review_on,
    )
    return _record(dice, notice, register=register, spell=spell, arabic=arabic)


def _record(dice: random.Random, notice: Notice, *, register: Register, spell: Spell, arabic: bool) -> Record[Notice]:
    ordered = spell.made_at.date() - timedelta(days=dice.randrange(1, 200))
    serial = f"{dice.randrange(1, 4000)}/{ordered.year}"
    return Record(
        id=uuid7(spell.made_at, dice.randbytes(10)),
        kind=Kind.NOTICE,
        owner=Owner(state=register.state, service=dice.choice(register.services)),
        version=1,
        label=_label(dice, register, spell),
        basis=Basis(
            authority=dice.choice(register.courts)[arabic],
            reference=f"أمر رقم {serial}" if arabic else f"Ordonnance n° {serial}",
            on=ordered,
        ),
        retain_until=spell.retain_until,
        made_by="registry",
        made_at=spell.made_at,
        body=notice,
    )


def _label(dice: random.Random, register: Register, spell: Spell) -> Label:
    codes = tuple(code for code in HandlingCode if dice.random() < 0.1)
    return Label(
        policy=register.policy,
        level=dice.choice(LEVELS),
        releasable_to=(register.partner,),
        codes=codes,
        review_on=spell.review_on,
    )


def draw_spell(dice: random.Random, measure: Measure, now: datetime) -> Spell:
    """A spell of three years at most that covers now.

    Six of seven notices were made or renewed within eleven months, so that few reviews are overdue, as in a
    register that is kept. One of twelve ends within the four months in which its owner is warned.
    """
    longest = min(3, RETENTION_YEARS[measure]) * 365 - 40
    oldest = 330 if dice.random() < 6 / 7 else longest
    made_at = now - timedelta(days=dice.randrange(1, oldest), seconds=dice.randrange(86_400))
    made_at = made_at.astimezone(UTC).replace(microsecond=0)
    made_on, end = made_at.date(), latest_end(measure, made_at.date())
    soon = now.date() + timedelta(days=dice.randrange(3, WARNING_DAYS))
    return Spell(
        made_at=made_at,
        retain_until=min(end, soon) if dice.random() < 1 / 12 else end,
        review_on=later(made_on, 1) - timedelta(days=dice.randrange(60)),
    )


def _description(dice: random.Random, person: Person, *, arabic: bool) -> str:
    if dice.random() < 0.25:
        return ""
    height = dice.randrange(150, 175) if person.sex is Sex.FEMALE else dice.randrange(162, 194)
    return describe((height, dice.randrange(len(SIGNS)), dice.randrange(len(TRADES))), arabic=arabic)


def entry_documents(dice: random.Random, person: Person) -> tuple[Document, ...]:
    """The documents that one entry knows of, some with one character wrong, some with blanks."""
    return tuple(_miscopied(dice, document) for document in person.documents if dice.random() < 0.7)


def _miscopied(dice: random.Random, document: Document) -> Document:
    drawn, number = dice.random(), document.number
    if drawn < 0.08:
        at = dice.randrange(2, len(number))
        number = number[:at] + str((int(number[at]) + dice.randrange(1, 10)) % 10) + number[at + 1 :]
    elif drawn < 0.12:
        number = f"{number[:2]} {number[2:5]} {number[5:]}"
    dated = dice.random() < 0.4
    return replace(
        document,
        number=number,
        issued_on=document.issued_on if dated else None,
        expires_on=document.expires_on if dated else None,
    )
