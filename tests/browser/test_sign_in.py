"""Second factors and two persons, as people meet them: passkeys by Chromium's authenticator, codes by an app."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.browser.exercise import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [("ar", 360, "dark"), ("fr", 1366, "light"), ("en", 1366, "dark")]


def authenticator(page):
    """A security key that is touched and verifies its user at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def give_password(page, exercise, role):
    one = exercise.sign_in(role)
    page.goto("/sign-in")
    page.fill("#account", one["account"])
    page.fill("#password", one["password"])
    page.click("main form button")
    page.wait_for_url("**/sign-in/step*")


def begin_work(page):
    radio = page.locator('input[name="purpose"]').first
    radio.check()
    page.locator('form[action="/sign-in/purpose"] button').click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_out(page):
    page.locator("details.officer summary").click()
    page.locator('details.officer form[action="/sign-out"] button').click()
    page.wait_for_url("**/sign-in*")


def test_a_passkey_is_enrolled_and_then_asked_for(exercise, browser):
    context = browser.new_context(base_url=f"http://localhost:{exercise.ports['DZ']}", locale="en")
    page = context.new_page()
    authenticator(page)
    give_password(page, exercise, "border_planner")
    begin_work(page)
    page.goto("/me")
    page.locator('form[data-passkey="create"] button').click()
    page.wait_for_url("**/me?done=factor")
    assert page.locator('form[action$="/remove"]').count() == 1
    sign_out(page)
    give_password(page, exercise, "border_planner")
    assert page.locator('input[name="purpose"]').count() == 0
    page.locator('form[data-passkey="get"] button').click()
    page.locator('input[name="purpose"]').wait_for()
    begin_work(page)
    page.goto("/me")
    assert page.locator('form[action="/sign-out"]').count() >= 1
    page.locator('form[action$="/remove"] button').click()  # so that other tests sign in as they do
    page.wait_for_url("**/me?done=factor-removed")
    context.close()


def test_a_passkey_is_offered_only_where_it_works(exercise, browser):
    context = browser.new_context(base_url=exercise.url(), locale="en")
    page = context.new_page()
    give_password(page, exercise, "border_planner")
    begin_work(page)
    page.goto("/me")
    assert not page.locator('form[data-passkey="create"]').is_visible()
    context.close()


def test_codes_are_enrolled_by_keyboard_and_asked_for_in_arabic(exercise, browser):
    context = browser.new_context(base_url=exercise.url("TN"), locale="ar")
    page = context.new_page()
    one = exercise.sign_in("committee_secretary", "TN")

    def password():
        page.goto("/sign-in")
        page.fill("#account", one["account"])
        page.fill("#password", one["password"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in/step*")

    password()
    begin_work(page)
    page.goto("/me")
    page.locator("#factors details summary").press("Enter")
    shown = page.locator("#factors details span.id").inner_text()
    totp = pyotp.TOTP(re.sub(r"\s", "", shown))
    page.fill("#code", totp.now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/me?done=factor")
    sign_out(page)
    password()
    assert page.evaluate("document.activeElement.id") == "code"
    following = datetime.now(UTC) + timedelta(seconds=30)  # noqa: TID251 - the node has the clock of this machine
    page.keyboard.type(totp.at(following))  # the code of now was used
    page.keyboard.press("Enter")
    page.locator('input[name="purpose"]').wait_for()
    begin_work(page)
    context.close()


def test_two_persons_make_an_account(desk):
    administrator = desk(role="administrator", lang="en")
    administrator.goto("/accounts/new")
    administrator.fill("#account", "z.post")
    administrator.fill("#name", "Z. Post")
    administrator.select_option("#role", "post_officer")
    administrator.select_option("#clearance", "confidential")
    for training in ("classified", "screening"):
        administrator.check(f"#trainings-{training}")
    administrator.fill("#reason", "Begins on Monday.")
    administrator.click('main form button:has-text("Propose it")')
    administrator.wait_for_url("**/approvals/*")
    assert administrator.locator('button[value="approve"]').count() == 0
    registrar = desk(role="registry_officer", lang="en")
    registrar.goto("/approvals")
    registrar.locator("#waiting [data-row]").first.click()
    registrar.wait_for_url("**/approvals/*")
    assert violations(registrar) == []
    registrar.click('button[value="approve"]')
    registrar.locator("#first").wait_for()
    assert re.fullmatch(r"(?:[0-9a-f]{6}-?){4}", registrar.locator("#first .id").inner_text())
    administrator.goto("/accounts/z.post")
    assert "post officer" in administrator.locator("#given").inner_text()


@pytest.mark.parametrize(("lang", "width", "theme"), LOOKS)
def test_pages_of_accounts_pass_the_accessibility_check_and_fit_the_screen(desk, lang, width, theme):
    found = []
    pages = {
        "administrator": ["/me", "/prove", "/accounts", "/accounts/new", "/accounts/case.officer", "/approvals"],
        "watch_officer": ["/approvals", "/break-glass"],
    }
    for role, paths in pages.items():
        page = desk(role=role, lang=lang, width=width, theme=theme)
        for path in paths:
            page.goto(path)
            found += [f"{path} {what}" for what in violations(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{path} is {wide} px wide"] if wide > width else []
            assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    assert found == []
