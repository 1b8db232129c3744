"""The label policy as a file: one canonical line, and under it one signature of each state.

`docs/protocol/label-policy.md` is its specification. What `parse_label_policy` returns is guaranteed to be

* signed over every byte of the first line, by a key of each state whose scheme it holds;
* in its one canonical form, with no field that this program does not know: a rule must not be overlooked;
* a policy that keeps the rules of `domain.label_policy`.

Whether it is newer than the one in force is for the service to compare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tansiq.domain.errors import InvalidError
from tansiq.domain.label_policy import LabelPolicy
from tansiq.formats.errors import PolicyFileError, PolicyProblem
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, SignatureError
from tansiq.trust.keys import PublicKey, SigningKey

FORMAT = "tansiq-label-policy/1"
CONTEXT = "tansiq-label-policy/1 signature"
"""What the key signs for; a signature made for anything else is worth nothing here."""
MAX_BYTES = 1_000_000
"""Two schemes have about 4,000 bytes; a policy of a hundred states would have a few hundred thousand."""

KnownKeys = Mapping[str, tuple[str, PublicKey]]
"""By fingerprint, the state whose key it is, and the key; this node's own among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPolicy:
    """A policy that passed the gate.

    Attributes:
        digest: SHA-256 of the first line: what an officer compares with the partner.
        signed_by: state and fingerprint of each signature.
    """

    policy: LabelPolicy
    digest: str
    signed_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    format: str
    policy: LabelPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    key: str
    signature: str
    state: str


def write_label_policy(policy: LabelPolicy) -> bytes:
    """The file without a signature yet: what is sent round to be signed."""
    return canonical.encode(_Body(format=FORMAT, policy=policy)) + b"\n"


def sign_label_policy(data: bytes, state: str, key: SigningKey) -> bytes:
    """The file with one more signature; one that this state gave before is replaced."""
    first, *rest = _lines(data)
    _parse_body(first)
    kept = [line for line in rest if _parse_signature(line, 2).state != state]
    signature = _Signature(key=key.public.fingerprint, signature=key.sign(CONTEXT, first).hex(), state=state)
    return b"".join(line + b"\n" for line in (first, *sorted([*kept, canonical.encode(signature)])))


def parse_label_policy(data: bytes, known_keys: KnownKeys) -> SignedPolicy:
    """The policy that a file is, after every step of the gate below.

    1. size: neither empty nor larger than any policy
    2. frame: a policy line, then signature lines
    3. canonical: the policy line is the canonical form of what it says, and nothing in it is unknown
    4. value: it keeps the rules of policies
    5. known keys: each signature is of a key that this node knows as that state's
    6. signatures: each fits its key and the policy line
    7. all: each state of a scheme has signed, once, and nobody else

    Raises:
        PolicyFileError: at the first step that fails.
    """
    first, *rest = _lines(data)  # 1, 2
    policy = _parse_body(first)  # 3, 4
    signatures = [_parse_signature(line, number) for number, line in enumerate(rest, start=2)]
    for number, one in enumerate(signatures, start=2):
        _verify(first, one, known_keys, number)  # 5, 6
    if sorted(one.state for one in signatures) != list(policy.states):  # 7
        missing = sorted(set(policy.states) - {one.state for one in signatures})
        raise PolicyFileError(PolicyProblem.NOT_SIGNED_BY_ALL, detail=" ".join(missing))
    return SignedPolicy(
        policy=policy,
        digest=canonical.digest(first),
        signed_by=tuple((one.state, one.key) for one in signatures),
    )


def read_kept(data: bytes) -> LabelPolicy:
    """The policy of a file that passed the gate when it was adopted, and was kept since."""
    return _parse_body(_lines(data)[0])


def _lines(data: bytes) -> list[bytes]:
    """Steps 1 and 2."""
    if not data or len(data) > MAX_BYTES:
        raise PolicyFileError(PolicyProblem.WRONG_SIZE, detail=str(len(data)))
    if not data.endswith(b"\n"):
        raise PolicyFileError(PolicyProblem.TRUNCATED)
    return data[:-1].split(b"\n")


def _parse_body(line: bytes) -> LabelPolicy:
    """Steps 3 and 4."""
    try:
        found = canonical.decode(line, dict[str, Any]).get("format")
        if found != FORMAT:
            raise PolicyFileError(PolicyProblem.WRONG_FORMAT, line=1, detail=str(found)[:40])
        body = canonical.decode(line, _Body)
    except (CanonicalError, InvalidError) as error:
        raise PolicyFileError(PolicyProblem.MALFORMED, line=1, detail=str(error)) from error
    if canonical.encode(body) != line:
        raise PolicyFileError(PolicyProblem.NOT_CANONICAL, line=1)
    return body.policy


def _parse_signature(line: bytes, number: int) -> _Signature:
    try:
        one = canonical.decode(line, _Signature)
        bytes.fromhex(one.signature)
    except (CanonicalError, ValueError) as error:
        raise PolicyFileError(PolicyProblem.MALFORMED, line=number, detail=str(error)) from error
    if canonical.encode(one) != line:
        raise PolicyFileError(PolicyProblem.NOT_CANONICAL, line=number)
    return one


def _verify(first: bytes, one: _Signature, known_keys: KnownKeys, number: int) -> None:
    """Steps 5 and 6."""
    state, key = known_keys.get(one.key, (None, None))
    if key is None or state != one.state:
        raise PolicyFileError(PolicyProblem.UNKNOWN_KEY, line=number, detail=one.key[:64])
    try:
        key.verify(CONTEXT, first, bytes.fromhex(one.signature))
    except SignatureError as error:
        raise PolicyFileError(PolicyProblem.BAD_SIGNATURE, line=number, detail=one.state) from error


def known_keys(own: tuple[str, Iterable[PublicKey]], partners: KnownKeys) -> dict[str, tuple[str, PublicKey]]:
    """The keys that may sign a policy: this state's and the enrolled partners'."""
    state, keys = own
    return {**partners, **{key.fingerprint: (state, key) for key in keys}}
