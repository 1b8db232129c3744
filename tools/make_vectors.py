"""Writes `tests/vectors`: one file, one fault. The same bytes every time; a test compares them with what is committed.

    python -m tools.make_vectors            # writes them
    python -m tools.make_vectors --check    # exits 1 if a file differs

All persons are invented. `tests/vectors/test_vectors.py` names the error that each file must meet.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.exchange_vectors import exchange_vectors
from tools.journal_vectors import journal_vectors

from tansiq.formats.signed_list import CONTEXT
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

FOLDER = Path(__file__).parents[1] / "tests" / "vectors"
EPOCH = (2026, 1, 1, 0, 0, 0)
KEY = SigningKey(bytes(range(32)))
OTHER_KEY = SigningKey(bytes(range(1, 33)))
Vectors = Iterator[tuple[str, bytes]]

INDIVIDUAL = (
    "<INDIVIDUAL><FIRST_NAME>Exemple</FIRST_NAME><SECOND_NAME>Inventé</SECOND_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>TEi.001</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON></INDIVIDUAL>"
)


def un_document(individuals: str = INDIVIDUAL, *, head: str = "", generated: str = "2026-01-01T00:00:00Z") -> str:
    """A list in the UN's format."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<CONSOLIDATED_LIST dateGenerated="{generated}">\n'
        f"<INDIVIDUALS>\n{individuals}\n</INDIVIDUALS>\n<ENTITIES/>\n</CONSOLIDATED_LIST>\n"
    )


