"""Passkeys (WebAuthn level 3): a second factor that cannot be phished, because it signs for one address only.

A challenge is 32 random bytes that the node remembers and takes once. The authenticator must have verified its user
(PIN, finger); attestation is not asked for, since which make of key an officer carries proves nothing here.

    site = Site(name="Registry", address="https://registry.example")
    site.enrolment(account="k.registry", shown="K.", challenge=challenge, known=[])   # to the browser, as JSON
    site.enrolled(answer, challenge=challenge)                                        # from the browser
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tansiq.trust.errors import PasskeyError

CHALLENGE_BYTES = 32
LONGEST_ANSWER = 20_000
"""Longest answer of a browser, in characters; without attestation it has about 1,000."""
WAIT_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new passkey: its identifier, its public key (COSE), and how often it was used."""

    id: bytes
    public_key: bytes
    uses: int


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are bound to.

    Args:
        name: what the authenticator shows.
        address: scheme, host and port under which browsers reach the node.
    """

    name: str
    address: str

    @property
    def host(self) -> str:
        """The name that passkeys sign for."""
        return urlsplit(self.address).hostname or ""

    def enrolment(self, *, account: str, shown: str, challenge: bytes, known: Sequence[bytes]) -> str:
        """What the browser needs to make a passkey, as JSON; it makes none where it has one of `known`."""
        return webauthn.options_to_json(
            webauthn.generate_registration_options(
                rp_id=self.host,
                rp_name=self.name,
                user_id=account.encode(),
                user_name=account,
                user_display_name=shown,
                challenge=challenge,
                timeout=WAIT_MILLISECONDS,
                attestation=AttestationConveyancePreference.NONE,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.DISCOURAGED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
            )
        )

    def enrolled(self, answer: str, *, challenge: bytes) -> Enrolled:
        """The passkey that a browser made.

        Raises:
            PasskeyError: if the answer is not one to this challenge at this address, or without a verified user.
        """
        try:
            found = webauthn.verify_registration_response(
                credential=_bounded(answer),
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.address,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error
        return Enrolled(found.credential_id, found.credential_public_key, found.sign_count)

    def question(self, *, challenge: bytes, known: Sequence[bytes]) -> str:
        """What the browser needs to have the challenge signed by one of these passkeys, as JSON."""
        return webauthn.options_to_json(
            webauthn.generate_authentication_options(
                rp_id=self.host,
                challenge=challenge,
                timeout=WAIT_MILLISECONDS,
                allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        )

    def named(self, answer: str) -> bytes:
        """The identifier of the passkey with which a browser answered; nothing is verified yet.

        Raises:
            PasskeyError: if it is no answer.
        """
        try:
            return webauthn.helpers.parse_authentication_credential_json(_bounded(answer)).raw_id
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error

    def verify(self, answer: str, *, challenge: bytes, public_key: bytes, uses: int) -> int:
        """How often the passkey was used, once it signed this challenge at this address for a verified user.

        Raises:
            PasskeyError: if it did not, or if its count says that it was copied.
        """
        try:
            found = webauthn.verify_authentication_response(
                credential=_bounded(answer),
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.address,
                credential_public_key=public_key,
                credential_current_sign_count=uses,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error
        return found.new_sign_count


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyError
    return answer
