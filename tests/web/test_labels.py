"""Pages of labels: what is due, the policy, one label and its review; the banner in the words of the schemes."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import NOW, make_notice
from tests.partners import know
from tests.web.test_notices import edit_fields

from tansiq.demo.policies import demo_policy
from tansiq.domain.access import Role
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.formats.adatp4774 import parse_label, write_label
from tansiq.formats.label_policy import sign_label_policy, write_label_policy
from tansiq.services import labels
from tansiq.trust.keys import SigningKey
from tansiq.web.languages import Lang

TN = SigningKey(bytes([2] * 32))
POLICY = demo_policy(date(2026, 1, 1))


@pytest.fixture
def policed(site):
    """The site with the exercise's policy in force."""
    data = sign_label_policy(write_label_policy(POLICY), "DZ", site.node.key)
    data = sign_label_policy(data, "TN", TN)
    with site.node.database.write() as tx:
        know(tx, TN.public.fingerprint, "TN", TN.public.raw, at=NOW)
        keys = labels.known_keys(tx, "DZ", [site.node.key.public])
        labels.adopt(tx, data, keys, now=NOW)
    return site


def notice_of(level=Level.SECRET, state="DZ", **parts):
    given = {"releasable_to": ("DZ", "TN"), **parts}
    return make_notice(state=state, label=Label(policy=f"{state}-national", level=level, **given))


def banner(page):
    return page.split('id="label-top"')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("lang", "word", "dir_"), [("ar", "سري", "rtl"), ("fr", "Secret", "ltr"), ("en", "Secret", "ltr")]
)
def test_the_banner_has_the_words_of_this_states_scheme(policed, lang, word, dir_):
    record = notice_of()
    policed.keep(record)
    page = policed.client(Role.REGISTRY_OFFICER, lang=lang).get(f"/notices/{record.id}").text
    assert f'lang="{lang}" dir="{dir_}"' in page
    assert word in banner(page)


def test_a_partners_label_has_the_originators_words_beside_ours(policed):
    record = notice_of(state="TN")
    policed.keep(record)
    page = policed.client(Role.REGISTRY_OFFICER, lang="ar").get(f"/notices/{record.id}").text
    assert "سرّي" in banner(page)


def test_the_banner_says_what_needs_the_owners_permission(policed):
    record = notice_of(codes=(HandlingCode.COURT_USE,))
    policed.keep(record)
    with_code = policed.client(Role.REGISTRY_OFFICER).get(f"/notices/{record.id}").text
    plain = notice_of()
    policed.keep(plain)
    without = policed.client(Role.REGISTRY_OFFICER).get(f"/notices/{plain.id}").text
    assert banner(with_code).count("<bdi>") == 1
    assert banner(without).count("<bdi>") == 0


def test_a_page_of_many_records_warns_that_they_tell_more_together(policed):
    from tansiq.web.views.labels import banner as shown

    words = policed.app.state.pages.languages.words(Lang.EN, state="DZ")
    found = shown(words, [notice_of(Level.RESTRICTED).label] * 201, POLICY, "DZ")
    assert found["bars"] == 1
    assert "Confidential" in found["warning"]
    assert shown(words, [notice_of(Level.RESTRICTED).label], POLICY, "DZ")["warning"] is None


def test_the_page_of_labels_has_the_policy_and_what_is_due(policed):
    record = notice_of(review_on=date(2026, 12, 24))
    policed.keep(record)
    page = policed.client(Role.REGISTRY_OFFICER).get("/labels").text
    assert record.body.reference in page
    assert "Diffusion restreinte" in page
    assert "محدود التوزيع" in page
    assert "21-09" in page


def test_without_a_policy_the_page_says_so(site):
    assert "No policy was adopted" in site.client(Role.REGISTRY_OFFICER).get("/labels").text


@pytest.mark.parametrize("role", [Role.LIAISON_ANALYST, Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR])
def test_labels_are_for_those_who_change_them(policed, role):
    assert policed.client(role).get("/labels").status_code == 403


def test_a_level_that_stays_has_a_later_review(policed):
    record = notice_of(review_on=date(2026, 12, 24))
    policed.keep(record)
    client = policed.client(Role.REGISTRY_OFFICER)
    fields = {"seen": "1", "label.review_on": "1/2/2028", "reason": "Still right."}
    answer = policed.post(client, f"/notices/{record.id}/label", **fields)
    assert answer.status_code == 303
    with policed.node.database.read() as tx:
        assert tx.records.get(record.id).label.review_on == date(2028, 2, 1)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"seen": "1", "label.review_on": "1/2/2058", "reason": "Still right."}, 422),
        ({"seen": "1", "label.review_on": "1/2/2028", "reason": ""}, 422),
        ({"seen": "1", "label.review_on": "", "reason": "Still right."}, 422),
        ({"seen": "9", "label.review_on": "1/2/2028", "reason": "Still right."}, 409),
    ],
    ids=["too late", "no reason", "no day", "another version"],
)
def test_a_review_that_cannot_be_kept_says_why(policed, fields, status):
    record = notice_of()
    policed.keep(record)
    answer = policed.post(policed.client(Role.REGISTRY_OFFICER), f"/notices/{record.id}/label", **fields)
    assert answer.status_code == status
    with policed.node.database.read() as tx:
        assert tx.records.get(record.id).version == 1


