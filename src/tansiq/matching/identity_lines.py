"""Identities as lines of JSON, the form in which an index keeps them: a fifth of the memory, and ready to be saved.

Rule: what `from_line` returns equals what `to_line` was given.

>>> from_line(to_line(Identity(names=("Zoubir",), births=(Birth.of_year(1970),)))).births[0].latest
datetime.date(1970, 12, 31)
"""

import json
from datetime import date
from typing import Any

from tansiq.matching.identities import Birth, Document, Identity, Precision


def to_line(identity: Identity) -> str:
    """Return `identity` as one line."""
    births = [_birth(birth) for birth in identity.births]
    documents = [[document.number, document.country, document.type] for document in identity.documents]
    fields = (
        identity.names,
        identity.weak_names,
        births,
        identity.places,
        identity.sex,
        identity.nationalities,
        documents,
    )
    return json.dumps(fields)


def from_line(line: str) -> Identity:
    """Return the identity that `to_line` wrote."""
    names, weak_names, births, places, sex, nationalities, documents = json.loads(line)
    return Identity(
        names=tuple(names),
        weak_names=tuple(weak_names),
        births=tuple(_read_birth(birth) for birth in births),
        places=tuple(places),
        sex=sex,
        nationalities=tuple(nationalities),
        documents=tuple(Document(number=number, country=country, type=kind) for number, country, kind in documents),
    )


def _birth(birth: Birth) -> list[Any]:
    return [birth.earliest.toordinal(), birth.latest.toordinal(), birth.precision, birth.circa, birth.hijri]


def _read_birth(told: list[Any]) -> Birth:
    earliest, latest, precision, circa, hijri = told
    return Birth(
        earliest=date.fromordinal(earliest),
        latest=date.fromordinal(latest),
        precision=Precision(precision),
        circa=circa,
        hijri=hijri,
    )
