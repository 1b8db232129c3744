import base64
from datetime import UTC, datetime

import pytest
from tlog_scales import tlog
from tlog_scales.signing import NoteSignature, Vkey

from tansiq.trust import notes
from tansiq.trust.checkpoints import Checkpoint, cosign, cosigner, open_checkpoint, sign, verify_cosignature
from tansiq.trust.errors import NoteError
from tansiq.trust.keys import SigningKey
from tansiq.trust.merkle import EMPTY_ROOT
from tansiq.trust.notes import Signer, Verifier

LOG = Signer("tansiq/XA", SigningKey(bytes(range(32))))
PARTNER = Signer("tansiq/XB", SigningKey(bytes(32)))
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HELD = Checkpoint("tansiq/XA", 300, bytes(range(32)), ("an extension",))
ROOT = base64.b64encode(EMPTY_ROOT).decode()


def test_a_checkpoint_comes_back_as_it_was_signed():
    assert open_checkpoint(sign(HELD, LOG), LOG.verifier) == HELD


def test_an_independent_library_verifies_our_checkpoint():
    plain = Checkpoint("tansiq/XA", 300, bytes(range(32)))
    theirs = tlog.Checkpoint.from_text(sign(plain, LOG))
    theirs.verify(Vkey.from_string(LOG.verifier.to_text()))
    assert (theirs.origin, theirs.size, theirs.root_hash) == (plain.origin, plain.size, plain.root)


def test_the_signature_of_another_key_is_none():
    with pytest.raises(NoteError):
        open_checkpoint(sign(HELD, PARTNER), LOG.verifier)


def test_a_key_signs_for_the_log_of_its_name_only():
    with pytest.raises(NoteError):
        open_checkpoint(sign(Checkpoint("tansiq/XC", 1, EMPTY_ROOT), LOG), LOG.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n1\n",
        f"\n1\n{ROOT}\n",
        f"a\n01\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n1\n{ROOT}",
        f"a\n1\n{ROOT[:-4]}\n",
        f"a\n1\n{ROOT}\n\nb\n",
        "a\n1\n*\n",
        f"a\n{10**19}\n{ROOT}\n",
    ],
)
def test_no_other_text_is_a_checkpoint(text):
    with pytest.raises(NoteError):
        Checkpoint.from_text(text)


def cosigned(*signatures):
    return sign(HELD, LOG) + "".join(signature.to_line() for signature in signatures)


def test_a_cosignature_says_when_the_tree_was_seen():
    known = cosigner(PARTNER.name, PARTNER.key.public)
    note = cosigned(cosign(sign(HELD, LOG), PARTNER, at=AT))
    assert verify_cosignature(note, known) == AT
    assert open_checkpoint(note, LOG.verifier) == HELD


def test_an_independent_library_verifies_our_cosignature():
    plain = Checkpoint("tansiq/XA", 300, bytes(range(32)))
    line = cosign(sign(plain, LOG), PARTNER, at=AT).to_line()
    theirs = Vkey.from_string(cosigner(PARTNER.name, PARTNER.key.public).to_text())
    read = tlog.Checkpoint.from_text(sign(plain, LOG) + line)
    theirs.get_verifier().verify_note(NoteSignature.from_line(line.strip()), read)


def test_a_cosignature_is_of_one_key_one_time_and_one_tree():
    known = cosigner(PARTNER.name, PARTNER.key.public)
    right = cosign(sign(HELD, LOG), PARTNER, at=AT)
    later = notes.Signature(right.name, right.key_id, bytes(7) + b"\1" + right.data[8:])
    other = cosign(sign(Checkpoint("tansiq/XA", 301, EMPTY_ROOT), LOG), PARTNER, at=AT)
    short = notes.Signature(right.name, right.key_id, right.data[:-1])
    for wrong in (cosigned(), cosigned(later), cosigned(other), cosigned(short), cosigned(right, right)):
        with pytest.raises(NoteError):
            verify_cosignature(wrong, known)
    with pytest.raises(NoteError):
        verify_cosignature(cosigned(right), Verifier(PARTNER.name, PARTNER.key.public))


def test_only_a_checkpoint_is_cosigned():
    with pytest.raises(NoteError):
        cosign(notes.sign("a letter\n", LOG), PARTNER, at=AT)
