"""Cards: what a node says of itself to its partners: state, address, public keys. Signed with one of those keys.

A card proves that whoever made it holds the keys on it, and nothing else. That they are the state's is for people to
find out: they read twelve words to each other, made of all that must be right (`words`).

    data = write_card(card, signing)
    parse_card(data).card == card
    words(card, "fr")                 # twelve words; the other side reads the same

What is signed is the card as it lies in the file, so members that nobody here knows survive.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from tansiq.domain import text
from tansiq.domain.errors import InvalidError
from tansiq.domain.label import check_state
from tansiq.federation import card_words
from tansiq.federation.errors import CardError, CardProblem
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, KeyFileError, SignatureError
from tansiq.trust.keyrings import Purpose
from tansiq.trust.keys import PublicKey, SigningKey
from tansiq.trust.sealing import SealingPublicKey

FORMAT = "tansiq-card/1"
LARGEST = 256 * 1024
"""Bytes of a card: a hundred sealing keys."""
MOST_KEYS = 64
WORDS = 12
"""Of eight bits each: nobody makes another card with the same ones."""
ADDRESS = re.compile(r"https://[a-z0-9.-]+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?")
"""Plain HTTP is for two nodes on one machine."""
PUBLIC = (Purpose.SIGNING, Purpose.SEALING, Purpose.JOURNAL)
SIGNING_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class CardKey:
    """A public key of a node.

    Attributes:
        active_from: from when the node uses it; aware UTC.
        ends_at: from when what it made is no longer new; `None` while no later key is known.
    """

    purpose: Purpose
    public_key: bytes
    active_from: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.purpose not in PUBLIC:
            raise CardError(CardProblem.KEY, self.purpose)
        for at in (self.active_from, self.ends_at):
            if at is not None and at.utcoffset() != timedelta(0):
                raise CardError(CardProblem.KEY, "UTC")
        try:
            if self.purpose is Purpose.SEALING:
                SealingPublicKey(self.public_key)
            elif len(self.public_key) != SIGNING_BYTES:
                raise CardError(CardProblem.KEY, self.purpose)
        except KeyFileError as error:
            raise CardError(CardProblem.KEY, self.purpose) from error

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key, its first 16 bytes as 32 hexadecimal digits."""
        return hashlib.sha256(self.public_key).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a node says of itself.

    Attributes:
        title: what people call the node.
        address: where it takes letters (scheme, host, port); empty if only media reach it.
        made_at: aware UTC; the later of two cards holds.
    """

    state: str
    title: str
    address: str
    made_at: datetime
    keys: tuple[CardKey, ...]

    def __post_init__(self) -> None:
        try:
            check_state("state", self.state)
            text.check("title", self.title)
        except InvalidError as error:
            raise CardError(CardProblem.MALFORMED, error.field) from error
        if self.address and not ADDRESS.fullmatch(self.address):
            raise CardError(CardProblem.ADDRESS, self.address[:100])
        if self.made_at.utcoffset() != timedelta(0):
            raise CardError(CardProblem.MALFORMED, "made_at")
        names = [key.fingerprint for key in self.keys]
        if len(set(names)) != len(names) or len(names) > MOST_KEYS:
            raise CardError(CardProblem.KEY, str(len(names)))
        if {key.purpose for key in self.keys} != set(PUBLIC):
            raise CardError(CardProblem.KEY, "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCard:
    """A card with the bytes in which it came, and the key that signed it."""

    card: Card
    data: bytes
    signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    card: msgspec.Raw
    format: str
    key: str
    signature: bytes


def write_card(card: Card, signing: SigningKey) -> bytes:
    """The file of a card."""
    said = canonical.encode(card)
    signature = signing.sign(FORMAT, said)
    name = signing.public.fingerprint
    return canonical.encode(_File(card=msgspec.Raw(said), format=FORMAT, key=name, signature=signature))


def parse_card(data: bytes, known: Mapping[str, PublicKey] | None = None) -> SignedCard:
    """The card that a file holds.

    Args:
        known: keys that are known as the state's already, by fingerprint; without them a key of the card itself must
            have signed it.

    Raises:
        CardError: if it is too large, of another format, malformed, or not signed by such a key.
    """
    if len(data) > LARGEST:
        raise CardError(CardProblem.MALFORMED, str(len(data)))
    file = _parse_file(data.strip())
    card = _read(file)
    own = {k.fingerprint: PublicKey(k.public_key) for k in card.keys if k.purpose is Purpose.SIGNING}
    key = (own if known is None else known).get(file.key)
    if key is None:
        raise CardError(CardProblem.UNKNOWN_KEY, file.key[:32])
    try:
        key.verify(FORMAT, bytes(file.card), file.signature)
    except SignatureError as error:
        raise CardError(CardProblem.SIGNATURE, file.key) from error
    return SignedCard(card=card, data=data.strip(), signed_by=file.key)


def read_card(data: bytes) -> Card:
    """The card in a file whose signature was verified when it was taken, by a key that may be over now.

    Raises:
        CardError: if it is malformed.
    """
    return _read(_parse_file(data))


def _read(file: _File) -> Card:
    try:
        return canonical.decode(bytes(file.card), Card)
    except (CanonicalError, OverflowError) as error:
        raise CardError(CardProblem.MALFORMED) from error


def _parse_file(data: bytes) -> _File:
    try:
        canonical.verify_canonical(data)
        said = canonical.decode(data, dict[str, object]).get("format")
        if isinstance(said, str) and said.startswith("tansiq-card/") and said != FORMAT:
            raise CardError(CardProblem.VERSION, said[:40])
        file = canonical.decode(data, _File)
    except CanonicalError as error:
        raise CardError(CardProblem.MALFORMED) from error
    if file.format != FORMAT:
        raise CardError(CardProblem.MALFORMED, file.format[:40])
    return file


def fingerprint(card: Card) -> bytes:
    """The twelve bytes that people compare: SHA-256 over the state and its keys, cut.

    Address, title and days are left out: whoever holds the keys may say them anew.
    """
    keys = sorted((key.purpose.value, key.fingerprint, key.public_key) for key in card.keys)
    said = [FORMAT, card.state, [[purpose, raw] for purpose, _, raw in keys]]
    return hashlib.sha256(canonical.encode(said)).digest()[:WORDS]


def words(card: Card, language: str) -> tuple[str, ...]:
    """The fingerprint as twelve words of a language: `ar`, `fr` or `en`."""
    return card_words.spoken(fingerprint(card), language)
