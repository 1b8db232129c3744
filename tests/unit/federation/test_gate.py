"""Each step of the gate refuses what only it refuses; what passes is the partner's, in its turn, and allowed."""

import re
from dataclasses import replace

import pytest
from tests.conftest import NOW, make_id, make_notice
from tests.unit.federation.correspondence import (
    AGREEMENT,
    letter_of,
    make_books,
    make_item,
    opened,
    place,
    releasing,
    write,
)
from tests.unit.services.exchange import make_agreement

from tansiq.domain.agreement import Signed
from tansiq.domain.label import Label, Level
from tansiq.domain.record import Kind
from tansiq.federation import gate, letters
from tansiq.federation.errors import GateError
from tansiq.federation.gate import Held, RecallBody, decode_body, is_repeated, pass_item, pass_release
from tansiq.federation.items import ItemAct, Lane
from tansiq.federation.steps import Step
from tansiq.trust import canonical


def refused(step, function, *given):
    with pytest.raises(GateError) as caught:
        function(*given)
    assert caught.value.step is step
    return caught.value.detail


def changed(record, **fields):
    """A record's bytes in which top-level members say something else."""
    return canonical.encode({**canonical.decode(canonical.encode(record), dict), **fields})


def test_the_next_item_passes():
    assert pass_item(letter_of(make_item(number=3)), place(2)) == make_item(number=3)


def test_an_item_that_was_settled_is_repeated():
    item = make_item()
    assert is_repeated(letter_of(item), place(1, item))


def test_an_item_whose_turn_is_to_come_is_not_repeated():
    assert not is_repeated(letter_of(make_item(number=2)), place(1, make_item()))


def test_step_9_refuses_another_item_under_a_settled_number():
    other = make_item(act=ItemAct.RECALL)
    assert refused(Step.ONCE, is_repeated, letter_of(other), place(1, make_item())) == "1"


def test_step_9_refuses_what_nobody_remembers_to_have_settled():
    refused(Step.ONCE, is_repeated, letter_of(make_item()), place(1))


@pytest.mark.parametrize("number", [2, 5])
def test_step_10_says_which_number_is_awaited(number):
    assert refused(Step.ORDER, pass_item, letter_of(make_item(number=number)), place(0)) == "1"


def test_step_11_refuses_an_item_of_a_later_version():
    later = make_item().to_wire().replace(b"tansiq-item/1", b"tansiq-item/2")
    assert refused(Step.VERSION, pass_item, opened(write(data=later)), place()) == "tansiq-item/2"


def test_step_12_refuses_what_is_no_item():
    refused(Step.CONTENT, pass_item, opened(write(data=b'{"format":"tansiq-item/1"}')), place())


@pytest.mark.parametrize("part", [{"sender": "LY"}, {"receiver": "LY"}, {"lane": Lane.URGENT}, {"number": 2}])
def test_step_13_refuses_an_item_that_lay_in_another_envelope(part):
    refused(Step.SAME_ADDRESS, pass_item, opened(write(make_item(**part))), place())


def test_step_14_refuses_an_act_of_a_later_version():
    assert refused(Step.ACT, pass_item, letter_of(make_item(act="cancel")), place()) == "cancel"


def test_what_is_released_under_an_agreement_passes():
    record = make_notice()
    released = pass_release(releasing(record), make_books())
    assert (released.record, released.agreement) == (record, AGREEMENT.id)
    assert released.data == canonical.encode(record)


def test_members_that_nobody_here_knows_stay_in_the_bytes():
    data = changed(make_notice(), later={"unknown": 1})
    assert pass_release(releasing(data=data), make_books()).data == data


def test_a_correction_of_what_is_held_passes():
    record = make_notice()
    new = record.amended(by="registry", at=NOW, reason="mended")
    assert pass_release(releasing(new), make_books(record)).record.version == 2


def test_step_14_refuses_a_kind_that_this_node_does_not_know():
    item = releasing(data=changed(make_notice(), kind="weather"))
    assert refused(Step.ACT, pass_release, item, make_books()) == "weather"


@pytest.mark.parametrize(
    "fault",
    [
        {"version": 0},
        {"version": 2**31},
        {"owner": {"state": "Algeria", "service": "x"}},
        {"owner": {"state": "DZ", "service": "a\u202eb"}},
        {"retain_until": "2099-01-01"},
        {"made_at": "2026-11-23T12:00:00+01:00"},
        {"made_at": "2026-11-23T12:00:00"},
        {"id": "17"},
        {"body": None},
        {"body": {}},
    ],
    ids=str,
)
def test_step_15_refuses_a_record_that_breaks_a_rule(fault):
    refused(Step.VALUE, pass_release, releasing(data=changed(make_notice(), **fault)), make_books())


