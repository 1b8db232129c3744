"""The command tries a node over HTTP, prints a line for each trial, and fails if an answer is not as it should be."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.unit.services.exchange import Peer, agree, make_agreement, make_peer
from typer.testing import CliRunner

from tansiq import settings
from tansiq.cli import app
from tansiq.node import clock, init_node, open_node
from tansiq.settings import Settings


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "xa"
    url = f"sqlite:///{folder / 'node.db'}"
    init_node(Settings(folder=folder, state="XA", service="Trials", title="Trials", port=8101, database_url=url))
    return folder


@pytest.fixture
def tried(folder, tmp_path):
    """A node that knows the one of the trials, and has agreed with it."""
    opened, now = open_node(settings.load(folder)), clock()
    author = Peer(state="XA", database=opened.database, ring=opened.ring, now=now)
    other = make_peer("TN", tmp_path)
    other.now = now
    author.know(other)
    other.know(author)
    agree(make_agreement("XA", "TN", valid_from=now.date(), valid_until=now.date()), author, other)
    opened.close()
    return other


@pytest.fixture
def serve():
    """Answers what is posted by a function, at an address of this machine."""
    servers = []

    def start(answer):
        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                letters = self.rfile.read(int(self.headers["content-length"]))
                status, data = answer(self.path, letters)
                self.send_response(status)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def ran(url, folder, *options):
    return CliRunner().invoke(app, ["conformance", url, "TN", "--node", str(folder), *options])


def test_a_node_that_keeps_the_protocol_passes(folder, tried, serve):
    paths = set()

    def answer(path, letters):
        paths.add(path)
        return 200, tried.receive(letters)

    result = ran(serve(answer), folder, "--halting", "once")
    assert result.exit_code == 0, result.output
    assert paths == {"/exchange/v1/letters"}
    lines = result.output.splitlines()
    assert "ok   18 not_releasable               refused label" in lines
    assert lines[-2].split() == ["ok", "9", "other_item_of_a_number", "halted", "once"]
    count = len(lines) - 1
    assert lines[-1] == f"{count} of {count} answers are as docs/protocol/exchange.md asks for."


def test_a_node_that_breaks_it_fails_with_what_it_answered(folder, tried, serve):
    result = ran(serve(lambda *_: (500, b"")), folder)
    assert result.exit_code == 1
    assert "FAIL 10 ahead_in_the_urgent_lane" in result.output
    assert "BUT status 500" in result.output
