"""OFAC's files: remarks read into fields, aliases and addresses joined, others counted."""

from datetime import date

from tansiq.domain.dates import PartialDate
from tansiq.domain.notice import Document, DocumentType, NameKind, Place, Quality, Sex
from tansiq.formats.ofac import parse_ofac

REMARKS = (
    "DOB 14 Sep 1970; alt. DOB circa 1971; POB Village, Algeria; nationality Tunisia; Gender Male; "
    "Passport X0001 (Tunisia) issued 01 Feb 2001 expires 31 Jan 2006; National ID No. 99 (Algeria); a.k.a. 'LE FAUX'."
)


def row(remarks: str = REMARKS, number: int = 101, type_: str = "individual") -> bytes:
    empty = "-0- ," * 7
    return f'{number},"EXEMPLE, Invented","{type_}","TEST",{empty}"{remarks}"\r\n'.encode()


def entry_of(**files: bytes):
    (entry,) = parse_ofac({"sdn.csv": row(), **{f"{name}.csv": data for name, data in files.items()}}).entries
    return entry


def test_births_place_sex_and_nationality_are_read_out_of_the_remarks():
    entry = entry_of()
    assert entry.births == (PartialDate(year=1970, month=9, day=14), PartialDate(year=1971, circa=True))
    assert entry.birth_places == (Place(value="Village, Algeria", country="DZ"),)
    assert (entry.sex, entry.nationalities) == (Sex.MALE, ("TN",))


def test_papers_are_read_out_of_the_remarks():
    passport, identity = entry_of().documents
    assert passport == Document(
        type=DocumentType.PASSPORT,
        number="X0001",
        country="TN",
        issued_on=date(2001, 2, 1),
        expires_on=date(2006, 1, 31),
        note="Passport X0001 (Tunisia) issued 01 Feb 2001 expires 31 Jan 2006",
    )
    assert (identity.type, identity.number, identity.country) == (DocumentType.NATIONAL_ID, "99", "DZ")


def test_the_given_name_comes_first_and_aliases_are_joined():
    entry = entry_of(alt=b'101,1,"aka","AUTRE, Nom",-0- \r\n')
    assert [(n.value, n.kind, n.quality) for n in entry.names] == [
        ("Invented EXEMPLE", NameKind.PRIMARY, Quality.GOOD),
        ("Nom AUTRE", NameKind.ALIAS, Quality.GOOD),
        ("LE FAUX", NameKind.ALIAS, Quality.LOW),
    ]


def test_addresses_are_kept_in_the_description():
    entry = entry_of(add=b'101,1,"1 Rue Exemple","Tunis","Tunisia",-0- \r\n')
    assert entry.description.endswith("\nAddress: 1 Rue Exemple, Tunis, Tunisia")


def test_ships_and_companies_are_counted():
    edition = parse_ofac({"sdn.csv": row() + row(number=102, type_="vessel") + b"\x1a\r\n"}, edition="2026-01-01")
    assert (len(edition.entries), edition.skipped, edition.edition) == (1, 1, "2026-01-01")


def test_a_doubled_number_is_put_aside():
    edition = parse_ofac({"sdn.csv": row() + row()})
    assert [refusal.line for refusal in edition.refusals] == [2]
