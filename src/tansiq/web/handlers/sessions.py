"""One's own account: purpose, sessions, second factors, password, screens; and proving once more that it is oneself."""

from typing import Any
from uuid import UUID

from litestar.response import Redirect, Response

from tansiq.domain.access import Purpose
from tansiq.domain.errors import InvalidError, NotFoundError, Problem
from tansiq.services import glasses, guards, sessions
from tansiq.services.sessions import NewPassword, Proof
from tansiq.services.sign_ins import SignInError
from tansiq.web.cookies import YEAR_SECONDS, cookie, is_local
from tansiq.web.desk import Desk, language_cookie, session_cookie
from tansiq.web.forms.fields import Given
from tansiq.web.languages import Lang
from tansiq.web.routing import Form, PasswordForm, get, post
from tansiq.web.views import officers as views


@post("/sign-out")
def sign_out(desk: Desk) -> Response[Any]:
    """The session ends."""
    answer = desk.go("/sign-in", done="signed-out")
    token = desk.request.cookies.get(session_cookie(desk.node))
    if desk.account is not None and token is not None:
        with desk.write() as tx:
            sessions.sign_out(tx, desk.officer, token, now=desk.now)
    answer.delete_cookie(session_cookie(desk.node))
    return answer


@post("/settings")
def change_settings(desk: Desk, data: Form) -> Response[Any]:
    """Language, theme and single keys; back to the page from which they were changed."""
    given = Given.of(data)
    onward = given.one("next") or "/"
    answer = Redirect(onward if is_local(onward) else "/", status_code=303)
    lang = given.one("lang") if given.one("lang") in list(Lang) else None
    if lang is not None:
        answer.set_cookie(cookie(desk, language_cookie(desk.node), lang, max_age_seconds=YEAR_SECONDS))
    if desk.account is not None:
        theme = given.one("theme")
        with desk.write() as tx:
            sessions.change_settings(
                tx,
                desk.officer,
                lang=lang,
                theme=theme if theme in ("light", "dark", "auto") else None,
                single_keys={"on": True, "off": False}.get(given.one("keys")),
            )
    return answer


@get("/me")
def show_own(desk: Desk) -> Response[Any]:
    """What an officer was given, their sessions and what guards their account."""
    return _show_own(desk)


def _show_own(desk: Desk, error: InvalidError | None = None) -> Response[Any]:
    session = desk.session
    with desk.read() as tx:
        own = sessions.own(tx, session, now=desk.now)
        keys = sessions.passkeys(tx, session)
        offer = guards.offer(tx, desk.node.guards, session)
        glass = glasses.own(tx, desk.officer, now=desk.now)
    return desk.page(
        "me.html",
        status=200 if error is None else 422,
        account=views.account(desk.words, session.account, now=desk.now),
        purposes=views.purposes(desk.words, session.account.role),
        purpose=session.purpose.value,
        sessions=[views.session(desk.words, one, current=session.id) for one in own],
        passkeys=[views.passkey(one) for one in keys],
        has_codes=session.account.totp is not None,
        offer=views.offer(offer),
        host=desk.node.guards.site.host,
        address=desk.node.guards.site.address,
        opened=None if glass is None else views.glass(desk.words, glass),
        errors=[] if error is None else [views.error(desk.words, error)],
    )


@get("/me/here")
def be_here(desk: Desk) -> Response[Any]:
    """Nothing is shown: a page tells that somebody writes on it, so that the session does not end under them."""
    _ = desk.session
    return Response("", status_code=204)


@post("/me/purpose")
def change_purpose(desk: Desk, data: Form) -> Response[Any]:
    """Another purpose of the role."""
    value = Given.of(data).one("purpose")
    if value not in list(Purpose):
        return _show_own(desk, InvalidError("purpose", Problem.REQUIRED))
    with desk.write() as tx:
        sessions.change_purpose(tx, desk.session, Purpose(value), now=desk.now)
    return desk.go("/me", done="purpose")


