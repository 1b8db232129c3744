"""From errors to pages: one table from class to status and words. Nothing of the error itself is shown but its data."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from tansiq.domain.approval import StaleProofError
from tansiq.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tansiq.formats.errors import FormatError
from tansiq.services.guards import CrowdedError
from tansiq.services.sign_ins import HalfOverError, SignInError
from tansiq.storage.errors import BusyError, StorageError
from tansiq.web.cookies import is_local
from tansiq.web.desk import NotSignedInError, WebRequest, open_desk, session_cookie
from tansiq.web.languages import N_
from tansiq.web.office_words import OBJECTIONS
from tansiq.web.vocabulary import REFUSALS

log = logging.getLogger("tansiq.web")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What a class of errors becomes: a status, what happened, what to do."""

    status: int
    happened: str
    advice: str


PAGES: Mapping[type[Exception], ErrorPage] = {
    NotFoundError: ErrorPage(404, N_("This page does not exist."), N_("Check the address, or search the list.")),
    NotFoundException: ErrorPage(404, N_("This page does not exist."), N_("Check the address, or search the list.")),
    ForbiddenError: ErrorPage(
        403, N_("Your role does not allow this."), N_("Ask the head of your service if you need it for your work.")
    ),
    ConflictError: ErrorPage(
        409,
        N_("Somebody changed this meanwhile. Nothing of yours was saved."),
        N_("Open it again, look at what changed, then repeat your act."),
    ),
    InvalidError: ErrorPage(422, N_("A value is missing or wrong. Nothing was saved."), N_("Go back and mend it.")),
    FormatError: ErrorPage(422, N_("The file cannot be read. Nothing was taken from it."), N_("Fetch it again.")),
    CrowdedError: ErrorPage(429, N_("Too many people sign in at this moment."), N_("Wait a minute.")),
    SignInError: ErrorPage(
        422,
        N_("What you gave does not prove that it is you."),
        N_("Go back and try again. After five errors one waits."),
    ),
    BusyError: ErrorPage(
        503, N_("The node is busy writing. Nothing of yours was saved."), N_("Repeat your act in a minute.")
    ),
    StorageError: ErrorPage(
        500, N_("The node has a fault. Nothing of yours was saved."), N_("Tell the administrator.")
    ),
    Exception: ErrorPage(500, N_("The node has a fault. Nothing of yours was saved."), N_("Tell the administrator.")),
}
"""Every class of errors that a page can meet; the most special class of an error's ancestry counts."""

HTTP = {
    403: ErrorPage(
        403, N_("This form is too old or came from elsewhere."), N_("Open the page again and repeat your act.")
    ),
    405: ErrorPage(405, N_("This address takes no such request."), N_("Go back to the start page.")),
    413: ErrorPage(
        413, N_("The file is too large. Nothing was taken from it."), N_("Split it, or fetch the right file.")
    ),
    429: ErrorPage(429, N_("Too many requests."), N_("Wait a minute.")),
}
"""The framework's own refusals, by status."""


def find_page(error: Exception) -> ErrorPage:
    """The page of an error."""
    if isinstance(error, ForbiddenError) and error.reason in OBJECTIONS:
        return ErrorPage(403, *OBJECTIONS[error.reason])
    if isinstance(error, ForbiddenError) and error.reason in REFUSALS:
        return ErrorPage(403, *REFUSALS[error.reason])
    if isinstance(error, HTTPException) and not isinstance(error, NotFoundException):
        return HTTP.get(error.status_code, ErrorPage(error.status_code, HTTP[405].happened, HTTP[405].advice))
    return next(PAGES[cls] for cls in type(error).__mro__ if cls in PAGES)


def show_error(request: WebRequest, error: Exception) -> Response[Any]:
    """The page of an error, in the language of the request; faults of ours are logged under a code that it shows."""
    if isinstance(error, NotSignedInError):
        return to_sign_in(request)
    if isinstance(error, HalfOverError):
        return Redirect("/sign-in", status_code=303)
    if isinstance(error, StaleProofError):
        return to_proof(request)
    page = find_page(error)
    code = None
    if isinstance(error, HTTPException) and page.status != 404:
        log.warning("refused %s %s: %s", request.method, request.url.path, page.status)
    if page.status >= 500:
        code = uuid4().hex[:8]
        log.error("fault %s at %s", code, request.url.path, exc_info=error)
    desk = open_desk(request, request.app.state.node, request.app.state.pages)
    return desk.page(
        "error.html",
        status=page.status,
        happened=desk.words.gettext(page.happened),
        advice=desk.words.gettext(page.advice),
        code=code,
    )


def to_sign_in(request: WebRequest) -> Response[Any]:
    """The sign-in page, which leads back to the page on which one was."""
    if session_cookie(request.app.state.node) in request.cookies:
        log.warning("refused %s %s: its session is over, or none", request.method, request.url.path)
    back = _page_of(request)
    path = "/sign-in" if back == "/" else f"/sign-in?next={quote(back, safe='/')}"
    if request.headers.get("hx-request"):
        return Response("", status_code=200, headers={"HX-Redirect": path})
    return Redirect(path, status_code=303)


def to_proof(request: WebRequest) -> Response[Any]:
    """The page on which officers prove once more that it is they; it leads back to the page of the act."""
    return Redirect(f"/prove?next={quote(_page_of(request), safe='/')}", status_code=303)


def _page_of(request: WebRequest) -> str:
    """The page on which an act was done: never the act itself, and of another site only the path, which is ours."""
    asked = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
    page = asked.path + (f"?{asked.query}" if asked.query else "")
    return page if is_local(page) else "/"


EXCEPTION_HANDLERS: ExceptionHandlersMap = {Exception: show_error, HTTPException: show_error}
