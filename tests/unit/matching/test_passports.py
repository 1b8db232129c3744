import pytest

from tansiq.matching.passports import from_zone, in_arabic


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("TESTAOUI<<ZOUBIR<NADIR<<<<<<", "ZOUBIR NADIR TESTAOUI"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ANNA MARIA ERIKSSON"),
        ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "ANNA MARIA ERIKSSON"),
        ("BEN<TESTAOUI", "BEN TESTAOUI"),
        ("<<<", ""),
    ],
)
def test_a_zone_names_the_given_names_after_the_family(zone, name):
    assert from_zone(zone) == name


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("ZBYR TSTAWY", "زبير تستاوي"),
        ("XAEXHMD", "أحمد"),
        ("MXHMD ALXTTYB", "محمد الطيب"),
        ("EBD ALQADR", "عبد القادر"),
        ("FATXMXTA", ""),
        ("XSHRYF BN XKHALD", "شريف بن خالد"),
        ("FRYDXTA", "فريدة"),
        ("mxhmd", "محمد"),
    ],
)
def test_letters_stand_for_letters(latin, arabic):
    assert in_arabic(latin) == arabic


@pytest.mark.parametrize(
    "name", ["Zoubir Testaoui", "AHMED SALAM", "SALAH NAJAT", "Rym Lynda", "ALEXANDRE", "XAVIER", "", "زبير"]
)
def test_other_names_are_not_taken_for_transliteration(name):
    assert in_arabic(name) == ""
