"""Signing what machine clients compose, and changing the status of what was signed (VC-API).

A client brings a whole credential of any kind; the place signs it as itself. Nothing of the
credential is kept but where it stands in a status list, when it has a status at all.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from badges import jsonld
from badges.documents import JsonObject, parse
from badges.errors import BadgeError, DocumentError, JsonLdError, MalformedProof
from badges.keys import P256
from badges.model.credential import StatusListEntry
from badges.model.data_model import VC_1, departures
from badges.proofs.adding import Addition, writable_suite
from badges.proofs.data_integrity import embedded_proofs, without_proof
from issuer.errors import AlreadyRevoked, InvalidRequest, NotFound
from issuer.model import CredentialStatus, StatusPosition, StatusPurpose
from issuer.ports import Office, UnitOfWork
from issuer.services import keyring, status_lists
from issuer.services.finding import find_place
from issuer.services.identities import Identity, identity_of
from issuer.services.journal import note
from issuer.services.related_digests import require_right_digests
from issuer.services.securing import secure_on_request
from issuer.services.vc_requests import (
    IssueRequest,
    StatusRequest,
    read_issue,
    read_status,
    require_short_id,
)
from issuer.services.vc_shape import complete, with_issuer, with_status

ACTOR = "vc-api"

T = TypeVar("T")

_SHOWN = 200
_DID_KEY = "did:key:"


def issue(office: Office, place: str, body: JsonObject, *, actor: str = ACTOR) -> JsonObject:
    """The credential of a request of `POST /credentials/issue`, signed by the place.

    Raises:
        InvalidRequest: the request, or the credential in it, is not what the standard allows.
        NotFound: no such place.
        KeyUnavailable: the place's private key cannot be opened.
    """
    request = read_issue(body)
    require_short_id(request.credential)
    _require_conforming(request.credential)
    require_right_digests(office, request.credential)
    with office.store.write() as work:
        identity = _identity(office, work, place, request)
        document = _complete(office, work, identity, request)
        addition = Addition(
            suite=request.options.suite,
            created=office.clock.now(),
            identifier=f"urn:uuid:{office.identifiers.uuid()}",
            previous=request.options.previous,
        )
        secured = _refusing(lambda: secure_on_request(office.keys, identity, document, addition))
        note(office, work, actor, "credential.issue", place=place, subject=_subject(document))
        return parse(secured.body)


@dataclass(frozen=True)
class Changed:
    """The status that a credential now has, and where it stands."""

    entry: StatusListEntry
    value: bool


def set_status(office: Office, place: str, body: JsonObject, *, actor: str = ACTOR) -> Changed:
    """Set or clear the status that a request of `POST /credentials/status` names.

    Raises:
        InvalidRequest: the request is not well formed.
        NotFound: this place gave no such credential such a status.
        AlreadyRevoked: cancelling is for good (STAT-17).
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    request = read_status(body)
    with office.store.write() as work:
        owner = find_place(work, place)
        work.status_lists.lock(place)
        identity = identity_of(office.settings, owner, work.keys.of(place))
        positions = _positions(work, place, request)
        for position in positions:
            if _change(office, work, identity, position, value=request.value):
                subject = _short(request.credential_id)
                action = f"credential.{'set' if request.value else 'clear'}"
                note(office, work, actor, action, place=place, subject=subject)
        known = status_lists.find_list(work, positions[-1].list_id)
        entry = StatusListEntry(known.url, positions[-1].index, request.purpose)
        return Changed(entry, request.value)


def _positions(work: UnitOfWork, place: str, request: StatusRequest) -> tuple[StatusPosition, ...]:
    given = work.credential_statuses.of(place, digest_of(request.credential_id))
    found = tuple(
        position
        for position in given
        if status_lists.find_list(work, position.list_id).purpose == request.purpose
    )
    if not found:
        raise NotFound(
            "vc_api.status_unknown",
            id=request.credential_id[:_SHOWN],
            purpose=request.purpose,
        )
    return found


def _change(
    office: Office, work: UnitOfWork, identity: Identity, position: StatusPosition, *, value: bool
) -> bool:
    """Write the bit when it is not so already; the answer says whether anything changed."""
    is_set = position.index in work.status_lists.marked(position.list_id)
    if is_set == value:
        return False
    if not value and status_lists.find_list(work, position.list_id).purpose == "revocation":
        raise AlreadyRevoked("vc_api.revoked_for_good")
    status_lists.set_bit(office, work, identity, position, value=value)
    return True


