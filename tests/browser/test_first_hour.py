"""A newcomer's first hour with the invented list of the exercise."""

import pytest

from tests.browser.first_hour import import_un_list, judge

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_analyst_imports_judges_twenty_by_keyboard_undoes_one_and_finds_another_spelling(desk, exercise):
    page = desk(lang="ar")
    import_un_list(page, exercise.folder / "exercise-un-next.xml")
    page.goto("/review/next")
    judge(page, 20)
    judged = page.url
    page.keyboard.press("u")
    page.wait_for_url(lambda url: url != judged)
    assert page.locator("#messages .message").count() == 1
    page.goto("/review/judgements")
    assert page.locator("main").inner_text().count("سبب رقم") >= 19 or page.locator("[data-row]").count() >= 20


def test_a_person_is_found_by_another_spelling_as_one_types(desk):
    page = desk(lang="ar")
    page.goto("/list")
    box = page.locator('main input[name="q"]')
    box.press_sequentially("ouahati", delay=20)
    page.wait_for_url("**/list?*q=ouahati*")
    latin = page.locator("[data-row]").count()
    box.fill("")
    box.press_sequentially("الواحاتي", delay=20)
    page.wait_for_url("**/list?*q=%D8*")
    assert latin > 0
    assert page.locator("[data-row]").count() > 0
