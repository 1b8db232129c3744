"""The kernels over arrays weigh facts as `weigh_facts` does."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.matching import Birth, Document, Identity, Part, Precision
from tansiq.matching.fact_kernels import FACT_PARTS, NONE, RULES, may_weigh, weigh_pair
from tansiq.matching.fact_table import fact_arrays
from tansiq.matching.facts import read_facts, weigh_facts
from tansiq.matching.shares import fact_shares, weigh_by_shares

DAYS = st.sampled_from(
    [date(year, month, day) for year in (1979, 1980, 1981, 1990) for month, day in ((1, 1), (1, 2), (3, 5), (5, 3))]
    + [date(1979, 12, 31), date(1980, 3, 15), date(1980, 11, 26), date(1960, 3, 5)]
)
PLAIN = st.one_of(
    DAYS.map(Birth.of_day),
    st.builds(Birth.of_month, st.integers(1979, 1981), st.integers(1, 12)),
    st.builds(Birth.of_year, st.integers(1965, 1985), circa=st.booleans()),
)


@st.composite
def spans(draw):
    """Ranges, and days and years converted from the Hijri calendar with a day of doubt."""
    first = draw(DAYS)
    kind = draw(st.sampled_from(("day", "year", "range")))
    width = {"day": 2, "year": 356, "range": draw(st.integers(0, 4000))}[kind]
    return Birth(
        earliest=first,
        latest=first + timedelta(days=width),
        precision=Precision(kind),
        circa=draw(st.booleans()),
        hijri=kind != "range",
    )


NUMBERS = st.text(alphabet="12", min_size=4, max_size=9)
IDENTITIES = st.builds(
    Identity,
    names=st.just(("Zoubir",)),
    births=st.lists(PLAIN | spans(), max_size=2).map(tuple),
    places=st.lists(st.sampled_from(("Gafsa", "قفصة", "Sidi Gafsa", "Bu Tawus", "بوطاووس", "")), max_size=2).map(tuple),
    sex=st.sampled_from((None, "m", "f")),
    nationalities=st.lists(st.sampled_from(("DZ", "dz", "TN")), max_size=2).map(tuple),
    documents=st.lists(
        st.builds(
            Document,
            number=NUMBERS,
            country=st.sampled_from((None, "TN", "tn", "DZ")),
            type=st.sampled_from((None, "cin")),
        ),
        max_size=2,
    ).map(tuple),
)


def by_kernel(left, right):
    told = np.zeros((5, 2))
    total = weigh_pair(fact_arrays([left]), 0, fact_arrays([right]), 0, told)
    found = {
        part: (RULES[int(rule)], weight)
        for part, (rule, weight) in zip(FACT_PARTS, told.tolist(), strict=True)
        if rule != NONE
    }
    return found, total


@given(IDENTITIES, IDENTITIES)
@settings(max_examples=1000)
def test_the_kernel_finds_the_same_rules_and_weights(left, right):
    sides = read_facts(left), read_facts(right)
    told = {piece.part: (piece.rule, piece.weight_bits) for piece in weigh_facts(*sides)}
    found, total = by_kernel(*sides)
    assert found == told
    assert abs(total - sum(bits for _, bits in told.values())) < 1e-9


@given(IDENTITIES, IDENTITIES)
def test_facts_weigh_the_same_from_both_sides(left, right):
    forth, back = by_kernel(read_facts(left), read_facts(right)), by_kernel(read_facts(right), read_facts(left))
    assert forth == back


@given(IDENTITIES, IDENTITIES, st.sampled_from((1, 3000)))
@settings(max_examples=300)
def test_what_facts_weigh_in_a_list_is_never_ruled_out_beforehand(left, right, size):
    one, other = fact_arrays([read_facts(left)]), fact_arrays([read_facts(right)])
    nobody = read_facts(Identity(names=("Zoubir",)))
    others = fact_arrays([nobody] * (size - 1) + [read_facts(right)])
    told = np.zeros((5, 2))
    total = weigh_pair(one, 0, other, 0, told)
    total += weigh_by_shares(one, 0, other, 0, fact_shares(others), told)
    assert may_weigh(one, 0, other, 0, total - 1e-9)


def test_a_slip_in_a_document_is_not_ruled_out_where_places_differ():
    places, numbers = (("Gafsa",), ("Bu Tawus",)), ("12345678", "12345679")
    people = [
        Identity(names=("Zoubir",), places=place, documents=(Document(number=number),))
        for place, number in zip(places, numbers, strict=True)
    ]
    one, other = (fact_arrays([read_facts(person)]) for person in people)
    assert may_weigh(one, 0, other, 0, weigh_pair(one, 0, other, 0, np.zeros((5, 2))) - 1e-9)


def test_births_far_apart_rule_out_that_facts_speak_for_a_pair():
    born = [
        fact_arrays([read_facts(Identity(names=("Zoubir",), births=(Birth.of_year(year),)))]) for year in (1950, 1980)
    ]
    assert not may_weigh(born[0], 0, born[1], 0, 5.0)


def test_what_nobody_knows_weighs_nothing():
    empty = read_facts(Identity(names=("Zoubir",)))
    assert by_kernel(empty, empty) == ({}, 0.0)


def test_parts_stand_in_the_order_of_the_evidence():
    full = Identity(
        names=("Zoubir",),
        births=(Birth.of_year(1970),),
        places=("Gafsa",),
        sex="m",
        nationalities=("TN",),
        documents=(Document(number="12345678"),),
    )
    facts = read_facts(full)
    assert tuple(piece.part for piece in weigh_facts(facts, facts)) == FACT_PARTS
    assert FACT_PARTS[0] is Part.BIRTH