def digest_of(credential_id: str) -> str:
    """What is kept of a credential's id."""
    return hashlib.sha256(credential_id.encode("utf-8", "surrogatepass")).hexdigest()


def _require_conforming(credential: JsonObject) -> None:
    """Refuse what the data model forbids, before anything is written (interfaces.md, VC-API)."""
    # Whoever leaves the issuer out wants ours: any address stands for it until we know which.
    judged = credential if "issuer" in credential else {**credential, "issuer": "urn:x:place"}
    if _is_older(credential):
        judged = {"issuanceDate": "2000-01-01T00:00:00Z", **judged}
    found = departures(judged)
    if found:
        others = ", ".join(f"{item.code} {item.path}" for item in found[1:])
        raise InvalidRequest(found[0].code, field="credential", path=found[0].path, others=others)
    _refusing(lambda: _require_linked(without_proof(credential)))


def _require_linked(document: JsonObject) -> None:
    jsonld.require_portable(document)
    jsonld.require_nothing_lost(document)


def _refusing(work: Callable[[], T]) -> T:
    """The result of `work`; what a client's document cannot bear is the request's fault."""
    try:
        return work()
    except (JsonLdError, MalformedProof, DocumentError) as error:
        raise _refusal(error) from error


def _refusal(error: BadgeError) -> InvalidRequest:
    return InvalidRequest(error.code, **{"field": "credential", **error.params})


def _identity(office: Office, work: UnitOfWork, place: str, request: IssueRequest) -> Identity:
    """Who signs: the place, or its P-256 key where the key is the identity and the suite needs it.

    A credential that has proofs already keeps its issuer, which must be the place: another one
    would break them.
    """
    usual = keyring.prepare_identity(office, work, find_place(work, place), actor=ACTOR)
    identity = _with_key(office, work, usual, writable_suite(request.options.suite).algorithm)
    if not _refusing(lambda: embedded_proofs(request.credential)):
        return identity
    named = request.credential.get("issuer")
    issuer = named.get("id") if isinstance(named, dict) else named
    own = {usual.issuer, identity.issuer, *(_DID_KEY + key.public for key in identity.keys)}
    if issuer not in own:
        raise InvalidRequest("vc_api.issuer_signed", field="credential.issuer", issuer=usual.issuer)
    return identity


def _with_key(office: Office, work: UnitOfWork, usual: Identity, algorithm: str) -> Identity:
    """The identity with a key of that algorithm; a did:key has one key, so another is another."""
    if not usual.is_did_key or algorithm != P256:
        return usual
    place = usual.place
    active = [key for key in usual.keys if key.algorithm == P256 and key.state == "active"]
    key = active[-1] if active else keyring.make(office, work, place, P256, actor=ACTOR)
    return replace(usual, issuer=_DID_KEY + key.public, keys=work.keys.of(place.slug))


def _complete(
    office: Office, work: UnitOfWork, identity: Identity, request: IssueRequest
) -> JsonObject:
    """The credential as it will be signed."""
    document = complete(request.credential, office.clock.now())
    if not request.credential.get("proof"):
        document = with_issuer(document, identity.issuer)
    purpose = request.options.status
    if purpose is None:
        return document
    if "proof" in document:
        raise InvalidRequest("vc_api.status_signed", field="options.status")
    if "id" not in document:
        name = {"@context": document["@context"], "id": f"urn:uuid:{office.identifiers.uuid()}"}
        document = {**name, **document}
    entry = _entry(office, work, identity, purpose, str(document["id"]))
    return with_status(document, entry.to_document())


def _entry(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose, credential: str
) -> StatusListEntry:
    """Where the credential stands: signing one of the same id again gives it the same status."""
    place, digest = identity.place.slug, digest_of(credential)
    for position in work.credential_statuses.of(place, digest):
        known = status_lists.find_list(work, position.list_id)
        if known.purpose == purpose and known.issuer == identity.issuer:
            return StatusListEntry(known.url, position.index, purpose)
    position, entry = status_lists.allocate(office, work, identity, purpose)
    work.credential_statuses.add(CredentialStatus(place, digest, position))
    return entry


def _is_older(credential: JsonObject) -> bool:
    contexts = credential.get("@context")
    return (contexts[:1] if isinstance(contexts, list) else [contexts]) == [VC_1]


def _subject(document: JsonObject) -> str:
    """How the journal names a credential: by its id, else not at all."""
    return _short(str(document.get("id", "-")))


def _short(identifier: str) -> str:
    return identifier if len(identifier) <= _SHOWN else f"sha256:{digest_of(identifier)}"
