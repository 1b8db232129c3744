"""Shared by the tests of imports: a database, two officers, and the work of bringing a file.

`desk.bring(format, data)` stages, maps, plans and applies a file as a registry officer, and returns the record of the
edition, or `None` if nothing differed. `table(*rows)` is a CSV of invented persons.
"""

import secrets
from datetime import timedelta

import pytest
from tests.conftest import NOW, STORAGE_KEYS, make_officer

from tansiq.domain.access import Role
from tansiq.domain.edition import ColumnMapping, Target
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.services import uploads
from tansiq.storage import schema
from tansiq.storage.database import Database

LABEL = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
HEADER = ("no", "name", "birth", "basis", "authority", "facts", "minor")
COLUMNS = (
    (Target.REFERENCE, "no"),
    (Target.NAME, "name"),
    (Target.BIRTH, "birth"),
    (Target.BASIS, "basis"),
    (Target.AUTHORITY, "authority"),
    (Target.THRESHOLD, "facts"),
    (Target.MINOR, "minor"),
)
CONSTANTS = ((Target.OFFENCE, "travel"), (Target.MEASURE, "inquiry_check"), (Target.REVIEWER, "desk 4"))


def officer(role=Role.REGISTRY_OFFICER, state="DZ"):
    return make_officer(role, state)


def row(number, name="Zoubir Nejmaoui", **cells):
    """One row: a number, a name, and the other cells where they matter."""
    values = {
        "no": f"R-{number}",
        "name": f"{name} {'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        "birth": "1991",
        "basis": f"{number}/2026",
        "authority": "Court of the Blue Oasis",
        "facts": "Seen by two invented witnesses.",
        "minor": "",
        **cells,
    }
    return ";".join(values[column] for column in HEADER)


def table(*rows):
    return "\n".join([";".join(HEADER), *rows]).encode()


def mapping(publisher="DZ", *, complete=True, list_key="csv/registry", **changes):
    parts = {"columns": COLUMNS, "constants": CONSTANTS, "title": "Registry of the tests", **changes}
    owner = Owner(state=publisher, service="National Registry")
    return ColumnMapping(list_key=list_key, publisher=owner, complete=complete, **parts)


class Desk:
    """One node's imports, as an officer does them."""

    def __init__(self, database, state="DZ") -> None:
        self.database = database
        self.state = state
        self.officer = officer(state=state)
        self.now = NOW

    def stage(self, data, format_=Format.CSV, name="list.csv"):
        files = data if isinstance(data, dict) else {name: data}
        with self.database.write() as tx:
            return uploads.stage(tx, self.officer, format_, files, now=self.now)

    def choose(self, upload, chosen):
        with self.database.write() as tx:
            uploads.choose_mapping(tx, self.officer, upload, chosen, now=self.now)

    def plan(self, upload):
        with self.database.read() as tx:
            reading = uploads.read(tx, self.officer, upload)
        return uploads.plan(self.database, self.officer, reading, label=LABEL, now=self.now)

    def bring(self, data, format_=Format.CSV, *, chosen=None, confirmed=False):
        upload = self.stage(data, format_)
        if format_ in uploads.TABLES:
            self.choose(upload, chosen or mapping(self.state))
        self.now += timedelta(seconds=1)
        return uploads.apply(self.database, self.officer, self.plan(upload), now=self.now, confirmed=confirmed)

    def notices(self):
        """The latest version of every notice, by reference."""
        with self.database.read() as tx:
            heads = tx.records.heads(tx.notices.all_ids())
        return {record.body.reference: record for record in heads.values()}

    def journal(self):
        with self.database.read() as tx:
            return tx.journal.last()


@pytest.fixture
def make_desk(tmp_path):
    made = []

    def make(state="DZ"):
        database = Database(
            f"sqlite:///{tmp_path / f'{state}-{len(made)}.db'}", entropy=secrets.token_bytes, keys=STORAGE_KEYS
        )
        schema.migrate(database)
        made.append(database)
        return Desk(database, state)

    yield make
    for database in made:
        database.close()


@pytest.fixture
def desk(make_desk):
    return make_desk()
