"""The start page."""

from typing import Any

from litestar.response import Response

from tansiq.domain.access import Permission
from tansiq.services import dashboards
from tansiq.web.desk import Desk
from tansiq.web.routing import get
from tansiq.web.views import homes


@get("/")
def show_home(desk: Desk) -> Response[Any]:
    """What waits and how large the list is; for those who read no notices, what their role reaches."""
    officer = desk.officer
    if desk.may(Permission.OVERSIGHT_READ):
        with desk.read() as tx:
            told = dashboards.warnings(tx, officer, now=desk.now)
        return desk.page("home_places.html", told=homes.warnings(desk.words, told, today=desk.now.date()))
    if not desk.may(Permission.NOTICE_READ):
        return desk.page("home_places.html")
    with desk.read() as tx:
        figures = dashboards.dashboard(tx, officer, now=desk.now)
    labels = [record.marking for record in figures.ending]
    shown = homes.home(desk.words, figures, state=officer.state, today=desk.now.date())
    return desk.page("home.html", labels=labels, may_write=desk.may(Permission.NOTICE_WRITE), **shown)


ROUTES = [show_home]
