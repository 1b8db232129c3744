"""No page shows a record that the journal does not name: every page is in one of the two tables below."""

from dataclasses import replace

import pytest
from tests.conftest import NOW, make_notice, make_report, make_request
from tests.partners import know
from tests.unit.services.conftest import row, table
from tests.web.test_imports import COLUMNS, in_hand, send

from tansiq.domain.access import Role
from tansiq.domain.journal import READS, Act
from tansiq.domain.label import Label, Level
from tansiq.services.keeping import keep
from tansiq.web.handlers import ROUTES

ANALYST, REGISTRY = Role.LIAISON_ANALYST, Role.REGISTRY_OFFICER
SHOW_RECORDS = {
    "/": (REGISTRY, "/"),
    "/list": (ANALYST, "/list"),
    "/persons/{person:uuid}": (ANALYST, "/persons/{one}"),
    "/notices/{notice:uuid}": (ANALYST, "/notices/{one}"),
    "/notices/{notice:uuid}/history": (ANALYST, "/notices/{one}/history"),
    "/notices/{notice:uuid}/edit": (REGISTRY, "/notices/{one}/edit"),
    "/notices/{notice:uuid}/renew": (REGISTRY, "/notices/{one}/renew"),
    "/notices/{notice:uuid}/end": (REGISTRY, "/notices/{one}/end"),
    "/notices/{notice:uuid}/reopen": (REGISTRY, "/notices/{one}/reopen"),
    "/notices/{notice:uuid}/sheet": (ANALYST, "/notices/{one}/sheet?copy=1"),
    "/notices/{notice:uuid}/erase": (REGISTRY, "/notices/{one}/erase"),
    "/notices/{notice:uuid}/label": (REGISTRY, "/notices/{one}/label"),
    "/labels": (REGISTRY, "/labels"),
    "/review": (ANALYST, "/review"),
    "/review/judgements": (ANALYST, "/review/judgements"),
    "/review/pairs/{pair:str}": (ANALYST, "/review/pairs/{one}..{other}"),
    "/reports": (ANALYST, "/reports"),
    "/reports/{report:uuid}": (ANALYST, "/reports/{report}"),
    "/reports/{report:uuid}/edit": (ANALYST, "/reports/{report}/edit"),
    "/reports/{report:uuid}/history": (ANALYST, "/reports/{report}/history"),
    "/requests": (ANALYST, "/requests"),
    "/requests/{question:uuid}": (ANALYST, "/requests/{question}"),
    "/records/{record:uuid}/release": (ANALYST, "/records/{report}/release?partner=TN"),
    "/records/{record:uuid}/preview": (REGISTRY, "/records/{report}/preview?partner=TN"),
}
"""Pages that show records, with somebody who may see them and an address that shows one."""
SHOW_NONE = {
    "/notices/{notice:uuid}/label.xml": "the label alone, under a policy in force; journalled as the notice",
    "/sign-in": "nobody is signed in",
    "/notices/new": "an empty form",
    "/review/next": "leads elsewhere",
    "/exports": "figures; the file itself is journalled with every notice in it",
    "/imports": "editions and files, no record",
    "/imports/{upload:uuid}": "the file that the officer brought; held notices that differ: see below",
    "/imports/rows": "rows put aside, which are no records: see below",
    "/imports/rows/{row:uuid}": "a row put aside",
    "/sources/{source:uuid}": "an edition: its title and its counts",
    "/node": "keys and accounts",
    "/accounts": "accounts",
    "/accounts/new": "an empty form",
    "/accounts/{account:str}": "an account",
    "/accounts/{account:str}/change": "an account",
    "/approvals": "what waits for a second person: acts, accounts, identifiers",
    "/approvals/{approval:uuid}": "what is proposed, by identifiers",
    "/break-glass": "an empty form",
    "/me": "one's own account",
    "/prove": "a question for a password or a key",
    "/sign-in/step": "nobody is signed in yet",
    "/journal": "journalled as oversight",
    "/journal/lines/{seq:int}": "journalled as oversight",
    "/journal/checkpoint": "tells of nobody",
    "/journal/tile/{rest:path}": "tells of nobody",
    "/me/here": "says that somebody is at work",
    "/exchange": "numbers of items, no record",
    "/partners": "partners and their keys",
    "/partners/{code:str}": "a partner and its keys",
    "/agreements": "agreements, which are of both states and about nobody",
    "/agreements/new": "an empty form",
    "/agreements/{agreement:uuid}": "an agreement",
    "/reports/new": "an empty form",
    "/requests/new": "an empty form",
    "/records/{record:uuid}/copies": "who holds it, nothing of what it says",
    "/records/{record:uuid}/recall": "whose copy is called back, nothing of what it says",
}
"""Pages that show no record, and why that is so."""


