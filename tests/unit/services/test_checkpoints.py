"""Checkpoints are signed over what grew; proofs hold, and whoever changes an entry in the database is found."""

import pytest
from tests.conftest import NOW, make_notice
from tests.unit.services.conftest import officer
from tests.unit.services.test_links import Review

from tansiq.domain.access import Role
from tansiq.domain.errors import ForbiddenError, NotFoundError
from tansiq.domain.journal import Act, Entry
from tansiq.formats import journal_log
from tansiq.formats.errors import LogError
from tansiq.services import checkpoints, notices
from tansiq.services.checkpoints import JournalKeys, State, TamperedError
from tansiq.trust.checkpoints import cosign, cosigner, verify_cosignature
from tansiq.trust.errors import NoteError
from tansiq.trust.keys import SigningKey
from tansiq.trust.notes import Signer

LOG, PARTNER = Signer("tansiq/DZ", SigningKey(bytes(range(32)))), Signer("tansiq/TN", SigningKey(bytes(32)))
KEYS = JournalKeys(LOG, (LOG.verifier,))
INSPECTOR = officer(Role.OVERSIGHT_INSPECTOR)


@pytest.fixture
def database(desk):
    return desk.database


def append(database, count=3):
    database.journal([Entry(act=Act.SIGNED_IN, officer="o", at=NOW) for _ in range(count)])


def sign(database, keys=KEYS):
    return checkpoints.sign(database, keys, now=NOW)


def force(database, *statements):
    """What somebody does who holds the database file."""
    with database.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        for (name,) in connection.exec_driver_sql("select name from sqlite_master where type = 'trigger'").all():
            connection.exec_driver_sql(f"drop trigger {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def proved(database):
    with database.read() as tx:
        lines = tx.journal.page()
        return {seq: p.state for seq, p in checkpoints.prove(tx, lines, checkpoints.standing(tx, KEYS)).items()}


def standing(database):
    with database.read() as tx:
        return checkpoints.standing(tx, KEYS)


def test_a_checkpoint_is_signed_only_if_something_happened(database):
    assert sign(database) is None
    append(database)
    assert sign(database).size == 3
    assert sign(database) is None
    append(database, 300)
    assert sign(database).size == 303


def test_what_is_signed_is_verified_and_what_is_not_waits(database):
    append(database)
    sign(database)
    append(database, 1)
    assert proved(database) == {4: State.WAITING, **dict.fromkeys((1, 2, 3), State.VERIFIED)}
    assert (standing(database).state, standing(database).signed, standing(database).size) == (State.VERIFIED, 3, 4)


def test_before_the_first_checkpoint_all_waits(database):
    append(database)
    assert standing(database).state is State.WAITING
    assert set(proved(database).values()) == {State.WAITING}


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("update journal_opening set officer = 'other' where seq = 2", {2}),
        ("update journal_opening set purpose = 'other' where seq = 2", {2}),
        ("update journal_leaf set act = 'signed_out' where seq = 2", {2}),
        ("update journal_leaf set leaf = (select leaf from journal_leaf where seq = 1) where seq = 2", {2}),
        ("update journal_leaf set hash = (select hash from journal_leaf where seq = 1) where seq = 2", {1, 2, 3}),
        ("update journal_checkpoint set note = 'x'", {1, 2, 3}),
    ],
)
def test_what_somebody_changed_in_the_database_is_seen(database, statement, broken):
    append(database)
    sign(database)
    force(database, statement)
    assert {seq for seq, state in proved(database).items() if state is State.BROKEN} == broken


def test_entries_that_went_are_seen_and_nothing_more_is_signed(database):
    append(database)
    sign(database)
    force(database, "delete from journal_leaf where seq = 3", "delete from journal_opening where seq = 3")
    assert standing(database).state is State.BROKEN
    append(database, 5)
    with pytest.raises(TamperedError):
        sign(database)


