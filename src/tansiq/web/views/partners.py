"""Partners as pages show them: a card with its words in three languages, keys with their ends."""

from datetime import datetime
from typing import Any

from tansiq.federation import card_words
from tansiq.federation.cards import Card, read_card, words
from tansiq.federation.errors import CardError, CardProblem
from tansiq.storage.partners import KeptCard, KeptKey
from tansiq.trust.keyrings import Purpose
from tansiq.web.languages import N_, Words
from tansiq.web.views import values

PURPOSES = {
    Purpose.SIGNING: N_("signs what it sends"),
    Purpose.SEALING: N_("what is sent to it is sealed to this"),
    Purpose.JOURNAL: N_("signs its journal"),
}
PROBLEMS = {
    CardProblem.MALFORMED: N_("This is no card, or it was damaged on the way. Fetch it again."),
    CardProblem.VERSION: N_("The card is of a later version of this program. Nothing of it was taken."),
    CardProblem.ADDRESS: N_(
        "The address on the card is not like https://registry.example. Ask the partner for another."
    ),
    CardProblem.KEY: N_("A key on the card is missing or malformed. Ask the partner for another card."),
    CardProblem.UNKNOWN_KEY: N_("The card is signed by a key that is not on it. Do not trust it; call the partner."),
    CardProblem.SIGNATURE: N_("The card was changed after it was signed. Do not trust it; call the partner."),
}


def problem(page_words: Words, error: CardError) -> str:
    """What is wrong with a card, and what to do."""
    return page_words.gettext(PROBLEMS[error.problem])


def spoken(card: Card) -> list[tuple[str, str]]:
    """The words that people compare, by language."""
    return [(language, " · ".join(words(card, language))) for language in card_words.LISTS]


def card(page_words: Words, one: Card) -> dict[str, Any]:
    """One card."""
    return {
        "code": one.state,
        "name": values.state(page_words, one.state),
        "title": one.title,
        "address": one.address,
        "made_at": one.made_at,
        "spoken": spoken(one),
    }


def partner(page_words: Words, code: str, held: KeptCard | None, keys: list[KeptKey], now: datetime) -> dict[str, Any]:
    """One partner, with the words of its newest card."""
    said = None if held is None or not held.data else read_card(held.data)
    return {
        "code": code,
        "name": values.state(page_words, code),
        "href": f"/partners/{code}",
        "title": "" if said is None else said.title,
        "spoken": [] if said is None else spoken(said),
        "address": "" if held is None else held.address,
        "since": None if held is None else held.enrolled_at,
        "ended_at": None if held is None else held.ended_at,
        "in_use": sum(key.is_in_use(now) for key in keys),
        "keys": [_key(page_words, key, now) for key in keys],
    }


def _key(page_words: Words, key: KeptKey, now: datetime) -> dict[str, Any]:
    return {
        "fingerprint": key.fingerprint,
        "purpose": page_words.gettext(PURPOSES[key.purpose]),
        "active_from": key.active_from,
        "ends_at": key.ends_at,
        "revoked_at": key.revoked_at,
        "in_use": key.is_in_use(now),
    }
