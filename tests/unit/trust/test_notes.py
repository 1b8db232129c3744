"""The example of the specification (C2SP signed-note), and notes of our own."""

import base64

import pytest
from tlog_scales.signing import Vkey

from tansiq.trust.errors import NoteError
from tansiq.trust.keys import SigningKey
from tansiq.trust.notes import Signer, Verifier, open_note, parse_note, sign

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SAID = "This is an example message.\n"
DATA = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
NOTE = f"{SAID}\n— example.com/foo {DATA}\n"
SIGNER = Signer("tansiq/XA", SigningKey(bytes(range(32))))
OTHER = Signer("tansiq/XA", SigningKey(bytes(32)))


def test_the_example_of_the_specification_verifies():
    assert open_note(NOTE, Verifier.from_text(FOO)) == SAID


def test_a_key_line_comes_back_as_it_was():
    assert Verifier.from_text(FOO).to_text() == FOO


def test_an_independent_library_reads_our_key_line():
    theirs = Vkey.from_string(SIGNER.verifier.to_text())
    assert (theirs.name, theirs.pubkey) == ("tansiq/XA", SIGNER.key.public.raw)


def test_what_was_signed_is_opened():
    assert open_note(sign("one\n\ntwo\n", SIGNER), SIGNER.verifier) == "one\n\ntwo\n"


def test_signatures_of_unknown_keys_are_passed_over():
    note = sign("text\n", SIGNER) + sign("text\n", OTHER).rpartition("\n\n")[2]
    assert open_note(note, SIGNER.verifier) == open_note(note, OTHER.verifier) == "text\n"
    assert len(parse_note(note)[1]) == 2


def test_of_two_signatures_of_one_key_both_must_fit():
    line = f"— tansiq/XA {base64.b64encode(SIGNER.verifier.key_id + bytes(64)).decode()}\n"
    with pytest.raises(NoteError):
        open_note(sign("text\n", SIGNER) + line, SIGNER.verifier)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        NOTE.replace("example message", "exemple message"),
        NOTE.replace("example.com/foo ", "example.com/bar "),
        NOTE.replace("Uw2QOkn", "Uw2QOkm"),
        NOTE.replace("— ", "- "),
        NOTE.removesuffix("\n"),
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace(" is ", "\tis "),
        NOTE.replace(DATA, "Uw2QOg=="),
        NOTE.replace(DATA, "*"),
        NOTE.replace("\n— ", "\n—  "),
        "x" * 2**16 + NOTE,
        SAID + "\n" + NOTE.rpartition("\n\n")[2] * 101,
    ],
    ids=lambda note: note[-40:].strip() or "empty",
)
def test_what_is_not_this_note_is_refused(note):
    with pytest.raises(NoteError):
        open_note(note, Verifier.from_text(FOO))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "example.com/foo",
        FOO.replace("530d", "530e"),
        FOO[:-4],
        FOO.replace("example.com", "example com"),
        "+".join("abc"),
    ],
)
def test_no_other_line_is_a_key(line):
    with pytest.raises(NoteError):
        Verifier.from_text(line)


@pytest.mark.parametrize(("text", "name"), [("no newline", "a"), ("text\n", "a b"), ("text\n", "a+b"), ("text\n", "")])
def test_what_cannot_be_a_note_is_not_signed(text, name):
    with pytest.raises(NoteError):
        sign(text, Signer(name, SIGNER.key))
