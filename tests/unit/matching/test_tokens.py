import pytest

from tansiq.matching.tokens import tokens


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("Zoubir-Testaoui", ("zoubir", "testaoui")),
        ("M'hamed", ("mhamed",)),
        ("A.B.", ("a", "b")),
        ("Ｚｏｕｂｉｒ", ("zoubir",)),
        ("𝐙𝐨𝐮𝐛𝐢𝐫", ("zoubir",)),
        ("Zou\u200bbir\u202e", ("zoubir",)),
        ("Zou\xadbir", ("zoubir",)),
        ("ΖΟUΒΙR", ("zoubir",)),
        ("zоubіr", ("zoubir",)),
        ("Straße", ("strasse",)),
        ("Şahin", ("shahin",)),
        ("ﺯﺑﻴﺮ", ("زبير",)),
        ("زُبَيْر", ("زبير",)),
        ("علی", ("علي",)),
        ("فاطمة", ("فاطمه",)),
        ("ڨفصي", ("ڨفصي",)),
        ("Zoubirزبير", ("zoubir", "زبير")),
        ("١٢", ("12",)),
        ("7amza", ("hamza",)),
        ("sa3id", ("said",)),
        ("😀", ()),
    ],
)
def test_a_part_is_cleaned_and_cut_by_script(part, expected):
    assert tokens(part) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("Mohamedsalah", ("mohamed", "salah")),
        ("محمدصالح", ("محمد", "صالح")),
        ("Khalilurrahman", ("khalil", "rahman")),
        ("Ziaulhaq", ("zia", "haq")),
        ("Zinelabidine", ("zin", "abidine")),
        ("خليلالرحمن", ("خليل", "الرحمن")),
        ("Mohamedou", ("mohamedou",)),
        ("Abdurrahman", ("abdurrahman",)),
        ("عبدالرحمن", ("عبدالرحمن",)),
        ("Rahman", ("rahman",)),
        ("الرحمن", ("الرحمن",)),
    ],
)
def test_two_names_typed_as_one_are_two(part, expected):
    assert tokens(part) == expected
