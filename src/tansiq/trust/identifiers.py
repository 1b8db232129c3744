"""Identifiers of records: UUIDv7 (RFC 9562, section 5.7), ordered by the time at which they were made."""

from datetime import datetime
from uuid import UUID


def uuid7(at: datetime, entropy: bytes) -> UUID:
    """The UUIDv7 of a time and ten random bytes.

    Args:
        at: aware time; its milliseconds are the first 48 bits.
        entropy: 10 bytes from a secure source.
    """
    value = int(at.timestamp() * 1000) << 80 | int.from_bytes(entropy, "big")
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)  # variant
