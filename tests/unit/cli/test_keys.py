import json
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.conftest import make_notice
from typer.testing import CliRunner

from tansiq import settings
from tansiq.cli import app
from tansiq.cli.keys import typed_passphrase
from tansiq.demo.policies import demo_policy
from tansiq.domain.journal import Act
from tansiq.domain.label import Label, Level
from tansiq.formats.adatp4774 import write_label
from tansiq.node import clock, init_node, open_node
from tansiq.services import labels
from tansiq.services.keeping import keep
from tansiq.services.keyrings import Unlocking, open_keys
from tansiq.settings import Settings
from tansiq.trust.errors import LockedError
from tansiq.trust.keyrings import Purpose


def made(folder, state="DZ", partner="TN"):
    init_node(
        Settings(
            folder=folder,
            state=state,
            service="Registry",
            title="Registry",
            port=8101,
            database_url=f"sqlite:///{folder / 'node.db'}",
            partners=(partner,),
        )
    )
    return folder


@pytest.fixture
def folder(tmp_path):
    return made(tmp_path / "dz")


def run(*words, typed=None):
    answer = CliRunner().invoke(app, [str(w) for w in words], input=typed)
    assert answer.exit_code == 0, answer.output
    return answer.output


def ring(folder):
    return open_keys(folder / "keys", Unlocking()).ring


def kept(folder, record):
    node = open_node(settings.load(folder))
    with node.database.write() as tx:
        keep(tx, record, Act.NOTICE_ISSUED)
    node.close()


def read(folder, record):
    node = open_node(settings.load(folder))
    with node.database.read() as tx:
        found = tx.records.get(record.id)
        acts = [line.entry.act for line in tx.journal.page()]
    node.close()
    return found, acts


def test_keys_are_listed_by_name_and_never_shown(folder):
    said = run("keys", "list", "--node", folder)
    held = ring(folder)
    assert all(key.id in said for key in held.keys)
    assert not any(key.raw.hex() in said for key in held.keys)


def test_a_rotated_storage_key_leaves_content_readable_and_the_old_one_goes(folder):
    record = make_notice()
    kept(folder, record)
    before = ring(folder).of(Purpose.STORAGE)[0].id
    run("keys", "rotate", "storage", "--node", folder)
    (after,) = ring(folder).of(Purpose.STORAGE)
    assert after.id != before
    found, acts = read(folder, record)
    assert found == record
    assert Act.KEY_ROTATED in acts


def test_a_rotated_signing_key_waits_until_partners_have_it(folder):
    run("keys", "rotate", "signing", "--node", folder)
    first, second = ring(folder).of(Purpose.SIGNING)
    assert first.ends_at > second.active_from > clock() + timedelta(days=13)


def test_a_new_lock_and_nothing_else_opens_the_ring(folder, tmp_path):
    stick = tmp_path / "stick.key"
    run("keys", "lock", "--node", folder, "--file", stick)
    assert open_keys(folder / "keys", Unlocking(key_file=stick)).ring.keys
    with pytest.raises(LockedError):
        open_keys(folder / "keys", Unlocking())


def test_shares_bring_a_node_back_whose_key_file_is_lost(folder):
    record = make_notice()
    kept(folder, record)
    printed = run("keys", "shares", "--node", folder, "--need", "2", "--of", "3").split("\n")
    shares = [line for line in printed if len(line.split()) > 25]
    (folder / "keys" / "unlock.key").unlink()
    run("keys", "recover", "--node", folder, typed="\n".join([*shares[:2], "", ""]))
    assert read(folder, record)[0] == record


def test_a_node_without_its_keys_makes_no_new_ones(folder):
    for path in (folder / "keys").iterdir():
        path.unlink()
    assert CliRunner().invoke(app, ["keys", "list", "--node", str(folder)]).exit_code != 0
    with pytest.raises(Exception, match="no keys"):
        open_node(settings.load(folder))


def test_a_signing_key_of_an_earlier_version_goes_into_the_ring_at_the_first_start(folder):
    key = ring(folder).signing_key(clock())
    for path in (folder / "keys").iterdir():
        path.unlink()
    (folder / "keys" / "signing.key").write_text(key.raw.hex())
    node = open_node(settings.load(folder))
    assert node.key == key
    node.close()
    assert not (folder / "keys" / "signing.key").exists()


def told_of_a_label(folder, home):
    """What `label import` says of a top secret label of the other state."""
    policy = demo_policy(date(2026, 1, 1))
    label = policy.labelled(Label(policy="TN-national", level=Level.TOP_SECRET, releasable_to=("DZ",)), "TN")
    file = folder / "label.xml"
    file.write_bytes(write_label(label, policy, created=datetime(2026, 1, 2, tzinfo=UTC)))
    return run("label", "import", file, "--node", home)


def test_both_states_sign_a_policy_and_each_adopts_it(folder, tmp_path):
    other, file = made(tmp_path / "tn", "TN", "DZ"), tmp_path / "policy.jsonl"
    for one, home in ((other, folder), (folder, other)):
        run("partner", "card", tmp_path / "node.card", "--node", one)
        run("partner", "enrol", tmp_path / "node.card", "--node", home, "--compared")
    run("policy", "example", file)
    for home in (folder, other):
        run("policy", "sign", file, "--node", home)
    for home in (folder, other):
        run("policy", "adopt", file, "--node", home)
        node = open_node(settings.load(home))
        with node.database.read() as tx:
            assert labels.current(tx).edition == 1
        node.close()
    assert "here: Very secret" in told_of_a_label(tmp_path, folder)
    assert len(file.read_text().splitlines()) == 3
    assert json.loads(file.read_text().splitlines()[0])["policy"]["edition"] == 1


def test_a_policy_that_one_state_signed_is_not_adopted(folder, tmp_path):
    file = tmp_path / "policy.jsonl"
    run("policy", "example", file)
    run("policy", "sign", file, "--node", folder)
    assert CliRunner().invoke(app, ["policy", "adopt", str(file), "--node", str(folder)]).exit_code != 0


def test_a_node_that_was_made_with_a_passphrase_opens_with_it_alone(tmp_path, monkeypatch):
    folder = tmp_path / "dz"
    monkeypatch.setenv("TANSIQ_PASSPHRASE", "four words from nowhere")
    run("init", folder, "--state", "DZ", "--service", "Registry")
    assert not (folder / "keys" / "unlock.key").exists()
    assert "storage" in run("keys", "list", "--node", folder)
    monkeypatch.setenv("TANSIQ_PASSPHRASE", "four words from somewhere")
    assert CliRunner().invoke(app, ["keys", "list", "--node", str(folder)]).exit_code != 0
    monkeypatch.delenv("TANSIQ_PASSPHRASE")
    with pytest.raises(LockedError) as locked:
        typed_passphrase(settings.load(folder))
    assert locked.value.tried == "nothing"


def test_a_node_that_was_made_with_a_key_file_elsewhere_names_it_in_its_settings(tmp_path, monkeypatch):
    folder, stick = tmp_path / "dz", tmp_path / "stick.key"
    monkeypatch.setenv("TANSIQ_KEY_FILE", str(stick))
    run("init", folder, "--state", "DZ", "--service", "Registry")
    monkeypatch.delenv("TANSIQ_KEY_FILE")
    assert settings.load(folder).key_file == stick
    assert not (folder / "keys" / "unlock.key").exists()
    open_node(settings.load(folder)).close()


def test_a_node_with_a_key_file_asks_for_nothing(folder):
    assert typed_passphrase(settings.load(folder)) is None
