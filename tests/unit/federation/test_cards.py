"""A card says whose keys these are; it is taken only if it is signed by a key that counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import NOW

from tansiq.federation import cards
from tansiq.federation.cards import Card, CardKey, parse_card, write_card
from tansiq.federation.errors import CardError, CardProblem
from tansiq.trust.keyrings import Purpose
from tansiq.trust.keys import SigningKey
from tansiq.trust.sealing import SealingKey

SIGNING, JOURNAL, OTHER = (SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
SEALING = SealingKey(bytes([4]) * 32)


def make_card(**changes):
    keys = (
        CardKey(purpose=Purpose.SIGNING, public_key=SIGNING.public.raw, active_from=NOW),
        CardKey(purpose=Purpose.SEALING, public_key=SEALING.public.raw, active_from=NOW),
        CardKey(purpose=Purpose.JOURNAL, public_key=JOURNAL.public.raw, active_from=NOW),
    )
    given = {"state": "DZ", "title": "A node", "address": "https://node.example", "made_at": NOW, "keys": keys}
    return Card(**given | changes)


def refused(data, **options):
    with pytest.raises(CardError) as caught:
        parse_card(data, **options)
    return caught.value.problem


def test_a_card_is_read_as_it_was_written():
    read = parse_card(write_card(make_card(), SIGNING))
    assert read.card == make_card()
    assert read.signed_by == SIGNING.public.fingerprint


def test_a_line_end_after_a_card_is_no_fault():
    data = write_card(make_card(), SIGNING)
    assert parse_card(data + b"\n").data == data


def test_a_card_signed_by_a_key_that_is_not_on_it_is_refused():
    assert refused(write_card(make_card(), OTHER)) is CardProblem.UNKNOWN_KEY


def test_a_card_of_a_known_partner_is_signed_by_a_key_that_was_known():
    known = {OTHER.public.fingerprint: OTHER.public}
    assert parse_card(write_card(make_card(), OTHER), known).card == make_card()
    assert refused(write_card(make_card(), SIGNING), known=known) is CardProblem.UNKNOWN_KEY


def test_a_changed_card_is_refused():
    data = write_card(make_card(), SIGNING).replace(b"node.example", b"evil.example")
    assert refused(data) is CardProblem.SIGNATURE


@pytest.mark.parametrize("data", [b"", b"{}", b"nonsense", b"[1]", bytes(range(156, 256)), b"x" * 300_000])
def test_what_is_no_card_is_refused(data):
    assert refused(data) is CardProblem.MALFORMED


def test_a_later_format_is_named():
    data = write_card(make_card(), SIGNING).replace(b"tansiq-card/1", b"tansiq-card/2")
    assert refused(data) is CardProblem.VERSION


@pytest.mark.parametrize("address", ["ftp://x", "http://node.example", "https://node.example/path", "https://"])
def test_an_address_is_https_or_this_machine(address):
    with pytest.raises(CardError):
        make_card(address=address)


def test_a_node_may_have_no_address():
    assert make_card(address="").address == ""


def test_a_card_without_one_kind_of_keys_is_refused():
    with pytest.raises(CardError):
        make_card(keys=make_card().keys[:2])


def test_the_fingerprint_is_twelve_words_in_three_languages():
    assert all(len(cards.words(make_card(), language)) == 12 for language in ("ar", "fr", "en"))


def test_the_fingerprint_stays_when_title_address_and_days_change():
    moved = make_card(title="Another", address="", made_at=NOW + timedelta(days=1))
    assert cards.fingerprint(moved) == cards.fingerprint(make_card())
    assert cards.fingerprint(make_card(keys=make_card().keys[::-1])) == cards.fingerprint(make_card())


def test_the_fingerprint_changes_with_state_or_keys():
    other = replace(make_card().keys[0], public_key=OTHER.public.raw)
    assert cards.fingerprint(make_card(state="TN")) != cards.fingerprint(make_card())
    assert cards.fingerprint(make_card(keys=(other, *make_card().keys[1:]))) != cards.fingerprint(make_card())


def test_members_that_nobody_here_knows_survive():
    from tansiq.trust import canonical

    said = canonical.encode(canonical.decode(canonical.encode(make_card()), dict) | {"later": 1})
    data = canonical.encode(
        {"card": canonical.decode(said, dict), "format": "tansiq-card/1", "key": SIGNING.public.fingerprint}
        | {"signature": SIGNING.sign("tansiq-card/1", said)}
    )
    assert parse_card(data).data == data
