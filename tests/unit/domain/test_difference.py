from dataclasses import replace
from datetime import date

from tests.conftest import NOW, make_notice

from tansiq.domain.difference import Change, differences
from tansiq.domain.notice import name
from tansiq.domain.offence import Caution


def amended(record, *, outer=None, **body):
    return record.amended(by="other", at=NOW, reason="slip", body=replace(record.body, **body), **(outer or {}))


def test_a_version_that_says_the_same_has_no_differences():
    record = make_notice()
    assert differences(record, amended(record)) == ()


def test_a_field_says_before_and_after():
    record = make_notice(description="old")
    assert differences(record, amended(record, description="new")) == (
        Change(field="description", before="old", after="new"),
    )


def test_a_list_says_only_what_went_and_what_came():
    record = make_notice("Zoubir Nejmaoui", "Zubair Nejmawi")
    new = amended(record, names=(name("Zoubir Nejmaoui"), name("Zoubeir Nejmaoui")))
    assert differences(record, new) == (
        Change(field="names", before=(name("Zubair Nejmawi"),), after=(name("Zoubeir Nejmaoui"),)),
    )


def test_a_list_in_another_order_is_shown_whole():
    record = make_notice(cautions=(Caution.ARMED, Caution.VIOLENT))
    (change,) = differences(record, amended(record, cautions=(Caution.VIOLENT, Caution.ARMED)))
    assert change.before == (Caution.ARMED, Caution.VIOLENT)


def test_parts_of_the_record_come_after_the_body():
    record = make_notice(description="old")
    new = amended(record, description="new", outer={"retain_until": date(2027, 1, 1)})
    assert [change.field for change in differences(record, new)] == ["description", "retain_until"]
