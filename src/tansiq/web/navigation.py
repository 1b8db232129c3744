"""The menu: where it leads, what one needs to see each place, and the key that opens it after G."""

from dataclasses import dataclass

from tansiq.domain.access import Permission
from tansiq.web.languages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the menu; `key` is what follows G."""

    href: str
    label: str
    permission: Permission | None = None
    key: str | None = None


NAVIGATION = (
    Place(href="/", label=N_("Start")),
    Place(href="/list", label=N_("List"), permission=Permission.NOTICE_READ, key="KeyL"),
    Place(href="/review", label=N_("Review"), permission=Permission.LINK_READ, key="KeyR"),
    Place(href="/reports", label=N_("Reports"), permission=Permission.REPORT_READ, key="KeyP"),
    Place(href="/requests", label=N_("Requests"), permission=Permission.REQUEST_READ, key="KeyQ"),
    Place(href="/imports", label=N_("Imports"), permission=Permission.SOURCE_READ, key="KeyI"),
    Place(href="/labels", label=N_("Labels"), permission=Permission.LABEL_CHANGE),
    Place(href="/exports", label=N_("Exports"), permission=Permission.NOTICE_EXPORT, key="KeyE"),
    Place(href="/exchange", label=N_("Exchange"), permission=Permission.PARTNER_READ, key="KeyX"),
    Place(href="/agreements", label=N_("Agreements"), permission=Permission.AGREEMENT_READ),
    Place(href="/partners", label=N_("Partners"), permission=Permission.PARTNER_READ),
    Place(href="/approvals", label=N_("Approvals"), permission=Permission.APPROVAL_PROPOSE, key="KeyA"),
    Place(href="/accounts", label=N_("Accounts"), permission=Permission.ACCOUNT_READ, key="KeyC"),
    Place(href="/journal", label=N_("Journal"), permission=Permission.JOURNAL_READ, key="KeyJ"),
    Place(href="/node", label=N_("Node"), permission=Permission.NODE_READ, key="KeyN"),
)
