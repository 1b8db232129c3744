"""Approvals: what waits for a second person, what would be done, and the decision."""

from typing import Any
from uuid import UUID

from litestar.response import Response

from tansiq.domain import approval as rules
from tansiq.domain.access import Permission
from tansiq.domain.approval import State, Step
from tansiq.domain.errors import InvalidError, NotFoundError
from tansiq.services import approvals
from tansiq.services.approvals import Decision
from tansiq.services.approved_acts import makes_password, performers
from tansiq.web.desk import Desk
from tansiq.web.forms.fields import Given
from tansiq.web.routing import Form, get, post
from tansiq.web.views import approvals as views
from tansiq.web.views import officers as office

DONE = {Step.APPROVE: "approved", Step.REJECT: "rejected", Step.WITHDRAW: "proposal-withdrawn"}


@get("/approvals")
def show_list(desk: Desk) -> Response[Any]:
    """What waits for this officer, what they proposed or decided, and the table of such acts."""
    with desk.read() as tx:
        found = approvals.listed(tx, desk.officer)
        waiting = {one.id for one in approvals.waiting(tx, desk.officer, now=desk.now)}
        names = tx.accounts.names({name for one in found for name in (one.proposed_by, one.decided_by) if name})
    rows = [views.approval(desk.words, one, names=names, now=desk.now) for one in found]
    return desk.page(
        "approvals.html",
        waiting=[row for row, one in zip(rows, found, strict=True) if one.id in waiting],
        others=[row for row, one in zip(rows, found, strict=True) if one.id not in waiting],
        rules=views.rules(desk.words),
        may_break=desk.may(Permission.BREAK_GLASS_PROPOSE),
    )


@get("/approvals/{approval:uuid}")
def show(desk: Desk, approval: UUID) -> Response[Any]:
    """One approval, with all that it would do."""
    return _show(desk, approval)


def _show(desk: Desk, approval: UUID, error: InvalidError | None = None, reason: str = "") -> Response[Any]:
    with desk.read() as tx:
        held = approvals.get(tx, desk.officer, approval)
        names = tx.accounts.names({name for name in (held.proposed_by, held.decided_by) if name})
        about = approvals.subject_of(tx, desk.officer, held)
    waits = held.state_at(desk.now) is State.PROPOSED
    return desk.page(
        "approval.html",
        labels=[] if about.record is None else [about.record.marking],
        status=200 if error is None else 422,
        approval=views.approval(desk.words, held, names=names, now=desk.now, about=about),
        may_decide=waits and desk.may(Permission.APPROVAL_DECIDE) and rules.may_decide(desk.officer, held) is None,
        may_withdraw=waits and held.proposed_by == desk.officer.id,
        errors=[] if error is None else [office.error(desk.words, error)],
        reason=reason,
        first_password=None,
    )


@post("/approvals/{approval:uuid}")
def decide(desk: Desk, approval: UUID, data: Form) -> Response[Any]:
    """Approved and done, rejected, or withdrawn; a first password that the act made is shown here, once."""
    given = Given.of(data)
    if given.one("step") not in list(DONE):
        raise NotFoundError(given.one("step")[:20])
    step = Step(given.one("step"))
    decision = Decision(id=approval, digest=given.one("digest"), step=step, reason=given.one("reason"))
    with desk.read() as tx:
        held = approvals.get(tx, desk.officer, approval)
    password = desk.node.new_password() if step is Step.APPROVE and makes_password(held) else None
    hashed = None if password is None else desk.node.guards.hash(password)
    try:
        with desk.write() as tx:
            approvals.decide(
                tx,
                desk.officer,
                decision,
                performers(desk.node.key),
                proved_at=desk.session.proved_at,
                now=desk.now,
                first_password=hashed,
            )
    except InvalidError as error:
        return _show(desk, approval, error, given.one("reason"))
    if password is not None:
        return _hand_out(desk, approval, password)
    return desk.go("/approvals", done=DONE[step])


def _hand_out(desk: Desk, approval: UUID, password: str) -> Response[Any]:
    with desk.read() as tx:
        held = approvals.get(tx, desk.officer, approval)
        names = tx.accounts.names({name for name in (held.proposed_by, held.decided_by) if name})
        about = approvals.subject_of(tx, desk.officer, held)
    shown = views.approval(desk.words, held, names=names, now=desk.now, about=about)
    return desk.page(
        "approval.html",
        approval=shown,
        may_decide=False,
        may_withdraw=False,
        errors=[],
        reason="",
        first_password=password,
    )


ROUTES = [show_list, show, decide]
