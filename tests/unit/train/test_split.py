from train.split import FullName, is_kept_out, kept_out_keys, training_rows

KEPT_OUT, SEEN = "زبير النجومي", "زبير تستاوي"


def row(arabic, country="DZ", source="wikidata"):
    return FullName(arabic, "Invented Name", "en", country, source)


def test_an_arabic_name_is_kept_out_by_itself_alone():
    assert (is_kept_out(KEPT_OUT), is_kept_out(SEEN)) == (True, False)


def test_only_algerian_and_tunisian_people_are_kept_out():
    assert kept_out_keys([row(KEPT_OUT, "EG"), row(SEEN, "TN")]) == frozenset()


def test_training_sees_no_row_of_a_name_kept_out_in_whichever_country_it_stands():
    assert training_rows([row(KEPT_OUT, "TN"), row(KEPT_OUT, "EG"), row(SEEN)]) == [row(SEEN)]
