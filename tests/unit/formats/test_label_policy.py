from dataclasses import replace
from datetime import date

import pytest

from tansiq.demo.policies import demo_policy
from tansiq.formats.errors import PolicyFileError, PolicyProblem
from tansiq.formats.label_policy import (
    CONTEXT,
    known_keys,
    parse_label_policy,
    read_kept,
    sign_label_policy,
    write_label_policy,
)
from tansiq.trust import canonical
from tansiq.trust.keys import SigningKey

DZ, TN, OTHER = (SigningKey(bytes([n] * 32)) for n in (1, 2, 3))
KEYS = known_keys(("DZ", [DZ.public]), {TN.public.fingerprint: ("TN", TN.public)})
POLICY = demo_policy(date(2026, 1, 1))
PLAIN = write_label_policy(POLICY)
SIGNED = sign_label_policy(sign_label_policy(PLAIN, "DZ", DZ), "TN", TN)


def test_a_policy_that_both_states_signed_is_read():
    found = parse_label_policy(SIGNED, KEYS)
    assert found.policy == POLICY == read_kept(SIGNED)
    assert sorted(state for state, _ in found.signed_by) == ["DZ", "TN"]


def test_the_order_of_signing_does_not_matter():
    assert sign_label_policy(sign_label_policy(PLAIN, "TN", TN), "DZ", DZ) == SIGNED


def test_signing_again_replaces_the_signature():
    assert sign_label_policy(SIGNED, "DZ", DZ) == SIGNED


def signed_for_another_purpose():
    first = PLAIN[:-1]
    wrong = {"key": DZ.public.fingerprint, "signature": DZ.sign(CONTEXT + "!", first).hex(), "state": "DZ"}
    return first + b"\n" + canonical.encode(wrong) + b"\n" + sign_label_policy(PLAIN, "TN", TN).split(b"\n")[1] + b"\n"


P = PolicyProblem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", P.WRONG_SIZE),
        (b" " * 2_000_000, P.WRONG_SIZE),
        (SIGNED[:-1], P.TRUNCATED),
        (b"{}\n", P.WRONG_FORMAT),
        (SIGNED.replace(b"label-policy/1", b"label-policy/2"), P.WRONG_FORMAT),
        (b"not json\n", P.MALFORMED),
        (SIGNED.replace(b'"format"', b' "format"', 1), P.NOT_CANONICAL),
        (SIGNED.replace(b'"policy":{', b'"later":1,"policy":{', 1), P.NOT_CANONICAL),
        (SIGNED.replace(b'"edition":1', b'"edition":0'), P.MALFORMED),
        (SIGNED.replace(b'"edition":1', b'"edition":2'), P.BAD_SIGNATURE),
        (sign_label_policy(PLAIN, "DZ", OTHER), P.UNKNOWN_KEY),
        (sign_label_policy(PLAIN, "TN", DZ), P.UNKNOWN_KEY),
        (signed_for_another_purpose(), P.BAD_SIGNATURE),
        (PLAIN, P.NOT_SIGNED_BY_ALL),
        (sign_label_policy(PLAIN, "DZ", DZ), P.NOT_SIGNED_BY_ALL),
        (SIGNED + SIGNED.split(b"\n")[1] + b"\n", P.NOT_SIGNED_BY_ALL),
    ],
    ids=[
        "1 empty", "1 too large", "2 cut", "3 something else", "3 another version", "3 no JSON", "3 a blank",
        "3 an unknown field", "4 a rule broken", "6 changed", "5 an unknown key", "5 another state's key",
        "6 another purpose", "7 unsigned", "7 one state only", "7 one state twice",
    ],
)  # fmt: skip
def test_each_step_of_the_gate_refuses(data, problem):
    with pytest.raises(PolicyFileError) as refused:
        parse_label_policy(data, KEYS)
    assert refused.value.problem is problem


def test_a_state_with_two_keys_signs_with_either():
    keys = {**KEYS, OTHER.public.fingerprint: ("DZ", OTHER.public)}
    data = sign_label_policy(sign_label_policy(PLAIN, "DZ", OTHER), "TN", TN)
    assert parse_label_policy(data, keys).policy == POLICY


def test_a_third_state_signs_too():
    third = replace(POLICY.schemes[0], id="LY-national", state="LY")
    every = tuple(
        replace(e, of=of, by=by)
        for of in ("DZ-national", "TN-national", "LY-national")
        for by in ("DZ-national", "TN-national", "LY-national")
        if of != by
        for e in POLICY.equivalences[:5]
    )
    policy = replace(POLICY, schemes=(*POLICY.schemes, third), equivalences=every)
    data = sign_label_policy(sign_label_policy(write_label_policy(policy), "DZ", DZ), "TN", TN)
    with pytest.raises(PolicyFileError) as refused:
        parse_label_policy(data, KEYS)
    assert refused.value.detail == "LY"
