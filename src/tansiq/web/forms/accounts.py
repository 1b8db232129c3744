"""What an administrator types about an account, and an officer about what is to be opened to them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tansiq.domain.access import Role, Training
from tansiq.domain.account import Grant, account_name
from tansiq.domain.errors import InvalidError, Problem
from tansiq.domain.label import Level
from tansiq.services.glasses import GlassRequest
from tansiq.web.forms.fields import Given, Reading

MOST_ENTRIES = 50


def read_grant(given: Given, *, state: str, held: Grant | None = None) -> tuple[Grant, str]:
    """What an account is to be given, and the reason.

    Args:
        given: the form.
        state: the state of the administrator: they make no account of another one.
        held: what an account that is there was given; `None` reads the name of a new one.

    Raises:
        FormError: with every mistake.
    """
    reading = Reading(given, _no_country)
    name = held.id if held is not None else _new_name(reading)
    parts: dict[str, Any] = {
        "id": name,
        "name": reading.line("name", required=True) or "x",
        "role": reading.required_choice("role", Role),
        "state": state,
        "service": reading.line("service", required=True) or "x",
        "clearance": reading.required_choice("clearance", Level),
        "compartments": _entries(reading, "compartments"),
        "trainings": reading.choices("trainings", Training),
        "cases": _cases(reading, () if held is None else held.cases),
        "mandate_until": reading.day("mandate_until"),
    }
    reason = reading.paragraph("reason", required=True)
    grant = None if reading.errors else reading.attempt(lambda: Grant(**parts))
    reading.finish()
    assert grant is not None
    return grant, reason


def read_clearance(given: Given) -> tuple[Level, str]:
    """The level to which a clearance is lowered, and the reason.

    Raises:
        FormError: with every mistake.
    """
    reading = Reading(given, _no_country)
    level, reason = reading.required_choice("clearance", Level), reading.paragraph("why", required=True)
    reading.finish()
    return level, reason


def _new_name(reading: Reading) -> str:
    return reading.attempt(lambda: account_name("account", reading.given.one("account")), "account") or "x"


def _entries(reading: Reading, name: str) -> tuple[str, ...]:
    found = sorted({line.strip() for line in reading.paragraph(name).split("\n") if line.strip()})
    if len(found) > MOST_ENTRIES:
        reading.wrong(name, Problem.TOO_MANY, str(MOST_ENTRIES))
    return tuple(found[:MOST_ENTRIES])


def _cases(reading: Reading, held: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """The cases as typed; identifiers that are there are not shown to administrators, so blank leaves them."""
    typed = _entries(reading, "cases")
    if typed in ((), ("-",)):
        return held if not typed else ()
    try:
        return tuple(sorted(UUID(entry) for entry in typed))
    except ValueError:
        reading.wrong("cases", Problem.MALFORMED)
        return ()


def read_request(given: Given, account: str) -> tuple[GlassRequest, str]:
    """What is to be opened, and the reason.

    Raises:
        FormError: with every mistake.
    """
    reading = Reading(given, _no_country)
    typed = given.one("record").strip()
    record = reading.attempt(_identifier(typed), "record") if typed else None
    compartment = reading.line("compartment") or None
    minutes = reading.number("minutes") or 0
    reason = reading.paragraph("reason", required=True)
    request = None
    if not reading.errors:
        request = reading.attempt(
            lambda: GlassRequest(account=account, record=record, compartment=compartment, minutes=minutes)
        )
    reading.finish()
    assert request is not None
    return request, reason


def _identifier(typed: str) -> Callable[[], UUID]:
    def read() -> UUID:
        try:
            return UUID(typed)
        except ValueError as error:
            raise InvalidError("record", Problem.MALFORMED) from error

    return read


def _no_country(_: str) -> str | None:
    return None
