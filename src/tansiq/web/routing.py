"""The decorators of handlers: ordinary functions, each run in a thread of the server's pool.

Litestar's own `sync_to_thread` wraps the first handler of a path twice when a second one (POST beside GET) is
registered on it (seen in 2.25.0: the answer is then a coroutine), so the thread is entered here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import litestar
from litestar.concurrency import sync_to_thread
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.params import Body

Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
"""The fields of a form: a text each, or a list of texts where a name occurs more than once."""

Handler = Callable[..., Any]


def get(path: str) -> Callable[[Handler], HTTPRouteHandler]:
    """A handler that shows something; it changes nothing."""
    return lambda function: litestar.get(path)(_in_thread(function))


def post(path: str) -> Callable[[Handler], HTTPRouteHandler]:
    """A handler that does something, then sends the browser to a page that shows it."""
    return lambda function: litestar.post(path, status_code=303)(_in_thread(function))


def _in_thread(function: Handler) -> Handler:
    @wraps(function)
    async def run(*args: Any, **kwargs: Any) -> Any:
        return await sync_to_thread(function, *args, **kwargs)

    return run
