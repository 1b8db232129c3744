"""Review: the work list, the pair side by side, the judgement and its undoing."""

from typing import Any
from uuid import UUID

from litestar.response import Redirect, Response

from tansiq.domain import access, link
from tansiq.domain.access import Permission
from tansiq.domain.errors import ConflictError, InvalidError
from tansiq.services import links
from tansiq.services.links import Decision
from tansiq.storage.database import Transaction
from tansiq.web.desk import Desk
from tansiq.web.forms.reviews import DEFER, read_decision, read_pair, read_text
from tansiq.web.routing import Form, get, post
from tansiq.web.views import judgements as judgement_views
from tansiq.web.views import reviews as views
from tansiq.web.views.marks import pair_path
from tansiq.web.vocabulary import JUDGEMENTS

PAGE = 50


@get("/review")
def show_work_list(desk: Desk, page: int = 1) -> Response[Any]:
    """Pairs that wait, in the order in which they should be looked at."""
    offset = max(0, min(page, 10_000) - 1) * PAGE
    with desk.read() as tx:
        found = links.work_list(tx, desk.officer, now=desk.now, offset=offset, limit=PAGE)
    return desk.page(
        "review.html",
        labels=[record.marking for record in found.notices.values()],
        rows=views.work_rows(desk.words, found, state=desk.officer.state, now=desk.now),
        total=found.total,
        behind=found.behind,
        number=offset // PAGE + 1,
        pages=max(1, -(-found.total // PAGE)),
        may_judge=desk.may(Permission.LINK_JUDGE),
    )


@get("/review/next")
def show_next(desk: Desk) -> Redirect:
    """The pair to look at next, or the work list if none waits."""
    with desk.read() as tx:
        return Redirect(_onward(tx, desk), status_code=303)


def _onward(tx: Transaction, desk: Desk) -> str:
    found = links.next_pair(tx, desk.officer, now=desk.now)
    return "/review" if found is None else pair_path(*found)


@get("/review/judgements")
def show_judgements(desk: Desk, by: str = "") -> Response[Any]:
    """The newest judgements, and those that contradict each other."""
    with desk.read() as tx:
        held = links.judgements(tx, desk.officer, by=desk.officer.id if by == "me" else None)
    return desk.page(
        "judgements.html",
        labels=[*(r.marking for r in held.links), *(r.marking for r in held.notices.values())],
        rows=judgement_views.judgements(desk.words, held),
        disputes=judgement_views.disputes(desk.words, held),
        mine=by == "me",
        may_judge=desk.may(Permission.LINK_JUDGE),
    )


@get("/review/pairs/{pair:str}")
def show_pair(desk: Desk, pair: str) -> Response[Any]:
    """Two notices side by side."""
    return _page(desk, read_pair(pair))


def _page(desk: Desk, pair: tuple[UUID, UUID], *, status: int = 200, **context: Any) -> Response[Any]:
    seen: Decision | None = context.pop("decision", None)
    with desk.read() as tx:
        found = links.get_pair(tx, desk.officer, *pair)
        place = links.place(tx, desk.officer, found, now=desk.now)
        changed = {} if seen is None else links.changes_since(tx, found, seen)
    return desk.page(
        "pair.html",
        labels=[found.left.marking, found.right.marking, *(r.marking for r in found.history)],
        status=status,
        pair=views.pair_view(desk.words, found, desk.officer.state),
        place=place,
        counted=links.COUNTED,
        may_judge=desk.may(Permission.LINK_JUDGE),
        stale=seen is not None,
        changes=views.changes(desk.words, found, changed),
        **{"errors": [], "reason": "", "withdraw_reason": "", **context},
    )


@post("/review/pairs/{pair:str}/judge")
def judge(desk: Desk, pair: str, data: Form) -> Response[Any]:
    """The judgement is recorded and the next pair shown; or the pair again, saying what is missing or changed."""
    access.require(desk.officer, Permission.LINK_JUDGE)
    sides, reason = read_pair(pair), read_text(data, "reason")
    if read_text(data, "judgement") == DEFER:
        return _defer(desk, sides)
    try:
        decision = read_decision(sides, data)
    except InvalidError:
        return _page(desk, sides, status=422, reason=reason, errors=[_error(desk, data)])
    try:
        with desk.write() as tx:
            record = links.judge(tx, desk.officer, decision, now=desk.now)
            onward = _onward(tx, desk)
    except ConflictError:
        return _page(desk, sides, status=409, reason=reason, decision=decision)
    return desk.go(onward, done=decision.judgement.value, id=str(record.id))


def _error(desk: Desk, data: Form) -> dict[str, str]:
    said = next((j for j in JUDGEMENTS if j == data.get("judgement")), None)
    if said is None:
        return {"field": "decision", "text": desk.words.gettext("Choose same, different, unsure or defer.")}
    if read_text(data, "reason").strip():
        return {"field": "reason", "text": desk.words.gettext("This reason cannot be kept; type it again, shorter.")}
    chosen = desk.words.gettext(JUDGEMENTS[said])
    return {"field": "reason", "text": desk.words.gettext("Write the reason for: %(judgement)s.", judgement=chosen)}


def _defer(desk: Desk, pair: tuple[UUID, UUID]) -> Redirect:
    with desk.write() as tx:
        links.defer(tx, desk.officer, *pair, now=desk.now)
        onward = _onward(tx, desk)
    return desk.go(onward, done="deferred", id="..".join(str(n) for n in pair))


@post("/review/pairs/{pair:str}/resume")
def resume(desk: Desk, pair: str) -> Redirect:
    """A pair that was put off waits again."""
    sides = read_pair(pair)
    with desk.write() as tx:
        links.resume(tx, desk.officer, *sides)
    return desk.go(pair_path(*sides), done="resumed")


@post("/review/links/{link_id:uuid}/withdraw")
def withdraw(desk: Desk, link_id: UUID, data: Form) -> Response[Any]:
    """A judgement is taken back; right after it was given a standing sentence is the reason, later one is asked for."""
    access.require(desk.officer, Permission.LINK_JUDGE)
    given = read_text(data, "reason") if "reason" in data else desk.words.gettext("Taken back right after.")
    try:
        reason = link.reason(given)
    except InvalidError:
        return _ask_reason(desk, link_id, given)
    with desk.write() as tx:
        body = links.withdraw(tx, desk.officer, link_id, reason=reason, now=desk.now).body
    return desk.go(pair_path(body.left, body.right), done="withdrawn")


def _ask_reason(desk: Desk, link_id: UUID, given: str) -> Response[Any]:
    with desk.read() as tx:
        body = links.get_link(tx, desk.officer, link_id).body
    error = {"field": "withdraw-reason", "text": desk.words.gettext("Write why the judgement is taken back.")}
    return _page(desk, (body.left, body.right), status=422, errors=[error], withdraw_reason=given)


ROUTES = [show_work_list, show_next, show_judgements, show_pair, judge, resume, withdraw]
