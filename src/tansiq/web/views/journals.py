"""The journal and the node as oversight and administration see them: acts, identifiers, keys; no content."""

from typing import Any

from tansiq.domain.journal import Line
from tansiq.storage.accounts import Account
from tansiq.web.languages import Words
from tansiq.web.views import values
from tansiq.web.vocabulary import ACTS, KINDS, ROLES


def row(words: Words, line: Line) -> dict[str, Any]:
    """One line of the journal."""
    entry = line.entry
    return {
        "seq": line.seq,
        "at": entry.at,
        "act": words.gettext(ACTS[entry.act]),
        "officer": entry.officer,
        "kind": None if entry.kind is None else words.gettext(KINDS[entry.kind]),
        "thing": None if entry.thing is None else str(entry.thing),
        "version": entry.version,
        "detail": entry.detail,
    }


def account(words: Words, one: Account) -> dict[str, str]:
    """One account, without what guards it."""
    return {"id": one.id, "name": one.name, "role": words.gettext(ROLES[one.role]), "service": one.service}


def partner(words: Words, fingerprint: str, code: str) -> dict[str, str]:
    """One trusted key."""
    return {"code": code, "name": values.state(words, code), "fingerprint": grouped(fingerprint)}


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four digits, as people read it to each other."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
