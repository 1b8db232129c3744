"""Tables: which line a row begins on, which delimiter it has, what a sheet's values become."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from tansiq.formats.tables import read_csv, read_xlsx


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_file(delimiter):
    data = "\n".join(delimiter.join(row) for row in (("a", "b", "c"), ("1", "x, y; z", "3"), ("2", "", ""))).encode()
    data = data.replace(b"x, y; z", b'"x, y; z"')
    assert read_csv(data).rows == [(2, ("1", "x, y; z", "3")), (3, ("2", "", ""))]


def test_the_delimiter_that_excel_announces_is_taken():
    table = read_csv(b"sep=;\nref;name\n1;Exemple\n")
    assert (table.header, table.rows) == (("ref", "name"), [(3, ("1", "Exemple"))])


def test_a_row_after_one_of_several_lines_has_its_right_line():
    table = read_csv(b'ref,name\n1,"two\nlines"\n\n2,Exemple\n')
    assert [line for line, _ in table.rows] == [2, 5]


def test_a_row_of_another_width_is_kept_as_it_stands():
    assert read_csv(b"ref,name\n1\n2,Exemple,more\n3,Exemple,,\n").rows == [
        (2, ("1",)),
        (3, ("2", "Exemple", "more")),
        (4, ("3", "Exemple")),
    ]


def test_the_mark_of_utf_8_is_no_part_of_the_header():
    assert read_csv(b"\xef\xbb\xbfref,name\n1,Exemple\n").header == ("ref", "name")


def test_the_values_of_a_sheet_become_text():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["ref", "name", "born", "seen", "minor", "ratio"])
    sheet.append([7, "Exemple", date(1970, 1, 2), datetime(2020, 1, 2, 3, 4), True, 1.5])
    out = io.BytesIO()
    book.save(out)
    assert read_xlsx(out.getvalue()).rows == [(3, ("7", "Exemple", "1970-01-02", "2020-01-02T03:04:00", "true", "1.5"))]
