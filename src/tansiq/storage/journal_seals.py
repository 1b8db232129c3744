"""Entries sealed: from an entry to a leaf, what its commitment opens, and its records; and back to a line.

The format is `docs/protocol/journal.md`; the migration of older lines uses it too, so it only ever grows.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from tansiq.domain.journal import Act, Entry, Leaf, Line, Opening, Sealed, Thing
from tansiq.domain.record import Kind
from tansiq.trust import canonical
from tansiq.trust.commitments import SALT_BYTES, commit
from tansiq.trust.merkle import HASH_BYTES, leaf_hash

Entropy = Callable[[int], bytes]
"""Gives that many random bytes."""
Row = dict[str, Any]
SHOWN = 100
"""How many records of an entry a line names: a page of any list; an export may be about 100,000."""


def seal(entry: Entry, seq: int, entropy: Entropy) -> tuple[Row, Row, list[Row]]:
    """The rows of an entry: of its leaf, of what that opens, of its records."""
    salts = entropy(SALT_BYTES * (1 + len(entry.things)))
    cut = [salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES)]
    things = [_thing(entry, number) for number in entry.things]
    commitments = b"".join(commit(salt, thing) for salt, thing in zip(cut[1:], things, strict=True))
    opened = opening(entry, commitments)
    leaf = canonical.encode(Leaf(act=entry.act.value, at=entry.at, commitment=commit(cut[0], opened).hex()))
    return (
        {"seq": seq, "at": entry.at, "act": entry.act.value, "leaf": leaf, "hash": leaf_hash(leaf)},
        {
            "seq": seq,
            "salt": cut[0],
            "officer": entry.officer,
            "purpose": entry.purpose,
            "kind": opened.kind,
            "detail": entry.detail,
            "things": commitments,
        },
        [
            {"seq": seq, "place": place, "salt": salt, "thing": t.id, "version": t.version, "digest": t.digest}
            for place, (salt, t) in enumerate(zip(cut[1:], things, strict=True))
        ],
    )


def opening(entry: Entry, commitments: bytes) -> Opening:
    """What the commitment of an entry's leaf binds to."""
    return Opening(
        officer=entry.officer,
        purpose=entry.purpose,
        kind=None if entry.kind is None else entry.kind.value,
        detail=entry.detail,
        things=hashlib.sha256(commitments).hexdigest() if commitments else "",
    )


def _thing(entry: Entry, number: UUID) -> Thing:
    if number == entry.thing:
        return Thing(id=number, version=entry.version, digest=entry.digest)
    return Thing(id=number, version=None, digest=None)


def line(row: sa.Row[Any], things: Sequence[sa.Row[Any]]) -> Line:
    """The line of a leaf and its opening, with those of its records that were not erased."""
    first = things[0] if things else None
    entry = Entry(
        act=Act(row.act),
        officer=row.officer,
        at=row.at,
        kind=None if row.kind is None else Kind(row.kind),
        thing=None if first is None else first.thing,
        version=None if first is None else first.version,
        digest=None if first is None else first.digest,
        detail=row.detail,
        others=tuple(t.thing for t in things[1:]),
        purpose=row.purpose,
    )
    return Line(seq=row.seq, entry=entry, count=len(row.things) // HASH_BYTES)


def sealed(row: sa.Row[Any], things: Mapping[int, tuple[bytes, Thing]]) -> Sealed:
    """What proves an entry; a record that was erased has only its commitment left."""
    commitments = tuple(row.things[at : at + HASH_BYTES] for at in range(0, len(row.things), HASH_BYTES))
    return Sealed(
        seq=row.seq,
        leaf=row.leaf,
        salt=row.salt,
        opening=Opening(
            officer=row.officer,
            purpose=row.purpose,
            kind=row.kind,
            detail=row.detail,
            things=hashlib.sha256(row.things).hexdigest() if row.things else "",
        ),
        commitments=commitments,
        things=dict(things),
    )
