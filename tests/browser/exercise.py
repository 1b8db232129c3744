"""The exercise, served by two real processes, and a real browser in front of it.

`exercise` is the two nodes with their sign-ins; `desk(lang=…, width=…)` is a page signed in at one of them.
"""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from tansiq.cli.exercises import prepare, read_sign_ins

SIZE = 240
"""Notices a state: small enough to be made in seconds, large enough for more than twenty proposals."""
CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


@dataclass
class Exercise:
    folder: Path
    ports: dict[str, int]
    sign_ins: dict[str, list[dict[str, str]]]

    def url(self, state="DZ"):
        return f"http://127.0.0.1:{self.ports[state]}"

    def sign_in(self, role, state="DZ"):
        return next(one for one in self.sign_ins[state] if one["role"] == role)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=60):
    for _ in range(seconds * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture(scope="session")
def exercise(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exercise")
    prepare(folder, size=SIZE, console=Console(quiet=True))
    ports, servers = {}, []
    for state in ("DZ", "TN"):
        ports[state] = free_port()
        settings = folder / state.lower() / "node.toml"
        settings.write_text(re.sub(r"port = \d+", f"port = {ports[state]}", settings.read_text()))
        command = [sys.executable, "-m", "tansiq", "serve", str(folder / state.lower())]
        servers.append(subprocess.Popen(command, start_new_session=True))
    for port in ports.values():
        wait_for(port)
    yield Exercise(folder=folder, ports=ports, sign_ins=read_sign_ins(folder))
    for server in servers:
        server.send_signal(signal.SIGTERM)
    for server in servers:
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.fail("Debian's chromium is not installed; `make test` installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@pytest.fixture
def desk(exercise, browser):
    """Opens a page, signed in; whatever the browser reports as an error fails the test."""
    contexts, complaints = [], []

    def open_desk(*, role="liaison_analyst", lang="ar", width=1366, theme="light", state="DZ", scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 768},
            locale=lang,
            color_scheme=theme,
            java_script_enabled=scripts,
            base_url=exercise.url(state),
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto("/sign-in")
        one = exercise.sign_in(role, state)
        page.fill("#account", one["account"])
        page.fill("#password", one["password"])
        page.click("main form button")
        page.wait_for_url("**/sign-in/step*")
        page.locator('input[name="purpose"]').first.check()  # the usual one of the role
        page.click("main form button")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        if page.locator("html").get_attribute("lang") != lang:
            page.locator(f'form.languages button[value="{lang}"]').click()
            page.wait_for_load_state()
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert [c for c in complaints if "422" not in c and "404" not in c] == []


def violations(page):
    """What axe-core finds against WCAG 2.2 A and AA on a page, as `rule: selector`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(r => JSON.stringify(r.violations))", tags)
    return [f"{v['id']}: {n['target']}" for v in json.loads(found) for n in v["nodes"]]
