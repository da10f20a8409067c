"""The keys of a place: made, replaced, declared compromised, and never reused (KEY-11).

A place signs with one Ed25519 key; a did:web place also has a P-256 key for the JWT form, since the
official validator refuses EdDSA there (TRAP-11). Names are counted: `key-1`, `key-2`…
"""

from dataclasses import replace

from badges.keys import ED25519, P256
from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Place, SigningKey
from issuer.ports import Office, UnitOfWork
from issuer.services import status_lists
from issuer.services.finding import find_place
from issuer.services.identities import Identity, identity_of
from issuer.services.journal import note
from issuer.services.texts import REASON_LENGTH, clean_text
from issuer.services.timekeeping import require_on_time


def list_all(office: Office, place: str) -> tuple[SigningKey, ...]:
    """Every key that the place ever had, oldest first.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        return work.keys.of(find_place(work, place).slug)


def require_usable(office: Office, place: str) -> None:
    """Return when each key in use opens and signs: better known now than in front of a group.

    Raises:
        NotFound: no such place.
        KeyUnavailable: the key-encryption key is lost, wrong or unreadable.
    """
    for key in list_all(office, place):
        if key.state == "active":
            office.keys.signer(key, f"urn:check:{key.name}").sign(b"check")


def rotate(office: Office, place: str, *, actor: str = "local") -> tuple[SigningKey, ...]:
    """Make new keys for what is signed from now on; old public keys stay published (KEY-11).

    Raises:
        NotFound: no such place.
        NotAllowed: the place is a did:key: its key is its identity (`keys.identity_is_key`).
        KeyUnavailable: the new private keys cannot be sealed.
    """
    with office.store.write() as work:
        owner = _replaceable(office, work, place)
        retired = [key for key in work.keys.of(place) if key.state == "active"]
        for key in retired:
            work.keys.replace(replace(key, state="retired", ended=office.clock.now()))
        made = tuple(make(office, work, owner, key.algorithm, actor=actor) for key in retired)
        for key in retired:
            note(office, work, actor, "key.retire", place=place, subject=_subject(key))
        return made


def revoke(
    office: Office, place: str, name: str, *, reason: str, actor: str = "local"
) -> SigningKey:
    """Declare a key compromised, and replace it when it was in use.

    It is `revoked` in did.json and no longer in `assertionMethod`; the status lists that it signed
    are signed again.

    Raises:
        NotFound: no such place or key.
        Conflict: it is already revoked.
        NotAllowed: the place is a did:key: its key is its identity (`keys.identity_is_key`).
        KeyUnavailable: the new private keys cannot be sealed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        owner = _replaceable(office, work, place)
        key = _find(work, place, name)
        if key.state == "revoked":
            raise Conflict("keys.already_revoked", place=place, name=name)
        revoked = replace(key, state="revoked", ended=office.clock.now())
        work.keys.replace(revoked)
        if key.state == "active":
            make(office, work, owner, key.algorithm, actor=actor)
        note(office, work, actor, "key.revoke", place=place, subject=_subject(key), reason=why)
        identity = identity_of(office.settings, owner, work.keys.of(place))
        status_lists.sign_again(office, work, identity, signed_by=name)
        return revoked


def prepare_identity(
    office: Office, work: UnitOfWork, place: Place, *, actor: str = "local"
) -> Identity:
    """Who the place signs as, with the keys that it lacks made now.

    Raises:
        ClockBehind: the clock went back; nothing may be signed.
        KeyUnavailable: a new private key cannot be sealed.
    """
    require_on_time(office, work)
    active = {key.algorithm for key in work.keys.of(place.slug) if key.state == "active"}
    for algorithm in (ED25519, P256) if office.settings.is_https else (ED25519,):
        if algorithm not in active:
            make(office, work, place, algorithm, actor=actor)
    return identity_of(office.settings, place, work.keys.of(place.slug))


def make(
    office: Office, work: UnitOfWork, place: Place, algorithm: str, *, actor: str = "local"
) -> SigningKey:
    """One more key of the place, in use from now on.

    Raises:
        KeyUnavailable: it cannot be sealed, or the key-encryption key is not the one that sealed
            the others: then this one would open while they do not.
    """
    work.keys.hold()
    other = work.keys.any()
    if other is None:
        office.keys.prepare()
    else:
        office.keys.signer(other, other.name)
    name = f"key-{len(work.keys.of(place.slug)) + 1}"
    new = office.keys.create(place.slug, name, algorithm)
    key = SigningKey(
        place=place.slug,
        name=name,
        algorithm=algorithm,
        public=new.public,
        state="active",
        created=office.clock.now(),
        sealed=new.sealed,
    )
    work.keys.add(key)
    note(office, work, actor, "key.create", place=place.slug, subject=_subject(key))
    return key


def _replaceable(office: Office, work: UnitOfWork, slug: str) -> Place:
    place = find_place(work, slug)
    work.status_lists.lock(slug)
    if identity_of(office.settings, place, work.keys.of(slug)).is_did_key:
        raise NotAllowed("keys.identity_is_key", place=slug)
    return place


def _find(work: UnitOfWork, place: str, name: str) -> SigningKey:
    for key in work.keys.of(place):
        if key.name == name:
            return key
    raise NotFound("keys.unknown", place=place, name=name)


def _subject(key: SigningKey) -> str:
    return f"{key.place}#{key.name}"
