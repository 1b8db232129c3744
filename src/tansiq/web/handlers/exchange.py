"""The exchange: the door where partners' nodes deliver letters, and the page that says how it stands with them.

Nobody signs in at the door. What comes is opened by the gate or ignored; the answer can be read by the partner alone.
"""

from typing import Any

import litestar
from litestar.concurrency import sync_to_thread
from litestar.response import Response

from tansiq.couriers import MEDIA_TYPE, PATH
from tansiq.node import Node
from tansiq.services import exchange_status
from tansiq.services.outbox import MOST_BYTES
from tansiq.web.desk import Desk, WebRequest
from tansiq.web.routing import get
from tansiq.web.views import exchange as views
from tansiq.workers import OverloadedError

MOST_DELIVERY_BYTES = 8 * MOST_BYTES
"""A batch is a third longer as letters than its items are; one letter alone may be longer than a batch."""
RETRY_SECONDS = 2


@litestar.post(PATH, status_code=200, opt={"exclude_from_csrf": True}, request_max_body_size=MOST_DELIVERY_BYTES)
async def receive(request: WebRequest) -> Response[bytes]:
    """Letters in, one a line; receipts out, one a line."""
    node: Node = request.app.state.node
    try:
        answer = await sync_to_thread(node.exchanger.receive, await request.body())
    except OverloadedError:
        return Response(b"", status_code=503, media_type=MEDIA_TYPE, headers={"retry-after": str(RETRY_SECONDS)})
    node.wake()
    return Response(answer, media_type=MEDIA_TYPE)


@get("/exchange")
def show(desk: Desk) -> Response[Any]:
    """How it stands with every partner."""
    with desk.read() as tx:
        found = exchange_status.read(tx, desk.officer)
    return desk.page("exchange.html", partners=[views.partner(desk.words, one, desk.now) for one in found])


ROUTES: list[Any] = [receive, show]
