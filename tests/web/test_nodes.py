"""The node's page: keys and accounts for its administrator, nothing of what it holds."""

import pytest
from tests.conftest import NOW, make_notice
from tests.partners import know

from tansiq.domain.access import GRANTS, Permission, Role
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
