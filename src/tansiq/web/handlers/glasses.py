"""Break-glass: asked for on one page, decided among the approvals, ended on one's own page."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.services import glasses
from tansiq.web.desk import Desk
from tansiq.web.forms.accounts import read_request
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.routing import Form, get, post
from tansiq.web.views import officers as views


@get("/break-glass")
def show(desk: Desk) -> Response[Any]:
    """The form."""
    access.require(desk.officer, Permission.BREAK_GLASS_PROPOSE)
    return _form(desk, Given.of({}))


def _form(
    desk: Desk, given: Given, errors: tuple[InvalidError, ...] = (), conflict: str | None = None
) -> Response[Any]:
    shown = [views.error(desk.words, one) for one in errors]
    return desk.page(
        "glass.html",
        status=422 if errors or conflict else 200,
        given=given,
        lengths=[(str(n), views.minutes(desk.words, n)) for n in glasses.MINUTES],
        errors=shown,
        wrong={one["field"]: one["text"] for one in shown},
        conflict=conflict,
    )


@post("/break-glass")
def propose(desk: Desk, data: Form) -> Response[Any]:
    """The request waits for the second person."""
    given = Given.of(data)
    try:
        request, reason = read_request(given, desk.officer.id)
        with desk.write() as tx:
            proposed = glasses.propose(tx, desk.officer, request, reason=reason, now=desk.now)
    except FormError as error:
        return _form(desk, given, error.errors)
    except ConflictError as error:
        return _form(desk, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@post("/break-glass/{glass:uuid}/close")
def close(desk: Desk, glass: UUID) -> Response[Any]:
    """Ends a grant before its time."""
    with desk.write() as tx:
        glasses.close(tx, desk.officer, glass, now=desk.now)
    return desk.go("/me", done="glass-closed")


ROUTES = [show, propose, close]
