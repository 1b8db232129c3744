"""Signing in, one step a page: name and password, second factor, a password of one's own, a purpose."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from litestar.response import Redirect, Response

from tansiq.domain.access import Purpose
from tansiq.domain.errors import InvalidError, Problem
from tansiq.services import guards, sessions, sign_ins
from tansiq.services.sign_ins import Credentials, HalfOverError, SignInError, Start, Step
from tansiq.web.cookies import HALF_SECONDS, cookie, is_local
from tansiq.web.desk import Desk, half_cookie, session_cookie
from tansiq.web.forms.fields import Given
from tansiq.web.routing import PasswordForm, get, post
from tansiq.web.views import officers as views


@get("/sign-in")
def show_sign_in(desk: Desk, next: str = "/") -> Response[Any]:  # noqa: A002 - the name of the parameter in the address
    """The sign-in page."""
    if desk.account is not None:
        return Redirect(next if is_local(next) else "/", status_code=303)
    over = None
    if (token := desk.request.cookies.get(session_cookie(desk.node))) is not None:
        with desk.read() as tx:
            over = views.session_end(desk.words, sessions.find_end(tx, token, now=desk.now))
    return desk.page("sign_in.html", next=next, account="", error=None, wait=0, ended=False, over=over)


@post("/sign-in")
def sign_in(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The next step, or the same page saying why not."""
    typed = Given.of(data)
    given = Credentials(account=typed.one("account").strip(), password=typed.one("password"))
    onward = typed.one("next") or "/"
    token = desk.node.new_token()
    try:
        sign_ins.begin(desk.node.database, desk.node.guards, given, token=token, now=desk.now)
    except SignInError as error:
        return desk.page(
            "sign_in.html",
            status=422,
            next=onward,
            account=given.account,
            error=True,
            wait=error.wait_seconds,
            ended=error.ended,
            over=None,
        )
    answer = _next(onward)
    answer.set_cookie(cookie(desk, half_cookie(desk.node), token, max_age_seconds=HALF_SECONDS))
    return answer


def _next(onward: str) -> Redirect:
    onward = f"?next={quote(onward, safe='/')}" if is_local(onward) and onward != "/" else ""
    return Redirect(f"/sign-in/step{onward}", status_code=303)


def _token(desk: Desk) -> str:
    token = desk.request.cookies.get(half_cookie(desk.node))
    if token is None:
        raise HalfOverError
    return token


@get("/sign-in/step")
def show_step(desk: Desk, next: str = "/") -> Response[Any]:  # noqa: A002 - the name of the parameter in the address
    """What is to be done next; a role with one purpose needs no page for it."""
    return _show(desk, next)


def _show(
    desk: Desk, onward: str, error: InvalidError | None = None, *, refused: SignInError | None = None
) -> Response[Any]:
    with desk.read() as tx:
        half = sign_ins.get(tx, _token(desk), now=desk.now)
        step = sign_ins.next_step(tx, desk.node.guards, half)
        question = guards.question(tx, desk.node.guards, half) if step is Step.FACTOR else None
        offer = guards.offer(tx, desk.node.guards, half) if step is Step.ENROL else None
    return desk.page(
        "sign_in_step.html",
        status=200 if error is None and refused is None else 422,
        next=onward if is_local(onward) else "/",
        step=step.value,
        account=half.account.id,
        has_codes=half.account.totp is not None,
        question=question,
        offer=None if offer is None else views.offer(offer),
        host=desk.node.guards.site.host,
        purposes=views.purposes(desk.words, half.account.role),
        only=len(views.purposes(desk.words, half.account.role)) == 1,
        errors=[] if error is None else [views.error(desk.words, error)],
        refused=refused is not None,
        wait=0 if refused is None else refused.wait_seconds,
    )


def _taken(desk: Desk, data: dict[str, Any], take: Callable[[Given, str], None]) -> Response[Any]:
    """Takes what was given for a step, then shows the next one, or the same with what is wrong."""
    given = Given.of(data)
    onward = given.one("next") or "/"
    try:
        take(given, _token(desk))
    except InvalidError as error:
        return _show(desk, onward, error)
    except SignInError as error:
        return _show(desk, onward, refused=error)
    return _next(onward)


@post("/sign-in/code")
def give_code(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The second factor as a code."""
    database, guarding = desk.node.database, desk.node.guards
    return _taken(
        desk, data, lambda g, token: sign_ins.give_code(database, guarding, token, g.one("code"), now=desk.now)
    )


@post("/sign-in/passkey")
def give_passkey(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The second factor as a passkey's answer."""
    database, guarding = desk.node.database, desk.node.guards
    return _taken(
        desk, data, lambda g, token: sign_ins.give_passkey(database, guarding, token, g.one("answer"), now=desk.now)
    )


@post("/sign-in/password")
def choose_password(desk: Desk, data: PasswordForm) -> Response[Any]:
    """A password of one's own."""
    database, guarding = desk.node.database, desk.node.guards
    return _taken(
        desk,
        data,
        lambda g, token: sign_ins.choose_password(database, guarding, token, g.one("password"), now=desk.now),
    )


@post("/sign-in/enrol-code")
def enrol_code(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The first code of an app."""
    database, guarding = desk.node.database, desk.node.guards
    return _taken(
        desk, data, lambda g, token: sign_ins.enrol_code(database, guarding, token, g.one("code"), now=desk.now)
    )


@post("/sign-in/enrol-passkey")
def enrol_passkey(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The first passkey."""
    database, guarding = desk.node.database, desk.node.guards

    def take(given: Given, token: str) -> None:
        name = views.passkey_name(given.one("name"), desk.now)
        sign_ins.enrol_passkey(database, guarding, token, given.one("answer"), name=name, now=desk.now)

    return _taken(desk, data, take)


@post("/sign-in/purpose")
def finish(desk: Desk, data: PasswordForm) -> Response[Any]:
    """The session, with its purpose and a token that nobody saw before."""
    given = Given.of(data)
    onward = given.one("next") or "/"
    token = desk.node.new_token()
    try:
        if given.one("purpose") not in list(Purpose):
            raise InvalidError("purpose", Problem.REQUIRED)
        start = Start(token=token, purpose=Purpose(given.one("purpose")))
        session = sign_ins.finish(desk.node.database, desk.node.guards, _token(desk), start, now=desk.now)
    except InvalidError as error:
        return _show(desk, onward, error)
    answer = Redirect(onward if is_local(onward) else "/", status_code=303)
    answer.set_cookie(cookie(desk, session_cookie(desk.node), token))
    answer.delete_cookie(half_cookie(desk.node))
    if session.account.lang is None:
        with desk.write() as tx:
            sessions.change_settings(tx, session.officer_at(desk.now), lang=desk.words.lang)
    return answer


ROUTES = [
    show_sign_in,
    sign_in,
    show_step,
    give_code,
    give_passkey,
    choose_password,
    enrol_code,
    enrol_passkey,
    finish,
]
