"""What a join says of a pair is what `compare_identities` says; what it does not say is not probable."""

import numpy as np
import pytest

from tansiq.demo.two_lists import two_lists
from tansiq.linkage.cells import read_births, read_countries, read_documents, read_sex, read_texts
from tansiq.matching import Birth, Document, Identity, compare_identities, probability_of_bits
from tansiq.matching.joins import Target
from tansiq.matching.populations import read_population


def read(columns):
    rows = zip(
        *(columns[name] for name in ("names", "births", "nationalities", "sex", "places", "documents")), strict=True
    )
    return [
        Identity(
            names=read_texts(names),
            births=read_births(births),
            nationalities=read_countries(nationalities),
            sex=read_sex(sex),
            places=read_texts(places),
            documents=read_documents(documents),
        )
        for names, births, nationalities, sex, places, documents in rows
    ]


@pytest.fixture(scope="module")
def lists():
    found = two_lists(5, 300, 100)
    return read(found.left), read(found.right), found


@pytest.fixture(scope="module")
def target(lists):
    return Target(read_population(lists[1]))


def joined(left, right, least_bits=-5.0):
    found = Target(read_population(right)).join(read_population(left), least_bits=least_bits)
    return dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.bits.tolist(), strict=True))


def test_every_pair_weighs_what_compare_identities_says(lists, target):
    left, right, _ = lists
    found = target.join(read_population(left), least_bits=-8.0)
    assert len(found) > 100
    for mine, other, bits in zip(found.left.tolist(), found.right.tolist(), found.bits.tolist(), strict=True):
        told = compare_identities(left[mine], right[other])
        assert probability_of_bits(bits) == pytest.approx(told.probability, abs=1e-6)


def test_names_facts_and_the_prior_add_up(lists, target):
    found = target.join(read_population(lists[0]), least_bits=-8.0)
    assert np.allclose(found.names + found.told[:, :, 1].sum(axis=1) - 13.0, found.bits, atol=0.006)


def test_no_probable_pair_is_missed(lists, target):
    left, right, _ = lists
    found = target.join(read_population(left[:40]), least_bits=0.0)
    pairs = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    probable = {
        (mine, other)
        for mine in range(40)
        for other in range(len(right))
        if compare_identities(left[mine], right[other]).bits >= 0
    }
    assert pairs == probable


def test_a_part_of_the_left_list_gives_a_part_of_the_pairs(lists, target):
    whole = target.join(read_population(lists[0]), least_bits=0.0)
    part = target.join(read_population(lists[0][100:200]), least_bits=0.0)
    wanted = (whole.left >= 100) & (whole.left < 200)
    assert np.array_equal(part.left + 100, whole.left[wanted])
    assert np.array_equal(part.right, whole.right[wanted])
    assert np.array_equal(part.bits, whole.bits[wanted])


def test_a_list_joined_with_itself_has_each_pair_once():
    people = [Identity(names=("Zoubir Testaoui",)), Identity(names=("Karim Essai",)), Identity(names=("زبير تستاوي",))]
    found = Target(read_population(people)).join_itself(least_bits=-2.0)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == [(0, 2)]


def test_people_of_other_names_meet_by_a_document():
    passport = (Document(number="TN1234567", country="TN"),)
    left, right = Identity(names=("Zoubir",), documents=passport), Identity(names=("Karim",), documents=passport)
    assert (0, 0) in joined([left], [right])


def test_people_without_any_name_meet_by_a_document():
    passport = (Document(number="TN1234567", country="TN"),)
    nobody = Identity(names=(), documents=passport)
    assert joined([nobody], [nobody]) == {(0, 0): compare_identities(nobody, nobody).bits}


def test_common_names_meet_by_the_day_of_birth():
    ali = Identity(names=("Ali",), births=(Birth.of_month(1980, 3), Birth.of_year(1981)))
    assert (0, 0) in joined([ali], [Identity(names=("علي",), births=(Birth.of_month(1980, 3),))], -9.0)


def test_weak_names_and_many_aliases_weigh_as_when_compared():
    left = Identity(names=("Zoubir Testaoui", "Zubayr Testawi"), weak_names=("Abou Walid", "Zoubir"))
    right = Identity(names=("زبير تستاوي",), weak_names=("Z. Testaoui", "أبو وليد"))
    for one, other in ((left, right), (right, left), (left, left)):
        assert joined([one], [other], -20.0)[0, 0] == compare_identities(one, other).bits


def test_nobody_joins_nobody():
    assert joined([], []) == {}
    assert joined([Identity(names=("Zoubir",))], []) == {}


def test_progress_is_told():
    told = []
    people = read_population([Identity(names=("Zoubir",))] * 3)
    Target(people).join(people, least_bits=0.0, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


def test_counted_or_not_a_short_list_has_the_same_pairs(lists):
    people = [read_population(side) for side in lists[:2]]
    alone, counted = (Target(people[1], counts=counts).join(people[0], least_bits=2.0) for counts in (False, True))
    pairs = [set(zip(found.left.tolist(), found.right.tolist(), strict=True)) for found in (alone, counted)]
    assert len(pairs[0] & pairs[1]) > 0.9 * len(pairs[0] | pairs[1])


def test_names_that_fill_a_list_make_no_candidates_in_it():
    people = read_population([Identity(names=(f"{given} Testaoui",)) for given in ("Zoubir", "Karim") * 1000])
    asked = read_population([Identity(names=("Zoubir Testaoui",))])
    alone, counted = (Target(people, counts=counts).join(asked, least_bits=-20.0) for counts in (False, True))
    assert len(alone) > 0 == len(counted)
