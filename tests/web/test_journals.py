"""The journal: acts and identifiers for those who oversee, and for nobody else."""

import re
from datetime import timedelta

import pytest
from tests.conftest import NOW, make_id, make_notice
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey

from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.domain.journal import Act, Entry
from tansiq.formats.journal_log import verify_extract
from tansiq.storage.accounts import OpenedGlass


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_journal_speaks(site, lang, direction):
    answer = site.client(Role.OVERSIGHT_INSPECTOR, lang).get("/journal")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_oversee_read_it(site, role):
    expected = 200 if Permission.JOURNAL_READ in GRANTS[role] else 403
    assert site.client(role).get("/journal").status_code == expected


def test_it_shows_acts_and_identifiers_and_no_name(site):
    record = make_notice("Zoubir Nejmaoui")
    site.keep(record)
    page = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal").text
    assert "notice issued" in page
    assert str(record.id) in page
    assert "2026-11-23 12:00:00 UTC" in page
    assert "Nejmaoui" not in page


def test_older_acts_follow_without_a_gap_or_a_repeat(site):
    with site.node.database.write() as tx:
        tx.journal.append_many([Entry(act=Act.LIST_EXPORTED, officer="registry_officer", at=NOW) for _ in range(120)])
    client = site.client(Role.OVERSIGHT_INSPECTOR)
    seen, address = [], "/journal"
    while address:
        page = client.get(address).text
        seen += [int(n) for n in re.findall(r'id="line-(\d+)"', page)]
        older = re.search(r'href="(/journal\?before=\d+)"', page)
        address = older.group(1) if older else None
    assert seen == list(range(seen[0], 0, -1))


def test_the_end_of_the_journal_leads_back_to_the_newest(site):
    page = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal?before=1").text
    assert "No acts here." in page
    assert 'href="/journal"' in page


@pytest.mark.parametrize("before", ["x", "1.5", "'"])
def test_a_page_that_is_no_number_is_refused(site, before):
    answer = site.client(Role.OVERSIGHT_INSPECTOR).get("/journal", params={"before": before})
    assert 400 <= answer.status_code < 500


def inspector(site, lang="en"):
    return site.client(Role.OVERSIGHT_INSPECTOR, lang)


def test_who_looked_at_a_person_and_why_is_one_search(site):
    record, other = make_notice("Zoubir Nejmaoui"), make_notice("Someone Else")
    site.keep(record, other)
    site.client(Role.LIAISON_ANALYST).get(f"/persons/{record.id}")
    site.client(Role.WATCH_OFFICER).get(f"/persons/{other.id}")
    page = inspector(site).get("/journal", params={"record": record.body.reference}).text
    assert "Who saw this person, and why" in page
    assert "liaison_analyst" in page
    assert "work with the partner" in page
    assert "person opened" in page
    assert "watch_officer" not in page
    assert "Nejmaoui" not in page


def test_a_number_that_no_record_has_finds_nothing_and_not_everything(site):
    page = inspector(site).get("/journal", params={"record": "no such number"}).text
    assert "No act fits this search." in page
    assert 'id="line-' not in page


def test_the_search_for_an_act_an_officer_and_a_period(site):
    client = inspector(site)
    for asked, is_found in [
        ({"what": "account_created"}, True),
        ({"what": "admitted", "officer": "node"}, True),
        ({"what": "read"}, False),
        ({"what": "admitted", "until": "2000-01-01"}, False),
        ({"what": "admitted", "since": "2000-01-01"}, True),
        ({"officer": "nobody"}, False),
        ({"what": "nonsense", "since": "yesterday", "officer": "node"}, True),
    ]:
        assert ("account created" in client.get("/journal", params=asked).text.partition("<tbody")[2]) is is_found, (
            asked
        )


def test_looking_is_journalled_too(site):
    client = inspector(site)
    client.get("/journal", params={"officer": "registry_officer"})
    page = client.get("/journal").text
    assert "journal read" in page.partition("<tbody")[2]
    assert "officer registry_officer" in page


def test_every_line_shown_is_verified_once_it_is_signed(site):
    client = inspector(site)
    assert "not signed yet" in client.get("/journal").text
    site.node.notary.sign()
    page = client.get("/journal").text
    assert page.count("verified") > 5
    line = client.get("/journal/lines/1").text
    assert "in the signed tree" in line
    assert "tansiq/DZ" in line


