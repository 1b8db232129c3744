"""A node with one account a role, and browsers' clients signed in to it.

`site.client(role)` is signed in; `site.post(client, path, **fields)` sends a form with its token; `site.keep(record)`
puts a notice into the node and brings index and proposals up to date.
"""

import shutil
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from litestar.testing import TestClient
from tests.conftest import NOW

from tansiq.domain.access import STATED, Role
from tansiq.domain.journal import Act
from tansiq.node import init_node, open_node
from tansiq.services import accounts, unification
from tansiq.services.keeping import keep
from tansiq.settings import Settings
from tansiq.trust.passwords import Passwords
from tansiq.web.app import create_app
from tansiq.web.pages import load_pages

PASSWORD = "ten invented words"
CSRF = "tansiq-dz-csrf"
SECRETS = {"password", "wanted", "code", "answer"}
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Argon2id that costs nothing: these tests are not about guessing."""


class Site:
    def __init__(self, node, app):
        self.node = node
        self.app = app

    def client(self, role=Role.LIAISON_ANALYST, lang="en"):
        client = TestClient(self.app)
        client.headers["accept-language"] = lang
        if role is not None:
            self.sign_in(client, role)
        return client

    def sign_in(self, client, role):
        """A session of the usual purpose; the accounts of these tests carry no second factor until they enrol one."""
        answer = self.post(client, "/sign-in", account=role.value, password=PASSWORD)
        assert answer.status_code == 303, answer.text[:500]
        answer = self.post(client, "/sign-in/purpose", purpose=STATED[role][0].value)
        assert answer.status_code == 303, answer.text[:500]

    def post(self, client, path, **fields):
        """Sends a form with its token. A field may be a list."""
        if client.cookies.get(CSRF) is None:
            client.get("/sign-in")
        given = {"_csrf_token": client.cookies[CSRF], **fields}
        if path.startswith(("/sign-in", "/prove")) or SECRETS & fields.keys():  # such forms are sent in parts
            parts = {name: (None, value) for name, value in given.items()}
            return client.post(path, files=parts, follow_redirects=False)
        return client.post(path, data=given, follow_redirects=False)

    def keep(self, *records):
        self.keep_unread(*records)
        self.catch_up()

    def keep_unread(self, *records):
        """`keep`, as another process does it: the index has not followed yet."""
        with self.node.database.write() as tx:
            for record in records:
                keep(tx, record, Act.NOTICE_ISSUED)

    def catch_up(self):
        unification.catch_up(self.node.database, self.node.identities, now=NOW)

    def close(self):
        self.node.close()


@pytest.fixture(scope="session")
def pages():
    return load_pages()


def settings_of(folder):
    return Settings(
        folder=folder,
        state="DZ",
        service="National Registry",
        title="Node of the tests",
        port=8101,
        database_url=f"sqlite:///{folder / 'node.db'}",
        partners=("TN",),
    )


@pytest.fixture(scope="session")
def made_node(tmp_path_factory):
    """A node with its accounts, made once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("node")
    init_node(settings_of(folder))
    node = open_node(settings_of(folder), passwords=CHEAP)
    for role in Role:
        new = accounts.NewAccount(
            id=role.value,
            name=f"A. {role.value}",
            role=role,
            state="DZ",
            service="National Registry",
            password=PASSWORD,
        )
        accounts.create(node.database, CHEAP, new, now=NOW)
    node.close()
    return folder


@pytest.fixture
def site(tmp_path, made_node, pages):
    shutil.copytree(made_node, tmp_path, dirs_exist_ok=True)
    node = replace(open_node(settings_of(tmp_path), passwords=CHEAP), clock=lambda: NOW)
    node = replace(node, guards=replace(node.guards, second_factor=False))
    found = Site(node, create_app(node, pages))
    yield found
    found.close()
