"""The exchange from the machine: letters on a medium, what is said of broken ones, how lanes stand."""

import pytest
from tests.conftest import NOW
from tests.unit.cli.test_accounts import run
from tests.unit.services.exchange import Here, agree, make_agreement, make_peer

from tansiq import settings
from tansiq.federation.errors import BundleError
from tansiq.node import init_node, open_node
from tansiq.services import bundles, partners
from tansiq.settings import Settings


@pytest.fixture
def node(tmp_path):
    folder = tmp_path / "tn"
    init_node(
        Settings(
            folder=folder,
            state="TN",
            service="Registry",
            title="Tunisia",
            port=8102,
            database_url=settings.database_url(folder),
        )
    )
    return folder


@pytest.fixture
def partner(node, tmp_path):
    """A node that has one notice for this one."""
    peer, opened = make_peer("DZ", tmp_path), open_node(settings.load(node))
    with peer.database.write() as tx:
        partners.enrol(tx, "DZ", "TN", partners.public_keys("TN", opened.ring), now=NOW)
    with opened.database.write() as tx:
        partners.enrol(tx, "TN", "DZ", partners.public_keys("DZ", peer.ring), now=NOW)
    agree(make_agreement("DZ", "TN"), peer, Here(opened))
    opened.close()
    return peer


@pytest.fixture
def medium(partner, tmp_path):
    """A folder with the letters of that notice."""
    partner.issue()
    partner.post()
    folder = tmp_path / "medium"
    folder.mkdir()
    for part in bundles.export(partner.database, partner.own, "TN", now=NOW):
        (folder / f"{part.cover.part}.letters").write_bytes(part.data)
    return folder


def test_letters_are_taken_from_a_folder_and_the_receipts_lie_beside_them(node, medium):
    answer = run("exchange", "import", medium, "--node", node)
    assert answer.exit_code == 0
    assert "1 of 1 letters; 1 applied" in answer.output
    assert len(list(medium.glob("*-answer-001.letters"))) == 1


def test_answers_on_the_medium_are_left_to_the_other_side(node, medium):
    run("exchange", "import", medium, "--node", node)
    again = run("exchange", "import", medium, "--node", node)
    assert again.exit_code == 0
    assert again.output.count("letters; ") == 1


def test_a_file_that_was_cut_short_says_so_and_fails(node, medium):
    (path,) = medium.glob("*.letters")
    path.write_bytes(path.read_bytes()[:-200])
    answer = run("exchange", "import", path, "--node", node)
    assert answer.exit_code == 1
    assert "1 letters were ignored (frame)" in answer.output


def test_a_folder_without_letters_says_so(node, tmp_path):
    answer = run("exchange", "import", tmp_path / "tn", "--node", node)
    assert answer.exit_code == 1
    assert ".letters" in answer.output


def test_a_file_of_something_else_is_refused_whole(node, tmp_path):
    (tmp_path / "other.letters").write_text("something else\n")
    with pytest.raises(BundleError):
        run("exchange", "import", tmp_path / "other.letters", "--node", node)


def test_nothing_waits_at_a_node_in_step(node, partner, tmp_path):
    assert "Nothing waits" in run("exchange", "export", "DZ", tmp_path / "out", "--node", node).output


def test_the_status_says_how_far_each_lane_is(node, medium):
    run("exchange", "import", medium, "--node", node)
    said = run("exchange", "status", "--node", node).output
    assert "ordinary" in said
    assert "DZ" in said


def test_only_a_lane_is_resumed(node):
    assert run("exchange", "resume", "DZ", "fast", "--node", node).exit_code == 2
