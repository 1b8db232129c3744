"""Passwords: Argon2id (RFC 9106), with a hash for accounts that do not exist, so that both cost the same time."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and verifies passwords.

    Args:
        hasher: its parameters; the default is RFC 9106's second recommended option (64 MiB, 3 passes, 4 lanes).
    """

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    nobody: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nobody", self.hasher.hash("nobody's password"))

    def hash(self, password: str) -> str:
        """The encoded hash of a password, with its salt and parameters."""
        return self.hasher.hash(password)

    def verify(self, encoded: str | None, password: str) -> bool:
        """Whether the password fits; without a hash it takes as long and is `False`."""
        try:
            self.hasher.verify(encoded or self.nobody, password)
        except (Argon2Error, InvalidHashError):
            return False
        return encoded is not None
