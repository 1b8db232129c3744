"""Commitments: a hash that binds to a value and tells nothing of it, until salt and value are shown.

The salt is 32 random bytes in front of the canonical bytes of the value. Who has salt and value can show that the
commitment is theirs; once the salt is deleted, the commitment is noise: nobody can guess the value and check it.

>>> commitment = commit(bytes(32), {"name": "invented"})
>>> opens(commitment, bytes(32), {"name": "invented"})
True
"""

import hashlib
import hmac
from typing import Any

from tansiq.trust import canonical
from tansiq.trust.errors import CommitmentError

SALT_BYTES = 32


def commit(salt: bytes, value: Any) -> bytes:
    """SHA-256 of the salt and the canonical bytes of the value.

    Raises:
        CommitmentError: if the salt has another length, which would let it run into the value.
    """
    if len(salt) != SALT_BYTES:
        raise CommitmentError("salt")
    return hashlib.sha256(salt + canonical.encode(value)).digest()


def opens(commitment: bytes, salt: bytes, value: Any) -> bool:
    """Whether salt and value are those of the commitment."""
    return len(salt) == SALT_BYTES and hmac.compare_digest(commitment, commit(salt, value))