def test_a_line_that_is_not_there_is_not_found(site):
    assert inspector(site).get("/journal/lines/999999").status_code == 404


def test_a_changed_line_is_seen(site):
    site.node.notary.sign()
    with site.node.database.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        connection.exec_driver_sql("drop trigger journal_opening_is_kept_as_it_is")
        connection.exec_driver_sql("update journal_opening set officer = 'somebody_else' where seq = 2")
    client = inspector(site)
    page = client.get("/journal", params={"officer": "somebody_else"}).text
    assert "The journal does not verify" in page
    assert "This act is not what was signed" in client.get("/journal/lines/2").text


def test_the_signed_log_is_served_as_others_read_it(site):
    site.node.notary.sign()
    client = inspector(site)

    class Backend:
        def get(self, *path):
            answer = client.get("/journal/" + "/".join(path))
            return answer.content if answer.status_code == 200 else None

    reader = TilesReader(Backend())
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(site.node.journal_keys.known[0].to_text()))
    assert reader.calculate_root_hash() == checkpoint.root_hash
    assert b"account_created" in reader.get_entry(0)


@pytest.mark.parametrize(
    "path",
    ["checkpoint/x", "tile/0/001", "tile/0/999.p/1", "tile/x", "tile/0/../../x", "tile/entries/x001", "tile/9/000"],
)
def test_no_other_file_is_there(site, path):
    site.node.notary.sign()
    assert inspector(site).get(f"/journal/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/journal/checkpoint", "/journal/tile/0/000.p/1", "/journal/lines/1"])
@pytest.mark.parametrize("role", [role for role in Role if Permission.JOURNAL_READ not in GRANTS[role]])
def test_nobody_else_is_given_a_piece_of_it(site, path, role):
    site.node.notary.sign()
    assert site.client(role).get(path).status_code == 403


def test_an_export_proves_itself_and_holds_what_was_asked_for(site):
    client = inspector(site)
    answer = site.post(client, "/journal/export", what="account_created")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    found, entries = verify_extract(answer.content, site.node.journal_keys.known)
    assert found.entries == len(Role)
    assert {proved.leaf.act for proved in entries} == {"account_created"}
    assert site.post(site.client(Role.ADMINISTRATOR), "/journal/export").status_code == 403


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_the_pages_of_oversight_speak(site, lang):
    site.node.notary.sign()
    client = inspector(site, lang)
    assert client.get("/journal/lines/1").status_code == 200
    assert client.get("/journal", params={"officer": "node"}).status_code == 200


def test_the_figures_lead_to_what_they_count(site):
    site.client(Role.ADMINISTRATOR).get("/list")
    page = inspector(site).get("/journal").text
    assert "Last 30 days" in page
    assert "/journal?what=refused" in page


def break_glass(site, record):
    opened = {"account": "watch_officer", "record": record, "compartment": None, "reason": "A child is missing."}
    persons = {"proposed_by": "watch_officer", "approved_by": "registry_officer"}
    times = {"made_at": NOW, "until": NOW + timedelta(hours=1)}
    with site.node.database.write() as tx:
        tx.accounts.open_glass(OpenedGlass(id=make_id(), **opened, **persons, **times))
        tx.journal.append(Entry(act=Act.GLASS_BROKEN, officer="watch_officer", at=NOW, thing=record))


def test_break_glass_is_seen_at_once_with_its_reason_and_closed_by_oversight(site):
    client, record = inspector(site), make_notice()
    site.keep(record)
    assert "Break-glass is open now" not in client.get("/journal").text
    break_glass(site, record.id)
    page = client.get("/journal").text
    assert "Break-glass is open now" in page
    assert "A child is missing." in page
    assert "break-glass opened" in client.get("/journal?what=exception").text
    close = re.search(r'action="(/break-glass/[^"]+/close)"', page).group(1)
    assert site.post(client, close).status_code == 303
    assert "Break-glass is open now" not in client.get("/journal").text


def test_a_mandate_that_is_over_is_counted_while_the_account_stands_open(site):
    client = inspector(site)
    before = client.get("/journal").text
    with site.node.database.write() as tx:
        tx.accounts.change("watch_officer", mandate_until=NOW.date() - timedelta(days=1))
    after = client.get("/journal").text
    figure = re.compile(r"Mandates that ended</dt>\s*<dd>.*?(\d+)</", re.DOTALL)
    assert (figure.search(before).group(1), figure.search(after).group(1)) == ("0", "1")
