"""The page of an approval says in words, in each language, all that its second person must know."""

import re
from dataclasses import replace

import pytest
from tests.conftest import NOW, make_notice, make_officer

from tansiq.domain.access import Role
from tansiq.domain.approval import TwoPersonAct
from tansiq.domain.label import Level
from tansiq.services import approvals, erasures, label_reviews
from tansiq.services.approvals import Proposal
from tansiq.services.approved_acts import PERFORMERS
from tansiq.services.erasures import EarlyErasure
from tansiq.services.label_reviews import Downgrade
from tansiq.web.views.approvals import WRITERS

LANGS = ("ar", "fr", "en")
PROPOSER = make_officer(Role.REGISTRY_OFFICER, id="another.registrar")


@pytest.fixture
def notice(site):
    record = make_notice("Zoubir Nejmaoui")
    site.keep(record)
    return record


def shown(site, proposed, lang="en", role=Role.REGISTRY_OFFICER):
    return site.client(role, lang).get(f"/approvals/{proposed.id}")


def waiting(page):
    """What the page proposes, by label."""
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.partition('id="what"')[2], re.DOTALL)
    return {re.sub(r"<[^>]+>", "", label): re.sub(r"<[^>]+>", "", value) for label, value in facts}


def downgrade(site, record):
    what = Downgrade(
        notice=record.id,
        seen=1,
        label=replace(record.label, level=Level.UNCLASSIFIED),
        reason="It is known everywhere.",
    )
    with site.node.database.write() as tx:
        return label_reviews.propose_downgrade(tx, PROPOSER, what, now=NOW)


def test_every_act_that_is_done_is_written_in_words():
    assert PERFORMERS.keys() <= WRITERS.keys()


@pytest.mark.parametrize("lang", LANGS)
def test_a_downgrade_says_of_whom_and_from_which_level_to_which(site, notice, lang):
    page = shown(site, downgrade(site, notice), lang)
    said = " ".join(waiting(page.text).values())
    assert "Zoubir Nejmaoui" in said
    assert notice.body.reference in said
    assert f'href="/notices/{notice.id}"' in page.text
    assert "unclassified" not in said
    assert len(waiting(page.text)) >= 7


def test_a_downgrade_names_both_levels(site, notice):
    said = waiting(shown(site, downgrade(site, notice)).text)["Level"]
    assert re.search(r"Unclassified\s+before:\s+Restricted", said, re.IGNORECASE)


@pytest.mark.parametrize("lang", LANGS)
def test_an_erasure_says_of_whom(site, notice, lang):
    with site.node.database.write() as tx:
        erasure = EarlyErasure(notice=notice.id, version=1)
        proposed = erasures.propose(tx, PROPOSER, erasure, reason="Wrong.", now=NOW)
    page = shown(site, proposed, lang)
    assert "Zoubir Nejmaoui" in waiting(page.text).values()
    assert 'id="label-top"' in page.text


def test_what_is_about_a_notice_is_not_there_for_whom_the_notice_is_not(site, notice):
    proposed = downgrade(site, notice)
    with site.node.database.write() as tx:
        tx.accounts.change(Role.REGISTRY_OFFICER.value, clearance=Level.UNCLASSIFIED)
    assert shown(site, proposed).status_code == 404


def counted(site, role=Role.REGISTRY_OFFICER, path="/approvals"):
    found = re.search(r'class="count"><span aria-hidden="true">(\d+)<', site.client(role).get(path).text)
    return 0 if found is None else int(found.group(1))


def test_the_menu_counts_what_waits_for_whoever_reads_it(site, notice):
    assert counted(site) == 0
    downgrade(site, notice)
    assert counted(site, path="/list") == 1
    assert counted(site, Role.LIAISON_ANALYST) == 0, "the table does not let them decide it"
    assert counted(site, Role.ADMINISTRATOR) == 0
    assert counted(site, Role.OVERSIGHT_INSPECTOR, "/") == 0
    with site.node.database.write() as tx:
        tx.accounts.change(Role.REGISTRY_OFFICER.value, clearance=Level.UNCLASSIFIED)
    assert counted(site) == 0, "the notice is not there for them"


def test_the_menu_does_not_count_ones_own(site, notice):
    registrar = site.client(Role.REGISTRY_OFFICER)
    site.post(registrar, f"/notices/{notice.id}/erase", seen="1", reason="Wrong.")
    assert counted(site) == 0


@pytest.mark.parametrize(
    ("lang", "said"), [("ar", "واحد في انتظارك"), ("fr", "1 vous attend"), ("en", "1 waits for you")]
)
def test_the_count_is_said_in_words(site, notice, lang, said):
    downgrade(site, notice)
    assert said in site.client(Role.REGISTRY_OFFICER, lang).get("/").text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("act", [TwoPersonAct.NAMESAKE_END, TwoPersonAct.COERCIVE_OUTCOME])
def test_acts_of_records_to_come_have_the_generic_page(site, notice, act, lang):
    with site.node.database.write() as tx:
        proposal = Proposal(act=act, subject=str(notice.id), what={"outcome": "arrest"}, reason="He is here.")
        proposed = approvals.propose(tx, PROPOSER, proposal, now=NOW)
    client = site.client(Role.REGISTRY_OFFICER, lang)
    page = client.get(f"/approvals/{proposed.id}").text
    assert {"outcome": "arrest"}.items() <= waiting(page).items()
    assert 'value="approve"' in page
    fields = {"step": "approve", "digest": proposed.digest, "reason": ""}
    assert site.post(client, f"/approvals/{proposed.id}", **fields).status_code == 409, "nobody carries it out yet"
    reject = {**fields, "step": "reject", "reason": "Not he."}
    assert site.post(client, f"/approvals/{proposed.id}", **reject).status_code == 303
