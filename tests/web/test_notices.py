"""Notices: their pages in three languages, who may do what, and that no input is ever lost."""

import re
from datetime import date
from html.parser import HTMLParser
from uuid import UUID

import pytest
from tests.conftest import NOW, make_id, make_notice

from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.domain.notice import NameKind, NoticeState, Origin, Place, name
from tansiq.domain.offence import Measure, Offence
from tansiq.domain.record import Basis

LANGUAGES = [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")]
PAGES = ["", "/history", "/edit", "/renew", "/end", "/reopen"]
ENTRIES = {
    "reference": "DZ-2026-1",
    "names.0.value": "Zoubir Nejmaoui",
    "names.0.kind": "primary",
    "births.0.year": "1991",
    "offence": "travel",
    "measure": "locate",
    "threshold": "Seen by two invented witnesses.",
    "basis.authority": "Court of the Blue Oasis",
    "basis.reference": "412/2026",
    "label.level": "restricted",
    "label.releasable_to": "TN",
    "reviewer": "registry_officer",
}


@pytest.fixture
def registry(site):
    return site.client(Role.REGISTRY_OFFICER)


@pytest.fixture
def record(site):
    found = make_notice("Zoubir Nejmaoui", "زبير النجماوي", birth_places=(Place(value="Blue Oasis", country="DZ"),))
    site.keep(found)
    return found


def held(site, notice):
    with site.node.database.read() as tx:
        return tx.records.get(notice)


def count(site, act):
    with site.node.database.read() as tx:
        return tx.journal.count(act)


class Fields(HTMLParser):
    """The named fields of a page with what stands in them, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found = {}
        self._open = None
        self._chosen = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if tag == "input" and "name" in given and ticked:
            self.found[given["name"]] = given.get("value") or ""
        elif tag in ("select", "textarea"):
            self._open, self._chosen = given["name"], False
            self.found[self._open] = ""
        elif tag == "option" and self._open and ("selected" in given or not self._chosen):
            self.found[self._open], self._chosen = given["value"] or "", True

    def handle_data(self, data):
        if self._open and not self._chosen:
            self.found[self._open] += data

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self._open = None


def inputs(page):
    fields = Fields()
    fields.feed(page)
    return fields.found


def edit_fields(client, record, **changes):
    """The edit form as a browser sends it back."""
    page = client.get(f"/notices/{record.id}/edit").text
    form = re.search(r'<form method="post" action="/notices/[^"]+/edit".*?</form>', page, re.DOTALL).group()
    found = {key: value for key, value in inputs(form).items() if key != "_csrf_token"}
    return {**found, **{key.replace("__", "."): value for key, value in changes.items()}}


@pytest.mark.parametrize(("lang", "direction"), LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_each_language_and_shows_the_name(site, record, page, lang, direction):
    client = site.client(Role.REGISTRY_OFFICER, lang)
    answer = client.get(f"/notices/{record.id}{page}")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert "زبير النجماوي" in answer.text


@pytest.mark.parametrize(("lang", "direction"), LANGUAGES)
def test_the_form_of_a_new_notice_speaks_each_language(site, lang, direction):
    answer = site.client(Role.REGISTRY_OFFICER, lang).get("/notices/new")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert {"ar": "الجزائر", "fr": "Algérie", "en": "Algeria"}[lang] in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_a_notice_is_shown_to_those_who_may_read_it(site, record, role):
    answer = site.client(role).get(f"/notices/{record.id}")
    reads = Permission.NOTICE_READ in GRANTS[role] and role is not Role.CASE_OFFICER  # it is none of their cases
    assert answer.status_code == (200 if reads else 404)


@pytest.mark.parametrize("role", [role for role in Role if Permission.NOTICE_WRITE not in GRANTS[role]])
def test_nobody_else_writes(site, record, role):
    client = site.client(role)
    refused = {client.get("/notices/new").status_code, site.post(client, "/notices/new", **ENTRIES).status_code}
    for act in ("edit", "renew", "end", "reopen"):
        refused.add(client.get(f"/notices/{record.id}/{act}").status_code)
        refused.add(site.post(client, f"/notices/{record.id}/{act}", seen="1", reason="no").status_code)
    assert refused <= {403, 404}
    assert held(site, record.id).version == 1


def test_acts_are_offered_to_those_who_may_do_them_alone(site, record, registry):
    link = f"/notices/{record.id}/edit"
    assert link in registry.get(f"/notices/{record.id}").text
    assert link not in site.client(Role.LIAISON_ANALYST).get(f"/notices/{record.id}").text


def test_a_partners_notice_is_read_but_not_changed(site, registry):
    theirs = make_notice(state="TN")
    site.keep(theirs)
    assert f"/notices/{theirs.id}/edit" not in registry.get(f"/notices/{theirs.id}").text
    assert registry.get(f"/notices/{theirs.id}/edit").status_code == 403


def test_a_notice_that_does_not_exist_for_an_officer_is_not_found(site):
    secret = make_notice(label=Label(policy="DZ-national", level=Level.TOP_SECRET))
    site.keep(secret)
    client = site.client(Role.REGISTRY_OFFICER)
    for page in PAGES:
        assert client.get(f"/notices/{secret.id}{page}").status_code == 404
    assert client.get(f"/notices/{make_id()}").status_code == 404


def test_the_measure_the_basis_and_the_label_stand_on_the_page(site, record, registry):
    page = registry.get(f"/notices/{record.id}").text
    assert "If this person is met: inquiry check. Basis: Court of the Blue Oasis, 412/2026." in page
    assert "Restricted — Algeria" in page
    assert "(Algeria)" in page
    assert f"/persons/{record.id}" in page


def test_a_foreign_entry_says_whose_it_is(site, registry):
    origin = Origin(list_key="un", reference="QDi.000", source=make_id(), listed_on=date(2016, 5, 3))
    foreign = make_notice(
        state="UN",
        reference="QDi.000",
        offence=Offence.LISTED_ABROAD,
        measure=Measure.REFUSE_ENTRY,
        origin=origin,
        basis=Basis(authority="UN Security Council", reference="QDi.000"),
    )
    site.keep(foreign)
    page = registry.get(f"/notices/{foreign.id}").text
    assert "entry QDi.000: a foreign list, no notice of this state (Algeria)" in page
    assert "03/05/2016" in page


@pytest.mark.parametrize(
    ("until", "state"), [(date(2026, 11, 20), "late"), (date(2027, 1, 1), "soon"), (date(2027, 9, 1), "far")]
)
def test_the_clock_of_retention_is_far_soon_or_late(site, registry, until, state):
    old = make_notice(retain_until=until, made_at=NOW.replace(month=10), review_on=date(2027, 9, 1))
    site.keep(old)
    assert f'<span class="clock {state}">' in registry.get(f"/notices/{old.id}").text


def test_hostile_text_is_only_text(site, registry):
    hostile = make_notice("<script>alert(1)</script>", description='"><img src=x onerror=alert(1)>')
    site.keep(hostile)
    for page in PAGES:
        text = registry.get(f"/notices/{hostile.id}{page}").text
        assert "<script>alert" not in text
        assert "<img" not in text


# Issuing


def test_an_officer_sees_who_is_similar_before_a_notice_goes_live(site, record, registry):
    answer = site.post(registry, "/notices/new", **ENTRIES, step="check")
    assert answer.status_code == 200
    assert "Similar persons in the list" in answer.text
    assert f"/persons/{record.id}" in answer.text
    assert count(site, Act.NOTICE_ISSUED) == 1  # the one of the fixture


def test_nobody_is_shown_as_similar_who_does_not_exist_for_the_officer(site, registry):
    hidden = make_notice("Zoubir Nejmaoui", label=Label(policy="DZ-national", level=Level.TOP_SECRET))
    site.keep(hidden)
    answer = site.post(registry, "/notices/new", **ENTRIES, step="check")
    assert str(hidden.id) not in answer.text
    assert "Nobody in the list is like this person." in answer.text


def test_the_checked_notice_is_issued_with_what_was_typed(site, registry):
    checked = site.post(registry, "/notices/new", **ENTRIES, step="check").text
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked))
    carried.pop("_csrf_token")
    answer = site.post(registry, "/notices/new", **carried, step="issue")
    assert answer.status_code == 303
    notice = answer.headers["location"].split("?")[0].rsplit("/", 1)[1]
    assert "The notice is in force." in registry.get(answer.headers["location"]).text
    body = held(site, UUID(notice)).body
    assert (body.reference, body.measure, body.births[0].year) == ("DZ-2026-1", Measure.LOCATE, 1991)


def test_a_form_sent_twice_issues_one_notice(site, registry):
    assert site.post(registry, "/notices/new", **ENTRIES, step="issue").status_code == 303
    again = site.post(registry, "/notices/new", **ENTRIES, step="issue")
    assert again.status_code == 422
    assert 'href="#reference"' in again.text
    assert count(site, Act.NOTICE_ISSUED) == 1


@pytest.mark.parametrize(("lang", "direction"), LANGUAGES)
def test_a_mistake_stands_on_top_and_beside_its_field_in_the_same_words(site, lang, direction):
    client = site.client(Role.REGISTRY_OFFICER, lang)
    answer = site.post(client, "/notices/new", **{**ENTRIES, "births.0.year": "199x"}, step="check")
    assert answer.status_code == 422
    linked = re.search(r'<a href="#births\.0\.year">([^<]+)</a>', answer.text).group(1)
    assert re.search(rf'<p class="error" id="births\.0\.year-error">{re.escape(linked)}', answer.text)
    assert 'id="births.0.year"' in answer.text


def test_a_refused_form_keeps_every_input(site, registry):
    typed = {
        **ENTRIES,
        "names.1.value": "زبير «النجماوي»",
        "names.1.kind": "kunya",
        "names.7.value": "Seventh",
        "description": "A <scar>.\nSpeaks.",
        "documents.2.note": "no number",
        "birth_places.1.country": "Atlantis",
        "retain_until": "31/02/2027",
    }
    answer = site.post(registry, "/notices/new", **typed, step="check")
    assert answer.status_code == 422
    shown = inputs(answer.text)
    assert {key: shown[key] for key in typed} == typed


@pytest.mark.parametrize("group", ["names", "births", "birth_places", "nationalities", "documents"])
def test_a_row_is_added_without_a_script_and_nothing_is_lost(site, registry, group):
    before = registry.get("/notices/new").text.count(f'name="{group}.')
    answer = site.post(registry, "/notices/new", **ENTRIES, add=group)
    assert answer.status_code == 200
    assert answer.text.count(f'name="{group}.') > before
    assert 'value="Zoubir Nejmaoui"' in answer.text
    assert answer.text.count("data-focus") == 1


def test_the_confirmation_leads_back_to_the_form(site, registry):
    answer = site.post(registry, "/notices/new", **ENTRIES, step="change")
    assert answer.status_code == 200
    assert inputs(answer.text)["threshold"] == ENTRIES["threshold"]


def test_an_end_later_than_the_measure_allows_is_refused_at_its_field(site, registry):
    answer = site.post(registry, "/notices/new", **ENTRIES, retain_until="1/1/2035", step="check")
    assert answer.status_code == 422
    assert 'href="#retain_until"' in answer.text
    assert "23/11/2029" in answer.text


def test_a_level_above_the_officers_own_is_refused(site, registry):
    answer = site.post(registry, "/notices/new", **{**ENTRIES, "label.level": "top_secret"}, step="issue")
    assert answer.status_code == 403
    assert count(site, Act.NOTICE_ISSUED) == 0


def test_a_notice_on_a_forbidden_ground_is_refused_counted_and_explained(site, registry):
    typed = {**ENTRIES, "threshold": "He took part in a peaceful protest."}
    answer = site.post(registry, "/notices/new", **typed, step="check")
    assert answer.status_code == 422
    assert "The compliance check refused this notice." in answer.text
    assert 'href="#threshold"' in answer.text
    assert "He took part in a peaceful protest." in answer.text
    assert count(site, Act.NOTICE_REFUSED) == 1


# Correcting


def test_a_correction_is_a_new_version_with_its_reason(site, record, registry):
    fields = edit_fields(registry, record, offence="attack", reason="The court said so.")
    answer = site.post(registry, f"/notices/{record.id}/edit", **fields, step="check")
    assert answer.status_code == 303, re.findall(r'class="error"[^>]*>.*', answer.text)
    new = held(site, record.id)
    assert (new.version, new.body.offence, new.reason) == (2, Offence.ATTACK, "The court said so.")
    assert new.body.names == record.body.names


def test_a_correction_without_a_reason_is_refused(site, record, registry):
    answer = site.post(registry, f"/notices/{record.id}/edit", **edit_fields(registry, record), step="check")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert held(site, record.id).version == 1


def test_who_comes_second_sees_what_changed_beside_their_own_input(site, record, registry):
    mine = edit_fields(registry, record, offence="weapons", threshold="My facts.", reason="mine")
    theirs = edit_fields(registry, record, offence="attack", reason="theirs")
    site.post(registry, f"/notices/{record.id}/edit", **theirs, step="check")
    answer = site.post(registry, f"/notices/{record.id}/edit", **mine, step="check")
    assert answer.status_code == 409
    panel = re.search(r'id="meanwhile".*?</section>', answer.text, re.DOTALL).group()
    assert ["travel to join" in panel, "attack" in panel, "weapons and explosives" in panel] == [True, True, True]
    assert inputs(answer.text)["threshold"] == "My facts."
    again = site.post(registry, f"/notices/{record.id}/edit", **{**mine, "seen": "2"}, step="check")
    assert again.status_code == 303
    assert held(site, record.id).version == 3


def test_an_ended_notice_is_not_corrected(site, record, registry):
    fields = edit_fields(registry, record, reason="late")
    site.post(registry, f"/notices/{record.id}/end", seen="1", reason="Found.")
    answer = site.post(registry, f"/notices/{record.id}/edit", **{**fields, "seen": "2"}, step="check")
    assert answer.status_code == 409
    assert "Reopen it before correcting it." in answer.text
    assert held(site, record.id).version == 2


def test_the_history_shows_versions_newest_first_with_what_went_and_came(site, record, registry):
    fields = edit_fields(registry, record, names__1__value="زبير النجمي", reason="spelling")
    site.post(registry, f"/notices/{record.id}/edit", **fields, step="check")
    page = registry.get(f"/notices/{record.id}/history").text
    assert page.index('id="version-2"') < page.index('id="version-1"')
    assert re.search(r"<del>.*زبير النجماوي.*</del>", page)
    assert re.search(r"<ins>.*زبير النجمي.*</ins>", page)
    assert "spelling" in page
    assert "20 fields unchanged" in page


# Renewing, ending, taking up again


def test_a_renewal_sets_the_latest_end_where_none_is_given(site, record, registry):
    answer = site.post(registry, f"/notices/{record.id}/renew", seen="1", reason="Still sought.", retain_until="")
    assert answer.status_code == 303
    assert held(site, record.id).retain_until == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x", "retain_until": "tomorrow"}, "retain_until"),
        ({"reason": "x", "retain_until": "1/1/2031"}, "retain_until"),
    ],
)
def test_a_wrong_renewal_is_refused_at_its_field(site, record, registry, fields, wrong):
    answer = site.post(registry, f"/notices/{record.id}/renew", seen="1", **fields)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    assert f'value="{fields.get("retain_until", "")}"' in answer.text


def test_an_ending_needs_a_reason_and_can_be_undone_from_its_message(site, record, registry):
    assert site.post(registry, f"/notices/{record.id}/end", seen="1", reason=" ").status_code == 422
    answer = site.post(registry, f"/notices/{record.id}/end", seen="1", reason="Found.")
    page = registry.get(answer.headers["location"]).text
    undo = re.search(r'<div class="message">.*?action="([^"]+)"', page, re.DOTALL).group(1)
    assert held(site, record.id).body.state is NoticeState.ENDED
    assert site.post(registry, undo, undo_token="").status_code == 303
    assert held(site, record.id).body.state is NoticeState.ACTIVE
    assert held(site, record.id).retain_until == record.retain_until


def test_the_page_of_an_ending_has_no_key_and_no_main_button(site, record, registry):
    page = registry.get(f"/notices/{record.id}/end").text
    form = re.search(r'<form method="post" action="/notices/[^"]+/end".*?</form>', page, re.DOTALL)
    assert 'class="button grave"' in form.group()
    assert "data-key" not in form.group()
    assert "button main" not in form.group()


@pytest.mark.parametrize("act", ["renew", "end"])
def test_an_act_on_another_version_than_the_one_seen_is_refused_and_keeps_the_reason(site, record, registry, act):
    site.post(registry, f"/notices/{record.id}/renew", seen="1", reason="first", retain_until="")
    answer = site.post(registry, f"/notices/{record.id}/{act}", seen="1", reason="my own reason")
    assert answer.status_code == 409
    assert "my own reason</textarea>" in answer.text
    assert 'name="seen" value="2"' in answer.text
    assert held(site, record.id).version == 2


def test_a_notice_in_force_is_not_taken_up_again(site, record, registry):
    assert site.post(registry, f"/notices/{record.id}/reopen").status_code == 409


# Printing


def test_printing_is_noted_and_each_copy_has_its_number(site, record):
    client = site.client(Role.POST_OFFICER)
    first = site.post(client, f"/notices/{record.id}/print").headers["location"]
    second = site.post(client, f"/notices/{record.id}/print").headers["location"]
    assert (first[-7:], second[-7:]) == ("?copy=1", "?copy=2")
    page = client.get(second).text
    assert "Copy 2, printed by A. post_officer" in page
    assert page.count('class="label-banner"') == 2
    assert count(site, Act.NOTICE_PRINTED) == 2


def test_a_copy_that_was_never_printed_has_no_sheet(site, record, registry):
    assert registry.get(f"/notices/{record.id}/sheet?copy=1").status_code == 404


def test_a_sheet_shows_the_version_that_was_printed(site, record, registry):
    sheet = site.post(registry, f"/notices/{record.id}/print").headers["location"]
    fields = edit_fields(registry, record, threshold="Other facts.", reason="new facts")
    site.post(registry, f"/notices/{record.id}/edit", **fields, step="check")
    assert "Other facts." not in registry.get(sheet).text


def test_minors_are_shown_to_those_who_may_read_of_minors(site):
    minor = make_notice(names=(name("Child of the tests", NameKind.PRIMARY),), minor=True, measure=Measure.PROTECT)
    site.keep(minor)
    assert site.client(Role.REGISTRY_OFFICER).get(f"/notices/{minor.id}").status_code == 200
    assert site.client(Role.LIAISON_ANALYST).get(f"/notices/{minor.id}").status_code == 404
