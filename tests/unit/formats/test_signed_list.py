"""The signed list: what is written is read back, and the gate refuses what its steps name (the rest: tests/vectors)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tansiq.domain.label import Label, Level
from tansiq.domain.notice import Notice, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.formats.errors import DamagedFileError, FileProblem
from tansiq.formats.signed_list import ListHeader, parse_signed_list, write_signed_list
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

KEY = SigningKey(bytes(range(32)))
KNOWN = {KEY.public.fingerprint: ("TN", KEY.public)}
OWNER = Owner(state="TN", service="Invented Service")


def a_record(number: int = 1) -> Record[Notice]:
    return Record(
        id=UUID(int=number),
        kind=Kind.NOTICE,
        owner=OWNER,
        version=1,
        label=Label(policy="tn", level=Level.RESTRICTED),
        basis=Basis(authority="Invented Court", reference=f"W-{number}"),
        retain_until=date(2027, 1, 1),
        made_by="officer-1",
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        body=Notice(
            reference=f"TN-{number}",
            names=(name("Exemple Inventé"), name("مثال مخترع")),
            offence=Offence.TRAVEL,
            threshold="Invented facts",
            measure=Measure.LOCATE,
            reviewer="Invented Reviewer",
            review_on=date(2026, 6, 1),
        ),
    )


def a_file(*records: Record[Notice]) -> bytes:
    made_at = datetime(2026, 1, 2, 3, 4, 5, 999, tzinfo=UTC)
    header = ListHeader(owner=OWNER, title="Liste", made_at=made_at, count=len(records), key=KEY.public.fingerprint)
    return b"".join(write_signed_list(header, map(canonical.encode, records), KEY))


def test_a_written_list_is_read_back_with_its_bytes():
    records = (a_record(1), a_record(2))
    found = parse_signed_list(a_file(*records), KNOWN)
    assert found.records == tuple((record, canonical.encode(record)) for record in records)
    assert (found.owner, found.title, found.signed_by) == (OWNER, "Liste", KEY.public.fingerprint)
    assert found.made_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_an_empty_list_is_a_list():
    assert parse_signed_list(a_file(), KNOWN).records == ()


def test_the_same_list_is_written_as_the_same_bytes():
    assert a_file(a_record()) == a_file(a_record())


def test_a_writer_that_promised_another_count_is_refused():
    header = ListHeader(owner=OWNER, title="L", made_at=datetime(2026, 1, 1, tzinfo=UTC), count=2, key="0" * 32)
    with pytest.raises(DamagedFileError) as caught:
        b"".join(write_signed_list(header, [canonical.encode(a_record())], KEY))
    assert caught.value.problem is FileProblem.WRONG_COUNT


def test_no_changed_byte_passes_the_gate():
    data = a_file(a_record())
    for position in range(0, len(data), 7):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        with pytest.raises(DamagedFileError):
            parse_signed_list(changed, KNOWN)


def test_no_shortened_list_passes_the_gate():
    data = a_file(a_record())
    for length in range(0, len(data), 11):
        with pytest.raises(DamagedFileError):
            parse_signed_list(data[:length], KNOWN)


def test_a_field_of_a_later_version_is_kept_in_the_bytes():
    line = canonical.encode({**canonical.decode(canonical.encode(a_record()), dict), "zzz": "later"})
    header = ListHeader(
        owner=OWNER, title="L", made_at=datetime(2026, 1, 1, tzinfo=UTC), count=1, key=KEY.public.fingerprint
    )
    found = parse_signed_list(b"".join(write_signed_list(header, [line], KEY)), KNOWN)
    assert found.records[0][1] == line
