"""Reports and requests in a real browser: written, previewed, released, asked; legible in three languages."""

import pytest

from tests.browser.exercise import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGS = ("ar", "fr", "en")


def write(page):
    """A report of two paragraphs, the second of which stays."""
    page.goto("/reports/new")
    page.fill('[name="title"]', "شاحنة عند الواحة الزرقاء")
    page.select_option('[name="source"]', "B")
    page.select_option('[name="information"]', "2")
    page.fill('[name="paragraphs.0.text"]', "شوهدت شاحنة بيضاء عند المسلك ليلا، وفيها رجلان.")
    page.fill('[name="paragraphs.1.text"]', "Le conducteur est connu du service.")
    page.select_option('[name="paragraphs.1.level"]', "secret")
    page.check('[name="paragraphs.1.only_here"]')
    page.fill('[name="basis.authority"]', "Desk of the Blue Oasis")
    page.fill('[name="basis.reference"]', "7/2026")
    page.click("main form .acts button.main")
    page.wait_for_url("**/reports/*done=report-written*")


@pytest.mark.parametrize("lang", LANGS)
def test_a_report_is_written_previewed_and_released(desk, lang):
    page = desk(lang=lang)
    write(page)
    assert violations(page) == []
    page.click('a[href*="/release?partner=TN"]')
    page.wait_for_url("**/release?partner=TN")
    assert page.locator("#preview tbody tr").count() >= 5
    assert violations(page) == []
    page.click("main form button.grave")
    page.wait_for_url("**/reports/*done=released*")
    assert page.locator("#copies li").count() == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_partner_is_asked_and_the_clock_runs(desk, lang):
    page = desk(lang=lang)
    page.goto("/requests/new")
    page.fill('[name="question"]', "من كان يقود الشاحنة؟")
    page.select_option('[name="urgency"]', "urgent")
    assert violations(page) == []
    page.click("main form .acts button.main")
    page.wait_for_url("**/requests/*done=asked*")
    page.goto("/requests")
    assert page.locator("#ours tbody tr").count() >= 1
    assert violations(page) == []


def test_the_forms_fit_a_telephone(desk):
    page = desk(width=360)
    for path in ("/reports/new", "/requests", "/reports"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
