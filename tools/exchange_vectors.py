"""The vectors of the exchange: one letter a file, one fault in each; `make_vectors` writes them.

A file is named after the step of `docs/protocol/exchange.md` that must say no, and no earlier one; `good…` must pass.
`room.json` says with which keys and against what they are read, so that another implementation needs nothing else.

Sealing takes chance, so a letter that says the same as one that is kept already is not sealed again: what is compared
is all that can be: what stands outside, and what lies inside.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tansiq.domain.agreement import Agreement, Term
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Basis, Kind, Owner, Record
from tansiq.domain.roles import Purpose
from tansiq.federation import card_words, trials
from tansiq.federation.cards import Card, CardKey, words, write_card
from tansiq.federation.items import Lane, Outcome, Receipt, Settled, digest
from tansiq.federation.letters import Address, What, write_letter
from tansiq.federation.steps import CONSEQUENCES, Step
from tansiq.federation.trials import NOBODY, STRANGER, Author, Trial
from tansiq.trust import canonical
from tansiq.trust.errors import CanonicalError, SealError
from tansiq.trust.keyrings import Purpose as KeyPurpose
from tansiq.trust.keys import SigningKey
from tansiq.trust.sealing import SealingKey

FOLDER = Path(__file__).parents[1] / "tests" / "vectors" / "exchange"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
THROUGH = 7
"""The last number that the receiver settled; the trials go under the next."""


@dataclass(frozen=True, slots=True)
class Party:
    """A state with its two keys."""

    state: str

    @property
    def signing(self) -> SigningKey:
        """What it signs with."""
        return SigningKey(trials.invented_seed(f"{self.state} signing"))

    @property
    def sealing(self) -> SealingKey:
        """What it opens with."""
        return SealingKey(trials.invented_seed(f"{self.state} sealing"))

    def to_wire(self) -> dict[str, str]:
        """Its keys, the private ones too."""
        return {
            "sealing_key": self.sealing.public.raw.hex(),
            "sealing_seed": self.sealing.raw.hex(),
            "signing_key": self.signing.public.raw.hex(),
            "signing_seed": self.signing.raw.hex(),
            "state": self.state,
        }


SENDER, RECEIVER = Party("XA"), Party("XB")
NEW, HELD, GONE, OTHERS, AGREED, UNSIGNED = (UUID(int=(0x7 << 76) | (0x8 << 60) | n) for n in range(1, 7))
AUTHOR = Author(
    sender=SENDER.state,
    receiver=RECEIVER.state,
    signing=SENDER.signing,
    sealing=RECEIVER.sealing.public,
    agreement=AGREED,
    at=NOW,
)


def agreement(record: UUID) -> Record[Agreement]:
    """Notices up to secret, from the sender to the receiver."""
    term = Term(
        giver=SENDER.state,
        takers=(RECEIVER.state,),
        kinds=(Kind.NOTICE,),
        level=Level.SECRET,
        purposes=(Purpose.LIAISON,),
        standing=True,
    )
    return Record(
        id=record,
        kind=Kind.AGREEMENT,
        owner=Owner(state=SENDER.state, service="Invented Committee"),
        version=1,
        label=Label(policy=SENDER.state, level=Level.RESTRICTED, releasable_to=(RECEIVER.state,)),
        basis=Basis(authority="Invented Committee", reference="1/2026"),
        retain_until=date(2036, 1, 1),
        made_by="i.invented",
        made_at=NOW,
        body=Agreement(
            title="Invented agreement",
            parties=(SENDER.state, RECEIVER.state),
            valid_from=NOW.date(),
            valid_until=date(2026, 12, 31),
            terms=(term,),
        ),
    )


def room(names: list[str]) -> dict[str, Any]:
    """With which keys the letters are opened, and what the receiver compares them with."""
    held = [(HELD, SENDER.state), (OTHERS, STRANGER)]
    signed = [(AGREED, [SENDER.state, RECEIVER.state]), (UNSIGNED, [SENDER.state])]
    return {
        "card_words": {language: words(card(), language) for language in card_words.LISTS},
        "agreements": [
            {"record": json.loads(canonical.encode(agreement(one))), "signers": signers} for one, signers in signed
        ],
        "erased": [str(GONE)],
        "format": "tansiq-exchange-vectors/1",
        "held": [{"id": str(one), "kind": "notice", "owner": owner, "version": 1} for one, owner in held],
        "now": "2026-01-01T00:00:00Z",
        "receiver": RECEIVER.to_wire(),
        "sender": SENDER.to_wire(),
        "settled": {str(THROUGH): digest(settled())},
        "through": THROUGH,
        "vectors": {name: told(name) for name in names},
    }


def card() -> Card:
    """What the sender says of itself."""
    raw = {
        KeyPurpose.SIGNING: SENDER.signing.public.raw,
        KeyPurpose.SEALING: SENDER.sealing.public.raw,
        KeyPurpose.JOURNAL: SigningKey(trials.invented_seed("XA journal")).public.raw,
    }
    keys = tuple(CardKey(purpose=purpose, public_key=key, active_from=NOW) for purpose, key in raw.items())
    return Card(state=SENDER.state, title="Invented node", address="https://xa.example", made_at=NOW, keys=keys)


def told(name: str) -> dict[str, Any] | None:
    """What is expected of a vector, by its name: the step that says no, and what follows."""
    if not name.startswith("step_"):
        return None
    step = list(Step)[int(name.split("_")[1]) - 1]
    return {"consequence": CONSEQUENCES[step], "number": step.number, "step": step}


def settled() -> bytes:
    """The item under the last settled number."""
    return trials.good_release(AUTHOR, HELD).data(AUTHOR, number=THROUGH)


def receipt() -> Receipt:
    """What the receiver answers to three items."""
    made = [(Outcome.APPLIED, None), (Outcome.REFUSED, Step.LABEL.value), (Outcome.PARKED, Step.ACT.value)]
    outcomes = tuple(
        Settled(number=n, digest=digest(b"%d" % n), outcome=outcome, step=step, at=NOW)
        for n, (outcome, step) in enumerate(made, start=5)
    )
    return Receipt(
        sender=RECEIVER.state,
        receiver=SENDER.state,
        lane=Lane.ORDINARY,
        at=NOW,
        through=THROUGH,
        room=1000,
        settled=outcomes,
    )


def items() -> Iterator[tuple[str, Trial, int]]:
    """Vectors that lie in a good letter: name, trial, number."""
    number = THROUGH + 1
    recall = trials.recall(HELD)
    yield "good_release", trials.good_release(AUTHOR, NEW), number
    yield "good_correction", trials.correction(AUTHOR, HELD), number
    yield "good_recall", recall, number
    yield "good_repeated", trials.good_release(AUTHOR, HELD), THROUGH
    yield "step_10_ahead", trials.good_release(AUTHOR, NEW), number + 1
    unsigned = {**trials.released(AUTHOR, NEW), "agreement": UNSIGNED}
    faults = (
        *trials.halting(AUTHOR, NEW),
        *trials.releases(AUTHOR, NEW),
        Trial(name="unsigned_agreement", step=Step.AGREEMENT, members=unsigned),
        Trial(name="overwrites", step=Step.OWNER, members=trials.released(AUTHOR, OTHERS, version=2, reason="x")),
        trials.erased(AUTHOR, GONE),
        trials.same_version(AUTHOR, HELD),
    )
    for trial in faults:
        assert trial.step is not None
        under = THROUGH if trial.step is Step.ONCE else number
        yield f"step_{trial.step.number:02}_{trial.name}", trial, under


def letters() -> Iterator[tuple[str, bytes]]:
    """Every vector, sealed anew."""
    data = trials.good_release(AUTHOR, NEW).data(AUTHOR, number=THROUGH + 1)
    for name, step, line in trials.envelopes(AUTHOR, data, THROUGH + 1):
        yield f"step_{step.number:02}_{name}.letter", line
    for name, trial, number in items():
        written = trial.data(AUTHOR, number=number)
        yield f"{name}.letter", AUTHOR.letter(written, number=number, lane=trial.lane)
    address = Address(sender=RECEIVER.state, receiver=SENDER.state, lane=Lane.ORDINARY, number=THROUGH)
    keys = {"signing": RECEIVER.signing, "sealing": SENDER.sealing.public}
    yield "good_receipt.letter", write_letter(What.RECEIPT, receipt().to_wire(), address, **keys)


def exchange_vectors() -> Iterator[tuple[str, bytes]]:
    """All of them, by path below `tests/vectors/exchange`."""
    made = dict(letters())
    for name, line in made.items():
        path = FOLDER / name
        yield name, path.read_bytes() if path.exists() and says_the_same(path.read_bytes(), line) else line
    yield "good_release.item", trials.good_release(AUTHOR, NEW).data(AUTHOR, number=THROUGH + 1)
    yield "good_receipt.receipt", receipt().to_wire()
    yield "good_card.card", write_card(card(), SENDER.signing)
    lists = json.dumps(card_words.LISTS, ensure_ascii=False, indent=1)
    yield "words.json", lists.encode() + b"\n"
    written = json.dumps(room(sorted(made)), ensure_ascii=False, indent=1, sort_keys=True)
    yield "room.json", written.encode() + b"\n"


def says_the_same(one: bytes, other: bytes) -> bool:
    """Whether two letters differ at most in how they were sealed."""
    try:
        outside, inside = zip(*(_parts(line) for line in (one, other)), strict=True)
    except CanonicalError:
        return one == other
    return outside[0] == outside[1] and inside[0] == inside[1]


def _parts(line: bytes) -> tuple[dict[str, Any], bytes | int]:
    """What stands outside; what lies inside, or how long it is if nothing here opens it."""
    told = canonical.decode(line, dict[str, Any])
    sealed = canonical.decode(canonical.encode(told.pop("sealed")), bytes)
    elsewhere = SealingKey(trials.invented_seed("sealing"))
    for key in (RECEIVER.sealing, SENDER.sealing, elsewhere):
        for address, what in _places():
            try:
                return told, key.open(sealed, info=address.line(what).encode())
            except SealError:
                continue
    return told, len(sealed)


def _places() -> Iterator[tuple[Address, What]]:
    pairs = [("XA", "XB"), ("XB", "XA"), (STRANGER, "XB"), ("XA", NOBODY)]
    for (sender, receiver), lane, number in (
        (pair, lane, number) for pair in pairs for lane in Lane for number in (THROUGH, THROUGH + 1, THROUGH + 2)
    ):
        address = Address(sender=sender, receiver=receiver, lane=lane, number=number)
        yield from ((address, what) for what in What)
