"""The application: every route, what stands before all of them, and how errors become pages."""

import logging
from typing import Any

from litestar import Litestar, Response
from litestar.concurrency import sync_to_thread
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import PermissionDeniedException
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

from tansiq import settings
from tansiq.node import Node, open_node
from tansiq.services.keeping import note_refused
from tansiq.web.desk import Desk, WebRequest, csrf_cookie, open_desk
from tansiq.web.errors import EXCEPTION_HANDLERS
from tansiq.web.handlers import ROUTES
from tansiq.web.pages import HERE, Pages, load_pages

log = logging.getLogger("tansiq.web")

MAX_BODY_BYTES = 256 * 2**20
"""The largest list that is taken (formats.limits)."""

SECURITY_HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    b"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}


def create_app(node: Node, pages: Pages | None = None) -> Litestar:
    """The pages of a node as an ASGI application."""
    loaded = load_pages() if pages is None else pages

    def desk(request: WebRequest) -> Desk:
        return open_desk(request, node, loaded)

    return Litestar(
        route_handlers=[
            *ROUTES,
            create_static_files_router(path="/static", directories=[HERE / "static"], opt={"exclude_from_csrf": True}),
        ],
        dependencies={"desk": Provide(desk, sync_to_thread=True)},
        csrf_config=CSRFConfig(
            secret=node.key.derive("tansiq csrf"),
            cookie_name=csrf_cookie(node),
            cookie_secure=node.settings.secure_cookies,
            cookie_samesite="strict",
            cookie_httponly=True,
        ),
        before_request=refuse_elsewhere,
        before_send=[add_security_headers],
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=None,
        state=State({"node": node, "pages": loaded}),
    )


def serve_app() -> Litestar:
    """The application of the node that `tansiq serve` named; its background work lives as long as it is served."""
    node = open_node(settings.handed_over())
    app = create_app(node)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each delivery would be all that the log holds
    app.on_startup.append(node.keeper.start)
    app.on_startup.append(node.notary.start)
    app.on_startup.append(node.exchanger.start)
    app.on_shutdown.append(node.close)
    return app


LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


async def refuse_elsewhere(request: WebRequest) -> Response[Any] | None:
    """Refuses what another site sends; and at an exercise, which asks for no second factor, who is elsewhere."""
    if request.app.state.node.settings.exercise:
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if host not in LOOPBACK or any(name in request.headers for name in PASSED_ON):
            raise PermissionDeniedException("exercise")
    return await refuse_cross_site(request)


async def refuse_cross_site(request: WebRequest) -> Response[Any] | None:
    """Refuses what a page of another site sends, whatever token it brings (Fetch Metadata)."""
    if request.method in ("GET", "HEAD"):
        return None
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        await sync_to_thread(_note_cross_site, request)
        raise PermissionDeniedException("cross-site")
    return None


def _note_cross_site(request: WebRequest) -> None:
    """Another site made the browser of an officer send this: journalled; without a session, in the log alone."""
    node: Node = request.app.state.node
    desk = open_desk(request, node, request.app.state.pages)
    log.warning("cross-site request to %s", request.url.path)
    if desk.account is not None:
        note_refused(node.database, desk.officer, "request cross_site", now=desk.now)


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Every answer forbids scripts, styles and frames from elsewhere; pages are not kept by browsers."""
    if message["type"] != "http.response.start":
        return
    headers = list(message["headers"])
    headers.extend(SECURITY_HEADERS.items())
    if not scope["path"].startswith("/static/"):
        headers.append((b"cache-control", b"no-store"))
    message["headers"] = headers
