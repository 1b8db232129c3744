"""The courier brings letters to one door and its answer back, or says that it could not."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tansiq import couriers
from tansiq.couriers import MEDIA_TYPE, PATH, CourierError, HttpCourier


@pytest.fixture
def door():
    """A server on loopback that answers what the test says, and remembers what came."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            server.came = (
                self.path,
                self.headers["content-type"],
                self.rfile.read(int(self.headers["content-length"])),
            )
            status, headers, body = server.answer
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answer = (200, {}, b"receipt\n")
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def courier():
    made = HttpCourier()
    yield made
    made.close()


def test_letters_arrive_as_they_were_given_and_the_answer_comes_back(door, courier):
    assert courier.send(door.address, b"one\ntwo\n") == b"receipt\n"
    assert door.came == (PATH, MEDIA_TYPE, b"one\ntwo\n")


def test_a_node_that_is_not_there_is_unreachable(courier):
    with pytest.raises(CourierError) as caught:
        courier.send("http://127.0.0.1:1", b"one\n")
    assert caught.value.why == "unreachable"


@pytest.mark.parametrize("status", [204, 301, 404, 413, 503])
def test_any_other_answer_than_ok_is_a_failure(door, courier, status):
    door.answer = (status, {"location": "http://127.0.0.1:1/"}, b"")
    with pytest.raises(CourierError) as caught:
        courier.send(door.address, b"one\n")
    assert caught.value.why == f"status {status}"


def test_an_answer_without_end_is_cut_off(door, courier, monkeypatch):
    monkeypatch.setattr(couriers, "MOST_ANSWER_BYTES", 100)
    door.answer = (200, {}, b"x" * 101)
    with pytest.raises(CourierError) as caught:
        courier.send(door.address, b"one\n")
    assert caught.value.why == "too_large"
