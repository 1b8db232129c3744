import csv
import io
from datetime import UTC, datetime

import pytest

from tansiq.demo import SizeError, table
from tansiq.domain.dates import read_date
from tansiq.domain.edition import Target

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def rows(seed, count):
    return list(csv.DictReader(io.StringIO(b"".join(table(seed, count, NOW)).decode())))


def test_columns_are_those_of_our_export():
    assert next(table(1, 0, NOW)).decode() == ",".join(Target) + "\r\n"


def test_there_are_so_many_rows_of_different_references():
    assert len({row["reference"] for row in rows(1, 300)}) == 300


def test_the_same_arguments_give_the_same_table():
    assert rows(1, 50) == rows(1, 50)


def test_a_longer_table_begins_with_a_shorter_one():
    assert rows(1, 60)[:30] == rows(1, 30)


def test_every_row_is_named_and_its_birth_can_be_read():
    for row in rows(2, 300):
        assert row["name"]
        assert row["name_arabic"]
        assert not row["birth"] or read_date("birth", row["birth"])


def test_fewer_than_no_rows_are_refused():
    with pytest.raises(SizeError):
        table(1, -1, NOW)
