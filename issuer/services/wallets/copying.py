"""The copy of a badge that belongs to one key: what a wallet receives instead of the first badge.

The first badge was signed when it was awarded and names nobody's key. The copy says the same of the
same person, stands at the same place of the same status list (cancelling one cancels both), and
names the proved DID of its holder (VCI-07). Nothing of it is kept here.
"""

from dataclasses import replace

from badges.documents import JsonObject, parse
from issuer.errors import Conflict
from issuer.model import Award
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.securing import SecuredTwice, secure_credential


def require_copyable(office: Office, award: Award) -> None:
    """Return when a badge may go into a wallet; a hidden one may: it is its holder's.

    Raises:
        Conflict: it was erased, cancelled or suspended, or its time is over.
    """
    if award.forgotten is not None or award.choice == "refused":
        raise Conflict("wallet.badge.forgotten")
    if award.state != "active":
        raise Conflict(f"wallet.badge.{award.state}")
    if award.valid_until is not None and award.valid_until <= office.clock.now():
        raise Conflict("wallet.badge.over")


def bound_copy(office: Office, work: UnitOfWork, award: Award, holder_did: str) -> SecuredTwice:
    """The badge once more in both forms, its subject being `holder_did`, signed now.

    It is signed as the issuer that the badge named from the start, whatever our origin is today.

    Raises:
        Conflict: the badge goes into no wallet (`require_copyable`).
        KeyUnavailable: the place's private key cannot be opened.
    """
    require_copyable(office, award)
    place = find_place(work, award.place)
    identity = identity_of(office.settings, place, work.keys.of(place.slug))
    identity = replace(identity, issuer=award.issuer)
    document = _bound(parse(award.json), holder_did, f"{award.url}#{office.identifiers.uuid()}")
    return secure_credential(office.keys, identity, document, office.clock.now())


def _bound(signed: JsonObject, holder_did: str, credential_id: str) -> JsonObject:
    """What was signed, without its proof, with an id of its own: its address is the first badge."""
    document = {name: part for name, part in signed.items() if name != "proof"}
    document["id"] = credential_id
    document["credentialSubject"] = {**document["credentialSubject"], "id": holder_did}
    return document
