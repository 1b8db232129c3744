"""A database that is not the one that was signed last does not fit the checkpoint that was kept outside it."""

import pytest
from tests.conftest import NOW
from tests.unit.services.test_checkpoints import KEYS, LOG, append, force, sign

from tansiq.domain.journal import Act
from tansiq.services import kept_checkpoints
from tansiq.services.checkpoints import JournalKeys
from tansiq.services.kept_checkpoints import Kind, Mismatch
from tansiq.trust.keys import SigningKey
from tansiq.trust.notes import Signer


@pytest.fixture
def database(desk):
    return desk.database


@pytest.fixture
def kept(database, tmp_path):
    """The checkpoint of five entries, kept."""
    append(database, 5)
    sign(database)
    with database.read() as tx:
        assert kept_checkpoints.keep(tx, tmp_path) == 5
    return kept_checkpoints.read(tmp_path)


def mismatch(database, note, keys=KEYS):
    with database.read() as tx:
        return kept_checkpoints.find_mismatch(tx, keys, note)


def cut(database, count):
    """An earlier day's journal: the entries after so many are gone."""
    tables = ("journal_leaf", "journal_opening", "journal_thing")
    force(database, *(f"delete from {table} where seq > {count}" for table in tables), "delete from journal_checkpoint")


def test_the_same_journal_fits_and_so_does_one_that_grew(database, kept):
    assert mismatch(database, kept) is None
    append(database)
    assert mismatch(database, kept) is None


def test_without_a_file_nothing_is_missed(database, tmp_path):
    assert kept_checkpoints.read(tmp_path) is None
    assert mismatch(database, None) is None


def test_nothing_is_kept_before_something_was_signed(database, tmp_path):
    with database.read() as tx:
        assert kept_checkpoints.keep(tx, tmp_path) == 0
    assert kept_checkpoints.read(tmp_path) is None


def test_an_older_database_is_behind(database, kept):
    cut(database, 3)
    assert mismatch(database, kept) == Mismatch(kind=Kind.BEHIND, kept=5, held=3)


def test_an_older_database_that_went_on_has_another_history(database, kept):
    cut(database, 3)
    append(database, 9)
    assert mismatch(database, kept) == Mismatch(kind=Kind.FORKED, kept=5, held=12)


def test_a_checkpoint_of_other_keys_is_told_apart(database, kept):
    other = Signer(LOG.name, SigningKey(bytes(range(1, 33))))
    assert mismatch(database, kept, JournalKeys(other, (other.verifier,))).kind is Kind.UNSIGNED
    assert mismatch(database, "\ufffd no note").kind is Kind.UNSIGNED


def test_a_write_that_was_cut_leaves_the_one_before(database, kept, tmp_path):
    (tmp_path / "checkpoint.part").write_text("tansiq/DZ\n")
    assert mismatch(database, kept_checkpoints.read(tmp_path)) is None
    append(database)
    sign(database)
    with database.read() as tx:
        assert kept_checkpoints.keep(tx, tmp_path) == 8
    assert sorted(path.name for path in tmp_path.iterdir() if "checkpoint" in path.name) == ["checkpoint"]


def test_a_database_that_was_put_back_is_journalled(database):
    found = Mismatch(kind=Kind.BEHIND, kept=5, held=3)
    kept_checkpoints.note_mismatch(database, found, now=NOW)
    with database.read() as tx:
        entry = tx.journal.page()[0].entry
    assert (entry.act, entry.detail) == (Act.JOURNAL_REPLACED, "behind 3 5")
