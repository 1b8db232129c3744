"""One-time codes (TOTP, RFC 6238): a second factor that needs no network. Six digits, 30 seconds, SHA-1, as every app.

Secrets are sealed for the account that they belong to: in another account's row they do not open. Keys may be rotated:
the newest seals, every one that is still there opens. A code counts from
one step before now to one step after, and only once: its step must be later than that of the last one used.
"""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tansiq.trust.errors import SealError
from tansiq.trust.keyrings import NodeKey
from tansiq.trust.vaults import DataKey, number_of

SECRET_BYTES = 20
STEP_SECONDS = 30
DRIFT_STEPS = 1
"""How far a clock may be off, before and after."""


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """Seals secrets and verifies codes.

    Args:
        keys: what seals the secrets of this node's accounts: the one in use, then older ones.
    """

    keys: Sequence[DataKey]

    @classmethod
    def of(cls, current: NodeKey, others: Sequence[NodeKey]) -> "OneTimeCodes":
        """Derives what is needed from the storage keys of a ring."""
        return cls(tuple(_derived(key) for key in (current, *others)))

    def seal(self, account: str, secret: bytes, nonce: bytes) -> bytes:
        """A secret as it is kept.

        Args:
            account: whose it is.
            secret: 20 random bytes.
            nonce: 12 random bytes, never the same twice.
        """
        return self.keys[0].seal(_place(account), secret, nonce)

    def text(self, account: str, sealed: bytes) -> str:
        """The secret as an app takes it, in base 32.

        Raises:
            SealError: if it is another account's, or another node's.
        """
        return base64.b32encode(self._opened(account, sealed)).decode()

    def _opened(self, account: str, sealed: bytes) -> bytes:
        number = number_of(sealed)
        key = next((key for key in self.keys if key.number == number), None)
        if key is None:
            raise SealError("totp")
        return key.open(_place(account), sealed)

    def resealed(self, account: str, sealed: bytes, nonce: bytes) -> bytes | None:
        """The secret under the key in use; `None` if it is already. For when an older key is to go."""
        if number_of(sealed) == self.keys[0].number:
            return None
        return self.seal(account, self._opened(account, sealed), nonce)

    def address(self, account: str, sealed: bytes, issuer: str) -> str:
        """The secret as the address that a picture holds."""
        return pyotp.TOTP(self.text(account, sealed)).provisioning_uri(name=account, issuer_name=issuer)

    def find_step(self, account: str, sealed: bytes, code: str, *, now: datetime, after: int) -> int | None:
        """The step whose code this is; `None` if it is none of now, or not later than `after`."""
        totp = pyotp.TOTP(self.text(account, sealed))
        given = "".join(code.split())[:12].encode(errors="replace")
        current = totp.timecode(now)
        steps = range(max(current - DRIFT_STEPS, after + 1), current + DRIFT_STEPS + 1)
        found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)]
        return found[0] if found else None


def _place(account: str) -> bytes:
    return b"totp|" + account.encode()


def _derived(key: NodeKey) -> DataKey:
    raw = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"tansiq one-time codes").derive(key.raw)
    return DataKey(int(key.id[:8], 16), raw)
