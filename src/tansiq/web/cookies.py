"""Cookies that scripts and other sites do not get, and paths that stay on this node."""

from litestar.datastructures import Cookie

from tansiq.domain.session import SIGNING_IN
from tansiq.web.desk import Desk

YEAR_SECONDS = 365 * 24 * 3600
HALF_SECONDS = int(SIGNING_IN.total_seconds())


def is_local(path: str) -> bool:
    """Whether a path stays on this node: an open redirect would lend its name to another site."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


def cookie(desk: Desk, key: str, value: str, *, max_age_seconds: int | None = None) -> Cookie:
    """A cookie that scripts and other sites do not get."""
    return Cookie(
        key=key,
        value=value,
        max_age=max_age_seconds,
        httponly=True,
        samesite="strict",
        secure=desk.node.settings.secure_cookies,
    )