@pytest.fixture
def shown(site):
    """Two notices, judged, printed and soon over: every page shows at least the first."""
    label = replace(make_notice().label, review_on=NOW.date().replace(year=2027, month=2))
    soon = {"retain_until": NOW.date().replace(year=2027, month=1), "label": label}
    one, other = make_notice("Zoubir Nejmaoui", **soon), make_notice("Zubair Nejmawi", **soon)
    third = make_notice("Zoubeir Nejmaui", **soon)
    site.keep(one, other, third)
    analyst = site.client(ANALYST)
    site.post(analyst, f"/notices/{one.id}/print")
    pair = f"/review/pairs/{'..'.join(sorted((str(one.id), str(other.id))))}"
    seen = {"left_version": "1", "right_version": "1", "link_version": "0"}
    site.post(analyst, f"{pair}/judge", judgement="same", reason="seen", **seen)
    return {"one": one.id, "other": other.id, **written(site)}


def written(site):
    """A report and a question of this state."""
    label = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
    report, question = make_report(label), make_request()
    with site.node.database.write() as tx:
        know(tx, "f", "TN", b"1" * 32, at=NOW)
        for record in (report, question):
            keep(tx, record, Act.RECORD_WRITTEN)
    return {"report": report.id, "question": question.id}


def reads(site, officer):
    with site.node.database.read() as tx:
        return [
            line.entry
            for line in tx.journal.page(limit=200)
            if line.entry.act in READS and line.entry.officer == officer
        ]


@pytest.mark.parametrize("route", SHOW_RECORDS)
def test_the_page_is_in_the_journal_with_the_record_before_it_is_sent(site, shown, route):
    role, address = SHOW_RECORDS[route]
    client = site.client(role)
    before = len(reads(site, role.value))
    answer = client.get(address.format(**shown))
    assert answer.status_code == 200, answer.text[:300]
    found = reads(site, role.value)
    assert len(found) == before + 1
    named = {shown["one"], shown["report"], shown["question"]}
    assert named & set(found[0].things) or "review" in route
    assert found[0].purpose


def test_every_page_is_in_one_of_the_tables():
    pages = {path for route in ROUTES for path in route.paths if "GET" in route.http_methods}
    assert pages == SHOW_RECORDS.keys() | SHOW_NONE.keys()
    assert not SHOW_RECORDS.keys() & SHOW_NONE.keys()


def test_a_preview_names_the_held_notices_that_it_shows_and_no_new_ones(site):
    client = site.client(REGISTRY)
    path, _ = in_hand(client, table(row(1), row(2)))
    assert reads(site, REGISTRY.value) == []
    with site.node.database.read() as tx:
        assert tx.notices.all_ids() == []
    send(client, f"{path}/apply")
    site.node.jobs.close()
    with site.node.database.read() as tx:
        held = set(tx.notices.all_ids())
    in_hand(client, table(row(1, name="Zoubir Nejmaoui Changed")), columns=COLUMNS)
    assert held
    assert set(reads(site, REGISTRY.value)[0].things) == held


def test_rows_put_aside_are_named_by_their_own_identifiers(site):
    client = site.client(REGISTRY)
    path, _ = in_hand(client, table(row(1), row(2, birth="yesterday")))
    send(client, f"{path}/apply")
    site.node.jobs.close()
    client.get("/imports/rows")
    entry = reads(site, REGISTRY.value)[0]
    assert (entry.detail, len(entry.things)) == ("rows", 1)
