"""What a copy of the database tells to somebody without the keys: nothing that was written into it."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import NOW, STORAGE_KEYS, make_id, make_notice, make_report, make_request
from tests.storage.conftest import UndoneError

from tansiq.domain.access import Role
from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.domain.edition import Refusal
from tansiq.domain.errors import Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement, Link
from tansiq.domain.notice import Document, DocumentType, NameKind, Place, name
from tansiq.domain.record import Basis, Kind, Owner, Record, Tombstone
from tansiq.domain.report import Subject
from tansiq.storage import schema, tables
from tansiq.storage.accounts import Account, OpenedGlass
from tansiq.storage.database import Database
from tansiq.storage.imports import KeptRefusal, RefusalState, Upload
from tansiq.storage.proposals import Proposal
from tansiq.trust import canonical
from tansiq.trust.errors import SealError
from tansiq.trust.keyrings import StorageKeys

CANARY = "Zarkanari"
"""No language has this word; everything that holds it was written into the tables below."""
OASIS = Label(policy="DZ-national", level=Level.SECRET, releasable_to=("DZ",), compartments=("blue oasis",))


def sung(*parts):
    return " ".join((CANARY, *parts))


def notice_of(**changes):
    return make_notice(
        sung("Nejmaoui"),
        reference=sung("412"),
        threshold=sung("was seen"),
        description=sung("limps"),
        birth_places=(Place(value=sung("by the sea")),),
        documents=(Document(type=DocumentType.PASSPORT, number=CANARY.upper() + "7"),),
        basis=Basis(authority=sung("court"), reference=sung("order")),
        **changes,
    )


def link_of(left, right):
    low, high = sorted((left.id, right.id))
    return Record(
        id=make_id(),
        kind=Kind.LINK,
        owner=left.owner,
        version=1,
        label=left.label,
        basis=left.basis,
        retain_until=left.retain_until,
        made_by="analyst",
        made_at=NOW,
        reason=sung("same scar"),
        body=Link(left=low, right=high, left_version=1, right_version=1, judgement=Judgement.SAME),
    )


def _account():
    """An officer whose name and compartment say something."""
    return Account(
        id="o",
        name=sung("officer"),
        role=Role.LIAISON_ANALYST,
        state="DZ",
        service="Registry",
        compartments=(sung("inside"),),
        password_hash="none",
        made_at=NOW,
    )


def _glass():
    """What break-glass opened, and why."""
    return OpenedGlass(
        id=make_id(),
        account="o",
        record=None,
        compartment=sung("opened"),
        reason=sung("at the gate"),
        proposed_by="o",
        approved_by="p",
        made_at=NOW,
        until=NOW + timedelta(hours=1),
    )


def filled(database):
    """Writes the word wherever content goes."""
    one, other, gone = notice_of(), notice_of(label=OASIS), notice_of()
    words = canonical.encode([sung("evidence")])
    refusal = Refusal(line=1, row=(("name", sung("row")),), field="names", problem=Problem.REQUIRED)
    with database.write() as tx:
        tx.records.add_many([one, other, gone, link_of(one, other)])
        tx.records.add(
            make_report(OASIS, title=sung("lorry"), places=(sung("oasis"),), subjects=(Subject(name=sung()),))
        )
        tx.records.add(make_request(question=sung("who")))
        tx.records.erase(
            Tombstone(
                id=gone.id,
                kind=Kind.NOTICE,
                owner=Owner(state="DZ", service="Registry"),
                digests=tx.records.digests(gone.id),
                erased_by="registry",
                erased_at=NOW,
                reason=sung("mistaken"),
            )
        )
        low, high = sorted((one.id, other.id))
        tx.proposals.replace(
            [],
            [
                Proposal(
                    left=low,
                    right=high,
                    left_version=1,
                    right_version=1,
                    probability_ppm=1,
                    priority=1,
                    evidence=words,
                    proposed_at=NOW,
                )
            ],
        )
        upload = Upload(id=make_id(), officer="o", made_at=NOW, format="csv", file_name=sung(".csv"), data=words)
        tx.imports.add_upload(upload)
        tx.imports.change_upload(upload.id, mapping=words, error=words)
        tx.imports.remember("ab" * 32, words, by="o", at=NOW)
        tx.imports.set_entries("own", [(sung("entry"), one.id, sung("digest").replace(" ", "-"))])
        kept = [
            KeptRefusal(
                id=make_id(),
                source=make_id(),
                list_key="own",
                data=canonical.encode(refusal),
                digest=sung(str(n)),
                mapping=words,
            )
            for n in range(2)
        ]
        tx.imports.add_refusals(kept)
        tx.imports.close_refusals([kept[0].id], RefusalState.MENDED, reference=sung("mended"))
        tx.approvals.add(
            Approval(
                id=make_id(),
                act=TwoPersonAct.DOWNGRADE,
                subject=str(one.id),
                state_code="DZ",
                payload=words,
                digest="0" * 64,
                reason=sung("is known"),
                proposed_by="registry",
                proposed_at=NOW,
                expires_at=NOW + timedelta(days=1),
            )
        )
        tx.accounts.add(_account())
        tx.accounts.open_glass(_glass())
        tx.journal.append(Entry(act=Act.NOTICE_ISSUED, officer="o", at=NOW, kind=Kind.NOTICE, thing=one.id, version=1))
    return one, other, upload, kept


def dump(database):
    """Every byte of the database: the file with its log, or every column of every table."""
    if database.url.startswith("sqlite"):
        path = Path(database.url.removeprefix("sqlite:///"))
        return b"".join(p.read_bytes() for p in path.parent.glob(f"{path.name}*"))
    with database.engine.connect() as connection:
        names = connection.exec_driver_sql("select tablename from pg_tables where schemaname = 'public'").scalars()
        rows = [row for n in names for row in connection.exec_driver_sql(f"select * from {n}")]
    values = [v for row in rows for v in row]
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def spellings(word):
    """The word as it could lie there: as text, as hexadecimal digits, in UTF-16."""
    texts = (word, word.upper(), word.lower())
    return [s for t in texts for s in (t.encode(), t.encode().hex().encode(), t.encode("utf-16-le"))]


def test_a_copy_of_the_database_tells_nothing_that_was_written_into_it(database):
    filled(database)
    held = dump(database)
    assert len(held) > 5000
    assert [s for s in spellings(CANARY) if s in held] == []


def test_everything_comes_back_with_the_keys(database):
    one, other, upload, kept = filled(database)
    with database.read() as tx:
        assert tx.records.get(one.id) == one
        assert tx.records.get(other.id) == other
        assert tx.imports.get_upload(upload.id).file_name == upload.file_name
        assert tx.imports.get_upload(upload.id).data == upload.data
        assert tx.imports.remembered("ab" * 32) == upload.data
        assert list(tx.imports.digests("own")) == [sung("entry")]
        assert tx.imports.get_refusal(kept[0].id).reference == sung("mended")
        assert tx.imports.refused("own")[kept[1].digest] == kept[1]


def test_the_keys_of_another_node_open_nothing(database):
    one = filled(database)[0]
    wrong = StorageKeys(current="of tests", keys={"of tests": bytes(32)})
    other = Database(database.url, entropy=secrets.token_bytes, keys=wrong)
    with other.read() as tx, pytest.raises(SealError):
        tx.records.get(one.id)
    other.close()


def test_content_that_was_moved_to_another_row_does_not_open(database, keep):
    one, other = keep(make_notice(), make_notice())
    r = tables.record
    with pytest.raises(SealError), database.write() as tx:
        connection = tx.records._connection
        on = " on record" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"drop trigger record_is_kept_as_it_is{on}")  # whoever owns the file can do so
        moved = sa.select(r.c.data).where(r.c.id == other.id).scalar_subquery()
        connection.execute(sa.update(r).where(r.c.id == one.id).values(data=moved))
        tx.records.get(one.id)


def test_each_set_of_compartments_has_a_key_of_its_own(database, keep):
    keep(make_notice(), make_notice(label=OASIS), make_notice(label=OASIS))
    with database.engine.connect() as connection:
        scopes = connection.execute(sa.select(tables.data_key.c.scope)).scalars().all()
        sealed = connection.execute(sa.select(tables.record.c.data).order_by(tables.record.c.id)).scalars().all()
    assert len(scopes) == 3
    assert {"general", "index"} < set(scopes)
    assert sealed[0][:5] != sealed[1][:5] == sealed[2][:5]


def test_a_key_that_was_rolled_back_seals_nothing(database):
    one = make_notice()
    with pytest.raises(UndoneError), database.write() as tx:
        tx.records.add(make_notice())
        raise UndoneError
    with database.write() as tx:
        tx.records.add(one)
    other = Database(database.url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with other.read() as tx:
        assert tx.records.get(one.id) == one
    other.close()


def test_a_key_that_another_process_made_is_found(database):
    one = make_notice(label=OASIS)
    other = Database(database.url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with database.write() as tx:
        tx.records.add(make_notice())
    with other.write() as tx:
        tx.records.add(one)
    with database.read() as tx:
        assert tx.records.get(one.id) == one
    other.close()


def test_another_storage_key_wraps_every_data_key_and_the_old_one_is_needed_no_more(database, keep):
    (one,) = keep(make_notice(label=OASIS))
    both = StorageKeys(current="next", keys={**STORAGE_KEYS.keys, "next": bytes([9] * 32)})
    with database.write() as tx:
        assert tx.seals.rewrap(both) == 2
        assert tx.seals.rewrap(both) == 0
    alone = StorageKeys(current="next", keys={"next": bytes([9] * 32)})
    later = Database(database.url, entropy=secrets.token_bytes, keys=alone)
    with later.read() as tx:
        assert tx.records.get(one.id) == one
    later.close()
    before = Database(database.url, entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    with before.read() as tx, pytest.raises(SealError):
        tx.records.get(one.id)
    before.close()


def test_equal_content_is_sealed_otherwise_each_time(database):
    with database.write() as tx:
        assert tx.seals.seal("a", b"same") != tx.seals.seal("a", b"same")


def test_a_number_is_found_by_its_keyed_hash(database, keep):
    (one,) = keep(make_notice(reference="DZ-2026-00042"))
    with database.engine.connect() as connection:
        kept = connection.execute(sa.select(tables.notice.c.reference)).scalar_one()
    with database.read() as tx:
        assert kept == tx.seals.tag("notice.reference", "DZ-2026-00042")
    assert kept != one.body.reference


def test_a_database_of_an_earlier_version_is_sealed_when_it_is_migrated_and_comes_back(empty):
    from alembic import command

    schema.migrate(empty)
    one, other, upload, kept = filled(empty)
    with empty.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        command.downgrade(schema._config(connection, empty), "0002")
    empty.vault.forget()
    assert CANARY.encode() in dump(empty)
    schema.migrate(empty)
    with empty.read() as tx:
        assert [tx.records.get(r.id) for r in (one, other)] == [one, other]
        assert tx.imports.get_upload(upload.id).data == upload.data
        assert tx.imports.get_refusal(kept[1].id) == kept[1]
        assert list(tx.imports.notices("own").values()) == [one.id]
        assert tx.imports.notices("own", [sung("entry")]) == {sung("entry"): one.id}
    if not empty.url.startswith("sqlite"):
        assert [s for s in spellings(CANARY) if s in dump(empty)] == []


def test_nothing_in_clear_is_left_in_the_file_after_the_migration(tmp_path):
    from alembic import command

    database = Database(f"sqlite:///{tmp_path / 'node.db'}", entropy=secrets.token_bytes, keys=STORAGE_KEYS)
    schema.migrate(database)
    filled(database)
    with database.engine.connect().execution_options(tx="immediate") as connection, connection.begin():
        command.downgrade(schema._config(connection, database), "0002")
    database.vault.forget()
    schema.migrate(database)
    held = dump(database)
    database.close()
    assert [s for s in spellings(CANARY) if s in held] == []


def test_an_alias_is_content_too(database, keep):
    keep(make_notice("Zoubir", names=(name("Zoubir"), name(sung("Abou"), NameKind.ALIAS))))
    assert CANARY.encode() not in dump(database)


def test_a_reader_of_an_empty_database_makes_no_key_and_finds_nothing(database):
    with database.read() as tx:
        assert tx.seals.tag("notice.reference", "DZ-2026-00042") == ""
    with database.write() as tx:
        assert len(tx.seals.tag("notice.reference", "DZ-2026-00042")) == 32
