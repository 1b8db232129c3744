"""The master key of a ring as printed shares: any few of them give it back, one fewer tells nothing (SLIP-0039).

The shares are words of a list of 1024, each distinct by its first four letters, with a checksum that finds any three
wrong words. The reference implementation does the arithmetic (decision 10): it is not hardened against who measures the
machine, so the ceremony is held where nobody does. It takes its random parts from the system by itself.

    shares = divide(master, need=3, of=5)
    join(shares[1:4]) == master
"""

from collections.abc import Sequence

import shamir_mnemonic
from shamir_mnemonic import MnemonicError

from tansiq.trust.errors import ShareError

MOST = 16
"""SLIP-0039 numbers the shares of a group with four bits."""


def divide(master: bytes, *, need: int, of: int) -> list[str]:
    """The shares of a master key.

    Args:
        need: how many give it back, at least two.
        of: how many there are, 16 at most.

    Raises:
        ShareError: if the numbers do not fit each other.
    """
    if not 2 <= need <= of <= MOST:
        raise ShareError(f"{need} of {of}")
    found: list[str] = shamir_mnemonic.generate_mnemonics(1, [(need, of)], master)[0]
    return found


def join(shares: Sequence[str]) -> bytes:
    """The master key that enough shares give back.

    Raises:
        ShareError: if a word is wrong, there are too few, or they are of different keys.
    """
    try:
        master: bytes = shamir_mnemonic.combine_mnemonics([" ".join(share.lower().split()) for share in shares])
    except MnemonicError as error:
        raise ShareError(str(error)) from error
    return master
