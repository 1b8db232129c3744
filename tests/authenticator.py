"""A security key in software: makes passkeys and signs with them, as a browser and its authenticator would.

`Authenticator(address)` is one key; what it does can be bent: another address, an unverified user, an old counter.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Authenticator:
    address: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"\x01" * 32
    uses: int = 0
    flags: int = PRESENT | VERIFIED

    @property
    def host(self):
        return self.address.partition("://")[2].partition(":")[0]

    def _client_data(self, kind, options):
        said = {"type": kind, "challenge": options["challenge"], "origin": self.address, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags, more=b""):
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.uses.to_bytes(4, "big") + more

    def _cose(self):
        numbers = self.key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return cbor2.dumps({1: 2, 3: -7, -1: 1, **point})

    def create(self, options):
        """The answer to `Site.enrolment`."""
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._cose()
        data = self._data(self.flags | ATTESTED, made)
        client = self._client_data("webauthn.create", json.loads(options))
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": text(client), "attestationObject": text(attested)}
        return self._answer(response)

    def get(self, options):
        """The answer to `Site.question`."""
        self.uses += 1
        data = self._data(self.flags)
        client = self._client_data("webauthn.get", json.loads(options))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return self._answer(response)

    def _answer(self, response):
        parts = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps({**parts, "response": response, "clientExtensionResults": {}})
