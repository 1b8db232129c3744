"""The page of the exchange says what the program does: steps, consequences, conversation, limits."""

import json
import re
from pathlib import Path

from tansiq.couriers import MEDIA_TYPE, PATH
from tansiq.federation import conversation, gate, items, letters
from tansiq.federation.bundles import BUNDLE
from tansiq.federation.conversation import INCOMING, OUTGOING, PAUSES
from tansiq.federation.items import LANES, ItemAct, Lane, Outcome
from tansiq.federation.steps import CONSEQUENCES, Step
from tansiq.services import outbox
from tansiq.trust import sealing
from tansiq.web.handlers.exchange import MOST_DELIVERY_BYTES
from tansiq.workers import AT_ONCE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "protocol" / "exchange.md").read_text(encoding="utf-8")
FLAT = " ".join(PAGE.split())


def rows(heading):
    """The tables below a heading, cell by cell."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line[:2] == "| "
    ]


def test_the_gate_is_the_table_of_the_steps():
    said = [(row[0], row[1], row[3]) for row in rows("The gate") if row[0].isdigit()]
    assert said == [(str(step.number), step, CONSEQUENCES[step]) for step in Step]


def test_every_consequence_is_explained():
    explained = {row[0] for row in rows("The gate") if len(row) == 2}
    assert set(CONSEQUENCES.values()) <= explained


def test_the_conversation_is_that_of_the_two_tables():
    said = {tuple(row) for row in rows("The conversation")} - {("state", "heard", "then"), ("state", "told", "then")}
    drawn = [*INCOMING.items(), *OUTGOING.items()]
    expected = {(state, event, then) for (state, event), then in drawn} | {("---", "---", "---")}
    assert said == expected


def test_every_act_is_there_with_its_lane():
    said = {act: row[1] for row in rows("Items") for act in re.split(r"`, `", row[0])}
    assert {act: said[act].split("`")[0] for act in ItemAct} == {act: LANES[act] for act in ItemAct}


def test_every_lane_and_outcome_is_there():
    assert [word for word in (*Lane, *Outcome) if f"`{word}`" not in PAGE] == []


def test_the_formats_are_there():
    for said in (letters.ENVELOPE, items.ITEM, items.RECEIPT, BUNDLE, PATH, MEDIA_TYPE, sealing.DERIVED.decode()):
        assert said in PAGE


def test_the_limits_are_those_of_the_program():
    assert f"a letter: {letters.LARGEST:,} bytes" in PAGE
    assert f"a delivery: {MOST_DELIVERY_BYTES:,} bytes, {items.MOST_OUTCOMES:,} letters" in PAGE
    assert f"{outbox.MOST_ITEMS} items, {outbox.MOST_BYTES // 2**20} MiB" in PAGE
    assert f"deliveries taken at once: {AT_ONCE}" in PAGE
    assert (items.MOST, gate.MOST_VERSION) == (2**53 - 1, 2**31 - 1)


def test_the_pauses_are_those_of_the_program():
    *first, last = PAUSES
    seconds = conversation.HALTED_PAUSE.seconds
    assert f"waits {', '.join(map(str, first))}, then {last} seconds, and {seconds} seconds while" in FLAT


def test_the_examples_have_the_members_of_what_is_written():
    folder = ROOT / "tests" / "vectors" / "exchange"
    shown = [json.loads(one.replace("{…}", "{}")) for one in re.findall(r"^\{.*\}$", PAGE, re.MULTILINE)]
    names = ("good_release.letter", "good_release.item", "good_receipt.receipt")
    envelope, item, receipt = (json.loads((folder / name).read_bytes()) for name in names)
    assert [sorted(one) for one in shown] == [sorted(envelope), sorted(item), sorted(receipt)]
    assert sorted(shown[2]["receipt"]) == sorted(receipt["receipt"])
    assert sorted(shown[2]["receipt"]["settled"][0]) == sorted(receipt["receipt"]["settled"][0])
