"""The decorators of handlers: ordinary functions, each run in a thread of the server's pool.

Litestar's own `sync_to_thread` wraps the first handler of a path twice when a second one (POST beside GET) is
registered on it (seen in 2.25.0: the answer is then a coroutine), so the thread is entered here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

import litestar
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.params import Body, FromPath, FromQuery

from tansiq.services.keeping import noting_refusals
from tansiq.web.desk import Desk

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
"""The fields of a form: a text each, or a list of texts where a name occurs more than once."""

FileForm = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
"""The same for a form that brings files: an `UploadFile` each, or a list of them."""

PasswordForm = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
"""The fields of a form that holds a password: the framework keeps the last bodies of the other encoding in memory."""

Handler = Callable[..., Any]


def get(path: str) -> Callable[[Handler], HTTPRouteHandler]:
    """A handler that shows something; it changes nothing."""
    return lambda function: litestar.get(path)(_in_thread(path, function))


def post(path: str) -> Callable[[Handler], HTTPRouteHandler]:
    """A handler that does something, then sends the browser to a page that shows it."""
    return lambda function: litestar.post(path, status_code=303)(_in_thread(path, function))


def _in_thread(path: str, function: Handler) -> Handler:
    @wraps(function)
    async def run(*args: Any, **kwargs: Any) -> Any:
        return await sync_to_thread(_handled, function, *args, **kwargs)

    run.__annotations__ = {
        name: _source(name, type_, path) for name, type_ in get_type_hints(function, include_extras=True).items()
    }
    return run


def _handled(function: Handler, *args: Any, **kwargs: Any) -> Any:
    """The handler's answer; what the policy refuses is journalled here, for every route."""
    desk = kwargs.get("desk")
    if not isinstance(desk, Desk) or desk.account is None:
        return function(*args, **kwargs)
    with noting_refusals(desk.node.database, desk.officer, now=desk.now):
        return function(*args, **kwargs)


def _source(name: str, type_: Any, path: str) -> Any:
    """Where the framework finds an argument: the desk, the path, the form, else the query."""
    if name == "desk":
        return NamedDependency[Desk]
    if name in ("data", "return"):
        return type_
    place: Any = FromPath if f"{{{name}:" in path else FromQuery
    return place[type_]
