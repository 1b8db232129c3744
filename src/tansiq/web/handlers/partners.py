"""Partners: who they are, their keys; enrolled, a key revoked, the end of it, each by two persons."""

import base64
import binascii
from typing import Any

from litestar.datastructures import UploadFile
from litestar.response import Response

from tansiq.domain import access
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError
from tansiq.federation.cards import Card, CardKey
from tansiq.federation.errors import CardError
from tansiq.services import enrolments, partners
from tansiq.services.enrolments import KeyRevocation, PartnershipEnd
from tansiq.web.desk import Desk
from tansiq.web.forms.fields import Given
from tansiq.web.routing import FileForm, Form, get, post
from tansiq.web.views import officers as office
from tansiq.web.views import partners as views


@get("/partners")
def show_list(desk: Desk) -> Response[Any]:
    """Every partner, this node's own words, and where a card is brought."""
    return _list(desk)


def _list(desk: Desk, error: str | None = None) -> Response[Any]:
    access.require(desk.officer, Permission.PARTNER_READ)
    with desk.read() as tx:
        cards, keys = tx.partners.cards(), list(tx.partners.keys().values())
        states = tx.partners.states()
    rows = [views.partner(desk.words, s, cards.get(s), [k for k in keys if k.state == s], desk.now) for s in states]
    return desk.page(
        "partners.html",
        status=200 if error is None else 422,
        rows=rows,
        own=views.spoken(_own(desk)),
        may_manage=desk.may(Permission.PARTNER_MANAGE),
        errors=[] if error is None else [{"field": "card", "text": error}],
    )


def _own(desk: Desk) -> Card:
    """This node's card as far as its words go."""
    node = desk.node
    found = partners.public_keys(node.settings.state, node.ring.without_ended(desk.now))
    keys = tuple(CardKey(purpose=k.purpose, public_key=k.public_key, active_from=k.active_from) for k in found)
    return Card(state=node.settings.state, title=node.settings.title, address="", made_at=desk.now, keys=keys)


@post("/partners/card")
def bring_card(desk: Desk, data: FileForm) -> Response[Any]:
    """The words of a card that was brought; nothing of it is kept."""
    access.require(desk.officer, Permission.PARTNER_MANAGE)
    sent = data.get("card")
    return _card(desk, sent.file.read() if isinstance(sent, UploadFile) else b"", Given({}))


def _card(desk: Desk, data: bytes, given: Given, error: InvalidError | None = None) -> Response[Any]:
    try:
        with desk.read() as tx:
            signed = enrolments.check(tx, desk.officer.state, data)
    except CardError as wrong:
        return _list(desk, views.problem(desk.words, wrong))
    except InvalidError:
        return _list(desk, desk.words.gettext("The card is this node's own, or has a key that is another state's."))
    except ConflictError:
        return _list(desk, desk.words.gettext("This card is enrolled already."))
    return desk.page(
        "partner_card.html",
        status=200 if error is None else 422,
        card=views.card(desk.words, signed.card),
        data_=base64.b64encode(signed.data).decode(),
        given=given,
        errors=[] if error is None else [office.error(desk.words, error)],
    )


@post("/partners")
def propose(desk: Desk, data: Form) -> Response[Any]:
    """The enrolment waits for the second person."""
    access.require(desk.officer, Permission.PARTNER_MANAGE)
    given = Given.of(data)
    try:
        card = base64.b64decode(given.one("card"), validate=True)
    except (binascii.Error, ValueError):
        card = b""
    try:
        with desk.write() as tx:
            proposed = enrolments.propose(tx, desk.officer, card, reason=given.one("reason"), now=desk.now)
    except CardError as error:
        return _list(desk, views.problem(desk.words, error))
    except InvalidError as error:
        return _card(desk, card, given, error)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@get("/partners/{code:str}")
def show(desk: Desk, code: str) -> Response[Any]:
    """One partner: its words, its keys and their ends."""
    return _show(desk, code, Given({}))


def _show(
    desk: Desk, code: str, given: Given, error: InvalidError | None = None, conflict: str | None = None
) -> Response[Any]:
    access.require(desk.officer, Permission.PARTNER_READ)
    with desk.read() as tx:
        card, keys = tx.partners.cards().get(code), [k for k in tx.partners.keys().values() if k.state == code]
    if not keys:
        raise NotFoundError(code[:3])
    return desk.page(
        "partner.html",
        status=409 if conflict else 200 if error is None else 422,
        partner=views.partner(desk.words, code, card, keys, desk.now),
        may_manage=desk.may(Permission.PARTNER_MANAGE),
        given=given,
        conflict=conflict,
        errors=[] if error is None else [office.error(desk.words, error)],
    )


@post("/partners/{code:str}/revoke")
def revoke(desk: Desk, code: str, data: Form) -> Response[Any]:
    """The revocation of a key waits for the second person."""
    access.require(desk.officer, Permission.PARTNER_MANAGE)
    given = Given.of(data)
    what = KeyRevocation(state=code, key=given.one("key"))
    try:
        with desk.write() as tx:
            proposed = enrolments.propose_revocation(tx, desk.officer, what, reason=given.one("reason"), now=desk.now)
    except InvalidError as error:
        return _show(desk, code, given, error)
    except ConflictError as error:
        return _show(desk, code, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


@post("/partners/{code:str}/end")
def end(desk: Desk, code: str, data: Form) -> Response[Any]:
    """The end of the partnership waits for the second person."""
    access.require(desk.officer, Permission.PARTNER_MANAGE)
    given, what = Given.of(data), PartnershipEnd(state=code)
    try:
        with desk.write() as tx:
            proposed = enrolments.propose_end(tx, desk.officer, what, reason=given.one("reason"), now=desk.now)
    except InvalidError as error:
        return _show(desk, code, given, error)
    except ConflictError as error:
        return _show(desk, code, given, conflict=error.why)
    return desk.go(f"/approvals/{proposed.id}", done="proposed")


ROUTES = [show_list, bring_card, propose, show, revoke, end]
