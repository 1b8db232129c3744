import pytest

from tansiq.demo.letters import to_arabic, to_icao


@pytest.mark.parametrize(
    ("root", "arabic"),
    [
        ("muHammad", "محمد"),
        ("'aHmad", "أحمد"),
        ("'ibrAhIm", "إبراهيم"),
        ("'ImAn", "إيمان"),
        ("'AmAl", "آمال"),
        ("EA'i$ap", "عائشة"),
        ("fu'Ad", "فؤاد"),
        ("ra'Uf", "رؤوف"),
        ("sanA'", "سناء"),
        ("muSTafY", "مصطفى"),
        ("raHmAn", "رحمن"),
        ("ibtisAm", "ابتسام"),
    ],
)
def test_a_word_has_its_arabic_letters(root, arabic):
    assert to_arabic(root) == arabic


def test_a_machine_readable_zone_spells_letter_by_letter():
    assert to_icao("محمد") == "MXHMD"
