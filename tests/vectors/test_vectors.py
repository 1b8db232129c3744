"""Each vector meets the error that this table names, with its line; `good` ones are read."""

import runpy
from pathlib import Path

import pytest

from tansiq.formats.errors import DamagedFileError
from tansiq.formats.errors import FileProblem as P
from tansiq.formats.ftm import parse_ftm
from tansiq.formats.ofac import parse_ofac
from tansiq.formats.signed_list import parse_signed_list
from tansiq.formats.tables import read_csv, read_xlsx
from tansiq.formats.un_xml import parse_un_xml
from tansiq.trust.keys import SigningKey

HERE = Path(__file__).parent
KEY = SigningKey(bytes(range(32))).public
PARSERS = {
    "un-xml": parse_un_xml,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "ofac-csv": lambda data: parse_ofac({"sdn.csv": data}),
    "ftm": parse_ftm,
    "tansiq": lambda data: parse_signed_list(data, {KEY.fingerprint: ("TN", KEY)}),
}
EXPECTED = {
    "un-xml/good.xml": None,
    "un-xml/empty.xml": (P.EMPTY, None),
    "un-xml/truncated.xml": (P.TRUNCATED, 4),
    "un-xml/not_xml.xml": (P.WRONG_FORMAT, 1),
    "un-xml/other_root.xml": (P.WRONG_FORMAT, 2),
    "un-xml/wrong_encoding.xml": (P.WRONG_ENCODING, 4),
    "un-xml/doctype.xml": (P.FORBIDDEN_MARKUP, 2),
    "un-xml/billion_laughs.xml": (P.FORBIDDEN_MARKUP, 2),
    "un-xml/entity_in_utf16.xml": (P.FORBIDDEN_MARKUP, 1),
    "un-xml/too_deep.xml": (P.MALFORMED, 4),
    "un-xml/mismatched_tag.xml": (P.MALFORMED, 4),
    "un-xml/no_date.xml": (P.MALFORMED, 2),
    "un-xml/no_persons.xml": (P.NO_PERSONS, None),
    "csv/good.csv": None,
    "csv/good_utf16.csv": None,
    "csv/empty.csv": (P.EMPTY, None),
    "csv/windows_1252.csv": (P.WRONG_ENCODING, 2),
    "csv/windows_1256.csv": (P.WRONG_ENCODING, 3),
    "csv/one_bad_byte.csv": (P.WRONG_ENCODING, 4),
    "csv/utf16_without_mark.csv": (P.WRONG_ENCODING, 1),
    "csv/cut_utf16.csv": (P.TRUNCATED, 2),
    "csv/unclosed_quote.csv": (P.TRUNCATED, 3),
    "csv/stray_quote.csv": (P.MALFORMED, 2),
    "csv/no_header.csv": (P.NO_HEADER, 1),
    "csv/doubled_column.csv": (P.DOUBLED_COLUMN, 1),
    "csv/one_column.csv": (P.WRONG_FORMAT, 1),
    "csv/no_rows.csv": (P.NO_PERSONS, 1),
    "csv/pdf.csv": (P.WRONG_FORMAT, 1),
    "csv/web_page.csv": (P.WRONG_FORMAT, 1),
    "csv/zip.csv": (P.WRONG_FORMAT, 1),
    "csv/control_byte.csv": (P.WRONG_FORMAT, 2),
    "xlsx/good.xlsx": None,
    "xlsx/truncated.xlsx": (P.TRUNCATED, None),
    "xlsx/old_xls.xlsx": (P.WRONG_FORMAT, None),
    "xlsx/encrypted.xlsx": (P.ENCRYPTED, None),
    "xlsx/not_a_workbook.xlsx": (P.WRONG_FORMAT, None),
    "xlsx/ratio_bomb.xlsx": (P.BOMB, None),
    "xlsx/lying_size.xlsx": (P.BOMB, None),
    "xlsx/corner_bomb.xlsx": (P.TOO_MANY_ROWS, None),
    "xlsx/rectangle_bomb.xlsx": (P.BOMB, None),
    "xlsx/shared_bomb.xlsx": (P.BOMB, None),
    "xlsx/broken_sheet.xlsx": (P.MALFORMED, None),
    "xlsx/no_rows.xlsx": (P.NO_PERSONS, 1),
    "xlsx/empty_sheet.xlsx": (P.NO_HEADER, 1),
    "ofac-csv/good.csv": None,
    "ofac-csv/good.zip": None,
    "ofac-csv/without_sdn.zip": (P.MISSING_FILE, None),
    "ofac-csv/bomb.zip": (P.BOMB, None),
    "ofac-csv/other_columns.csv": (P.WRONG_FORMAT, 1),
    "ofac-csv/no_persons.csv": (P.NO_PERSONS, None),
    "ofac-csv/unclosed_quote.csv": (P.TRUNCATED, 2),
    "ftm/good.jsonl": None,
    "ftm/not_json.jsonl": (P.WRONG_FORMAT, 1),
    "ftm/other_json.jsonl": (P.WRONG_FORMAT, 1),
    "ftm/broken_line.jsonl": (P.MALFORMED, 2),
    "ftm/truncated.jsonl": (P.TRUNCATED, 2),
    "ftm/no_persons.jsonl": (P.NO_PERSONS, None),
    "ftm/too_deep.jsonl": (P.MALFORMED, 2),
    "tansiq/good.tansiq": None,
    "tansiq/step_01_empty.tansiq": (P.EMPTY, None),
    "tansiq/step_02_truncated.tansiq": (P.TRUNCATED, 2),
    "tansiq/step_02_changed_byte.tansiq": (P.MALFORMED, None),
    "tansiq/step_02_other_format.tansiq": (P.WRONG_FORMAT, 1),
    "tansiq/step_02_version_2.tansiq": (P.UNKNOWN_VERSION, 1),
    "tansiq/step_03_unknown_key.tansiq": (P.UNKNOWN_KEY, 1),
    "tansiq/step_04_other_keys_signature.tansiq": (P.BAD_SIGNATURE, None),
    "tansiq/step_05_no_title.tansiq": (P.MALFORMED, 1),
    "tansiq/step_05_other_state.tansiq": (P.WRONG_OWNER, 1),
    "tansiq/step_06_count.tansiq": (P.WRONG_COUNT, 1),
    "tansiq/step_07_blanks.tansiq": (P.NOT_CANONICAL, 2),
    "tansiq/step_07_doubled_key.tansiq": (P.NOT_CANONICAL, 2),
    "tansiq/step_08_link.tansiq": (P.WRONG_KIND, 2),
    "tansiq/step_09_no_reviewer.tansiq": (P.MALFORMED, 2),
    "tansiq/step_09_kept_too_long.tansiq": (P.MALFORMED, 2),
    "tansiq/step_10_other_owner.tansiq": (P.WRONG_OWNER, 2),
    "tansiq/step_11_twice.tansiq": (P.DOUBLED_RECORD, 3),
}


@pytest.mark.parametrize("vector", EXPECTED)
def test_the_vector_meets_the_error_that_the_table_names(vector):
    parse, data = PARSERS[vector.partition("/")[0]], (HERE / vector).read_bytes()
    if EXPECTED[vector] is None:
        parse(data)
        return
    with pytest.raises(DamagedFileError) as caught:
        parse(data)
    assert (caught.value.problem, caught.value.line) == EXPECTED[vector]


def test_the_vectors_are_those_that_the_tool_makes():
    made = runpy.run_path(str(HERE.parents[1] / "tools" / "make_vectors.py"))["vectors"]()
    assert {name: (HERE / name).read_bytes() for name in made} == made


def test_every_vector_is_in_the_table():
    found = {f"{group}/{path.name}" for group in PARSERS for path in (HERE / group).iterdir()}
    assert found == set(EXPECTED)
