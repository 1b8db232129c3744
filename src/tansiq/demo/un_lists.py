"""A third source: invented people on a list in the XML of the UN Security Council consolidated list, in two editions.

The committee is invented too ("Exercise", references TZi.001 and TZe.001), so that no entry is mistaken for a real one.
"""

import random
import xml.etree.ElementTree as ET  # written here, never read
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tansiq.demo.births import entry_births
from tansiq.demo.habits import Tradition, draw_habit, draw_hand
from tansiq.demo.names import Manner, Shape, arabic_name, latin_name
from tansiq.demo.people import Person, Wordbook, invent
from tansiq.demo.spelling import spell_latin
from tansiq.demo.words import PLACES
from tansiq.domain.dates import Calendar, PartialDate
from tansiq.domain.notice import DocumentType, Sex

INDIVIDUALS = 300
ENTITIES = 20
KNOWN = 90
"""How many of the individuals stand in a register too."""
ADDED, CHANGED, REMOVED = 9, 12, 6
"""What the next edition does to individuals."""
COUNTRIES = {"DZ": "Algeria", "TN": "Tunisia", "FR": "France", "BE": "Belgium", "LY": "Libya", "ML": "Mali"}
DOCUMENTS = {
    DocumentType.PASSPORT: "Passport",
    DocumentType.NATIONAL_ID: "National Identification Number",
}
WORKSHOPS = ("Umbrella Works", "Lantern Company", "Kite Cooperative", "Snail Traders", "Carousel Fund")
ORDINALS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnList:
    """Two editions, and which number of the crowd stands behind which reference."""

    first: bytes
    following: bytes
    people: tuple[tuple[str, int], ...]


def un_lists(dice: random.Random, crowd: list[Person], *, now: datetime) -> UnList:
    """The edition of a week ago and that of now."""
    adults = [who for who, person in enumerate(crowd) if person.born < now.date() - timedelta(days=20 * 366)]
    known = dice.sample(adults, min(KNOWN, len(adults)))
    words, people = Wordbook.build(), [crowd[who] for who in known]
    seen = {person.chain for person in crowd}
    while len(people) < INDIVIDUALS + ADDED:
        person = invent(dice, words)
        if person.chain not in seen:
            seen.add(person.chain)
            people.append(person)
    order = list(range(INDIVIDUALS))
    dice.shuffle(order)
    order += range(INDIVIDUALS, INDIVIDUALS + ADDED)
    entries = [_individual(dice, people[who], place, now=now) for place, who in enumerate(order, start=1)]
    entities = [_entity(dice, place) for place in range(1, ENTITIES + 1)]
    first = _document(entries[:INDIVIDUALS], entities, now - timedelta(days=7))
    following = _document(_next_edition(dice, entries, now), entities, now)
    numbered = ((f"TZi.{place:03}", who) for place, who in enumerate(order, start=1))
    return UnList(
        first=first, following=following, people=tuple((ref, known[who]) for ref, who in numbered if who < len(known))
    )


def _next_edition(dice: random.Random, entries: list[ET.Element], now: datetime) -> list[ET.Element]:
    touched = dice.sample(range(INDIVIDUALS), CHANGED + REMOVED)
    for place in touched[:CHANGED]:
        _change(entries[place], now)
    gone = set(touched[CHANGED:])
    return [entry for place, entry in enumerate(entries) if place not in gone]


def _change(entry: ET.Element, now: datetime) -> None:
    """Brings the entry to its next version: a further alias, and the day of the change."""
    entry.find("VERSIONNUM").text = "2"  # type: ignore[union-attr] # every entry has one
    places = [at for at, part in enumerate(entry) if part.tag == "INDIVIDUAL_ALIAS"]
    alias = ET.Element("INDIVIDUAL_ALIAS")
    _put(alias, "QUALITY", "Good")
    _put(alias, "ALIAS_NAME", f"{entry.findtext('FIRST_NAME')} of {PLACES[len(places)][3]}")
    entry.insert(places[-1] + 1, alias)
    updated = entry.find("LAST_DAY_UPDATED")
    if updated is not None:
        _put(updated, "VALUE", now.date().isoformat())


