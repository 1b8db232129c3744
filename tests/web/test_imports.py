"""A list on its way in: brought, mapped, seen as a difference, applied; a damaged one says where; rows are mended."""

import re
from uuid import UUID

import pytest
from tests.conftest import NOW
from tests.partners import know
from tests.unit.services.conftest import CONSTANTS, HEADER, row, table

from tansiq.domain.access import Role
from tansiq.domain.edition import Target
from tansiq.services import uploads

UN = """<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-10-01T00:00:00Z"><INDIVIDUALS>{}
</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"""
PERSON = """<INDIVIDUAL><DATAID>{n}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>Zoubir{n}</FIRST_NAME>
<SECOND_NAME>{name}</SECOND_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{n}</REFERENCE_NUMBER>
<LISTED_ON>2020-01-01</LISTED_ON></INDIVIDUAL>"""


def un(*numbers, name="Nejmaoui"):
    return UN.format("".join(PERSON.format(n=n, name=name) for n in numbers)).encode()


def token(page):
    return re.search(r'name="_csrf_token" value="([^"]+)"', page.text).group(1)


def bring(client, data, format_="csv", name="list.csv"):
    """Sends a file; the page of the file in hand."""
    files = [("files", (n, d, "text/plain")) for n, d in (data.items() if isinstance(data, dict) else [(name, data)])]
    start = token(client.get("/imports"))
    return client.post("/imports", data={"_csrf_token": start, "format": format_}, files=files, follow_redirects=False)


def send(client, path, **fields):
    start = token(client.get("/imports"))
    return client.post(path, data={"_csrf_token": start, **fields}, follow_redirects=False)


TARGETS = ("reference", "name", "birth", "basis", "authority", "threshold", "minor")
COLUMNS = {
    **{f"column.{n}": target for n, target in enumerate(TARGETS)},
    **{f"constant.{target}": value for target, value in CONSTANTS},
    "list": "registry",
    "title": "Registry of the tests",
    "state": "DZ",
    "service": "National Registry",
    "complete": "yes",
}


def in_hand(client, data, format_="csv", columns=None):
    """A file that is ready to be applied: its path and its preview."""
    path = bring(client, data, format_).headers["location"]
    if format_ in ("csv", "xlsx"):
        assert send(client, f"{path}/columns", **(columns or COLUMNS)).status_code == 303
    return path, client.get(path)


def apply(site, client, path, page, **fields):
    seen = re.search(r'name="seen" value="([^"]+)"', page.text).group(1)
    answer = send(client, f"{path}/apply", seen=seen, **fields)
    assert answer.status_code == 303, answer.text[:300]
    site.node.jobs._pool.submit(lambda: None).result()
    return client.get(path)


def bring_whole(site, client, data, format_="csv", **fields):
    path, page = in_hand(client, data, format_)
    return apply(site, client, path, page, **fields)


@pytest.fixture
def registry(site):
    return site.client(Role.REGISTRY_OFFICER)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_pages_speak(site, lang, direction):
    client = site.client(Role.REGISTRY_OFFICER, lang=lang)
    bring_whole(site, client, table(row(1), row(2, birth="yesterday")))
    waiting = re.search(r"/imports/rows/[0-9a-f-]{36}", client.get("/imports/rows").text).group()
    source = re.search(r"/sources/[0-9a-f-]{36}", client.get("/imports").text).group()
    columns = bring(client, table(row(3))).headers["location"]
    _, preview = in_hand(client, table(row(3)))
    for page in (client.get(p) for p in ("/imports", "/imports/rows", waiting, source, columns)):
        assert f'lang="{lang}" dir="{direction}"' in page.text
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
    assert f'dir="{direction}"' in preview.text


@pytest.mark.parametrize("role", [Role.POST_OFFICER, Role.OVERSIGHT_INSPECTOR, Role.ADMINISTRATOR])
def test_imports_are_for_those_who_import(site, role):
    client = site.client(role)
    assert client.get("/imports").status_code == 403
    assert client.get("/imports/rows").status_code == 403


