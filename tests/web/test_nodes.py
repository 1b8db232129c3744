"""The node's page: keys and accounts for its administrator, nothing of what it holds."""

import pytest
from tests.conftest import NOW, make_notice
from tests.partners import know

from tansiq.domain.access import GRANTS, Permission, Role
from tansiq.node import Notary
from tansiq.services.kept_checkpoints import Kind, Mismatch
from tansiq.web.views.journals import grouped


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_page_speaks(site, lang, direction):
    answer = site.client(Role.ADMINISTRATOR, lang).get("/node")
    assert answer.status_code == 200
    assert f'lang="{lang}" dir="{direction}"' in answer.text
    assert "Node of the tests</bdi></h1>" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_only_the_administrator_sees_it(site, role):
    expected = 200 if Permission.NODE_READ in GRANTS[role] else 403
    assert site.client(role).get("/node").status_code == expected


def test_it_shows_the_fingerprint_the_accounts_and_the_length_of_the_journal(site):
    page = site.client(Role.ADMINISTRATOR).get("/node").text
    with site.node.database.read() as tx:
        length = tx.journal.last()
    assert grouped(site.node.key.public.fingerprint) in page
    assert "A. liaison_analyst" in page
    assert f'class="num">{length}<' in page
    assert "up to date" in page


def test_it_shows_neither_hashes_nor_names_nor_keys(site):
    site.keep(make_notice("Zoubir Nejmaoui"))
    page = site.client(Role.ADMINISTRATOR).get("/node").text
    assert "argon2" not in page
    assert "Nejmaoui" not in page
    assert site.node.key.raw.hex() not in page


def test_it_shows_the_keys_of_partners(site):
    with site.node.database.write() as tx:
        know(tx, "0123456789abcdef" * 2, "TN", bytes(32), at=NOW)
    page = site.client(Role.ADMINISTRATOR).get("/node").text
    assert "0123 4567 89ab cdef" in page
    assert "Tunisia" in page


def test_it_says_that_no_partner_is_enrolled(site):
    assert "No partner is enrolled." in site.client(Role.ADMINISTRATOR).get("/node").text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OVERSIGHT_INSPECTOR, Role.LIAISON_ANALYST])
def test_a_database_that_was_put_back_is_told_to_administrators_and_inspectors(site, monkeypatch, role):
    client = site.client(role)
    assert "not the one whose journal was signed last" not in client.get("/").text
    monkeypatch.setattr(site.node.notary, "mismatch", Mismatch(kind=Kind.BEHIND, kept=50, held=30))
    is_told = "not the one whose journal was signed last" in client.get("/").text
    assert is_told == (role is not Role.LIAISON_ANALYST)


def test_a_node_that_was_put_back_keeps_the_checkpoint_of_before(site, tmp_path):
    notary = Notary(site.node.database, lambda _: site.node.journal_keys, tmp_path)
    (tmp_path / "checkpoint").write_text("of another node\n", encoding="ascii")
    notary.look(NOW)
    notary.sign()
    assert notary.mismatch.kind is Kind.UNSIGNED
    assert (tmp_path / "checkpoint").read_text(encoding="ascii") == "of another node\n"


def test_what_a_node_signed_is_kept_outside_its_database(site, tmp_path):
    notary = Notary(site.node.database, lambda _: site.node.journal_keys, tmp_path)
    notary.look(NOW)
    notary.sign()
    with site.node.database.read() as tx:
        assert (tmp_path / "checkpoint").read_text(encoding="utf-8") == tx.journal.tree.checkpoint().note