def test_a_rewritten_history_is_not_signed_again(database):
    append(database, 300)
    sign(database)
    force(database, "update journal_leaf set hash = zeroblob(32) where seq = 299")
    append(database)
    with pytest.raises(TamperedError):
        sign(database)


def test_a_rotated_key_signs_and_the_old_one_still_verifies(database):
    append(database)
    sign(database)
    new = Signer("tansiq/DZ", SigningKey(bytes([9]) * 32))
    append(database)
    assert sign(database, JournalKeys(new, (LOG.verifier, new.verifier))).size == 6
    append(database)
    with pytest.raises(TamperedError):
        sign(database, JournalKeys(LOG, (LOG.verifier,)))


def test_a_partner_cosigns_and_nobody_else_does(database):
    append(database)
    sign(database)
    known = cosigner(PARTNER.name, PARTNER.key.public)
    line = cosign(standing(database).note, PARTNER, at=NOW).to_line()
    with database.write() as tx:
        for size, given, error in [(2, line, NotFoundError), (3, "— x AAAAAAAA\n", NoteError)]:
            with pytest.raises(error):
                checkpoints.add_cosignature(tx, size, given, known)
        assert checkpoints.add_cosignature(tx, 3, line, known) == NOW
    found = standing(database)
    assert found.cosigners == ("tansiq/TN",)
    assert verify_cosignature(found.note, known) == NOW


def files(database, who=INSPECTOR):
    found = {}
    with database.read() as tx:
        for path, data in checkpoints.files(tx, who, KEYS, now=NOW):
            found[path] = found.get(path, b"") + data
    return found


def test_the_log_leaves_as_files_that_verify(database):
    append(database, 600)
    sign(database)
    found = journal_log.verify_log(files(database).get, KEYS.known)
    assert (found.entries, found.opened) == (600, 600)
    with database.read() as tx:
        assert tx.journal.page(limit=1)[0].entry.act is Act.JOURNAL_EXPORTED


def test_the_operator_is_given_the_tree_and_not_what_it_says(database):
    append(database)
    sign(database)
    found = files(database, who=None)
    assert "openings.jsonl" not in found
    assert b'"o"' not in b"".join(found.values())
    assert journal_log.verify_log(found.get, KEYS.known).opened == 0


def test_an_unsigned_journal_leaves_as_nothing(database):
    append(database)
    assert files(database) == {}


def test_others_are_given_nothing(database):
    append(database)
    sign(database)
    for who in (officer(Role.ADMINISTRATOR), officer(Role.REGISTRY_OFFICER)):
        with pytest.raises(ForbiddenError):
            files(database, who=who)
        with database.read() as tx, pytest.raises(ForbiddenError):
            checkpoints.file(tx, who, "checkpoint")


def test_an_erased_record_leaves_the_log_whole_and_the_entries_without_meaning(desk):
    review = Review(desk)
    record, other = review.keep(make_notice("Zoubir Nejmaoui"), make_notice("Someone Else"))
    sign(desk.database)
    older = files(desk.database)["checkpoint"]
    with desk.database.write() as tx:
        notices.erase(tx, record.id, by="node", reason="retention", now=NOW)
    sign(desk.database)
    left = files(desk.database)
    found = journal_log.verify_log(left.get, KEYS.known, older=older)
    assert found.erased == 1
    naming = [line for line in left["openings.jsonl"].splitlines() if str(record.id).encode() in line]
    assert len(naming) == 1
    assert set(proved(desk.database).values()) <= {State.VERIFIED, State.WAITING}
    with desk.database.read() as tx:
        assert [line.entry.act for line in tx.journal.of(record.id)] == [Act.RECORD_ERASED]
        assert tx.journal.of(other.id)[-1].entry.act is Act.NOTICE_ISSUED


def test_files_that_were_mixed_do_not_verify(database):
    append(database)
    sign(database)
    first = files(database)
    append(database)
    sign(database)
    with pytest.raises(LogError):
        journal_log.verify_log({**files(database), "checkpoint": b""}.get, KEYS.known)
    journal_log.verify_log({**files(database), **first}.get, KEYS.known)
