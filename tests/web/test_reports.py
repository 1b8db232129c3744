"""Pages of reports and requests: written with marks, previewed, released, recalled, asked and answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_notice, make_report, make_request
from tests.partners import know
from tests.unit.services.exchange import make_agreement

from tansiq.domain.access import Role
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.federation.items import Lane
from tansiq.services import agreements
from tansiq.services.keeping import keep, keep_received
from tansiq.storage.holdings import HoldingState
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

TN = SigningKey(bytes([2] * 32))
LOW = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
FORM = {
    "title": "A lorry",
    "source": "B",
    "information": "2",
    "label.level": "restricted",
    "label.releasable_to": "TN",
    "paragraphs.0.text": "It was seen at the oasis.",
    "paragraphs.1.text": "Our man drove it.",
    "paragraphs.1.level": "secret",
    "paragraphs.1.only_here": "yes",
    "basis.authority": "Blue Oasis desk",
    "basis.reference": "7/2026",
}


@pytest.fixture
def agreed(site):
    """The site with a partner and an agreement in force."""
    with site.node.database.write() as tx:
        know(tx, TN.public.fingerprint, "TN", TN.public.raw, at=NOW)
        record = make_agreement("DZ", "TN")
        agreements.propose(tx, record)
        for state, key in (("DZ", site.node.key), ("TN", TN)):
            agreements.sign(tx, record.id, key, state=state, by="x", now=NOW)
    return site


def kept(site, record):
    with site.node.database.write() as tx:
        if record.owner.state == "DZ":
            keep(tx, record, Act.RECORD_WRITTEN)
        else:
            keep_received(tx, [(record, canonical.encode(record))], by="node", at=NOW, detail=record.owner.state)
    return record


def copy(site, record):
    with site.node.database.read() as tx:
        return next(iter(tx.holdings.of([record.id], "TN")), None)


@pytest.mark.parametrize(("lang", "dir_"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("path", ["/reports", "/reports/new", "/requests", "/requests/new", "{r}", "{r}/edit", "{q}"])
def test_every_page_is_there_in_every_language(agreed, lang, dir_, path):
    report = kept(agreed, make_report(LOW))
    question = kept(agreed, make_request(state="TN", to="DZ"))
    answer = agreed.client(lang=lang).get(path.format(r=f"/reports/{report.id}", q=f"/requests/{question.id}"))
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{dir_}"' in answer.text


def written(site, client, **changes):
    answer = site.post(client, "/reports/new", **{**FORM, **changes})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_a_written_report_shows_the_mark_of_each_paragraph_and_the_banner_of_the_whole(agreed):
    client = agreed.client()
    page = client.get(written(agreed, client)).text
    assert "It was seen at the oasis." in page
    assert "Secret" in page.split('id="label-top"')[1].split("</p>")[0]
    assert page.count('class="chip label"') >= 4
    assert "not releasable" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": ""}, "title"), ({"paragraphs.0.text": "", "paragraphs.1.text": ""}, "paragraphs.0.text")],
)
def test_a_form_with_mistakes_comes_back_with_all_that_was_typed(agreed, changes, field):
    answer = agreed.post(agreed.client(), "/reports/new", **{**FORM, **changes})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Blue Oasis desk" in answer.text


def test_a_correction_is_a_version_with_its_difference(agreed):
    client = agreed.client()
    path = written(agreed, client)
    answer = agreed.post(
        client, f"{path}/edit", **FORM | {"title": "Two lorries", "reason": "a second one", "seen": "1"}
    )
    assert answer.status_code == 303, answer.text
    page = client.get(f"{path}/history").text
    assert "Two lorries" in page
    assert "a second one" in page


def test_two_analysts_do_not_overwrite_each_other(agreed):
    client = agreed.client()
    path = written(agreed, client)
    fields = FORM | {"reason": "again", "seen": "1"}
    assert agreed.post(client, f"{path}/edit", **fields).status_code == 303
    assert agreed.post(client, f"{path}/edit", **fields).status_code == 409


def test_the_preview_says_what_goes_and_what_stays_and_only_then_it_is_released(agreed):
    client = agreed.client()
    path = written(agreed, client)
    record = path.rpartition("/")[2]
    page = client.get(f"/records/{record}/release?partner=TN").text
    assert "It is not releasable to this partner." in page
    answer = agreed.post(client, f"/records/{record}/release", partner="TN", seen="1")
    assert answer.status_code == 303
    assert "sent" in client.get(f"/records/{record}/copies").text
    with agreed.node.database.read() as tx:
        assert tx.feeds.lane("TN", Lane.ORDINARY).posted == 1


def test_without_an_agreement_the_preview_says_so_and_nothing_is_sent(site):
    report = kept(site, make_report(LOW))
    client = site.client()
    assert "There is no agreement with this partner." in client.get(f"/records/{report.id}/release?partner=TN").text
    assert site.post(client, f"/records/{report.id}/release", partner="TN", seen="1").status_code == 409
    assert copy(site, report) is None


def test_a_recall_needs_a_reason_and_shows_until_the_receipt_comes(agreed):
    report = kept(agreed, make_report(LOW))
    client = agreed.client()
    agreed.post(client, f"/records/{report.id}/release", partner="TN", seen="1")
    assert agreed.post(client, f"/records/{report.id}/recall", partner="TN").status_code == 422
    assert agreed.post(client, f"/records/{report.id}/recall", partner="TN", why="mistake").status_code == 303
    assert copy(agreed, report).state is HoldingState.RECALLED
    assert "recalled" in client.get(f"/reports/{report.id}").text
    assert "Release to" in client.get(f"/reports/{report.id}").text


def test_a_secret_report_waits_for_the_registry_who_sees_what_would_go(agreed):
    report = kept(agreed, make_report(replace(LOW, level=Level.SECRET)))
    client = agreed.client()
    assert "second person" in client.get(f"/records/{report.id}/release?partner=TN").text
    assert agreed.post(client, f"/records/{report.id}/release", partner="TN", seen="1").status_code == 422
    answer = agreed.post(client, f"/records/{report.id}/release", partner="TN", seen="1", reason="They wait.")
    assert answer.status_code == 303
    registrar = agreed.client(Role.REGISTRY_OFFICER)
    with agreed.node.database.read() as tx:
        waiting = tx.approvals.newest()[0]
    page = registrar.get(f"/approvals/{waiting.id}").text
    assert "A lorry at the Blue Oasis" in page
    assert registrar.get(f"/records/{report.id}/preview?partner=TN").status_code == 200
    assert registrar.get(f"/records/{report.id}/release?partner=TN").status_code == 403
    done = agreed.post(registrar, f"/approvals/{waiting.id}", step="approve", digest=waiting.digest, reason="")
    assert done.status_code == 303
    assert copy(agreed, report).state is HoldingState.SENT


def test_a_partner_is_asked_and_the_clock_shows(agreed):
    notice = make_notice("Zoubir Nejmaoui", label=LOW)
    agreed.keep(notice)
    client = agreed.client()
    page = client.get(f"/requests/new?about={notice.id}").text
    assert "Zoubir Nejmaoui" in page
    fields = {"to": "TN", "question": "Who drove it?", "urgency": "urgent", "label.level": "restricted"}
    answer = agreed.post(client, "/requests/new", **fields, notices=str(notice.id))
    assert answer.status_code == 303, answer.text
    page = client.get("/requests").text
    assert "Who drove it?" in page
    assert "waits" in page
    assert "Who drove it?" in client.get(f"/notices/{notice.id}").text


def test_a_question_that_may_not_go_says_why_and_is_kept_in_the_form(site):
    with site.node.database.write() as tx:
        know(tx, TN.public.fingerprint, "TN", TN.public.raw, at=NOW)
    fields = {"to": "TN", "question": "Who drove it?", "urgency": "urgent", "label.level": "restricted"}
    answer = site.post(site.client(), "/requests/new", **fields)
    assert answer.status_code == 409
    assert "There is no agreement with this partner." in answer.text
    assert "Who drove it?" in answer.text


def test_a_partners_question_is_answered(agreed):
    question = kept(agreed, make_request(state="TN", to="DZ"))
    client = agreed.client()
    assert agreed.post(client, f"/requests/{question.id}/reply", text="").status_code == 422
    fields = {"text": "A man of the oasis.", "outcome": "answered", "label.level": "restricted"}
    assert agreed.post(client, f"/requests/{question.id}/reply", **fields).status_code == 303
    page = client.get(f"/requests/{question.id}").text
    assert "A man of the oasis." in page
    assert "answered in time" in page


def test_a_late_question_says_so_in_a_word(agreed):
    late = make_request(state="TN", to="DZ", due_at=NOW - timedelta(hours=1))
    late = replace(late, made_at=NOW - timedelta(hours=5))
    kept(agreed, late)
    assert "late" in agreed.client().get("/requests").text


@pytest.mark.parametrize("role", [Role.POST_OFFICER, Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR])
def test_others_see_no_report_and_no_request(agreed, role):
    report, question = kept(agreed, make_report(LOW)), kept(agreed, make_request(state="TN", to="DZ"))
    client = agreed.client(role)
    assert client.get("/reports").status_code == 403
    assert client.get("/requests").status_code == 403
    for path in (f"/reports/{report.id}", f"/requests/{question.id}", f"/records/{report.id}/copies"):
        assert client.get(path).status_code == 404


def test_the_registry_reads_and_neither_writes_nor_releases_reports(agreed):
    report = kept(agreed, make_report(LOW))
    client = agreed.client(Role.REGISTRY_OFFICER)
    assert client.get(f"/reports/{report.id}").status_code == 200
    assert client.get("/reports/new").status_code == 403
    assert agreed.post(client, f"/records/{report.id}/release", partner="TN", seen="1").status_code == 403
    assert agreed.post(client, f"/records/{report.id}/recall", partner="TN", why="mistake").status_code == 403


def test_a_report_above_ones_clearance_is_not_there(agreed):
    report = kept(agreed, make_report(replace(LOW, level=Level.TOP_SECRET)))
    client = agreed.client()
    assert client.get(f"/reports/{report.id}").status_code == 404
    assert str(report.id) not in client.get("/reports").text
