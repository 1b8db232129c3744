"""Requests to an application in this process: the ASGI messages themselves, no network and no client library."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """All that a client can read of it, headers included."""
        return "\n".join(f"{k}: {v}" for k, v in self.headers) + "\n\n" + self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(kw_only=True)
class Client:
    """Asks one application; cookies are the caller's."""

    app: Any
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def close(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        return self.loop.run_until_complete(self._ask(method, path, query or {}, headers or {}, body))

    async def _ask(self, method: str, path: str, query: dict[str, Any], headers: dict[str, str], body: bytes) -> Answer:
        given = {"host": "node.test", "accept-language": "en", "content-length": str(len(body)), **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": urlencode(query, doseq=True).encode(),
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in given.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("node.test", 80),
            "state": {},
        }
        sent: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
        got: list[dict[str, Any]] = []
        over = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if sent:
                return sent.pop()
            await over.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            got.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                over.set()

        await self.app(scope, receive, send)
        start = next(m for m in got if m["type"] == "http.response.start")
        return Answer(
            status=start["status"],
            headers=tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in start["headers"]),
            body=b"".join(m.get("body", b"") for m in got if m["type"] == "http.response.body"),
        )


def form(fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form."""
    return {"content-type": "application/x-www-form-urlencoded"}, urlencode(fields, doseq=True).encode()


def parts(fields: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form with files."""
    mark = "leaks-7d1a"
    found = []
    for name, value in fields.items():
        found.append(f'--{mark}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, (file, data) in files.items():
        head = f'--{mark}\r\ncontent-disposition: form-data; name="{name}"; filename="{file}"\r\n'
        found.append(f"{head}content-type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return {"content-type": f"multipart/form-data; boundary={mark}"}, b"".join(found) + f"--{mark}--\r\n".encode()