def un_vectors() -> Vectors:
    """UN XML."""
    good = un_document()
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefghi", "bcdefghij", strict=True)
    )
    yield "good.xml", good.encode()
    yield "empty.xml", b""
    yield "truncated.xml", good.encode()[: len(good) // 2]
    yield "not_xml.xml", b"reference,name\n1,Exemple\n"
    yield "other_root.xml", b'<?xml version="1.0"?>\n<rss><item/></rss>\n'
    yield "wrong_encoding.xml", good.encode("windows-1252")
    yield "doctype.xml", un_document(head='<!DOCTYPE x SYSTEM "other.dtd">\n').encode()
    yield (
        "billion_laughs.xml",
        un_document(INDIVIDUAL.replace("Exemple", "&j;"), head=f"<!DOCTYPE x [{laughs}]>\n").encode(),
    )
    yield (
        "entity_in_utf16.xml",
        un_document(head='<!DOCTYPE x [<!ENTITY a "b">]>\n').replace("UTF-8", "UTF-16").encode("utf-16"),
    )
    yield "too_deep.xml", un_document("<A>" * 300 + "</A>" * 300).encode()
    yield "mismatched_tag.xml", good.replace("</FIRST_NAME>", "</LAST_NAME>").encode()
    yield "no_date.xml", un_document(generated="yesterday").encode()
    yield "no_persons.xml", un_document("").encode()


def csv_vectors() -> Vectors:
    """CSV."""
    yield "good.csv", "reference;nom complet;né le\n1;Exemple Inventé;1970\n".encode()
    yield "good_utf16.csv", "reference\tname\n1\tمثال مخترع\n".encode("utf-16")
    yield "empty.csv", b""
    yield "windows_1252.csv", "reference;nom complet\n1;Exemple Inventé\n".encode("windows-1252")
    yield "windows_1256.csv", "reference;name_arabic\n1;Exemple\n2;مثال مخترع\n".encode("windows-1256")
    yield "one_bad_byte.csv", "reference,name\n1,Inventé\n2,Inventé\n".encode() + b"3,Invent\xe9\n"
    yield "utf16_without_mark.csv", "reference,name\n1,Exemple\n".encode("utf-16-le")
    yield "cut_utf16.csv", "reference,name\n1,Exemple\n".encode("utf-16")[:-1]
    yield "unclosed_quote.csv", b'reference,name\n1,Exemple\n2,"Exemple\n3,Exemple\n'
    yield "stray_quote.csv", b'reference,name\n1,"Exem"ple"\n2,Exemple\n'
    yield "no_header.csv", b"1001,Exemple,1970-01-02\n1002,Exemple,1971-01-02\n"
    yield "doubled_column.csv", b"reference,name,name\n1,Exemple,Exemple\n"
    yield "one_column.csv", b"name\nExemple\n"
    yield "no_rows.csv", b"reference,name\n"
    yield "pdf.csv", b"%PDF-1.7\n"
    yield "web_page.csv", b"<!DOCTYPE html><html></html>"
    yield "zip.csv", b"PK\x03\x04rest"
    yield "control_byte.csv", b"reference,name\n1,Ex\x01emple\n"


def xlsx_vectors() -> Vectors:
    """XLSX."""
    rows = [["reference", "name"], ["1", "Exemple"]]
    good = workbook(sheet(rows))
    corners = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    tall = '<row r="1"><c r="A1"/></row><row r="1000000"><c r="ZZ1000000" /></row>'
    shared = f"<sst><si><t>{'x' * 30000}</t></si></sst>"
    many = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    yield "good.xlsx", good
    yield "truncated.xlsx", good[: len(good) // 2]
    yield "old_xls.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
    yield "encrypted.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    yield "not_a_workbook.xlsx", archive({"other.txt": b"text"})
    yield "ratio_bomb.xlsx", workbook(sheet(rows), {"xl/media/a.bin": bytes(4 * 2**20)})
    yield "lying_size.xlsx", lying(workbook(sheet(rows), {"xl/media/a.bin": bytes(600_007)}), 600_007)
    yield "corner_bomb.xlsx", workbook(f"<worksheet><sheetData>{corners}</sheetData></worksheet>")
    yield "rectangle_bomb.xlsx", workbook(f"<worksheet><sheetData>{tall}</sheetData></worksheet>".replace("ZZ", "CZ"))
    yield (
        "shared_bomb.xlsx",
        workbook(f"<worksheet><sheetData>{many}</sheetData></worksheet>", {"xl/sharedStrings.xml": shared.encode()}),
    )
    yield "broken_sheet.xlsx", workbook("<worksheet><sheetData><row")
    yield "no_rows.xlsx", workbook(sheet(rows[:1]))
    yield "empty_sheet.xlsx", workbook(sheet([]))


def sheet(rows: list[list[str]]) -> str:
    """A sheet of text."""
    written = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{chr(65 + i)}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for i, v in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    return f"<worksheet><sheetData>{written}</sheetData></worksheet>"


def workbook(sheet_xml: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet_xml.replace("<worksheet>", f'<worksheet xmlns="{main}">', 1),
    }
    return archive({**{name: text.encode() for name, text in parts.items()}, **(more or {})})


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members, of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """The archive, where every mention of a member's size says 100 bytes instead."""
    return data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


SDN = '101,"EXEMPLE, Invented","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 14 Sep 1970."\r\n'


def ofac_vectors() -> Vectors:
    """OFAC; a file that is not `good` stands in for `sdn.csv`."""
    yield "good.csv", SDN.encode() + b"\x1a\r\n"
    yield "good.zip", archive({"SDN.CSV": SDN.encode(), "ALT.CSV": b'101,1,"aka","AUTRE, Nom",-0- \r\n'})
    yield "without_sdn.zip", archive({"ALT.CSV": b'101,1,"aka","AUTRE, Nom",-0- \r\n'})
    yield "bomb.zip", archive({"SDN.CSV": SDN.encode(), "ADD.CSV": b"0" * (3 * 2**20)})
    yield "other_columns.csv", b"reference,name\n1,Exemple\n"
    yield "no_persons.csv", SDN.replace("individual", "vessel").encode()
    yield "unclosed_quote.csv", SDN.encode() + b'102,"EXEMPLE\r\n'


def ftm_vectors() -> Vectors:
    """FollowTheMoney."""
    person = b'{"id":"p1","schema":"Person","properties":{"name":["Exemple Invented"],"birthDate":["1970"]}}\n'
    yield "good.jsonl", person
    yield "not_json.jsonl", b"reference,name\n"
    yield "other_json.jsonl", b'{"type":"bundle"}\n'
    yield "broken_line.jsonl", person + b"{broken}\n" + person
    yield "truncated.jsonl", person + person[:40]
    yield "no_persons.jsonl", b'{"id":"c1","schema":"Company","properties":{"name":["Exemple SA"]}}\n'
    yield "too_deep.jsonl", person + b'{"id":"p2","schema":"Person","later":' + b"[" * 5000 + b"\n" + person


def a_record(**changes: object) -> bytes:
    """A notice of an invented person, canonical."""
    body = {
        "reference": "TN-1",
        "names": [{"value": "Exemple Inventé", "script": "latn", "kind": "primary", "quality": "good"}],
        "offence": "travel",
        "threshold": "Invented facts",
        "measure": "locate",
        "reviewer": "Invented Reviewer",
        "review_on": "2026-06-01",
    }
    return canonical.encode(
        {
            "id": "00000000-0000-7000-8000-000000000001",
            "kind": "notice",
            "owner": {"state": "TN", "service": "Invented Service"},
            "version": 1,
            "label": {"policy": "tn", "level": "restricted"},
            "basis": {"authority": "Invented Court", "reference": "W-1"},
            "retain_until": "2027-01-01",
            "made_by": "officer-1",
            "made_at": "2026-01-01T00:00:00Z",
            "body": body,
            **changes,
        }
    )


def a_list(*records: bytes, signer: SigningKey = KEY, **changes: object) -> bytes:
    """A signed list; `changes` to its header."""
    header = {
        "count": len(records),
        "format": "tansiq-list/1",
        "key": KEY.public.fingerprint,
        "made_at": "2026-01-01T00:00:00Z",
        "owner": {"state": "TN", "service": "Invented Service"},
        "title": "Invented list",
        **changes,
    }
    body = b"".join(line + b"\n" for line in (canonical.encode(header), *records))
    sha256 = canonical.digest(body)
    return body + canonical.encode({"sha256": sha256, "signature": signer.sign(CONTEXT, sha256.encode()).hex()}) + b"\n"


def signed_vectors() -> Vectors:
    """The signed list: one that passes, and at least one that fails at each step and no other."""
    record = a_record()
    good = a_list(record)
    spaced = json.dumps(json.loads(record), ensure_ascii=False, sort_keys=True).encode()
    yield "good.tansiq", good
    yield "step_01_empty.tansiq", b""
    yield "step_02_truncated.tansiq", good[: good.rfind(b"\n", 0, -1) + 1]
    yield "step_02_changed_byte.tansiq", good.replace(b"Invented facts", b"Invented fact5")
    yield "step_02_other_format.tansiq", b'{"format":"other"}\n' + good
    yield "step_02_version_2.tansiq", a_list(record, format="tansiq-list/2")
    yield "step_03_unknown_key.tansiq", a_list(record, signer=OTHER_KEY, key=OTHER_KEY.public.fingerprint)
    yield "step_04_other_keys_signature.tansiq", a_list(record, signer=OTHER_KEY)
    yield "step_05_no_title.tansiq", a_list(record, title="")
    yield "step_05_other_state.tansiq", a_list(record, owner={"state": "DZ", "service": "Invented Service"})
    yield "step_06_count.tansiq", a_list(record, count=2)
    yield "step_07_blanks.tansiq", a_list(spaced)
    yield "step_07_doubled_key.tansiq", a_list(b'{"kind":"notice",' + record[1:])
    yield "step_08_link.tansiq", a_list(a_record(kind="link"))
    yield "step_09_no_reviewer.tansiq", a_list(record.replace(b'"reviewer":"Invented Reviewer",', b""))
    yield "step_09_kept_too_long.tansiq", a_list(a_record(retain_until="2036-01-01"))
    yield "step_10_other_owner.tansiq", a_list(a_record(owner={"state": "DZ", "service": "Invented Service"}))
    yield "step_11_twice.tansiq", a_list(record, record)


GROUPS = {
    "un-xml": un_vectors,
    "csv": csv_vectors,
    "xlsx": xlsx_vectors,
    "ofac-csv": ofac_vectors,
    "ftm": ftm_vectors,
    "tansiq": signed_vectors,
    "journal": journal_vectors,
    "exchange": exchange_vectors,
}


def vectors() -> dict[str, bytes]:
    """All of them, by path below `tests/vectors`."""
    return {f"{group}/{name}": data for group, make in GROUPS.items() for name, data in make()}


def main() -> int:
    """Writes or compares them all."""
    made = vectors()
    if "--check" in sys.argv:
        different = [n for n, d in made.items() if not (FOLDER / n).exists() or (FOLDER / n).read_bytes() != d]
        print("\n".join(f"differs: {name}" for name in different) or f"{len(made)} vectors as made")
        return 1 if different else 0
    for name, data in made.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(data)
    print(f"{len(made)} vectors, {sum(map(len, made.values()))} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
