"""Accounts at the machine: founded with the node, proposed to a second person, closed."""

import re

import pyotp
import pytest
from tests.conftest import NOW
from typer.testing import CliRunner

from tansiq import settings
from tansiq.cli import app
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.journal import Act
from tansiq.node import MARK, clock, init_node, mark_exercise, open_node
from tansiq.services.sign_ins import SignInError
from tansiq.settings import Settings, SettingsError

PASSWORD = "ten invented words"


def run(*words, given=None):
    return CliRunner().invoke(app, [str(w) for w in words], input=given, catch_exceptions=False)


@pytest.fixture
def node(tmp_path):
    folder = tmp_path / "dz"
    words = ["init", folder, "--state", "DZ", "--service", "Registry", "--administrator", "k.admin"]
    answer = run(*words, "--password-file", "-", given=f"{PASSWORD}\n")
    assert answer.exit_code == 0
    (tmp_path / "said").write_text(answer.output)
    return folder


def add(node, account, role, *more):
    words = ["account", "add", account, "--node", node, "--name", "K. Er-Rimal", "--role", role]
    return run(*words, "--password-file", "-", *more, given=f"{PASSWORD}\n")


def journal(node):
    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        found = [line.entry for line in tx.journal.page(limit=5)]
    opened.close()
    return found


def newest(node):
    return journal(node)[0]


def accounts_of(node):
    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        found = {one.id: one for one in tx.accounts.all()}
    opened.close()
    return found


def test_init_makes_the_first_administrator_and_tells_the_secret_of_their_codes_once(node):
    said = (node.parent / "said").read_text()
    secret = re.search(r"shown this once: ([A-Z2-7]{32})", said).group(1)
    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        held = tx.accounts.find("k.admin")
        code, now = pyotp.TOTP(secret).at(NOW), NOW
        assert opened.guards.codes.find_step(held.id, held.totp, code, now=now, after=0) is not None
        assert secret.encode() not in held.totp
    opened.close()


def test_a_second_administrator_needs_two_persons(node):
    with pytest.raises(ConflictError, match="two_persons"):
        add(node, "b.admin", "administrator")
    answer = add(node, "b.admin", "administrator", "--as", "k.admin", "--reason", "For my leave.")
    assert re.search(r"decides at http://localhost:8101/approvals/[0-9a-f-]{36}\.", answer.output)
    assert set(accounts_of(node)) == {"k.admin"}
    assert newest(node).purpose == "administration"


def test_nobody_proposes_in_a_name_whose_password_they_do_not_know(node):
    words = ["account", "add", "b.admin", "--node", node, "--name", "B.", "--role", "administrator"]
    for account in ("k.admin", "nobody"):
        with pytest.raises(SignInError):
            run(*words, "--as", account, "--reason", "Mine.", "--password-file", "-", given="wrong words\n")
    assert newest(node).act is Act.SIGN_IN_FAILED
    assert newest(node).detail == "machine"


def test_wrong_passwords_at_the_machine_wait_as_those_at_sign_in(node):
    words = ["account", "add", "b.admin", "--node", node, "--name", "B.", "--role", "administrator", "--as", "k.admin"]
    for _ in range(5):
        with pytest.raises(SignInError) as refused:
            run(*words, "--reason", "Mine.", "--password-file", "-", given="wrong words\n")
    assert refused.value.wait_seconds == 5
    with pytest.raises(SignInError):
        run(*words, "--reason", "Mine.", "--password-file", "-", given=f"{PASSWORD}\n")


def test_a_closed_account_acts_at_no_machine(node):
    add(node, "k.registry", "registry_officer")
    run("account", "close", "k.registry", "--node", node)
    words = ["export", "csv", node / "x.csv", "--node", node, "--as", "k.registry", "--purpose", "registry"]
    with pytest.raises(SignInError) as refused:
        run(*words, "--password-file", "-", given=f"{PASSWORD}\n")
    assert refused.value.ended


TRAINED = ("--training", "classified", "--training", "children")


def test_content_leaves_for_a_stated_purpose_that_the_journal_names(node):
    add(node, "k.registry", "registry_officer", *TRAINED)
    words = ["export", "csv", node / "x.csv", "--node", node, "--as", "k.registry"]
    assert run(*words, "--password-file", "-", given=f"{PASSWORD}\n").exit_code == 2, "no purpose"
    answer = run(*words, "--purpose", "liaison", given=f"{PASSWORD}\n")
    assert answer.exit_code == 0
    assert "Password of k.registry" in answer.output
    assert PASSWORD not in answer.output
    entries = journal(node)
    assert {(e.officer, e.purpose) for e in entries[:2]} == {("k.registry", "liaison")}
    assert entries[1].act is Act.SIGNED_IN
    assert entries[1].detail == "machine"