@pytest.mark.parametrize("body", [b"{}", b'{"record":null}', b'{"record":[]}', b'{"record":{}}', b"[]", b"1"])
def test_step_15_refuses_a_body_that_holds_no_record(body):
    refused(Step.VALUE, pass_release, make_item(body=body), make_books())


def test_step_15_refuses_a_record_that_became_another_kind():
    record = make_notice()
    held = {record.id: Held(owner="DZ", kind=Kind.SOURCE, version=1)}
    item = releasing(record.amended(by="registry", at=NOW, reason="mended"))
    assert refused(Step.VALUE, pass_release, item, make_books(held=held)) == "kind"


def test_step_16_refuses_a_release_that_names_no_agreement():
    assert refused(Step.AGREEMENT, pass_release, releasing(agreement=None), make_books()) == "unknown"


def test_step_16_refuses_an_agreement_that_is_not_there():
    assert refused(Step.AGREEMENT, pass_release, releasing(agreement=make_id()), make_books()) == "unknown"


def test_step_16_refuses_an_agreement_that_one_state_did_not_sign():
    signed = Signed(record=AGREEMENT, signers=frozenset({"DZ"}))
    books = make_books(agreements={AGREEMENT.id: signed})
    assert refused(Step.AGREEMENT, pass_release, releasing(), books) == "unsigned"


def test_step_16_refuses_what_the_agreement_does_not_allow():
    high = make_notice(label=Label(policy="DZ", level=Level.TOP_SECRET, releasable_to=("TN",)))
    assert refused(Step.AGREEMENT, pass_release, releasing(high), make_books()) == "level"


def test_step_16_refuses_what_an_agreement_allowed_before():
    brief = make_agreement("DZ", "TN", valid_until=NOW.date())
    signed = Signed(record=brief, signers=frozenset({"DZ", "TN"}))
    books = make_books(agreements={brief.id: signed}, today=NOW.date().replace(year=2027))
    assert refused(Step.AGREEMENT, pass_release, releasing(agreement=brief.id), books) == "not_valid"


def test_step_17_refuses_another_states_record():
    assert refused(Step.OWNER, pass_release, releasing(make_notice(state="LY")), make_books()) == "LY"


@pytest.mark.parametrize("owner", ["TN", "LY"])
def test_step_17_refuses_to_overwrite_what_another_state_keeps_under_that_identifier(owner):
    mine = make_notice(state=owner)
    theirs = replace(make_notice(), id=mine.id).amended(by="registry", at=NOW, reason="mine now")
    refused(Step.OWNER, pass_release, releasing(theirs), make_books(mine))


def test_step_18_refuses_what_is_not_releasable_to_this_state():
    narrow = make_notice(label=Label(policy="DZ", level=Level.RESTRICTED, releasable_to=("LY",)))
    refused(Step.LABEL, pass_release, releasing(narrow), make_books())


def test_step_19_refuses_what_was_erased_here():
    record = make_notice()
    refused(Step.ERASED, pass_release, releasing(record), make_books(erased={record.id}))


def test_step_20_refuses_the_version_that_is_held():
    record = make_notice()
    assert refused(Step.LATER, pass_release, releasing(record), make_books(record)) == "1"


def test_step_20_refuses_an_older_version():
    record = make_notice()
    new = record.amended(by="registry", at=NOW, reason="mended")
    refused(Step.LATER, pass_release, releasing(record), make_books(new))


@pytest.mark.parametrize(
    "fault",
    [{"service": ""}, {"service": "a\u0000"}, {"reason": "It was a mistake."}, {"record": "x"}, {"kind": 1}],
    ids=str,
)
def test_a_recall_says_what_may_be_kept(fault):
    good = {"record": make_id(), "kind": "notice", "service": "Registry", "reason": "erased"}
    assert decode_body(make_item(act="recall", body=canonical.encode(good)), RecallBody).service == "Registry"
    item = make_item(act="recall", body=canonical.encode({**good, **fault}))
    refused(Step.VALUE, decode_body, item, RecallBody)


@pytest.mark.parametrize("function", [letters.open_letter, gate.is_repeated, gate.pass_item, gate.pass_release])
def test_numbers_and_names_in_the_docstrings_are_those_of_the_table(function):
    said = re.findall(r"(?:^|Step ) *(\d+)\. ([a-z ]+):", function.__doc__, re.MULTILINE)
    assert said
    assert [(int(n), name) for n, name in said] == [(Step(name.replace(" ", "_")).number, name) for _, name in said]


def test_every_step_is_asked_somewhere():
    functions = (letters.open_letter, gate.is_repeated, gate.pass_item, gate.pass_release)
    said = {n for f in functions for n in re.findall(r"(?:^|Step ) *(\d+)\. ", f.__doc__, re.MULTILINE)}
    assert {int(n) for n in said} == {step.number for step in Step}
