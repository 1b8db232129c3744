"""The golden letter opens, and the golden card reads, by what the page says of them: no HPKE of a library is used."""

import base64
import hashlib
import hmac
import json
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = Path(__file__).parent / "exchange"
ROOM = json.loads((HERE / "room.json").read_text())
ENVELOPE = json.loads((HERE / "good_release.letter").read_bytes())
KEM, KDF, AEAD = 0x647A, 0x0001, 0x0003
SUITE = b"HPKE" + b"".join(one.to_bytes(2, "big") for one in (KEM, KDF, AEAD))


def extract(salt, label, ikm):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + label + ikm, "sha256")


def expand(key, label, info, length):
    said = length.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + info
    return hmac.digest(key, said + b"\1", "sha256")[:length]


def shared_secret(encapsulated):
    seed = bytes.fromhex(ROOM["receiver"]["sealing_seed"])
    seeds = HKDF(algorithm=hashes.SHA256(), length=96, salt=None, info=b"tansiq sealing key 1").derive(seed)
    mlkem, x25519 = MLKEM768PrivateKey.from_seed_bytes(seeds[:64]), X25519PrivateKey.from_private_bytes(seeds[64:])
    ours = x25519.public_key().public_bytes_raw()
    theirs = encapsulated[1088:]
    both = mlkem.decapsulate(encapsulated[:1088]) + x25519.exchange(X25519PublicKey.from_public_bytes(theirs))
    return hashlib.sha3_256(both + theirs + ours + b"\\.//^\\").digest()


def test_the_golden_letter_opens_by_the_page():
    sealed = base64.b64decode(ENVELOPE["sealed"])
    info = b"tansiq-envelope/1 item XA XB ordinary 8"
    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared_secret(sealed[:1120]), b"secret", b"")
    key, nonce = expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
    signed = ChaCha20Poly1305(key).decrypt(nonce, sealed[1120:], b"")

    name, signature, data = signed[:16], signed[16:80], signed[80:]
    raw = bytes.fromhex(ROOM["sender"]["signing_key"])
    assert name == hashlib.sha256(raw).digest()[:16]
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, info + b"\0" + hashlib.sha256(data).digest())
    assert data == (HERE / "good_release.item").read_bytes()


def test_the_golden_card_reads_by_the_page():
    data = (HERE / "good_card.card").read_bytes()
    file = json.loads(data)
    card = file["card"]
    said = data[len(b'{"card":') : data.index(b',"format":"tansiq-card/1"')]
    raw = bytes.fromhex(ROOM["sender"]["signing_key"])
    message = b"tansiq-card/1" + b"\0" + hashlib.sha256(said).digest()
    Ed25519PublicKey.from_public_bytes(raw).verify(base64.b64decode(file["signature"]), message)

    keys = [[key["purpose"], key["public_key"]] for key in card["keys"]]
    keys.sort(key=lambda key: (key[0], hashlib.sha256(base64.b64decode(key[1])).hexdigest()))
    compared = json.dumps(["tansiq-card/1", card["state"], keys], separators=(",", ":")).encode()
    lists = json.loads((HERE / "words.json").read_text())
    read = {language: [words[n] for n in hashlib.sha256(compared).digest()[:12]] for language, words in lists.items()}
    assert read == ROOM["card_words"]
