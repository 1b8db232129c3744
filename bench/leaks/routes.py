"""Every route of the application, read from its router, and how to fill it in; one that cannot be filled is an error.

A new route with known parameters needs nothing. What others need is said in `bench.leaks.fills` and
`bench.leaks.changes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from litestar import Litestar
from litestar.routes import HTTPRoute

from bench.leaks import changes, fills
from bench.leaks.world import World

NAMES = frozenset({"reference", "list_key"})
"""Fields that name a thing; oversight sees identifiers and names of things, and nothing else of them."""


class UnknownRouteError(Exception):
    """A route that the generator cannot fill in: say in `bench.leaks.fills` how, and `changes` what it may change."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path.

    Attributes:
        places: names of the parameters in the path.
        queries: names of the parameters in the query, as the handler's signature has them.
        has_form: whether it reads a body.
    """

    method: str
    path: str
    places: tuple[str, ...]
    queries: tuple[str, ...]
    has_form: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def enumerate_routes(app: Litestar) -> list[Route]:
    """Every method of every path, each known how to fill.

    Raises:
        UnknownRouteError: for one that is not.
    """
    found = [route for one in app.routes if isinstance(one, HTTPRoute) for route in _methods(one)]
    if any(not isinstance(one, HTTPRoute) for one in app.routes):
        raise UnknownRouteError("a route that is not HTTP: add its kind here")
    for route in found:
        _check(route)
    return sorted(found, key=lambda route: route.name)


def _methods(route: HTTPRoute) -> Iterator[Route]:
    places = tuple(part.name for part in route.path_components if not isinstance(part, str))
    for method, (handler, _) in route.route_handler_map.items():
        if method == "OPTIONS":
            continue
        names = set(handler.parsed_fn_signature.parameters) - {"desk", "request", "scope", *places}
        yield Route(
            method=method,
            path=route.path,
            places=places,
            queries=tuple(sorted(names - {"data"})),
            has_form="data" in names,
        )


def _check(route: Route) -> None:
    for place in route.places:
        if place not in fills.PLACES:
            raise UnknownRouteError(f"{route.name}: what is {place!r} in the path?")
    for query in route.queries:
        if query not in fills.QUERIES:
            raise UnknownRouteError(f"{route.name}: what is {query!r} in the query?")
    if route.method == "POST" and (route.has_form and route.path not in fills.FORMS):
        raise UnknownRouteError(f"{route.name}: what is in its form?")
    if route.method not in ("GET", "HEAD") and route.path not in changes.CHANGES:
        raise UnknownRouteError(f"{route.name}: what may it change?")


def is_addressed(route: Route) -> bool:
    """Whether it names one thing; else it is asked once for all things."""
    return any(fills.PLACES[place] is not fills.no_things for place in route.places)


def targets(world: World, route: Route) -> list[UUID]:
    """The things that a route can be asked for."""
    return [one for place in route.places for one in fills.PLACES[place](world)]
