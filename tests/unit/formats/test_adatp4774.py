from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.demo.policies import demo_policy
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.formats.adatp4774 import parse_label, write_label
from tansiq.formats.errors import LabelFileError, LabelProblem

GOLDEN = Path(__file__).parents[2] / "vectors" / "adatp4774" / "good.xml"
POLICY = demo_policy(date(2026, 1, 1))
CREATED = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LABEL = Label(
    policy="DZ-national",
    level=Level.SECRET,
    releasable_to=("DZ", "TN"),
    compartments=("blue oasis",),
    codes=(HandlingCode.COURT_USE, HandlingCode.ONWARD_SHARING),
    review_on=date(2028, 1, 2),
    edition=1,
    words="سري",
)
DATA = write_label(LABEL, POLICY, created=CREATED)


def changed(old, new):
    assert old in DATA.decode()
    return DATA.decode().replace(old, new).encode()


def test_the_golden_label_is_written_byte_for_byte():
    assert GOLDEN.read_bytes() == DATA


def test_the_golden_label_is_read():
    found = parse_label(GOLDEN.read_bytes(), POLICY)
    assert (found.label, found.created) == (LABEL, CREATED)


@given(
    st.sampled_from(Level),
    st.sampled_from(["DZ", "TN"]),
    st.lists(st.sampled_from(["DZ", "TN", "LY", "UN"]), unique=True),
    st.lists(st.text("abc dé", min_size=1).map(lambda t: " ".join(t.split())).filter(bool), unique=True, max_size=3),
    st.lists(st.sampled_from(HandlingCode), unique=True),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_a_label_comes_back_as_it_went(level, state, releasable_to, compartments, codes, review_on):
    parts = {"releasable_to": tuple(releasable_to), "compartments": tuple(compartments), "codes": tuple(codes)}
    label = POLICY.labelled(Label(policy="?", level=level, review_on=review_on, **parts), state)
    assert parse_label(write_label(label, POLICY, created=CREATED), POLICY).label == label


def test_a_label_without_words_is_written_in_the_schemes_french():
    data = write_label(replace(LABEL, words=""), POLICY, created=CREATED)
    assert parse_label(data, POLICY).label == replace(LABEL, words="Secret")


def test_every_label_names_the_day_of_its_review():
    data = write_label(replace(LABEL, review_on=None), POLICY, created=CREATED)
    assert parse_label(data, POLICY).label.review_on == date(2031, 11, 22)


def test_a_time_without_a_zone_is_utc():
    assert parse_label(changed("12:00:00Z", "12:00:00"), POLICY).created == CREATED


def test_an_informative_category_that_is_not_ours_is_passed_over():
    extra = '<slab:Category Type="INFORMATIVE" TagName="Topic"><slab:GenericValue>x</slab:GenericValue></slab:Category>'
    data = changed("</slab:ConfidentialityInformation>", extra + "</slab:ConfidentialityInformation>")
    assert parse_label(data, POLICY).label == LABEL


P = LabelProblem
DOCTYPE = '<!DOCTYPE a [<!ENTITY e "x">]>\n<slab:originator'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", P.WRONG_SIZE),
        (b" " * 200_000, P.WRONG_SIZE),
        (b"<a/>", P.WRONG_FORMAT),
        (DATA[:200], P.MALFORMED),
        (changed("confidentialitymetadatalabel:1:0", "confidentialitymetadatalabel:9:0"), P.WRONG_FORMAT),
        (changed("<slab:originator", DOCTYPE), P.FORBIDDEN_MARKUP),
        (changed("<slab:originator", DOCTYPE).replace("سري".encode(), b"&e;"), P.FORBIDDEN_MARKUP),
        (changed("DZ-national", "XK-national"), P.UNKNOWN_POLICY),
        (changed("سري", "COSMIC"), P.UNKNOWN_CLASSIFICATION),
        (changed('TagName="Compartment"', 'TagName="Atomal"'), P.UNKNOWN_CATEGORY),
        (changed('Type="PERMISSIVE"', 'Type="RESTRICTIVE"'), P.UNKNOWN_CATEGORY),
        (changed("court_use", "television"), P.MALFORMED),
        (changed("2026-11-23T12:00:00Z", "yesterday"), P.MALFORMED),
        (changed("2028-01-02T00:00:00Z", "soon"), P.MALFORMED),
        (changed("<slab:Classification>سري</slab:Classification>", ""), P.MALFORMED),
        (changed(">DZ<", ">Algeria<"), P.MALFORMED),
        (changed(">DZ<", "><x/>DZ<"), P.MALFORMED),
    ],
    ids=[
        "empty", "too large", "another root", "cut", "another version", "document type", "entity", "unknown policy",
        "unknown classification", "unknown restriction", "another type", "unknown code", "no time", "no review",
        "no classification", "no state", "an element inside",
    ],
)  # fmt: skip
def test_what_cannot_be_kept_to_is_refused(data, problem):
    with pytest.raises(LabelFileError) as refused:
        parse_label(data, POLICY)
    assert refused.value.problem is problem


def test_a_label_of_a_scheme_that_the_policy_does_not_know_is_not_written():
    with pytest.raises(LabelFileError):
        write_label(replace(LABEL, policy="XK-national"), POLICY, created=CREATED)