def _document(individuals: list[ET.Element], entities: list[ET.Element], at: datetime) -> bytes:
    root = ET.Element("CONSOLIDATED_LIST", dateGenerated=at.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    ET.SubElement(root, "INDIVIDUALS").extend(individuals)
    ET.SubElement(root, "ENTITIES").extend(entities)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _put(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, tag)
    child.text = text or None
    return child


def _values(parent: ET.Element, tag: str, values: tuple[str, ...]) -> None:
    holder = ET.SubElement(parent, tag)
    for value in values:
        _put(holder, "VALUE", value)


def _manner(dice: random.Random, shape: Shape) -> Manner:
    tradition = dice.choice((Tradition.ENGLISH,) * 6 + (Tradition.ALGERIAN,) * 2 + (Tradition.TUNISIAN,) * 2)
    return Manner(shape=shape, habit=draw_habit(dice, tradition), hand=draw_hand(dice), linked=dice.random() < 0.5)


def _individual(dice: random.Random, person: Person, place: int, *, now: datetime) -> ET.Element:
    entry = ET.Element("INDIVIDUAL")
    listed = now.date() - timedelta(days=dice.randrange(30, 6000))
    _put(entry, "DATAID", str(9_900_000 + place))
    _put(entry, "VERSIONNUM", "1")
    manner = _manner(dice, Shape.LONG)
    for ordinal, name in zip(ORDINALS, _parts(dice, person, manner), strict=False):
        _put(entry, ordinal, name.upper())
    _put(entry, "UN_LIST_TYPE", "Exercise")
    _put(entry, "REFERENCE_NUMBER", f"TZi.{place:03}")
    _put(entry, "LISTED_ON", listed.isoformat())
    if dice.random() < 0.3:
        _put(entry, "GENDER", "Female" if person.sex is Sex.FEMALE else "Male")
    _put(entry, "COMMENTS1", "Invented person of an exercise. Listed for the practice of imports.")
    if dice.random() < 0.55:
        _put(entry, "NAME_ORIGINAL_SCRIPT", arabic_name(person, manner))
    if dice.random() < 0.85:
        _values(entry, "NATIONALITY", tuple(COUNTRIES[code] for code in person.nationalities))
    _values(entry, "LIST_TYPE", ("UN List",))
    _values(entry, "LAST_DAY_UPDATED", (listed.isoformat(),))
    _aliases(dice, entry, person)
    _addresses(dice, entry)
    for birth in entry_births(dice, person) or (None,):
        _birth(entry, birth)
    _birth_place(dice, entry, person)
    _documents(dice, entry, person)
    _put(entry, "SORT_KEY")
    _put(entry, "SORT_KEY_LAST_MOD")
    return entry


def _parts(dice: random.Random, person: Person, manner: Manner) -> list[str]:
    parts = [spell_latin(word, manner.habit) for word in person.chain]
    drawn = dice.random()
    if drawn < 0.35:
        return [parts[0], parts[3]]
    return [parts[0], parts[1], parts[3]] if drawn < 0.75 else parts


def _aliases(dice: random.Random, entry: ET.Element, person: Person) -> None:
    written = [
        (
            dice.choice(("Good", "Good", "Low")),
            latin_name(person, _manner(dice, dice.choice((Shape.SHORT, Shape.FATHER)))),
        )
        for _ in range(dice.randrange(4))
    ]
    if person.kunya is not None:
        written.append(("Low", spell_latin(person.kunya, _manner(dice, Shape.SHORT).habit)))
    for quality, value in written or [("", "")]:
        alias = ET.SubElement(entry, "INDIVIDUAL_ALIAS")
        _put(alias, "QUALITY", quality)
        _put(alias, "ALIAS_NAME", value)


def _addresses(dice: random.Random, entry: ET.Element) -> None:
    address = ET.SubElement(entry, "INDIVIDUAL_ADDRESS")
    if dice.random() < 0.5:
        town = dice.choice(PLACES)
        _put(address, "CITY", town[3])
        _put(address, "COUNTRY", COUNTRIES[town[0]])
    else:
        _put(address, "COUNTRY")


def _birth(entry: ET.Element, birth: PartialDate | None) -> None:
    born = ET.SubElement(entry, "INDIVIDUAL_DATE_OF_BIRTH")
    if birth is None or birth.calendar is Calendar.HIJRI:
        _put(born, "TYPE_OF_DATE")
    elif birth.until_year is not None:
        _put(born, "TYPE_OF_DATE", "BETWEEN")
        _put(born, "FROM_YEAR", str(birth.year))
        _put(born, "TO_YEAR", str(birth.until_year))
    elif birth.month is not None and birth.day is not None:
        _put(born, "TYPE_OF_DATE", "EXACT")
        _put(born, "DATE", date(birth.year, birth.month, birth.day).isoformat())
    else:
        _put(born, "TYPE_OF_DATE", "APPROXIMATELY" if birth.circa else "EXACT")
        _put(born, "YEAR", str(birth.year))


def _birth_place(dice: random.Random, entry: ET.Element, person: Person) -> None:
    place = ET.SubElement(entry, "INDIVIDUAL_PLACE_OF_BIRTH")
    if dice.random() < 0.7:
        _put(place, "CITY", dice.choice((person.town.english, person.town.french)))
    _put(place, "COUNTRY", COUNTRIES[person.town.country])


def _documents(dice: random.Random, entry: ET.Element, person: Person) -> None:
    held = [document for document in person.documents if dice.random() < 0.6]
    for document in held:
        paper = ET.SubElement(entry, "INDIVIDUAL_DOCUMENT")
        _put(paper, "TYPE_OF_DOCUMENT", DOCUMENTS[document.type])
        _put(paper, "NUMBER", document.number)
        _put(paper, "ISSUING_COUNTRY", COUNTRIES[document.country or "DZ"])
        if document.expires_on is not None and dice.random() < 0.4:
            _put(paper, "NOTE", f"Expiration date: {document.expires_on.isoformat()}.")
    if not held:
        ET.SubElement(entry, "INDIVIDUAL_DOCUMENT")


def _entity(dice: random.Random, place: int) -> ET.Element:
    entry, town = ET.Element("ENTITY"), PLACES[place]
    name = f"{town[3]} {dice.choice(WORKSHOPS)}"
    _put(entry, "DATAID", str(9_990_000 + place))
    _put(entry, "VERSIONNUM", "1")
    _put(entry, "FIRST_NAME", name.upper())
    _put(entry, "UN_LIST_TYPE", "Exercise")
    _put(entry, "REFERENCE_NUMBER", f"TZe.{place:03}")
    _put(entry, "LISTED_ON", f"20{place:02}-03-01")
    _put(entry, "COMMENTS1", "Invented organisation of an exercise.")
    _values(entry, "LIST_TYPE", ("UN List",))
    alias = ET.SubElement(entry, "ENTITY_ALIAS")
    _put(alias, "QUALITY", "a.k.a.")
    _put(alias, "ALIAS_NAME", f"{name} of the Exercise")
    address = ET.SubElement(entry, "ENTITY_ADDRESS")
    _put(address, "CITY", town[3])
    _put(address, "COUNTRY", COUNTRIES[town[0]])
    _put(entry, "SORT_KEY")
    _put(entry, "SORT_KEY_LAST_MOD")
    return entry
