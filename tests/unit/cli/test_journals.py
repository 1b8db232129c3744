"""The journal as an operator and an inspector take it out and verify it."""

import pytest
from typer.testing import CliRunner

from tansiq.cli import app
from tansiq.domain.access import Role
from tansiq.formats.errors import LogError
from tansiq.node import clock, init_node, open_node
from tansiq.services import accounts
from tansiq.settings import Settings

PASSWORD = "ten invented words"


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    folder = tmp_path_factory.mktemp("node") / "dz"
    url = f"sqlite:///{folder / 'node.db'}"
    given = {"folder": folder, "state": "DZ", "service": "Registry", "title": "Registry", "port": 8101}
    init_node(Settings(**given, database_url=url, partners=("TN",)))
    opened = open_node(Settings(**given, database_url=url, partners=("TN",)))
    for role in (Role.OVERSIGHT_INSPECTOR, Role.ADMINISTRATOR):
        new = accounts.NewAccount(
            id=role.value, name="A.", role=role, state="DZ", service="Registry", password=PASSWORD
        )
        accounts.create(opened.database, opened.passwords, new, now=clock())
    opened.close()
    return folder


def run(*words, given=None):
    return CliRunner().invoke(app, ["journal", *map(str, words)], input=given)


@pytest.fixture
def exported(node, tmp_path):
    answer = run("export", tmp_path / "log", "--node", node, "--as", "oversight_inspector", given=f"{PASSWORD}\n")
    assert answer.exit_code == 0, answer.output
    return tmp_path / "log"


def test_what_was_exported_verifies_with_the_key_of_the_node(node, exported):
    answer = run("verify", exported, "--key", node / "keys" / "journal.pub")
    assert answer.exit_code == 0, answer.output
    assert "of tansiq/DZ" in answer.output
    assert "Use --key" not in answer.output


def test_without_a_key_one_is_told_what_that_is_worth(exported):
    assert "Use --key" in run("verify", exported).output


def test_an_older_checkpoint_is_one_that_the_log_grew_out_of(node, exported, tmp_path):
    older = tmp_path / "older"
    older.write_bytes((exported / "checkpoint").read_bytes())
    run("export", exported, "--node", node)
    answer = run("verify", exported, "--older", older)
    assert answer.exit_code == 0, answer.output
    assert "Opened: 0 entries" in answer.output


def test_one_changed_byte_is_found(exported):
    path = next((exported / "tile" / "entries").rglob("*.p")) / next(
        p.name for p in (exported / "tile" / "entries").rglob("*") if p.is_file()
    )
    path.write_bytes(path.read_bytes().replace(b"account_created", b"account_creates", 1))
    answer = run("verify", exported)
    assert isinstance(answer.exception, LogError)
    assert answer.exception.step == 5


def test_who_may_not_read_the_journal_takes_nothing_out(node, tmp_path):
    answer = run("export", tmp_path / "log", "--node", node, "--as", "administrator", given=f"{PASSWORD}\n")
    assert answer.exit_code == 1
    assert not (tmp_path / "log" / "openings.jsonl").exists()
    assert not (tmp_path / "log" / "checkpoint").exists()


def test_a_single_file_needs_a_key(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"{}")
    assert run("verify", path).exit_code == 2
