"""A newcomer's first hour with the UN list itself, read from the data beside the project; nothing of it is kept."""

from pathlib import Path

import pytest

from tests.browser.first_hour import import_un_list, judge

DATA = Path(__file__).parents[3] / "shared/data/un/un_consolidated_2026-02-27.xml"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the public lists are not beside the project"),
]


def test_the_un_list_is_imported_unified_judged_and_found(desk):
    page = desk(lang="ar")
    import_un_list(page, DATA)
    page.goto("/list?owner=UN")
    assert page.locator("[data-row]").count() > 0
    page.goto("/review/next")
    judge(page, 20)
    judged = page.url
    page.keyboard.press("u")
    page.wait_for_url(lambda url: url != judged)
    assert page.locator("#messages .message").count() == 1
