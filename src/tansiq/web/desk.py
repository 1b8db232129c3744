"""The desk: what a handler has before it for one request — the node, the officer, the words, the time.

A handler without an officer is a handler that anyone may call; asking for `desk.officer` is what demands a sign-in.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import State
from litestar.response import Redirect, Response
from litestar.template.base import csrf_token

from tansiq.domain import access
from tansiq.domain.access import Officer, Permission
from tansiq.domain.label import Label
from tansiq.node import Node
from tansiq.services import approvals, exchange_status, sessions
from tansiq.services import labels as policies
from tansiq.services.kept_checkpoints import Mismatch
from tansiq.storage.accounts import Account
from tansiq.storage.database import Transaction
from tansiq.storage.sessions import Session
from tansiq.web.languages import Lang, Words
from tansiq.web.messages import message
from tansiq.web.navigation import NAVIGATION
from tansiq.web.pages import Pages
from tansiq.web.views import exchange
from tansiq.web.views.labels import banner
from tansiq.web.vocabulary import PURPOSES, ROLES

UNATTENDED = "x-unattended"
"""The header of what a page asks by itself, again and again: it keeps no session open."""
WebRequest = Request[Any, Any, State]


class NotSignedInError(Exception):
    """The page is for officers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One request.

    Attributes:
        signed_in: the session of whoever is signed in, if anybody.
        words: words and formats in the language of the request.
        now: aware UTC, read once.
    """

    node: Node
    pages: Pages
    request: WebRequest
    signed_in: Session | None
    words: Words
    now: datetime

    @property
    def account(self) -> Account | None:
        """The account of whoever is signed in, if anybody."""
        return None if self.signed_in is None else self.signed_in.account

    @property
    def session(self) -> Session:
        """The session of whoever is signed in.

        Raises:
            NotSignedInError: if nobody is.
        """
        if self.signed_in is None:
            raise NotSignedInError
        return self.signed_in

    @property
    def officer(self) -> Officer:
        """Who is signed in, as the policy knows them at this moment.

        Raises:
            NotSignedInError: if nobody is.
        """
        return self.session.officer_at(self.now)

    def with_session(self, session: Session | None) -> "Desk":
        """The same request with the session as it is now."""
        return replace(self, signed_in=session)

    def may(self, permission: Permission, thing: Any = None) -> bool:
        """Whether a page should offer an act; the service asks again when it is done."""
        return isinstance(access.may(self.officer, permission, thing), access.Allowed)

    def read(self) -> AbstractContextManager[Transaction]:
        """A consistent view of the database."""
        return self.node.database.read(purpose=self._purpose)

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that is written whole or not at all."""
        return self.node.database.write(purpose=self._purpose)

    @property
    def _purpose(self) -> str:
        return "" if self.signed_in is None else self.signed_in.purpose.value

    def page(
        self, template: str, *, labels: list[Label] | None = None, status: int = 200, **context: Any
    ) -> Response[str]:
        """A page.

        Args:
            template: path of the template.
            labels: the labels of everything that it shows; the banner is computed from them.
            context: what the template reads.
        """
        html = self.pages.render(template, {**self._shell(labels or []), **context})
        return Response(html, media_type="text/html; charset=utf-8", status_code=status)

    def go(self, path: str, *, done: str | None = None, **parameters: str) -> Redirect:
        """Another page, with a message about what was done (see `messages.MESSAGES`) and its parameters."""
        given = {"done": done, **parameters} if done is not None else parameters
        query = urlencode(given)
        self.node.wake()
        return Redirect(f"{path}{'&' if '?' in path else '?'}{query}" if query else path, status_code=303)

    def _shell(self, labels: list[Label]) -> dict[str, Any]:
        path = self.request.url.path
        waiting, computed = (0, {}) if self.account is None else self._computed(labels)
        return {
            **self.words.context(),
            "theme": self.account.theme if self.account and self.account.theme in ("light", "dark") else None,
            "keys": "off" if self.account and not self.account.single_keys else "on",
            "officer": self._shown_officer(),
            "glass": None if self.signed_in is None else self.signed_in.glass,
            "replaced": self._replaced(),
            "nav": self._navigation(path, waiting),
            "banner": None,
            "messages": message(self.words, dict(self.request.query_params)),
            "csrf_token": csrf_token({"request": self.request}) or self.request.cookies.get(csrf_cookie(self.node), ""),
            "path": path + (f"?{self.request.url.query}" if self.request.url.query else ""),
            "node": self.node.settings.title,
            "state": self.node.settings.state,
            "now": self.now,
            "today": self.now.date(),
            "printed": self.words.moment(self.now),
            **computed,
        }

    def _shown_officer(self) -> dict[str, str] | None:
        if self.account is None:
            return None
        return {
            "name": self.account.name,
            "role": self.words.gettext(ROLES[self.account.role]),
            "purpose": self.words.gettext(PURPOSES[self.session.purpose]),
        }

    def _replaced(self) -> Mismatch | None:
        """How the database is not the one that was signed, for those who can do something about it."""
        return self.node.notary.mismatch if self.account is not None and self._is_told else None

    @property
    def _is_told(self) -> bool:
        """Whether alarms about journals are for this officer."""
        return self.may(Permission.NODE_READ) or self.may(Permission.JOURNAL_READ)

    def _navigation(self, path: str, waiting: int) -> list[dict[str, Any]]:
        if self.account is None:
            return []
        return [
            {
                "href": place.href,
                "label": self.words.gettext(place.label),
                "current": path == place.href or (place.href != "/" and path.startswith(place.href + "/")),
                "key": place.key,
                "count": waiting if place.href == "/approvals" else 0,
            }
            for place in NAVIGATION
            if place.permission is None or self.may(place.permission)
        ]

    def _computed(self, labels: list[Label]) -> tuple[int, dict[str, Any]]:
        """How many proposals wait for the officer; the banner of these labels; how it stands with each partner."""
        with self.node.database.read() as tx:
            policy = policies.current(tx)
            waiting = approvals.count_waiting(tx, self.officer, now=self.now)
            lanes = exchange_status.line(tx)
            forked = tx.witnessed.forked() if self._is_told else []
        return waiting, {
            "banner": banner(self.words, labels, policy, self.node.settings.state),
            "exchange": exchange.foot(self.words, lanes),
            "forked": [exchange.fork(self.words, one) for one in forked],
        }


