"""What carries out each act that two persons agreed on; an act without a line here is proposed by no page yet."""

from tansiq.domain.approval import Approval, TwoPersonAct
from tansiq.services import accounts, agreement_acts, enrolments, erasures, glasses, label_reviews, releases
from tansiq.services.accounts import AccountChange
from tansiq.services.approvals import Deed, Performers
from tansiq.services.label_reviews import Downgrade
from tansiq.storage.database import Transaction
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey


def _downgrade(tx: Transaction, deed: Deed) -> None:
    what = canonical.decode(deed.approval.payload, Downgrade)
    label_reviews.downgrade(tx, deed.officer, what, proposed_by=deed.approval.proposed_by, now=deed.now)


PERFORMERS: Performers = {
    TwoPersonAct.ACCOUNT: accounts.carry_out_change,
    TwoPersonAct.PRIVILEGED_ACCOUNT: accounts.carry_out_change,
    TwoPersonAct.RECOVERY: accounts.carry_out_recovery,
    TwoPersonAct.BREAK_GLASS: glasses.carry_out,
    TwoPersonAct.RELEASE: releases.carry_out,
    TwoPersonAct.CLEARANCE_END: accounts.carry_out_clearance_end,
    TwoPersonAct.DOWNGRADE: _downgrade,
    TwoPersonAct.EARLY_ERASURE: erasures.carry_out,
    TwoPersonAct.PARTNER_ENROLMENT: enrolments.carry_out,
    TwoPersonAct.PARTNER_KEY: enrolments.carry_out_revocation,
    TwoPersonAct.PARTNER_END: enrolments.carry_out_end,
    TwoPersonAct.AGREEMENT_END: agreement_acts.carry_out_end,
}


def performers(key: SigningKey) -> Performers:
    """All of them, with those that need the state's signing key."""
    return {**PERFORMERS, TwoPersonAct.AGREEMENT: lambda tx, deed: agreement_acts.carry_out(tx, deed, key)}


def makes_password(one: Approval) -> bool:
    """Whether its approval makes a first password, which is shown, once, to whoever approves."""
    if one.act in (TwoPersonAct.ACCOUNT, TwoPersonAct.PRIVILEGED_ACCOUNT):
        return canonical.decode(one.payload, AccountChange).before is None
    return one.act is TwoPersonAct.RECOVERY
