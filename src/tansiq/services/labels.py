"""Labels: the policy in force, what may be given, what a whole bears, and when a level is looked at again.

* A label given here is of this state's scheme and of the edition in force; no later edition changes it.
* Whoever would protect a record less than it is, by level, compartment or code, needs a second person: see
  `label_reviews`.
* What goes to others stays under the ceiling of who lets it go: the lowest of the program's table and the policy's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.domain import label_policy
from tansiq.domain.access import Officer
from tansiq.domain.errors import ConflictError, InvalidError, NotFoundError, Problem
from tansiq.domain.journal import Act, Entry
from tansiq.domain.label import Label, Level
from tansiq.domain.label_policy import LabelPolicy, Whole
from tansiq.domain.notice import Notice, later
from tansiq.domain.record import Record
from tansiq.domain.roles import RELEASE_CEILING
from tansiq.formats.adatp4774 import ReadLabel, parse_label, write_label
from tansiq.formats.errors import LabelFileError, LabelProblem
from tansiq.formats.label_policy import KnownKeys, SignedPolicy, parse_label_policy, read_kept
from tansiq.services import partners
from tansiq.services.keeping import SYSTEM
from tansiq.storage.database import Transaction
from tansiq.storage.label_policies import KeptPolicy
from tansiq.trust.keys import PublicKey


def current(tx: Transaction) -> LabelPolicy | None:
    """The policy in force; `None` until the first is adopted."""
    kept = tx.label_policies.get()
    return None if kept is None else read_kept(kept.data)


def editions(tx: Transaction) -> dict[int, LabelPolicy]:
    """Every edition that was adopted, the latest first."""
    kept = [tx.label_policies.get(edition) for edition in tx.label_policies.editions()]
    return {one.edition: read_kept(one.data) for one in kept if one is not None}


def known_keys(tx: Transaction, state: str, own: Iterable[PublicKey]) -> Mapping[str, tuple[str, PublicKey]]:
    """The keys that may sign a policy: this state's and its partners'."""
    return {**partners.known_keys(tx), **{key.fingerprint: (state, key) for key in own}}


def adopt(tx: Transaction, data: bytes, keys: KnownKeys, *, now: datetime) -> SignedPolicy:
    """An edition of the policy is in force from now on; the operator's act, of what both states signed.

    Raises:
        PolicyFileError: if it is not signed by every state, or broken.
        ConflictError: if the same or a later edition is in force, it is another policy, or its day has not come.
    """
    signed = parse_label_policy(data, keys)
    held, policy = current(tx), signed.policy
    if held is not None and policy.id != held.id:
        raise ConflictError(policy.id, "other_policy")
    if held is not None and policy.edition <= held.edition:
        raise ConflictError(f"{policy.id} {policy.edition}", "older_policy")
    if policy.valid_from > now.date():
        raise ConflictError(f"{policy.id} {policy.edition}", "future_policy")
    tx.label_policies.add(
        KeptPolicy(edition=policy.edition, digest=signed.digest, data=data, adopted_by=SYSTEM, adopted_at=now)
    )
    tx.journal.append(
        Entry(
            act=Act.LABEL_POLICY_ADOPTED,
            officer=SYSTEM,
            at=now,
            detail=f"{policy.edition} {signed.digest}",
        )
    )
    return signed


def given(
    tx: Transaction, officer: Officer, label: Label, *, held: Label | None = None, state: str, now: datetime
) -> Label:
    """The label that an officer gives a record of this state, as it is kept.

    Args:
        held: the label that the record has; `None` for a new one.
        state: the state that owns the record: a partner's or a publisher's label stays as it came.

    Raises:
        InvalidError: if it would protect less than before, or let go of more than the officer may.
    """
    policy = current(tx)
    if held is not None and label.is_lower_than(held):
        raise InvalidError("label.level", Problem.NEEDS_SECOND_PERSON)
    _check_release(policy, officer, label, held)
    if state != officer.state or (held is not None and _says_same(label, held)):
        return label
    return worded(policy, label, state, now=now)


def worded(policy: LabelPolicy | None, label: Label, state: str, *, now: datetime) -> Label:
    """A label given now, in the words of its state's scheme and with the latest review that the policy allows."""
    if policy is None:
        return replace(label, edition=0, words="")
    found = policy.labelled(label, state)
    return found if found.review_on is not None else replace(found, review_on=later(now.date(), policy.review_years))


def _says_same(label: Label, held: Label) -> bool:
    return replace(label, edition=held.edition, words=held.words, policy=held.policy) == held


def _check_release(policy: LabelPolicy | None, officer: Officer, label: Label, held: Label | None) -> None:
    """A state that is added, or a level that is raised for who has it already, is let go of anew."""
    others = set(label.releasable_to) - {officer.state}
    before = set() if held is None else set(held.releasable_to)
    ceiling = release_ceiling(policy, officer)
    if others - before and (ceiling is None or label.level.rank > ceiling.rank):
        limit = Level.UNCLASSIFIED if ceiling is None else ceiling
        raise InvalidError("label.releasable_to", Problem.ABOVE_CEILING, limit)


def release_ceiling(policy: LabelPolicy | None, officer: Officer) -> Level | None:
    """The highest level that an officer may let out of the node; `None` if nothing."""
    table = RELEASE_CEILING.get(officer.role)
    return table if policy is None else policy.ceiling(officer.role, officer.service, table)


def exported(tx: Transaction, record: Record[Notice]) -> bytes:
    """The label of a record as ADatP-4774 writes it, given when the first version that bears it was made.

    Raises:
        NotFoundError: if no policy in force knows the label's scheme.
    """
    policy = current(tx)
    if policy is None or policy.scheme(record.label.policy) is None:
        raise NotFoundError(record.label.policy)
    since = min(v.made_at for v in tx.records.history(record.id) if v.label == record.label)
    return write_label(record.label, policy, created=since)


def read_foreign(tx: Transaction, data: bytes) -> ReadLabel:
    """A label of another system, in the levels of the policy in force; nothing of it is kept.

    Raises:
        LabelFileError: if it is none, or says what this node cannot keep to.
    """
    policy = current(tx)
    if policy is None:
        raise LabelFileError(LabelProblem.UNKNOWN_POLICY)
    return parse_label(data, policy)


def whole(tx: Transaction, labels: Sequence[Label]) -> Whole:
    """What something made of records of these labels bears."""
    return label_policy.whole(labels, current(tx))