def open_desk(request: WebRequest, node: Node, pages: Pages) -> Desk:
    """The desk of a request: finds the session, chooses the language, reads the clock."""
    now = node.clock()
    signed_in = None
    if (token := request.cookies.get(session_cookie(node))) is not None:
        with node.database.read() as tx:
            signed_in = sessions.find(tx, token, now=now)
    if signed_in is not None and UNATTENDED not in request.headers:
        sessions.note_seen(node.database, signed_in, now=now)
    lang = _language(request, node, pages, None if signed_in is None else signed_in.account)
    words = pages.languages.words(lang, state=node.settings.state)
    return Desk(node=node, pages=pages, request=request, signed_in=signed_in, words=words, now=now)


def _language(request: WebRequest, node: Node, pages: Pages, account: Account | None) -> Lang:
    for wish in (account.lang if account else None, request.cookies.get(language_cookie(node))):
        if wish in list(Lang):
            return Lang(wish)
    return pages.languages.negotiate(request.headers.get("accept-language"))


def session_cookie(node: Node) -> str:
    """The cookie of a session; it names the state, because browsers send cookies to every port of a host."""
    name = f"tansiq-{node.settings.state.lower()}"
    return f"__Host-{name}" if node.settings.secure_cookies else name


def half_cookie(node: Node) -> str:
    """The cookie of a sign-in half done; it opens nothing but the next step."""
    return f"{session_cookie(node)}-half"


def csrf_cookie(node: Node) -> str:
    """The cookie whose value every form repeats."""
    return f"tansiq-{node.settings.state.lower()}-csrf"


def language_cookie(node: Node) -> str:
    """The cookie that keeps the language of somebody who is not signed in."""
    return f"tansiq-{node.settings.state.lower()}-lang"
