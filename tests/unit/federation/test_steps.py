"""The table of the steps: each has one number, one word and one consequence."""

from tansiq.federation.errors import GateError
from tansiq.federation.steps import CONSEQUENCES, Consequence, Step


def test_every_step_has_a_consequence():
    assert set(CONSEQUENCES) == set(Step)


def test_every_consequence_has_a_step():
    assert set(CONSEQUENCES.values()) == set(Consequence)


def test_steps_count_from_one():
    assert [step.number for step in Step] == list(range(1, 21))


def test_whatever_fails_before_the_signature_holds_is_ignored():
    ignored = [step for step in Step if CONSEQUENCES[step] is Consequence.IGNORED]
    assert ignored == [step for step in Step if step.number <= Step.SIGNATURE.number]


def test_an_error_says_its_step_and_what_follows():
    error = GateError(Step.LABEL, "x")
    assert (error.step, error.detail, error.consequence, str(error)) == (
        Step.LABEL,
        "x",
        Consequence.REFUSED,
        "label: x",
    )
    assert str(GateError(Step.LABEL)) == "label"
