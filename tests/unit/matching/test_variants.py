import pytest

from tansiq.matching.variants import MAX_VARIANTS, read_variants


@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ("Zoubir Testaoui (alias Abou Walid)", ("Zoubir Testaoui", "Abou Walid")),
        ("Zoubir Testaoui alias Abou Walid a.k.a. Nadir", ("Zoubir Testaoui", "Abou Walid", "Nadir")),
        ("Zoubir Testaoui (kunya Abou Walid, alias Nadir)", ("Zoubir Testaoui", "Abou Walid", "Nadir")),
        ("Zoubir Testaoui @ Nadir", ("Zoubir Testaoui", "Nadir")),
        ("Zoubir Testaoui (previously listed as Nadir Essai)", ("Zoubir Testaoui", "Nadir Essai")),
        ("Zoubir Testaoui dit Nadir", ("Zoubir Testaoui", "Nadir")),
        ("Zoubir dit Nadir Testaoui", ("Zoubir Testaoui", "Nadir Testaoui")),
        ('Zoubir "Abou Walid" Testaoui', ("Zoubir Testaoui", "Abou Walid")),
        ("Zoubir « Abou Walid » Testaoui", ("Zoubir Testaoui", "Abou Walid")),
        ("Zoubir Testaoui (زبير تستاوي)", ("Zoubir Testaoui", "زبير تستاوي")),
        ("Zoubir Testaoui / زبير تستاوي", ("Zoubir Testaoui", "زبير تستاوي")),
        ("a) Zoubir Testaoui b) Nadir Essai", ("Zoubir Testaoui", "Nadir Essai")),
        ("Zoubir Testaoui; Nadir Essai", ("Zoubir Testaoui", "Nadir Essai")),
        ("زبير تستاوي المعروف بـ ابو وليد", ("زبير تستاوي", "ابو وليد")),
        ("زبير تستاوي المعروف بأبو وليد", ("زبير تستاوي", "أبو وليد")),
        ("زبير تستاوي المعروف بلال", ("زبير تستاوي", "بلال")),
        ("زبير تستاوي المكنى ابو وليد", ("زبير تستاوي", "ابو وليد")),
        ("المدعو ابو وليد", ("ابو وليد",)),
        ("kunya: Abou Walid", ("Abou Walid",)),
    ],
)
def test_aliases_are_names_of_their_own(name, variants):
    assert read_variants(name) == variants


@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ("Karima Testaoui née Essai", ("Karima Testaoui", "Karima Essai")),
        ("TESTAOUI née ESSAI Karima", ("Karima TESTAOUI", "Karima ESSAI")),
        ("TESTAOUI Karima née ESSAI", ("TESTAOUI Karima", "Karima ESSAI")),
        ("TESTAOUI, Karima née Essai", ("TESTAOUI, Karima", "Karima Essai")),
        ("TESTAOUI KARIMA NEE ESSAI", ("TESTAOUI KARIMA", "TESTAOUI ESSAI", "KARIMA ESSAI")),
        ("Karima Essai épouse Testaoui", ("Karima Essai", "Karima Testaoui")),
        ("Karima Essai ép. Ben Testaoui", ("Karima Essai", "Karima Ben Testaoui")),
        ("ESSAI ép. TESTAOUI Karima", ("Karima ESSAI", "Karima TESTAOUI")),
        ("Karima Essai vve Zoubir Testaoui", ("Karima Essai", "Karima Testaoui")),
        ("كريمة الساعي حرم تستاوي", ("كريمة الساعي", "كريمة تستاوي")),
        ("كريمة الساعي زوجة زبير تستاوي", ("كريمة الساعي", "كريمة تستاوي")),
        ("كريمة الساعي أرملة بن تستاوي", ("كريمة الساعي", "كريمة بن تستاوي")),
        ("كريمة تستاوي المولودة الساعي", ("كريمة تستاوي", "كريمة الساعي")),
        ("كريمة تستاوي المولودة بسباسي", ("كريمة تستاوي", "كريمة بسباسي")),
        ("Karima née Essai", ("Karima Essai",)),
    ],
)
def test_a_married_woman_has_two_names_with_one_given_name(name, variants):
    assert read_variants(name) == variants


@pytest.mark.parametrize(
    "remark",
    [
        "(born 1970)",
        "né le 3/4/1970 à Gafsa",
        "(deceased)",
        "(1970)",
        "(passport of one of his brothers)",
        "من مواليد قفصة",
        "المولود في قفصة",
    ],
)
def test_what_is_no_name_is_left_out(remark):
    assert read_variants(f"Zoubir Testaoui {remark}") == ("Zoubir Testaoui",)


def test_a_father_may_be_named():
    assert read_variants("Zoubir Testaoui fils de Nadir") == ("Zoubir Testaoui", "Zoubir Testaoui ben Nadir")


def test_a_lone_word_of_the_same_letter_is_another_spelling():
    assert read_variants("Zoubir (Zubair) Testaoui") == ("Zoubir Testaoui", "Zubair Testaoui")


def test_names_in_one_bracket_are_apart():
    assert read_variants("زبير (Zoubir Testaoui; Zubair Testawi)") == ("زبير", "Zoubir Testaoui", "Zubair Testawi")


def test_a_lone_word_in_brackets_is_a_further_given_name():
    assert read_variants("Zoubir (Nadir) Testaoui") == ("Zoubir Testaoui", "Zoubir Nadir Testaoui")


@pytest.mark.parametrize("name", ["Zoubir Testaoui", "M. Testaoui", "", "(((", "dit", "زبير", "TESTAOUI, Zoubir"])
def test_a_text_with_one_name_is_returned_as_it_is(name):
    assert read_variants(name) == (name,)


@pytest.mark.parametrize("name", ["TSTAWY<<ZBYR", "P<DZATSTAWY<<ZBYR" + "<" * 27, "ZBYR TSTAWY"])
def test_a_passport_zone_is_read_in_arabic_letters_too(name):
    assert read_variants(name) == ("ZBYR TSTAWY", "زبير تستاوي")


def test_variants_are_few():
    assert len(read_variants(" alias ".join(f"Zoubir {'x' * n}" for n in range(500)))) == MAX_VARIANTS