def test_a_label_goes_out_as_adatp_4774_and_nothing_else_with_it(policed):
    record = notice_of(review_on=date(2028, 1, 1))
    policed.keep(record)
    answer = policed.client(Role.REGISTRY_OFFICER).get(f"/notices/{record.id}/label.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    assert parse_label(answer.content, POLICY).label == replace(record.label, words="Secret")
    assert record.body.reference not in answer.text


def test_a_label_of_no_known_scheme_does_not_go_out(site):
    record = notice_of()
    site.keep(record)
    assert site.client(Role.REGISTRY_OFFICER).get(f"/notices/{record.id}/label.xml").status_code == 404


def test_what_may_not_be_seen_has_no_label_either(policed):
    record = notice_of(state="TN", releasable_to=())
    policed.keep(record)
    client = policed.client(Role.REGISTRY_OFFICER)
    assert client.get(f"/notices/{record.id}/label").status_code == 404
    assert client.get(f"/notices/{record.id}/label.xml").status_code == 404
    fields = {"seen": "1", "label.review_on": "1/2/2028", "reason": "Still right."}
    assert policed.post(client, f"/notices/{record.id}/label", **fields).status_code == 404


def test_a_lower_level_in_the_form_is_refused_with_words(policed):
    record = notice_of()
    policed.keep(record)
    client = policed.client(Role.REGISTRY_OFFICER)
    fields = edit_fields(client, record, **{"label.level": "restricted", "reason": "Known to all."})
    answer = policed.post(client, f"/notices/{record.id}/edit", **fields, step="check")
    assert answer.status_code == 422
    assert "a second person must approve it" in answer.text


def propose(policed, client, record, **changes):
    fields = {"seen": str(record.version), "label.level": "restricted", "why": "Known to all by now.", **changes}
    return policed.post(client, f"/notices/{record.id}/label/downgrade", **fields)


def test_a_lower_label_is_proposed_and_nothing_changes_until_another_approves(policed):
    record = notice_of()
    policed.keep(record)
    client = policed.client(Role.REGISTRY_OFFICER)
    assert propose(policed, client, record).status_code == 303
    with policed.node.database.read() as tx:
        assert tx.records.get(record.id) == record
        (waiting,) = tx.approvals.newest()
    assert waiting.subject == str(record.id)
    assert propose(policed, client, record).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [{"label.level": "secret"}, {"label.level": "top_secret"}, {"label.level": "blue"}, {"why": ""}],
    ids=["the same", "higher", "no level", "no reason"],
)
def test_what_is_no_downgrade_is_not_proposed(policed, changes):
    record = notice_of()
    policed.keep(record)
    assert propose(policed, policed.client(Role.REGISTRY_OFFICER), record, **changes).status_code == 422
    with policed.node.database.read() as tx:
        assert tx.approvals.newest() == []


def test_a_partners_label_is_not_ours_to_lower(policed):
    record = notice_of(state="TN")
    policed.keep(record)
    assert propose(policed, policed.client(Role.REGISTRY_OFFICER), record).status_code == 403


FOREIGN = Label(policy="TN-national", level=Level.SECRET, releasable_to=("DZ", "TN"), compartments=("blue",))


def pasted(policed, text):
    return policed.post(policed.client(Role.REGISTRY_OFFICER), "/labels/read", foreign=text)


@pytest.mark.parametrize(("lang", "here"), [("ar", "سري"), ("fr", "Secret"), ("en", "Secret")])
def test_a_label_of_another_system_is_shown_as_what_it_is_here(policed, lang, here):
    typed = write_label(POLICY.labelled(FOREIGN, "TN"), POLICY, created=NOW).decode()
    answer = policed.post(policed.client(Role.REGISTRY_OFFICER, lang), "/labels/read", foreign=typed)
    assert answer.status_code == 200
    assert "TN-national" in answer.text
    assert here.casefold() in answer.text.casefold()
    assert "blue" in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing here"),
        ("not xml", "The label is broken"),
        ("<a/>", "no confidentiality label"),
        ("x" * 200_000, "There is nothing here"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "definitions of its own"),
        ("TN-national/XX", "does not know the scheme"),
        ("SECRET/none", "no such level"),
        ("Releasable To/Only For", "cannot keep to"),
        ("<b>bold</b>\x00", "The label is broken"),
    ],
)
def test_what_is_no_label_is_refused_with_words(policed, text, said):
    if "/" in text and not text.startswith("<"):
        old, new = text.split("/")
        text = write_label(FOREIGN, POLICY, created=NOW).decode()
        old = old if old in text else POLICY.scheme("TN-national").grade(Level.SECRET).fr
        text = text.replace(old, new)
    answer = pasted(policed, text)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<b>bold" not in answer.text


def test_a_label_is_read_by_those_who_change_labels_only(policed):
    assert policed.post(policed.client(Role.POST_OFFICER), "/labels/read", foreign="<a/>").status_code == 403
