from train.split import is_kept_out

KEPT_OUT, SEEN = "زبير النجومي", "زبير تستاوي"


def test_an_arabic_name_is_kept_out_by_itself_alone():
    assert (is_kept_out(KEPT_OUT), is_kept_out(SEEN)) == (True, False)
