"""Exports: what the officer may see, as a file; the signed list for a partner."""

from typing import Any

from litestar.response import Response, Stream

from tansiq.domain.errors import InvalidError, Problem
from tansiq.services import exports, labels
from tansiq.services.exports import Export, ExportFormat
from tansiq.web.desk import Desk
from tansiq.web.routing import Form, get, post
from tansiq.web.views import exports as views


@get("/exports")
def show_exports(desk: Desk) -> Response[Any]:
    """What each file would hold, and the forms that make it."""
    may_sign = exports.may_sign(desk.officer)
    with desk.read() as tx:
        everything = exports.count(tx, desk.officer)
        partners = desk.node.settings.partners if may_sign else ()
        signed = {code: exports.count(tx, desk.officer, partner=code) for code in partners}
        policy = labels.current(tx)
    return desk.page(
        "exports.html",
        labels=[views.label(everything, desk.officer.state)],
        table=views.holding(desk.words, everything, policy, desk.officer.state),
        partners=views.partners(desk.words, signed, policy, desk.officer.state),
        may_sign=may_sign,
        key=desk.node.key.public.fingerprint,
    )


@post("/exports")
def export(desk: Desk, data: Form) -> Response[Any] | Stream:
    """The file; that it left is journalled before its first byte goes."""
    if data.get("format") not in set(ExportFormat):
        raise InvalidError("format", Problem.NOT_IN_LIST)
    format_ = ExportFormat(str(data["format"]))
    with desk.write() as tx:
        made = (
            _signed(desk, tx, str(data.get("partner", "")))
            if format_ is ExportFormat.SIGNED
            else exports.export_table(tx, desk.officer, format_, now=desk.now)
        )
    return Stream(
        iter(made.parts),
        status_code=200,
        media_type=made.media_type,
        headers={"content-disposition": f'attachment; filename="{made.file_name}"'},
    )


def _signed(desk: Desk, tx: Any, partner: str) -> Export:
    settings = desk.node.settings
    if partner not in settings.partners:
        raise InvalidError("partner", Problem.NOT_IN_LIST)
    return exports.export_signed(tx, desk.officer, partner, desk.node.key, title=settings.title, now=desk.now)


ROUTES = [show_exports, export]
