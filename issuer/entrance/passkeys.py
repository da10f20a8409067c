"""Passkeys: the two conversations of WebAuthn level 3, held by a well-kept library.

Attestation is not asked for: which make of telephone somebody has is none of our business. The
authenticator must check that it is its owner (code, finger, face), so that a passkey alone lets in.
"""

import json
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from badges.documents import JsonObject
from issuer.errors import NotAllowed
from issuer.model import Passkey, Person
from issuer.ports import NewPasskey

RELYING_PARTY = "Badges tiers-lieux"

_ID_LIMIT = 1_400
"""Characters of the id of a passkey: 1,023 bytes in base64url (WebAuthn level 3, 5.8.3)."""


class WebAuthnCeremonies:
    """`ports.PasskeyCeremonies` for the host of `base_url`, which must be https or localhost."""

    def __init__(self, base_url: str) -> None:
        self._origin = base_url
        self._host = urlsplit(base_url).hostname or ""

    def creation_options(
        self, person: Person, challenge: bytes, known: tuple[Passkey, ...]
    ) -> JsonObject:
        """What the browser is asked in order to make a passkey (WebAuthn level 3, 5.4)."""
        options = generate_registration_options(
            rp_id=self._host,
            rp_name=RELYING_PARTY,
            user_id=person.id.encode(),
            user_name=person.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(known),
        )
        return _plain(options_to_json(options))

    def created(self, answer: JsonObject, challenge: bytes) -> NewPasskey:
        """The passkey that the browser made.

        Raises:
            NotAllowed: the answer is not what was asked (`passkey.refused`).
        """
        try:
            verified = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise NotAllowed("passkey.refused") from error
        name = bytes_to_base64url(verified.credential_id)
        if len(name) > _ID_LIMIT:
            raise NotAllowed("passkey.refused")
        return NewPasskey(name, verified.credential_public_key, verified.sign_count)

    def request_options(self, challenge: bytes, known: tuple[Passkey, ...]) -> JsonObject:
        """What the browser is asked in order to use a passkey (WebAuthn level 3, 5.5)."""
        options = generate_authentication_options(
            rp_id=self._host,
            challenge=challenge,
            allow_credentials=_descriptors(known),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return _plain(options_to_json(options))

    def used(self, answer: JsonObject, challenge: bytes, passkey: Passkey) -> int:
        """The new count of the passkey that answered.

        Raises:
            NotAllowed: the answer is not what was asked (`passkey.refused`).
        """
        try:
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise NotAllowed("passkey.refused") from error
        return verified.new_sign_count


def _descriptors(known: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(item.id)) for item in known]


def _plain(text: str) -> JsonObject:
    options: JsonObject = json.loads(text)
    return options
