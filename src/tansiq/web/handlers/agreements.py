"""Agreements: what states promise each other; proposed, signed and ended by two persons of this side."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.services import agreement_acts
from tansiq.services.agreement_acts import Ending, Signing
from tansiq.web.desk import Desk
from tansiq.web.forms.agreements import KINDS, read_agreement
from tansiq.web.forms.errors import FormError
from tansiq.web.forms.fields import Given
from tansiq.web.routing import Form, get, post
from tansiq.web.views import agreements as views
from tansiq.web.views import officers as office
from tansiq.web.views import values
from tansiq.web.vocabulary import KINDS as KIND_WORDS
from tansiq.web.vocabulary import PURPOSES


@get("/agreements")
def show_list(desk: Desk) -> Response[Any]:
    """Every agreement and where it stands."""
    with desk.read() as tx:
        found = agreement_acts.listed(tx, desk.officer)
    return desk.page(
        "agreements.html",
        labels=[one.record.marking for one in found],
        rows=[views.agreement(desk.words, one, desk.now.date()) for one in found],
        may_manage=desk.may(Permission.AGREEMENT_MANAGE),
    )


@get("/agreements/new")
def show_form(desk: Desk) -> Response[Any]:
    """The form of a new one."""
    return _form(desk, Given({}))


def _form(desk: Desk, given: Given, errors: tuple[InvalidError, ...] = ()) -> Response[Any]:
    access.require(desk.officer, Permission.AGREEMENT_MANAGE)
    with desk.read() as tx:
        states = [s for s in tx.partners.states() if s != desk.officer.state]
    shown = [views.error(desk.words, one) for one in errors]
    return desk.page(
        "agreement_form.html",
        status=422 if errors else 200,
        given=given,
        partners=[(code, values.state(desk.words, code)) for code in states],
        kinds=[(kind.value, desk.words.gettext(KIND_WORDS[kind])) for kind in KINDS],
        levels=office.levels(desk.words),
        purposes=[(p.value, desk.words.gettext(said)) for p, said in PURPOSES.items()],
        errors=shown,
        wrong={one["field"]: one["text"] for one in reversed(shown)},
    )


@post("/agreements/new")
def propose(desk: Desk, data: Form) -> Response[Any]:
    """It waits for the second person, who signs for this state."""
    given = Given.of(data)
    try:
        body, reason = read_agreement(given, desk.officer.state)
        with desk.write() as tx:
            proposed = agreement_acts.propose(tx, desk.officer, body, reason=reason, now=desk.now)
    except FormError as error:
        return _form(desk, given, error.errors)
    except InvalidError as error:
        return _form(desk, given, (error,))
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@get("/agreements/{agreement:uuid}")
def show(desk: Desk, agreement: UUID) -> Response[Any]:
    """One agreement: its terms, who signed, what can be done."""
    return _show(desk, agreement)


def _show(desk: Desk, agreement: UUID, error: InvalidError | None = None, conflict: str | None = None) -> Response[Any]:
    with desk.read() as tx:
        held = agreement_acts.get(tx, desk.officer, agreement)
    may, is_over = desk.may(Permission.AGREEMENT_MANAGE), held.record.body.ended_on is not None
    return desk.page(
        "agreement.html",
        labels=[held.record.marking],
        status=409 if conflict else 200 if error is None else 422,
        agreement=views.agreement(desk.words, held, desk.now.date()),
        may_sign=may and not is_over and desk.officer.state not in held.signers,
        may_end=may and not is_over,
        conflict=conflict,
        errors=[] if error is None else [views.error(desk.words, error)],
    )


@post("/agreements/{agreement:uuid}/sign")
def sign(desk: Desk, agreement: UUID, data: Form) -> Response[Any]:
    """The signature of this state waits for the second person."""
    given = Given.of(data)
    try:
        with desk.write() as tx:
            what = Signing(agreement=agreement, version=_seen(given))
            proposed = agreement_acts.propose_signature(
                tx, desk.officer, what, reason=given.one("reason"), now=desk.now
            )
    except InvalidError as error:
        return _show(desk, agreement, error)
    except ConflictError as error:
        return _show(desk, agreement, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@post("/agreements/{agreement:uuid}/end")
def end(desk: Desk, agreement: UUID, data: Form) -> Response[Any]:
    """Its early end waits for the second person."""
    given = Given.of(data)
    try:
        with desk.write() as tx:
            what = Ending(agreement=agreement, version=_seen(given))
            proposed = agreement_acts.propose_end(tx, desk.officer, what, reason=given.one("reason"), now=desk.now)
    except InvalidError as error:
        return _show(desk, agreement, error)
    except ConflictError as error:
        return _show(desk, agreement, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


def _seen(given: Given) -> int:
    seen = given.one("seen")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1


ROUTES = [show_list, show_form, propose, show, sign, end]
