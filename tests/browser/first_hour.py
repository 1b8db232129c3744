"""What a newcomer does in the first hour, as a browser does it; used with an invented and with the real list."""

import re

from playwright.sync_api import TimeoutError  # noqa: A004 - the browser's own


def import_un_list(page, path):
    """Brings a UN list, looks at the difference and applies it; returns when the page says that it is applied."""
    page.goto("/imports")
    page.select_option('select[name="format"]', "un-xml")
    page.set_input_files('input[type="file"]', str(path))
    page.locator('main form:has(input[type="file"]) button').first.click()
    page.wait_for_load_state()
    apply = page.locator('form[action$="/apply"]')
    if apply.locator('input[type="checkbox"]').count():
        apply.locator('input[type="checkbox"]').first.check()
    apply.locator("button").first.click()
    page.wait_for_url(re.compile(r"/(sources/|imports\?)"), timeout=90_000)


def judge(page, count):
    """Judges so many pairs by keyboard alone: a reason, then a key; the three judgements in turn."""
    for number in range(count):
        before = page.url
        page.keyboard.press("1")  # without a reason the focus goes to it
        page.keyboard.type(f"سبب رقم {number}: الاسم والميلاد")
        page.keyboard.press("Tab")
        page.keyboard.press(str(1 + number % 3))
        try:
            page.wait_for_url(lambda url, before=before: url.split("?")[0] != before.split("?")[0])
        except TimeoutError as error:
            raise AssertionError(f"pair {number} stays: {page.locator('main').inner_text()[:800]}") from error
