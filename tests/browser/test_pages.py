"""Every page, in three languages, light and dark, wide and narrow: readable by all, never wider than the screen."""

import pytest

from tests.browser.exercise import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANALYST = ["/", "/list", "/list?q=ouahati", "/review", "/review/next", "/review/judgements", "/imports", "/exports"]
REGISTRY = ["/notices/new", "/list?conflict=1", "/labels", "/exports"]
LOOKS = [("ar", 1366, "light"), ("ar", 360, "dark"), ("fr", 360, "light"), ("fr", 1366, "dark"), ("en", 1366, "light")]


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
def test_pages_pass_the_accessibility_check_and_fit_the_screen(desk, lang, width, theme):
    found = []
    for role, paths in (("liaison_analyst", ANALYST), ("registry_officer", REGISTRY)):
        page = desk(role=role, lang=lang, width=width, theme=theme)
        for path in paths:
            page.goto(path)
            found += [f"{path} {what}" for what in violations(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{path} is {wide} px wide"] if wide > width else []
            html = page.locator("html")
            assert html.get_attribute("lang") == lang
            assert html.get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    assert found == []


def test_a_person_page_and_a_notice_pass_the_accessibility_check(desk):
    page = desk(role="registry_officer", lang="ar")
    page.goto("/list")
    page.locator("[data-row] a").first.click()
    page.wait_for_load_state()
    assert violations(page) == []
    page.locator('main a[href^="/notices/"]').first.click()
    page.wait_for_load_state()
    assert violations(page) == []
    page.locator('main a[href$="/label"]').first.click()
    page.wait_for_load_state()
    assert violations(page) == []


def test_the_essentials_work_without_a_script(desk):
    page = desk(lang="fr", scripts=False)
    page.goto("/list")
    page.fill('main input[name="q"]', "Mohamed")
    page.locator('main form button[type="submit"], main form button').first.click()
    page.wait_for_load_state()
    assert page.locator("[data-row]").count() > 0
    page.goto("/review/next")
    page.fill("#reason", "Même document")
    page.locator('button[value="unsure"]').click()
    page.wait_for_load_state()
    assert page.locator("#messages .message").count() == 1
