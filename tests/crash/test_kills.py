"""`kill -9` at any moment of an import or of a judgement loses nothing that was kept, and doubles nothing."""

import random
import secrets
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa
from tests.crash import work

from tansiq.domain.journal import Act
from tansiq.domain.person import resolve
from tansiq.services import persons
from tansiq.storage import schema, tables
from tansiq.storage.database import Database
from tansiq.trust.merkle import leaf_hash, root_of

pytestmark = pytest.mark.slow
ENTRIES = 2000
EDITIONS = 2
SECONDS = (0.4, 0.15)
"""How long applying each edition takes on an idle machine, and a little more: some kills come too late."""
INDEXES = (tables.notice, tables.judgement, tables.source, tables.contradiction, tables.measure_conflict)


def edition(number):
    """A table of many entries; a later one changes a tenth, removes a tenth and adds as many."""
    first = number * ENTRIES // 10
    rows = [
        f"R-{n};Invented Person {n:05};{1960 + (n + number * (n % 10 == 0)) % 40};{n}/2026"
        for n in range(first, first + ENTRIES)
    ]
    return "\n".join(["no;name;birth;basis", *rows]).encode()


@pytest.fixture
def opened(tmp_path):
    """Opens the node's database anew, as the next start does."""
    made = []

    def open_():
        database = Database(f"sqlite:///{tmp_path / 'node.db'}", entropy=secrets.token_bytes, keys=work.KEYS)
        schema.migrate(database)
        made.append(database)
        return database

    yield open_
    for database in made:
        database.close()


def start(*arguments):
    return subprocess.Popen([sys.executable, work.__file__, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def kill(process):
    """Ends it as a power cut does, and returns what it had said."""
    process.kill()
    said = process.stdout.read().split()
    process.stdout.close()
    process.wait(30)
    return said


def state(database):
    """Every entry in force with its birth, and how often each act was journalled."""
    with database.read() as tx:
        heads = tx.records.heads(tx.imports.notices("csv/registry").values())
        entries = {r.body.reference: (r.body.births[0].year, r.version) for r in heads.values()}
        assert set(entries) == set(tx.imports.digests("csv/registry"))
        acts = {act: tx.journal.count(act) for act in (Act.LIST_IMPORTED, Act.NOTICE_ISSUED, Act.NOTICE_ENDED)}
        return entries, acts, len(tx.notices.all_ids())


def rows(database):
    with database.read() as tx:
        return [sorted(map(tuple, tx.records._connection.execute(sa.select(t))), key=str) for t in INDEXES]


def assert_indexes_are_those_of_the_records(database):
    before = rows(database)
    with database.write() as tx:
        persons.rebuild(tx)
    assert rows(database) == before


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """What the list is after each edition, if nobody kills anything."""
    path = tmp_path_factory.mktemp("whole") / "node.db"
    database = Database(f"sqlite:///{path}", entropy=secrets.token_bytes, keys=work.KEYS)
    schema.migrate(database)
    found = [state(database)]
    for number in range(EDITIONS):
        work.bring(database, edition(number))
        found.append(state(database))
    database.close()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_import_is_whole_or_absent_and_repeating_it_ends_right(tmp_path, opened, wanted, seed):
    chance = random.Random(seed)
    database = opened()
    number = seed % EDITIONS
    if number:
        work.bring(database, edition(0))
    database.close()
    (tmp_path / "list.csv").write_bytes(edition(number))
    process = start("import", database.url, tmp_path / "list.csv")
    assert process.stdout.readline() == "begun\n"
    time.sleep(chance.random() * SECONDS[number])
    kill(process)
    database = opened()
    with database.read() as tx:
        assert tx.records._connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    assert state(database) in (wanted[number], wanted[number + 1])
    work.bring(database, edition(number))
    assert state(database) == wanted[number + 1]
    assert_indexes_are_those_of_the_records(database)


@pytest.mark.parametrize("seed", range(3))
def test_every_read_that_was_acknowledged_is_journalled_once_and_the_tree_is_whole(opened, seed):
    chance = random.Random(seed)
    database = opened()
    database.close()
    process = start("read", database.url)
    said = [process.stdout.readline().strip() for _ in range(chance.randrange(300, 600))]
    said += [word for word in kill(process) if "-" in word]
    database = opened()
    with database.read() as tx:
        last = tx.journal.last()
        kept = [line.entry.detail for line in tx.journal.page(limit=last)]
        assert len(kept) == last == len(set(kept))
        assert set(said) <= set(kept)
        assert len(set(kept) - set(said)) <= 2 * work.READERS
        leaves = [leaf for number in range(last // 256 + 1) for leaf in tx.journal.tree.entries(number, 256)]
        assert tx.journal.tree.root(last) == root_of([leaf_hash(leaf) for leaf in leaves])


@pytest.mark.parametrize("seed", range(4))
def test_every_judgement_that_was_acknowledged_is_there_once(tmp_path, opened, seed):
    chance = random.Random(seed)
    database = opened()
    work.bring(database, edition(0))
    database.close()
    process = start("judge", database.url)
    said = [process.stdout.readline().strip() for _ in range(chance.randrange(1, 40))]
    time.sleep(chance.random() * 0.05)
    said += kill(process)
    database = opened()
    with database.read() as tx:
        verdicts = tx.links.component(tx.notices.all_ids())
        kept = {str(v.link) for v in verdicts}
        assert set(said) <= kept
        assert len(kept - set(said)) <= 1  # kept, and killed before it could say so
        assert tx.journal.count(Act.LINK_JUDGED) == len(kept)
        assert len({(v.left, v.right) for v in verdicts}) == len(kept)
        resolution = resolve(verdicts)
        assert tx.notices.persons_of(resolution.persons) == resolution.persons
    assert_indexes_are_those_of_the_records(database)
