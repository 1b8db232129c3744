"""Each letter fails at the step in its name, and at no earlier one; `good` ones pass. `room.json` is all it takes."""

import json
import re
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from tools.exchange_vectors import exchange_vectors

from tansiq.domain.agreement import Agreement, Signed
from tansiq.domain.notice import Notice
from tansiq.domain.record import Kind, Record
from tansiq.federation.cards import parse_card, words
from tansiq.federation.errors import GateError
from tansiq.federation.gate import Books, Held, Place, RecallBody, decode_body, is_repeated, pass_item, pass_release
from tansiq.federation.items import ItemAct, parse_item, parse_receipt
from tansiq.federation.letters import Desk, PartnerKey, open_letter
from tansiq.federation.steps import Step
from tansiq.federation.trials import too_large
from tansiq.trust import canonical
from tansiq.trust.keys import PublicKey, SigningKey
from tansiq.trust.sealing import SealingKey

HERE = Path(__file__).parent / "exchange"
ROOM = json.loads((HERE / "room.json").read_text())
NOW = datetime.fromisoformat(ROOM["now"])
LETTERS = sorted(path.name for path in HERE.glob("*.letter"))


def desk(own, partner):
    sealing = SealingKey(bytes.fromhex(own["sealing_seed"]))
    key = PublicKey(bytes.fromhex(partner["signing_key"]))
    return Desk(
        state=own["state"],
        sealing={sealing.public.fingerprint: sealing},
        partners={partner["state"]: {key.fingerprint: PartnerKey(key=key)}},
    )


def books():
    agreed = {}
    for one in ROOM["agreements"]:
        record = canonical.decode(canonical.encode(one["record"]), Record[Agreement])
        agreed[record.id] = Signed(record=record, signers=frozenset(one["signers"]))
    return Books(
        state=ROOM["receiver"]["state"],
        today=NOW.date(),
        held={
            UUID(one["id"]): Held(owner=one["owner"], kind=Kind(one["kind"]), version=one["version"])
            for one in ROOM["held"]
        },
        erased={UUID(one) for one in ROOM["erased"]},
        agreements=agreed,
        bodies={Kind.NOTICE: Record[Notice]},
    )


def read(line):
    """What a receiver does with one line; `repeated`, or the item."""
    letter = open_letter(line, desk(ROOM["receiver"], ROOM["sender"]), now=NOW)
    settled = {int(number): one for number, one in ROOM["settled"].items()}
    place = Place(through=ROOM["through"], digests=settled)
    if is_repeated(letter, place):
        return "repeated"
    item = pass_item(letter, place)
    if item.act == ItemAct.RECALL:
        decode_body(item, RecallBody)
    else:
        pass_release(item, books())
    return item


@pytest.mark.parametrize("name", [name for name in LETTERS if name.startswith("step_")])
def test_a_letter_fails_at_the_step_of_its_name(name):
    with pytest.raises(GateError) as caught:
        read((HERE / name).read_bytes())
    expected = ROOM["vectors"][name]
    error = caught.value
    assert (error.step, error.step.number, error.consequence) == (
        expected["step"],
        expected["number"],
        expected["consequence"],
    )
    assert name.startswith(f"step_{error.step.number:02}_")


@pytest.mark.parametrize("name", ["good_release.letter", "good_correction.letter", "good_recall.letter"])
def test_a_good_letter_passes(name):
    assert read((HERE / name).read_bytes()).number == 8


def test_a_letter_that_was_settled_before_is_repeated():
    assert read((HERE / "good_repeated.letter").read_bytes()) == "repeated"


def test_the_item_of_the_good_letter_is_kept_in_clear():
    item = read((HERE / "good_release.letter").read_bytes())
    assert parse_item((HERE / "good_release.item").read_bytes()) == item


def test_the_good_receipt_is_the_receivers():
    line = (HERE / "good_receipt.letter").read_bytes()
    letter = open_letter(line, desk(ROOM["sender"], ROOM["receiver"]), now=NOW)
    assert letter.data == (HERE / "good_receipt.receipt").read_bytes()
    assert [one.outcome for one in parse_receipt(letter.data).settled] == ["applied", "refused", "parked"]


def test_a_line_that_is_larger_than_any_letter_fails_at_step_1():
    """It would be 24 MiB of nothing, and is not kept."""
    with pytest.raises(GateError) as caught:
        read(too_large())
    assert caught.value.step is Step.SIZE


def test_every_step_but_the_first_has_a_vector():
    found = {int(re.match(r"step_(\d+)_", name)[1]) for name in LETTERS if name.startswith("step_")}
    assert found == {step.number for step in Step} - {1}


def test_every_letter_is_in_the_room():
    assert set(ROOM["vectors"]) == set(LETTERS)


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_the_keys_in_the_room_are_those_of_its_seeds(side):
    party = ROOM[side]
    assert SigningKey(bytes.fromhex(party["signing_seed"])).public.raw.hex() == party["signing_key"]
    assert SealingKey(bytes.fromhex(party["sealing_seed"])).public.raw.hex() == party["sealing_key"]


def test_the_card_is_the_senders_and_reads_as_these_words():
    data = (HERE / "good_card.card").read_bytes()
    card = parse_card(data).card
    assert {language: list(words(card, language)) for language in ("ar", "fr", "en")} == ROOM["card_words"]
    assert {key.public_key.hex() for key in card.keys} >= {ROOM["sender"]["signing_key"], ROOM["sender"]["sealing_key"]}


def test_every_file_is_made_by_the_tool():
    made = dict(exchange_vectors())
    assert {path.name: path.read_bytes() for path in HERE.iterdir()} == made
