"""An inspector finds who looked at a person, and why: in three languages, with the keyboard, without a script."""

import pytest

from tansiq.formats.journal_log import find_extract_origin, parse_keys, verify_extract
from tests.browser.exercise import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def number(desk):
    """The number of a notice that an analyst has just looked at."""
    page = desk(lang="fr")
    page.goto("/list")
    page.locator("[data-row] a").first.click()
    page.wait_for_load_state()
    return page.locator('main a[href^="/notices/"]').first.get_attribute("href").split("/")[2]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_looked_at_this_person_and_why_in_three_clicks(desk, number, scripts):
    page = desk(role="oversight_inspector", lang="fr", scripts=scripts)
    if page.viewport_size["width"] > 800:
        page.locator('nav.menu-wide a[href="/journal"]').click()  # the first click
    page.wait_for_load_state()
    page.fill('main input[name="record"]', number)
    page.locator('main form[action="/journal"] button').click()  # the second
    page.wait_for_load_state()
    readers = page.locator("#readers").inner_text()
    assert "Qui a vu cette personne" in readers
    assert "travail avec le partenaire" in readers
    assert page.locator("tbody[data-rows] tr").count() >= 2
    page.locator("tbody[data-rows] a").first.click()  # the third, for the proof
    page.wait_for_load_state()
    assert page.locator("#proof").count() == 1


def test_an_exported_search_proves_itself(desk, number, exercise):
    page = desk(role="oversight_inspector", lang="en")
    page.goto(f"/journal?record={number}")
    with page.expect_download() as download:
        page.locator('form[action="/journal/export"] button').click()
    data = download.value.path().read_bytes()
    key = (exercise.folder / "dz" / "keys" / "journal.pub").read_text()
    found, entries = verify_extract(data, parse_keys(key, find_extract_origin(data)))
    assert found.entries >= 1
    assert any(number in {str(one.thing.id) for one in proved.entry.things} for proved in entries)


@pytest.mark.parametrize(
    ("lang", "width", "theme"), [("ar", 1366, "light"), ("ar", 360, "dark"), ("fr", 360, "light"), ("en", 1366, "dark")]
)
def test_the_pages_of_oversight_pass_the_accessibility_check_and_fit_the_screen(desk, number, lang, width, theme):
    page = desk(role="oversight_inspector", lang=lang, width=width, theme=theme)
    found = []
    for path in ("/journal", f"/journal?record={number}", "/journal?officer=nobody", "/journal/lines/1"):
        page.goto(path)
        found += [f"{path} {what}" for what in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {wide} px wide"] if wide > width else []
        assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    assert found == []


def test_rows_are_walked_and_opened_by_keyboard(desk, number):
    page = desk(role="oversight_inspector", lang="ar")
    page.goto(f"/journal?record={number}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journal/lines/*")