def test_a_purpose_of_another_role_is_refused_at_the_machine(node):
    add(node, "k.registry", "registry_officer", *TRAINED)
    words = ["export", "csv", node / "x.csv", "--node", node, "--as", "k.registry", "--purpose", "oversight"]
    with pytest.raises(InvalidError, match="purpose"):
        run(*words, "--password-file", "-", given=f"{PASSWORD}\n")


def test_the_first_inspector_is_founded(node):
    assert "oversight_inspector" in add(node, "k.audit", "oversight_inspector").output
    with pytest.raises(ConflictError, match="two_persons"):
        add(node, "b.audit", "oversight_inspector")


def test_an_officer_chooses_another_password_and_lacks_the_training_that_nobody_stated(node):
    assert "training is noted: classified, children" in add(node, "k.registry", "registry_officer").output
    held = accounts_of(node)["k.registry"]
    assert held.must_change
    assert held.trainings == ()
    assert held.mandate_until > clock().date()


def test_what_is_stated_is_given(node):
    more = ["--training", "classified", "--training", "screening", "--compartment", "LAKE", "--clearance", "restricted"]
    add(node, "k.post", "post_officer", *more, "--mandate-until", "2027-06-30")
    held = accounts_of(node)["k.post"]
    assert [t.value for t in held.trainings] == ["classified", "screening"]
    assert (held.compartments, held.clearance.value, str(held.mandate_until)) == (("LAKE",), "restricted", "2027-06-30")


def test_a_closed_account_is_listed_as_such_and_the_last_administrator_stays(node):
    add(node, "k.registry", "registry_officer")
    assert run("account", "close", "k.registry", "--node", node).exit_code == 0
    listed = run("account", "list", "--node", node).output
    assert re.search(r"k\.registry .* closed", listed)
    assert re.search(r"k\.admin .* open", listed)
    with pytest.raises(ConflictError, match="last_administrator"):
        run("account", "close", "k.admin", "--node", node)


def test_the_operator_lets_somebody_in_again_without_their_second_factor(node):
    words = ["account", "password", "k.admin", "--node", node, "--password-file", "-"]
    run(*words, given="ten other words\n")
    assert accounts_of(node)["k.admin"].totp is not None
    run(*words, "--forget-factors", given="ten other words\n")
    assert accounts_of(node)["k.admin"].totp is None
    with pytest.raises(InvalidError):
        run(*words, given="short\n")


def made(folder, **changes):
    parts = {"state": "DZ", "service": "Registry", "title": "Registry", "port": 8101}
    found = Settings(folder=folder, database_url=f"sqlite:///{folder / 'node.db'}", **{**parts, **changes})
    init_node(found)
    return found


def test_an_exercise_lets_people_in_by_password_alone_only_where_the_exercise_made_the_node(tmp_path):
    found = made(tmp_path, exercise=True)
    with pytest.raises(SettingsError, match="exercise"):
        open_node(found)
    mark_exercise(found)
    opened = open_node(settings.load(tmp_path))
    assert not opened.guards.second_factor
    opened.close()


def test_the_mark_of_one_node_is_none_of_another(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    mark_exercise(made(one, exercise=True))
    found = made(other, exercise=True)
    (other / MARK).write_text((one / MARK).read_text())
    with pytest.raises(SettingsError, match="exercise"):
        open_node(found)


@pytest.mark.parametrize(
    "changes", [{"secure_cookies": True}, {"address": "https://registry.example"}, {"address": "http://192.0.2.1:8101"}]
)
def test_an_exercise_is_for_this_machine_only(tmp_path, changes):
    with pytest.raises(SettingsError, match="exercise"):
        made(tmp_path, exercise=True, **changes)


@pytest.mark.parametrize("address", ["registry.example", "https://registry.example/path", "javascript:x", "https://"])
def test_an_address_that_is_none_stops_the_start(tmp_path, address):
    with pytest.raises(SettingsError, match="address"):
        made(tmp_path, address=address)


def test_a_node_asks_for_a_second_factor_unless_it_says_that_it_is_an_exercise(tmp_path):
    opened = open_node(made(tmp_path))
    assert opened.guards.second_factor
    opened.close()