@post("/me/sessions/{session:uuid}/end")
def end_session(desk: Desk, session: UUID) -> Response[Any]:
    """Ends another session of one's own."""
    with desk.write() as tx:
        sessions.revoke_own(tx, desk.session, session, now=desk.now)
    return desk.go("/me", done="session-ended")


@post("/me/password")
def change_password(desk: Desk, data: PasswordForm) -> Response[Any]:
    """Another password of one's own."""
    given = Given.of(data)
    wanted = NewPassword(current=given.one("current"), wanted=given.one("wanted"))
    try:
        sessions.change_password(desk.node.database, desk.node.guards, desk.session, wanted, now=desk.now)
    except InvalidError as error:
        return _show_own(desk, error)
    return desk.go("/me", done="password")


@post("/me/codes")
def enrol_code(desk: Desk, data: PasswordForm) -> Response[Any]:
    """One-time codes, in place of those there were."""
    session = desk.session
    try:
        with desk.write() as tx:
            sessions.enrol_code(tx, desk.node.guards, session, Given.of(data).one("code"), now=desk.now)
    except InvalidError as error:
        return _show_own(desk, error)
    return desk.go("/me", done="factor")


@post("/me/passkeys")
def enrol_passkey(desk: Desk, data: PasswordForm) -> Response[Any]:
    """One passkey more."""
    session, given = desk.session, Given.of(data)
    name = views.passkey_name(given.one("name"), desk.now)
    try:
        with desk.write() as tx:
            sessions.enrol_passkey(tx, desk.node.guards, session, given.one("answer"), name=name, now=desk.now)
    except InvalidError as error:
        return _show_own(desk, error)
    return desk.go("/me", done="factor")


@post("/me/passkeys/{passkey:str}/remove")
def remove_passkey(desk: Desk, passkey: str) -> Response[Any]:
    """One passkey less."""
    try:
        key = bytes.fromhex(passkey)
    except ValueError as error:
        raise NotFoundError(passkey[:20]) from error
    session = desk.session
    try:
        with desk.write() as tx:
            sessions.remove_passkey(tx, desk.node.guards, session, key, now=desk.now)
    except InvalidError as error:
        return _show_own(desk, error)
    return desk.go("/me", done="factor-removed")


@get("/prove")
def show_proof(desk: Desk, next: str = "/") -> Response[Any]:  # noqa: A002 - the name of the parameter in the address
    """The page on which officers prove once more that it is they."""
    return _show_proof(desk, next)


def _show_proof(desk: Desk, onward: str, refused: SignInError | None = None) -> Response[Any]:
    session = desk.session
    with desk.read() as tx:
        question = guards.question(tx, desk.node.guards, session)
    return desk.page(
        "prove.html",
        status=200 if refused is None else 422,
        next=onward if is_local(onward) else "/",
        question=question,
        has_codes=session.account.totp is not None,
        host=desk.node.guards.site.host,
        refused=refused is not None,
        wait=0 if refused is None else refused.wait_seconds,
    )


@post("/prove")
def prove(desk: Desk, data: PasswordForm) -> Response[Any]:
    """Proved for five minutes; back to the page of the act, which is repeated there."""
    given = Given.of(data)
    onward = given.one("next") or "/"
    proof = Proof(password=given.one("password"), code=given.one("code"), answer=given.one("answer"))
    try:
        sessions.prove(desk.node.database, desk.node.guards, desk.session, proof, now=desk.now)
    except SignInError as error:
        with desk.read() as tx:  # the challenge is another one now
            token = desk.request.cookies.get(session_cookie(desk.node), "")
            again = sessions.find(tx, token, now=desk.now)
        return _show_proof(desk.with_session(again), onward, error)
    return desk.go(onward if is_local(onward) else "/", done="proved")


ROUTES = [
    sign_out,
    change_settings,
    show_own,
    be_here,
    change_purpose,
    end_session,
    change_password,
    enrol_code,
    enrol_passkey,
    remove_passkey,
    show_proof,
    prove,
]
