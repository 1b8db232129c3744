"""Accounts, for administrators: seen, proposed, changed by two persons, closed by one; nothing of what they read."""

from collections.abc import Callable
from typing import Any

from litestar.response import Response

from tansiq.domain.access import Permission, Role, Training
from tansiq.domain.account import USUAL_MANDATE, Grant
from tansiq.domain.approval import Approval
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.domain.label import Level
from tansiq.services import accounts, sessions
from tansiq.storage.database import Transaction
from tansiq.web.desk import Desk
from tansiq.web.forms.accounts import read_clearance, read_grant
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.routing import Form, get, post
from tansiq.web.views import officers as views
from tansiq.web.vocabulary import ROLES, TRAININGS

NOTHING = Given.of({})
"""A form that nobody filled in."""


@get("/accounts")
def show_list(desk: Desk) -> Response[Any]:
    """Every account, with its mandate and how many sessions it has."""
    with desk.read() as tx:
        found = accounts.all_accounts(tx, desk.officer)
        counts = tx.sessions.counts(desk.now)
    rows = [views.account(desk.words, one, now=desk.now, sessions=counts.get(one.id, 0)) for one in found]
    return desk.page("accounts.html", rows=rows, may_manage=desk.may(Permission.ACCOUNT_MANAGE))


@get("/accounts/new")
def show_new(desk: Desk) -> Response[Any]:
    """The form of a new account."""
    with desk.read() as tx:
        accounts.all_accounts(tx, desk.officer)
    return _form(desk, None, _filled(desk, None))


def _filled(desk: Desk, grant: Grant | None) -> Given:
    until = desk.now.date() + USUAL_MANDATE
    filled = views.grant_fields(grant, state=desk.officer.state, service=desk.officer.service, until=until)
    return Given.of(filled)


def _form(
    desk: Desk, account: str | None, given: Given, errors: tuple[InvalidError, ...] = (), conflict: str | None = None
) -> Response[Any]:
    words = desk.words
    shown = [views.error(words, one) for one in errors]
    return desk.page(
        "account_form.html",
        status=422 if errors or conflict else 200,
        account=account,
        given=given,
        roles=[(role.value, words.gettext(ROLES[role])) for role in Role],
        levels=views.levels(words),
        trainings=[(t.value, words.gettext(TRAININGS[t])) for t in Training],
        errors=shown,
        wrong={one["field"]: one["text"] for one in shown},
        conflict=conflict,
    )


@post("/accounts/new")
def propose_new(desk: Desk, data: Form) -> Response[Any]:
    """A new account waits for the second person."""
    return _propose(desk, None, Given.of(data))


@get("/accounts/{account:str}")
def show(desk: Desk, account: str) -> Response[Any]:
    """One account, its sessions, and what can be done with it."""
    return _show(desk, account)


def _show(
    desk: Desk, account: str, given: Given = NOTHING, errors: tuple[InvalidError, ...] = (), conflict: str | None = None
) -> Response[Any]:
    with desk.read() as tx:
        held = accounts.get(tx, desk.officer, account)
        open_sessions = [views.session(desk.words, one) for one in tx.sessions.of(held, desk.now)]
    wrong = [views.error(desk.words, one) for one in errors]
    return desk.page(
        "account.html",
        status=422 if wrong or conflict else 200,
        account=views.account(desk.words, held, now=desk.now, sessions=len(open_sessions)),
        sessions=open_sessions,
        is_own=held.id == desk.officer.id,
        lower=[one for one in views.levels(desk.words) if Level(one[0]).rank < held.clearance.rank],
        given=given,
        errors=wrong,
        wrong={one["field"]: one["text"] for one in wrong},
        conflict=conflict,
    )


@get("/accounts/{account:str}/change")
def show_change(desk: Desk, account: str) -> Response[Any]:
    """The form of an account that is there."""
    with desk.read() as tx:
        held = accounts.get(tx, desk.officer, account, Permission.ACCOUNT_MANAGE)
    return _form(desk, held.id, _filled(desk, held.grant))


@post("/accounts/{account:str}/change")
def propose_change(desk: Desk, account: str, data: Form) -> Response[Any]:
    """What an account is given anew waits for the second person."""
    with desk.read() as tx:
        held = accounts.get(tx, desk.officer, account, Permission.ACCOUNT_MANAGE)
    return _propose(desk, held.grant, Given.of(data))


def _propose(desk: Desk, held: Grant | None, given: Given) -> Response[Any]:
    account = None if held is None else held.id
    try:
        grant, reason = read_grant(given, state=desk.officer.state, held=held)
        with desk.write() as tx:
            if account is None:
                accounts.check_free(tx, grant.id)
            proposed = accounts.propose(tx, desk.officer, grant, reason=reason, now=desk.now)
    except FormError as error:
        return _form(desk, account, given, error.errors)
    except InvalidError as error:
        return _form(desk, account, given, (error,))
    except ConflictError as error:
        return _form(desk, account, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@post("/accounts/{account:str}/recover")
def propose_recovery(desk: Desk, account: str, data: Form) -> Response[Any]:
    """That password and second factors are made anew waits for the second person."""
    given = Given.of(data)
    return _propose_from(
        desk,
        account,
        given,
        lambda tx: accounts.propose_recovery(tx, desk.officer, account, reason=given.one("reason"), now=desk.now),
    )


@post("/accounts/{account:str}/clearance")
def propose_clearance_end(desk: Desk, account: str, data: Form) -> Response[Any]:
    """That the officer's clearance ends, or becomes a lower one, waits for the second person."""
    given = Given.of(data)

    def propose(tx: Transaction) -> Approval:
        level, reason = read_clearance(given)
        return accounts.propose_clearance_end(tx, desk.officer, account, level, reason=reason, now=desk.now)

    return _propose_from(desk, account, given, propose)


def _propose_from(desk: Desk, account: str, given: Given, propose: Callable[[Transaction], Approval]) -> Response[Any]:
    """The page of the proposal; or that of the account again, with what is wrong."""
    try:
        with desk.write() as tx:
            proposed = propose(tx)
    except FormError as error:
        return _show(desk, account, given, error.errors)
    except InvalidError as error:
        return _show(desk, account, given, (error,))
    except ConflictError as error:
        return _show(desk, account, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@post("/accounts/{account:str}/end-sessions")
def end_sessions(desk: Desk, account: str) -> Response[Any]:
    """Every session of the account ends."""
    with desk.write() as tx:
        sessions.revoke(tx, desk.officer, account, now=desk.now)
    return desk.go(f"/accounts/{account}", done="sessions-ended")


@post("/accounts/{account:str}/close")
def close(desk: Desk, account: str) -> Response[Any]:
    """Nobody signs in with the account any more."""
    with desk.write() as tx:
        accounts.close(tx, desk.officer, account, now=desk.now)
    return desk.go(f"/accounts/{account}", done="account-closed")


ROUTES = [
    show_list,
    show_new,
    propose_new,
    show,
    show_change,
    propose_change,
    propose_recovery,
    propose_clearance_end,
    end_sessions,
    close,
]
