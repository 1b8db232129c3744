"""The node, for its administrator: its keys, its accounts, its state; nothing of what it holds."""

from typing import Any

from litestar.response import Response

from tansiq.services import accounts, journals
from tansiq.storage import schema
from tansiq.web.desk import Desk
from tansiq.web.routing import get
from tansiq.web.views import journals as views


@get("/node")
def show(desk: Desk) -> Response[Any]:
    """What an administrator needs to know of the node."""
    with desk.read() as tx:
        people = accounts.all_accounts(tx, desk.officer)
        partners = accounts.partners(tx, desk.officer)
        lines = journals.length(tx, desk.officer)
    return desk.page(
        "node.html",
        fingerprint=views.grouped(desk.node.key.public.fingerprint),
        service=desk.node.settings.service,
        is_current=schema.is_current(desk.node.database),
        lines=lines,
        partners=[views.partner(desk.words, key, code) for key, code in sorted(partners.items(), key=lambda p: p[1])],
        people=[views.account(desk.words, one) for one in people],
    )


ROUTES = [show]
