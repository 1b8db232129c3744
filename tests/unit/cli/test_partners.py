"""Partners at the machine: cards, words, and agreements on a medium."""

import pytest
from tests.unit.cli.test_keys import made, run
from tests.unit.services.exchange import make_agreement
from typer.testing import CliRunner

from tansiq import settings
from tansiq.cli import app
from tansiq.cli.errors import words_of
from tansiq.federation.cards import parse_card, words
from tansiq.federation.errors import CardError, CardProblem
from tansiq.node import open_node
from tansiq.services import agreements


@pytest.fixture
def nodes(tmp_path):
    dz, tn = made(tmp_path / "dz"), made(tmp_path / "tn", "TN", "DZ")
    for one, other in ((dz, tn), (tn, dz)):
        run("partner", "card", tmp_path / "node.card", "--node", one)
        run("partner", "enrol", tmp_path / "node.card", "--node", other, "--compared")
    return dz, tn


def test_both_sides_read_the_same_words(tmp_path):
    dz, tn = made(tmp_path / "dz"), made(tmp_path / "tn", "TN", "DZ")
    file = tmp_path / "tn.card"
    written = run("partner", "card", file, "--node", tn)
    said = " ".join(words(parse_card(file.read_bytes()).card, "fr"))
    read = run("partner", "enrol", file, "--node", dz, typed="n\n")
    assert said in written
    assert said in read
    assert "Nothing was enrolled" in read


def test_what_is_no_card_is_told_in_words(tmp_path):
    node, file = made(tmp_path / "dz"), tmp_path / "x.card"
    file.write_text("nonsense")
    result = CliRunner().invoke(app, ["partner", "enrol", str(file), "--node", str(node)])
    assert "damaged on the way" in words_of(result.exception)
    assert all(words_of(CardError(problem)) for problem in CardProblem)


def test_a_rotated_key_waits_for_every_partner(nodes):
    assert "1 partners" in run("keys", "rotate", "signing", "--node", nodes[0])


def test_an_agreement_goes_and_comes_on_a_medium(nodes, tmp_path):
    (dz, tn), record, file = nodes, make_agreement("DZ", "TN"), tmp_path / "agreement"
    opened = open_node(settings.load(dz))
    with opened.database.write() as tx:
        agreements.propose(tx, record)
        agreements.sign(tx, record.id, opened.key, state="DZ", by="x", now=opened.clock())
    opened.close()
    run("agreement", "export", record.id, file, "--node", dz)
    assert str(record.id) in run("agreement", "import", file, "--node", tn, "--from", "DZ")
    refused = CliRunner().invoke(app, ["agreement", "import", str(file), "--node", str(tn), "--from", "LY"])
    assert refused.exit_code != 0
