"""What a browser or an attacker may send that no page sends: refused, without a fault, and nothing is changed by it."""

import logging
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from bench.leaks.client import Client
from litestar.testing import TestClient
from tests.conftest import NOW, make_id, make_notice
from tests.web.conftest import CSRF, PASSWORD

from tansiq.domain.access import Role
from tansiq.domain.journal import Act
from tansiq.services.tokens import hash_token
from tansiq.web.app import MAX_BODY_BYTES, SECURITY_HEADERS, create_app

SESSION = "tansiq-dz"


def is_signed_in(answer):
    return answer.status_code == 200


def opened_by(site, token):
    client = TestClient(site.app)
    client.cookies.set(SESSION, token)
    return is_signed_in(client.get("/list", follow_redirects=False))


def journalled(site, act=Act.ACCESS_REFUSED):
    with site.node.database.read() as tx:
        return [line.entry.detail for line in tx.journal.page(limit=50) if line.entry.act is act]


def versions(site):
    with site.node.database.read() as tx:
        return {n: r.version for n, r in tx.records.heads(tx.notices.all_ids()).items()}


# every answer


PATHS = (
    "/",
    "/list",
    "/sign-in",
    "/nowhere",
    "/static/tansiq.js",
    "/static/nothing.js",
    f"/notices/{make_id()}",
    "/node",
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_every_answer_has_the_security_headers_once(site, method):
    client = site.client()
    for path in PATHS:
        answer = client.request(method, path, follow_redirects=False)
        names = [name.lower() for name, _ in answer.headers.multi_items()]
        assert {names.count(header.decode()) for header in SECURITY_HEADERS} == {1}
        assert answer.status_code < 500


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = SECURITY_HEADERS[b"content-security-policy"].decode()
    assert policy.startswith("default-src 'none'")
    assert not {"unsafe-inline", "unsafe-eval", "http:", "https:", "data:", "*"} & set(policy.replace("'", "").split())


def test_a_fault_of_ours_has_the_headers_and_says_nothing(site, monkeypatch):
    monkeypatch.setattr("tansiq.services.persons.page", lambda *_, **__: 1 / 0)
    client = site.client()
    client.app.debug = False
    answer = TestClient(site.app, raise_server_exceptions=False, cookies=client.cookies).get("/list")
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    assert "division" not in answer.text
    assert "Traceback" not in answer.text


# sessions


@pytest.mark.parametrize(
    "token", ["", "x", "' or 1=1 --", "0" * 10_000, "../../etc", "null", "%00", "é".encode().hex()]
)
def test_a_forged_session_opens_nothing_and_is_logged(site, caplog, token):
    with caplog.at_level(logging.WARNING, "tansiq.web"):
        assert not opened_by(site, token)
    assert "its session is over, or none" in caplog.text
    assert token == "" or token not in caplog.text


def test_what_the_database_keeps_of_a_session_opens_nothing(site):
    client = site.client()
    token = client.cookies[SESSION]
    assert opened_by(site, token)
    assert not opened_by(site, hash_token(token))
    assert not opened_by(site, token[:-1])
    assert not opened_by(site, token.swapcase())


def test_a_session_that_was_ended_is_not_replayed(site):
    client = site.client()
    token = client.cookies[SESSION]
    site.post(client, "/sign-out")
    assert not opened_by(site, token)


def test_the_token_changes_at_each_sign_in(site):
    client = site.client()
    first = client.cookies[SESSION]
    site.post(client, "/sign-out")
    site.sign_in(client, Role.LIAISON_ANALYST)
    assert client.cookies[SESSION] != first


@pytest.mark.parametrize("hours", [13, 24 * 400, -1, -24 * 400])
def test_a_clock_that_jumps_opens_no_session(site, pages, hours):
    token = site.client().cookies[SESSION]
    jumped = replace(site.node, clock=lambda: NOW + timedelta(hours=hours))
    client = TestClient(create_app(jumped, pages))
    client.cookies.set(SESSION, token)
    assert client.get("/list", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("forged", ["x", "", '"', "0" * 4000])
def test_a_second_cookie_of_the_same_name_opens_nothing_more(site, forged):
    token = site.client().cookies[SESSION]
    for pair in ((token, forged), (forged, token)):
        cookies = "; ".join(f"{SESSION}={one}" for one in pair)
        answer = TestClient(site.app).get("/me", headers={"cookie": cookies}, follow_redirects=False)
        assert answer.status_code in (200, 303)
        assert answer.status_code == 303 or "A. liaison_analyst" in answer.text


# forms


def test_a_post_of_another_site_changes_nothing_and_is_journalled(site):
    record = make_notice()
    site.keep(record)
    client = site.client(Role.REGISTRY_OFFICER)
    client.headers["sec-fetch-site"] = "cross-site"
    before = versions(site)
    assert site.post(client, f"/notices/{record.id}/end", seen="1", reason="It is over.").status_code == 403
    assert versions(site) == before
    assert journalled(site) == ["request cross_site"]


@pytest.mark.parametrize("token", [None, "", "x" * 64, "0" * 128])
def test_a_form_with_a_wrong_token_changes_nothing_and_is_logged(site, caplog, token):
    record = make_notice()
    site.keep(record)
    client = site.client(Role.REGISTRY_OFFICER)
    fields = {"seen": "1", "reason": "It is over."} | ({} if token is None else {"_csrf_token": token})
    before = versions(site)
    with caplog.at_level(logging.WARNING, "tansiq.web"):
        answer = client.post(f"/notices/{record.id}/end", data=fields, follow_redirects=False)
    assert answer.status_code == 403
    assert versions(site) == before
    assert "refused POST" in caplog.text


@pytest.mark.parametrize("header", ["x-http-method-override", "x-http-method", "x-method-override"])
def test_no_header_and_no_field_turns_one_method_into_another(site, header):
    record = make_notice()
    site.keep(record)
    client = site.client(Role.REGISTRY_OFFICER)
    before = versions(site)
    path = f"/notices/{record.id}/end"
    client.get(f"{path}?_method=POST&seen=1&reason=over", headers={header: "POST"})
    assert site.post(client, f"/notices/{record.id}", _method="DELETE").status_code == 405
    assert versions(site) == before


@pytest.mark.parametrize(
    "header", ["host", "x-forwarded-host", "x-forwarded-for", "x-forwarded-proto", "x-original-url", "x-rewrite-url"]
)
def test_no_header_says_where_the_node_is_or_what_is_asked(site, header):
    value = "/node" if "url" in header else "elsewhere.test"
    client = site.client()
    for path in ("/list", "/nowhere", "/review/next", "/sign-in"):
        plain = client.get(path, follow_redirects=False)
        tricked = client.get(path, headers={header: value}, follow_redirects=False)
        assert tricked.status_code == plain.status_code
        assert "elsewhere.test" not in tricked.text + str(tricked.headers)


def test_a_form_sets_only_what_it_shows(site):
    client = site.client()
    more = {"role": "administrator", "state": "TN", "clearance": "top_secret", "purpose": "registry", "failures": "0"}
    site.post(client, "/settings", lang="fr", next="/", id="registry_officer", account="registry_officer", **more)
    with site.node.database.read() as tx:
        held = tx.accounts.find("liaison_analyst")
        other = tx.accounts.find("registry_officer")
    assert (held.role, held.state, held.lang) == (Role.LIAISON_ANALYST, "DZ", "fr")
    assert other.lang != "fr"
    assert client.get("/node").status_code == 403


def test_a_change_is_made_to_the_notice_that_was_checked(site):
    own, foreign = make_notice(), make_notice(state="TN")
    site.keep(own, foreign)
    client = site.client(Role.REGISTRY_OFFICER)
    fields = {"seen": "1", "reason": "It is over.", "notice": str(foreign.id), "id": str(foreign.id)}
    site.post(client, f"/notices/{own.id}/end?notice={foreign.id}&id={foreign.id}", **fields)
    assert versions(site) == {own.id: 2, foreign.id: 1}


# paths, bodies, characters


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/node.toml",
        "/static/....//....//node.db",
        "/static//etc/passwd",
        "/static/..\\..\\app.py",
        "/static/tansiq.js%00.css",
        "/journal/tile/../../../node.db",
    ],
)
def test_no_path_leads_out_of_its_folder(site, path):
    client = Client(app=site.app)
    for raw in (path, path.replace("%2f", "/").replace("%2e", ".")):
        answer = client.ask("GET", raw)
        assert answer.status in {303, 400, 404}
        assert b"import" not in answer.body
    client.close()


