"""What the crash tests kill: a process that works on a node's database through the services.

`python work.py import DATABASE FILE` applies one edition of a table and says `begun` before it and `done` after it.
`python work.py read DATABASE` journals reads from several threads, and says each once it is on the disk.
`python work.py judge DATABASE` judges the pairs of neighbouring notices in turn, and says each link once it is kept.
"""

import os
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from tansiq.domain.access import CEILING, STATED, TRAINING, Officer, Role
from tansiq.domain.edition import ColumnMapping, Target
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Label, Level
from tansiq.domain.link import Judgement
from tansiq.domain.record import Owner
from tansiq.domain.source import Format
from tansiq.services import links, uploads
from tansiq.services.links import Decision
from tansiq.storage.database import Database
from tansiq.trust.keyrings import StorageKeys

KEYS = StorageKeys(current="of tests", keys={"of tests": bytes(range(32))})
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def officer(role):
    return Officer(
        id=role.value,
        name="A. Officer",
        role=role,
        state="DZ",
        service="National Registry",
        clearance=CEILING[role],
        trainings=TRAINING[role],
        purpose=STATED[role][0],
    )


ANALYST, REGISTRAR = officer(Role.LIAISON_ANALYST), officer(Role.REGISTRY_OFFICER)
LABEL = Label(policy="DZ-national", level=Level.RESTRICTED, releasable_to=("TN",))
MAPPING = ColumnMapping(
    list_key="csv/registry",
    title="Registry of the tests",
    publisher=Owner(state="DZ", service="National Registry"),
    columns=((Target.REFERENCE, "no"), (Target.NAME, "name"), (Target.BIRTH, "birth"), (Target.BASIS, "basis")),
    constants=(
        (Target.AUTHORITY, "Court of the Blue Oasis"),
        (Target.THRESHOLD, "Seen by two invented witnesses."),
        (Target.OFFENCE, "travel"),
        (Target.MEASURE, "inquiry_check"),
        (Target.REVIEWER, "desk 4"),
    ),
    complete=True,
)
JUDGEMENTS = (Judgement.SAME, Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)


READERS = 4


def say(word):
    print(word, flush=True)


def bring(database, data):
    """Stages, maps and applies one edition, as an officer does."""
    with database.write() as tx:
        upload = uploads.stage(tx, REGISTRAR, Format.CSV, {"list.csv": data}, now=NOW)
    with database.write() as tx:
        uploads.choose_mapping(tx, REGISTRAR, upload, MAPPING, now=NOW)
    with database.read() as tx:
        reading = uploads.read(tx, REGISTRAR, upload)
    plan = uploads.plan(database, REGISTRAR, reading, label=LABEL, now=NOW)
    say("begun")
    return uploads.apply(database, REGISTRAR, plan, now=NOW, confirmed=True)


def judge(database):
    with database.read() as tx:
        notices = tx.notices.all_ids()
    for number, (left, right) in enumerate(pairwise(notices)):
        decision = Decision(
            left=left,
            right=right,
            left_version=1,
            right_version=1,
            judgement=JUDGEMENTS[number % len(JUDGEMENTS)],
            reason="compared",
        )
        with database.write() as tx:
            record = links.judge(tx, ANALYST, decision, now=NOW)
        say(record.id)


def read(database, reader):
    for number in range(10_000):
        name = f"{reader}-{number}"
        database.journal([Entry(act=Act.SEARCHED, officer=ANALYST.id, at=NOW, detail=name)])
        os.write(1, f"{name}\n".encode())  # whole lines, whichever thread writes


def main(work, url, *rest):
    database = Database(url, entropy=secrets.token_bytes, keys=KEYS)
    if work == "import":
        bring(database, Path(rest[0]).read_bytes())
    elif work == "read":
        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(lambda reader: read(database, reader), range(READERS)))
    else:
        judge(database)
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