def test_a_stranger_is_sent_to_sign_in(site):
    answer = site.client(role=None).get("/imports", follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in")


def test_an_analyst_imports_a_list_of_the_united_nations(site):
    client = site.client(Role.LIAISON_ANALYST)
    path, page = in_hand(client, un(1, 2), "un-xml")
    assert "Security Council" in page.text
    assert "QDi.1" in page.text
    done = apply(site, client, path, page)
    assert "The list was applied." in done.text
    assert re.search(r"/sources/[0-9a-f-]{36}\?", str(done.url))


def test_the_same_list_again_changes_nothing(site):
    client = site.client(Role.LIAISON_ANALYST)
    bring_whole(site, client, un(1), "un-xml")
    path, page = in_hand(client, un(1), "un-xml")
    assert "The file changes nothing." in page.text
    assert "nothing was written" in apply(site, client, path, page).text


def test_a_new_edition_is_shown_as_its_difference(site):
    client = site.client(Role.LIAISON_ANALYST)
    bring_whole(site, client, un(1, 2), "un-xml")
    _, page = in_hand(client, un(1, 3, name="Ouafi"), "un-xml")
    assert 'id="added"' in page.text
    assert 'id="removed"' in page.text
    assert re.search(r"<del>.*Nejmaoui", page.text)
    assert re.search(r"<ins>.*Ouafi", page.text)


def test_a_table_shows_its_columns_with_their_first_values(registry):
    page = registry.get(bring(registry, table(row(1), row(2))).headers["location"])
    assert "What are the columns?" in page.text
    assert "Zoubir Nejmaoui b" in page.text
    assert re.search(r'<option value="reference" selected>', page.text)


def test_a_mapping_is_offered_the_next_time(registry):
    in_hand(registry, table(row(1)))
    page = registry.get(bring(registry, table(row(2))).headers["location"])
    assert 'value="Registry of the tests"' in page.text
    assert re.search(r'<option value="threshold" selected>', page.text)


def test_a_wrong_choice_is_kept_and_said_at_its_field(registry):
    path = bring(registry, table(row(1))).headers["location"]
    wrong = {**COLUMNS, "column.1": "reference", "constant.measure": "", "title": "Kept title"}
    answer = send(registry, f"{path}/columns", **wrong)
    assert answer.status_code == 422
    assert "Another column is chosen for this already." in answer.text
    assert "Choose a column that holds the name." in answer.text
    assert 'id="constant.measure-error"' in answer.text
    assert 'value="Kept title"' in answer.text


def test_a_constant_that_is_no_value_of_its_list_is_said_there(registry):
    path = bring(registry, table(row(1))).headers["location"]
    answer = send(registry, f"{path}/columns", **{**COLUMNS, "constant.basis_date": "some day"})
    assert answer.status_code == 422
    assert 'id="constant.basis_date-error"' in answer.text


def test_a_partners_table_is_refused_at_the_publisher(site, registry):
    with site.node.database.write() as tx:
        know(tx, "ab" * 16, "TN", b"\0" * 32, at=NOW)
    path = bring(registry, table(row(1))).headers["location"]
    answer = send(registry, f"{path}/columns", **{**COLUMNS, "state": "TN"})
    assert answer.status_code == 422
    assert "a partner sends signed lists" in answer.text


def test_columns_can_be_chosen_again(registry):
    path, _ = in_hand(registry, table(row(1)))
    assert send(registry, f"{path}/columns/again").status_code == 303
    assert "What are the columns?" in registry.get(path).text


def test_a_damaged_file_says_where_and_what_to_do(registry):
    page = registry.get(bring(registry, b'no;name\n1;"open').headers["location"])
    assert page.status_code == 422
    assert "The file stops in the middle." in page.text
    assert "Nothing was taken from the file." in page.text
    assert re.search(r"<dt>Line</dt><dd>.*2", page.text)


def test_a_file_of_another_encoding_names_the_one_it_looks_like(registry):
    data = "no;name\n1;الزبير نجماوي\n".encode("windows-1256")
    page = registry.get(bring(registry, data).headers["location"])
    assert "windows-1256" in page.text


def test_an_unknown_signature_is_refused(registry):
    page = registry.get(bring(registry, b'{"format":"tansiq-list/1"}\n', "tansiq").headers["location"])
    assert page.status_code == 422


def test_without_a_file_the_form_comes_back(registry):
    start = token(registry.get("/imports"))
    answer = registry.post("/imports", data={"_csrf_token": start, "format": "csv"}, files={"x": ("", b"")})
    assert answer.status_code == 422
    assert "Choose the format and a file." in answer.text


def test_only_the_ofac_list_comes_as_several_files(registry):
    assert bring(registry, {"a.csv": b"1", "b.csv": b"2"}).status_code == 422
    assert bring(registry, {"sdn.csv": b"1", "alt.csv": b"2"}, "ofac-csv").status_code == 303


def test_many_removals_are_not_applied_without_the_box(site, registry):
    bring_whole(site, registry, table(*(row(n) for n in range(20))))
    path, page = in_hand(registry, table(row(1)))
    assert 'name="confirmed"' in page.text
    failed = apply(site, registry, path, page)
    assert "nobody agreed to that" in failed.text
    assert "The list was applied." in apply(site, registry, path, failed, confirmed="yes").text


def test_a_list_that_changed_meanwhile_is_shown_again(site, registry):
    path, page = in_hand(registry, table(row(1)))
    bring_whole(site, registry, table(row(2)))
    assert "The list changed since you saw the difference." in apply(site, registry, path, page).text


def test_a_file_is_applied_once(site, registry):
    path, page = in_hand(registry, table(row(1)))
    apply(site, registry, path, page)
    assert send(registry, f"{path}/apply", seen="").status_code == 409


def test_a_running_file_shows_its_progress_and_refreshes_itself_without_a_script(site, registry):
    path, _ = in_hand(registry, table(row(1)))
    upload = re.search(r"[0-9a-f-]{36}", path).group()
    with site.node.database.write() as tx:
        tx.imports.change_upload(UUID(upload), state="running")
    page = registry.get(path)
    assert 'http-equiv="refresh"' in page.text
    assert 'hx-trigger="every 1s"' in page.text


def test_when_the_work_is_done_the_progress_leads_on(site, registry):
    path, page = in_hand(registry, table(row(1)))
    apply(site, registry, path, page)
    answer = registry.get(path, headers={"hx-request": "true"}, follow_redirects=False)
    assert answer.headers["hx-redirect"].startswith("/sources/")


def test_a_file_let_go_is_gone(registry):
    path, _ = in_hand(registry, table(row(1)))
    assert send(registry, f"{path}/discard").status_code == 303
    assert registry.get(path).status_code == 404


def test_a_file_exists_for_who_brought_it(site, registry):
    path, _ = in_hand(registry, table(row(1)))
    assert site.client(Role.LIAISON_ANALYST).get(path).status_code == 404


def test_what_stopped_with_the_node_is_said(site, registry):
    path, _ = in_hand(registry, table(row(1)))
    upload = re.search(r"[0-9a-f-]{36}", path).group()
    with site.node.database.write() as tx:
        tx.imports.change_upload(UUID(upload), state="running")
    uploads.interrupt(site.node.database)
    assert "The node was stopped while the file was applied." in registry.get(path).text


def waiting_row(client):
    return re.search(r"/imports/rows/[0-9a-f-]{36}", client.get("/imports/rows").text).group()


def test_a_row_put_aside_is_mended_beside_its_reason(site, registry):
    bring_whole(site, registry, table(row(1), row(2, birth="yesterday")))
    path = waiting_row(registry)
    assert "Write a date" in registry.get(path).text
    wrong = send(registry, path, **{"cell.2": "tomorrow"})
    assert wrong.status_code == 422
    assert 'value="tomorrow"' in wrong.text
    assert 'id="cell.2-error"' in wrong.text
    assert send(registry, path, **{"cell.2": "1992"}).headers["location"].startswith("/imports/rows?done=mended")
    assert "No row waits." in registry.get("/imports/rows").text


def test_a_row_that_breaks_a_rule_of_notices_says_it_at_its_cell(site, registry):
    bring_whole(site, registry, table(row(1), row(2, facts="")))
    wrong = send(registry, waiting_row(registry), **{"cell.5": ""})
    assert 'id="cell.5-error"' in wrong.text


def test_a_day_that_does_not_exist_is_never_told_as_the_limit(site, registry):
    bring_whole(site, registry, table(row(1), row(2, birth="31/02/1991")))
    page = registry.get(waiting_row(registry)).text
    assert "This is outside what is allowed." in page
    assert "The limit is" not in page


def test_a_number_that_is_taken_is_said_at_its_cell(site, registry):
    bring_whole(site, registry, table(row(1), row(2, birth="yesterday")))
    wrong = send(registry, waiting_row(registry), **{"cell.0": "R-1", "cell.2": "1992"})
    assert 'id="cell.0-error"' in wrong.text


def test_a_row_is_let_go(site, registry):
    bring_whole(site, registry, table(row(1), row(2, birth="yesterday")))
    path = waiting_row(registry)
    assert send(registry, f"{path}/discard").status_code == 303
    assert registry.get(path).status_code == 404


def test_an_edition_says_what_it_did_and_from_which_file(site, registry):
    page = bring_whole(site, registry, table(row(1), row(2, birth="yesterday")))
    assert "list.csv" in page.text
    assert re.search(r"[0-9a-f]{64}", page.text)
    assert "/list?owner=DZ" in page.text
    assert "/imports/rows/" in page.text


def test_text_of_a_file_never_becomes_markup(site, registry):
    path, page = in_hand(registry, table(row(1, name="<script>alert(1)</script>")))
    assert "<script>alert" not in page.text
    assert "<script>alert" not in apply(site, registry, path, page).text


def test_every_target_can_be_chosen(registry):
    page = registry.get(bring(registry, table(row(1))).headers["location"])
    for target in Target:
        assert f'<option value="{target}"' in page.text
    assert len(re.findall(r'<select id="column\.', page.text)) == len(HEADER)