def test_an_oversize_body_is_refused(site):
    client = site.client()
    given = {"content-length": str(MAX_BODY_BYTES + 1), "x-csrftoken": client.cookies[CSRF]}
    answer = client.post("/settings", content=b"a=1", headers=given)
    assert answer.status_code == 413


def test_an_oversize_body_that_does_not_say_its_length_is_refused(site, pages, monkeypatch):
    monkeypatch.setattr("tansiq.web.app.MAX_BODY_BYTES", 10_000)
    client = TestClient(create_app(site.node, pages))
    client.get("/sign-in")
    pieces = (b"a=" + b"x" * 1000 for _ in range(100))
    given = {"x-csrftoken": client.cookies[CSRF], "content-type": "application/x-www-form-urlencoded"}
    assert client.post("/settings", content=pieces, headers=given).status_code == 413


@pytest.mark.parametrize("count", [2_000, 100_000])
def test_a_form_of_too_many_fields_is_no_fault(site, count):
    client = site.client()
    body = "&".join(f"f{n}=1" for n in range(count)) + f"&_csrf_token={client.cookies[CSRF]}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/settings", content=body, headers=form, follow_redirects=False).status_code < 500
    parts = [(f"f{n}", (None, "1")) for n in range(2_000)]
    given = {"x-csrftoken": client.cookies[CSRF]}
    assert client.post("/me/password", files=parts, headers=given, follow_redirects=False).status_code < 500


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "multipart/form-data", "", "x"])
def test_a_body_of_another_kind_changes_nothing(site, kind):
    record = make_notice()
    site.keep(record)
    client = site.client(Role.REGISTRY_OFFICER)
    headers = {"content-type": kind, "x-csrftoken": client.cookies[CSRF]}
    answer = client.post(
        f"/notices/{record.id}/end", content=b'{"seen": "1", "reason": "over"}', headers=headers, follow_redirects=False
    )
    assert answer.status_code < 500
    assert versions(site) == {record.id: 1}


