"""Signing in and out, and how an officer likes their screens."""

from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Redirect, Response

from tansiq.services import accounts
from tansiq.services.accounts import Credentials, SignInError
from tansiq.web.desk import Desk, language_cookie, session_cookie
from tansiq.web.languages import Lang
from tansiq.web.routing import Form, PasswordForm, get, post

YEAR_SECONDS = 365 * 24 * 3600


def is_local(path: str) -> bool:
    """Whether a path stays on this node: an open redirect would lend its name to another site."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and "\n" not in path


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


@get("/sign-in")
def show_sign_in(desk: Desk, next: str = "/") -> Response[Any]:  # noqa: A002 - the name of the parameter in the address
    """The sign-in page."""
    if desk.account is not None:
        return Redirect(next if is_local(next) else "/", status_code=303)
    return desk.page("sign_in.html", next=next, account="", error=None, wait=0)


@post("/sign-in")
def sign_in(desk: Desk, data: PasswordForm) -> Response[Any]:
    """A new session, or the same page saying why not."""
    given = Credentials(account=data.get("account", "").strip(), password=data.get("password", ""))
    onward = data.get("next", "/")
    token = desk.node.new_token()
    try:
        account = accounts.sign_in(desk.node.database, desk.node.passwords, given, token=token, now=desk.now)
    except SignInError as error:
        return desk.page(
            "sign_in.html", status=422, next=onward, account=given.account, error=True, wait=error.wait_seconds
        )
    answer = Redirect(onward if is_local(onward) else "/", status_code=303)
    answer.set_cookie(cookie(desk, session_cookie(desk.node), token))
    if account.lang is None:
        with desk.write() as tx:
            accounts.change_settings(tx, account.officer, lang=desk.words.lang)
    return answer


@post("/sign-out")
def sign_out(desk: Desk) -> Response[Any]:
    """The session ends."""
    answer = desk.go("/sign-in", done="signed-out")
    token = desk.request.cookies.get(session_cookie(desk.node))
    if desk.account is not None and token is not None:
        with desk.write() as tx:
            accounts.sign_out(tx, desk.officer, token, now=desk.now)
    answer.delete_cookie(session_cookie(desk.node))
    return answer


@post("/settings")
def change_settings(desk: Desk, data: Form) -> Response[Any]:
    """Language, theme and single keys; back to the page from which they were changed."""
    onward = data.get("next", "/")
    answer = Redirect(onward if is_local(onward) else "/", status_code=303)
    lang = data.get("lang")
    lang = lang if lang in list(Lang) else None
    if lang is not None:
        answer.set_cookie(cookie(desk, language_cookie(desk.node), lang, max_age_seconds=YEAR_SECONDS))
    if desk.account is not None:
        theme = data.get("theme")
        with desk.write() as tx:
            accounts.change_settings(
                tx,
                desk.officer,
                lang=lang,
                theme=theme if theme in ("light", "dark", "auto") else None,
                single_keys={"on": True, "off": False}.get(data.get("keys", "")),
            )
    return answer


ROUTES = [show_sign_in, sign_in, sign_out, change_settings]
