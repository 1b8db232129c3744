"""Couriers carry letters to partners; this is the only module that opens an outgoing connection.

A courier knows nothing of what it carries: letters are sealed. It says that it failed, and never why in words that
matter to the exchange: whoever sends tries again.
"""

import ssl
from dataclasses import dataclass, field

import httpx

from tansiq.federation.letters import LARGEST

PATH = "/exchange/v1/letters"
MEDIA_TYPE = "application/x-ndjson"
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 60.0
"""A partner that is there answers at once; a delivery of 500 items takes it a second or two."""
MOST_ANSWER_BYTES = LARGEST


class CourierError(Exception):
    """The letters did not arrive, or no answer came back; the operator looks if it lasts.

    Attributes:
        why: closed words: `unreachable`, `too_large`, or `status` and its number.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class HttpCourier:
    """Carries letters by HTTPS (or HTTP on one machine); keeps its connections, follows nobody elsewhere."""

    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            verify=ssl.create_default_context(),
            follow_redirects=False,
            trust_env=False,
            headers={"content-type": MEDIA_TYPE, "user-agent": "tansiq"},
        )

    def send(self, address: str, letters: bytes) -> bytes:
        """Brings letters to a node and its answer back.

        Args:
            address: scheme, host and port of the partner's node.

        Raises:
            CourierError: if it could not.
        """
        try:
            with self._client.stream("POST", address + PATH, content=letters) as response:
                if response.status_code != httpx.codes.OK:
                    raise CourierError(f"status {response.status_code}")
                return _read(response)
        except httpx.HTTPError as error:
            raise CourierError("unreachable") from error

    def close(self) -> None:
        """Lets its connections go."""
        self._client.close()


def _read(response: httpx.Response) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MOST_ANSWER_BYTES:
            raise CourierError("too_large")
        pieces.append(piece)
    return b"".join(pieces)