@pytest.mark.parametrize("name", ["../../node.toml", "..\\..\\node.toml", "/etc/passwd", "a\x00b.csv", "x" * 5000])
def test_the_name_of_a_file_leads_nowhere(site, name):
    client = site.client(Role.REGISTRY_OFFICER)
    before = {path: path.read_bytes() for path in site.node.settings.folder.glob("*.toml")}
    files = {"files": (name, b"no;name\n1;Zoubir Nejmaoui\n", "text/csv")}
    fields = {"_csrf_token": client.cookies[CSRF], "format": "csv"}
    assert client.post("/imports", data=fields, files=files, follow_redirects=False).status_code < 500
    folder = site.node.settings.folder
    assert {path: path.read_bytes() for path in folder.glob("*.toml")} == before
    assert not [path for path in folder.parent.rglob("*") if "passwd" in path.name]


TRICKS = ("\x00", "%00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\u202e", "a" * 5000, "-1", "1e9")


@pytest.mark.parametrize("trick", TRICKS)
def test_a_strange_value_in_a_query_is_no_fault(site, trick):
    client = site.client()
    for path, name in product(("/list", "/review", "/review/judgements"), ("q", "page", "by", "owner", "measure")):
        assert client.get(path, params={name: [trick, trick]}, follow_redirects=False).status_code < 500


@pytest.mark.parametrize("trick", TRICKS)
def test_a_strange_value_in_a_form_is_no_fault(site, trick):
    record = make_notice()
    site.keep(record)
    client = site.client(Role.REGISTRY_OFFICER)
    for act in ("end", "renew", "edit"):
        fields = {"seen": [trick, "1"], "reason": trick, "retain_until": trick, "label.level": trick}
        assert site.post(client, f"/notices/{record.id}/{act}", **fields).status_code < 500


@pytest.mark.parametrize("trick", ["not-a-uuid", "%00", "0" * 400, "*"])
def test_a_strange_identifier_is_a_page_that_does_not_exist(site, trick):
    client = site.client()
    for path in ("/notices", "/persons", "/sources", "/imports/rows", "/review/pairs"):
        assert client.get(f"{path}/{trick}", follow_redirects=False).status_code in {303, 400, 404}


# what does not exist and what is hidden


def test_what_is_hidden_is_answered_and_journalled_like_what_does_not_exist(site):
    hidden = make_notice(state="TN", label=replace(make_notice().label, releasable_to=()))
    site.keep(hidden)
    client = site.client()
    one, other = client.get(f"/notices/{hidden.id}"), client.get(f"/notices/{make_id()}")
    assert (one.status_code, other.status_code) == (404, 404)
    assert one.text.replace(one.url.path, "") == other.text.replace(other.url.path, "")
    assert journalled(site) == ["not_found", "notice:read not_releasable"]


def test_an_act_that_the_role_does_not_allow_is_journalled(site):
    assert site.client(Role.POST_OFFICER).get("/exports").status_code == 403
    assert journalled(site) == ["notice:export role"]


@pytest.mark.parametrize(
    "name", ["registry_officеr", "ｒegistry_officer", "registry_officer\u200b", "REGISTRY_OFFICER "]
)
def test_a_name_that_looks_like_an_accounts_tells_nothing(site, name):
    client = TestClient(site.app)
    answer = site.post(client, "/sign-in", account=name, password="wrong invented words")
    plain = site.post(client, "/sign-in", account="nobody", password="wrong invented words")
    assert answer.status_code == plain.status_code
    assert PASSWORD not in answer.text
    assert CSRF in client.cookies
