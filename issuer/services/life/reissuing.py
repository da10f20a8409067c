"""Badges that a compromised key signed: which they are, and signing them again with the new one.

A badge keeps its address, its code and its place in the status list; it begins a little later, by
which readers know the newer text (EQ-01, EQ-02). What was printed leads to the new bytes by itself;
files that people carried away with the old signature verify no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured, parse
from badges.encoding import encode_instant
from badges.errors import BadgeError
from badges.proofs import presented
from issuer.errors import ClockBehind, KeyUnavailable, NotAllowed, NotFound, StoreError
from issuer.model import Award, AwardEdition, SigningKey
from issuer.ports import Office, UnitOfWork
from issuer.ports.backups import Tell
from issuer.services.finding import find_place
from issuer.services.identities import identity_of, verification_method
from issuer.services.journal import note
from issuer.services.securing import secure_credential
from issuer.services.timekeeping import require_on_time

REISSUED = "award.reissue"

_STEP = timedelta(seconds=1)


@dataclass(frozen=True)
class Reissued:
    """How many badges were signed again, and those that could not be, each with why."""

    done: int
    failed: tuple[tuple[str, str], ...]


def affected(office: Office, place: str, name: str) -> Iterator[Award]:
    """The badges of a place that this key signed, and that somebody may still rely on.

    They are read one by one; those that are revoked, forgotten or over are left out.

    Raises:
        NotFound: no such place or key.
    """
    with office.store.read() as work:
        key = _key(work, place, name)
        ids = work.awards.ids(place)
    for award_id in ids:
        with office.store.read() as work:
            award = work.awards.get(award_id)
        if award is not None and _needs_it(office, award, key):
            yield award


def reissue(
    office: Office,
    place: str,
    name: str,
    *,
    actor: str = "local",
    limit: int | None = None,
    tell: Tell | None = None,
) -> Reissued:
    """Sign again every badge that a revoked key signed; cut short, it goes on where it was.

    Each is one unit of work. What cannot be signed is told at the end and stops no other one.

    Raises:
        NotFound: no such place or key.
        NotAllowed: the key is not revoked (`keys.not_revoked`).
        ClockBehind, StoreError, KeyUnavailable: nothing more can be signed now.
    """
    with office.store.read() as work:
        if _key(work, place, name).state != "revoked":
            raise NotAllowed("keys.not_revoked", place=place, name=name)
    done, failed = 0, []
    for award in islice(affected(office, place, name), limit):
        try:
            done += _sign_again(office, award.id, name, actor)
        except (ClockBehind, StoreError, KeyUnavailable):
            raise
        except BadgeError as error:
            failed.append((award.id, error.code))
        if tell is not None:
            tell(done)
    return Reissued(done, tuple(failed))


def _sign_again(office: Office, award_id: str, name: str, actor: str) -> bool:
    """One badge, unless somebody changed it meanwhile so that it needs it no more."""
    with office.store.write() as work:
        award = work.awards.get(award_id)
        if award is None:
            return False
        work.status_lists.lock(award.place)
        if not _needs_it(office, award, _key(work, award.place, name)):
            return False
        former = AwardEdition(
            award.id, award.edition, office.clock.now(), json=award.json, jwt=award.jwt
        )
        work.awards.correct(_signed(office, work, award), former)
        note(office, work, actor, REISSUED, place=award.place, subject=award.id)
        return True


def _signed(office: Office, work: UnitOfWork, award: Award) -> Award:
    """The same statement, a little later, signed as the issuer that it named from the start."""
    require_on_time(office, work)
    place = find_place(work, award.place)
    identity = identity_of(office.settings, place, work.keys.of(place.slug))
    start = max(office.clock.now(), award.valid_from + _STEP)
    document = {member: part for member, part in parse(award.json).items() if member != "proof"}
    document["validFrom"] = encode_instant(start)
    secured = secure_credential(
        office.keys, replace(identity, issuer=award.issuer), document, office.clock.now()
    )
    return award._replace(
        valid_from=start,
        json=secured.json.body,
        jwt=secured.jwt.body,
        edition=award.edition + 1,
    )


def _needs_it(office: Office, award: Award, key: SigningKey) -> bool:
    """Whether the key signed this badge in either form, and the badge still means something."""
    is_over = award.valid_until is not None and award.valid_until <= office.clock.now()
    if award.state == "revoked" or is_over or not award.json:
        return False
    method = verification_method(award.issuer, key)
    return any(method in _methods(form) for form in _forms(award))


def _forms(award: Award) -> Iterator[Secured]:
    yield Secured(award.json, MEDIA_TYPE_JSON)
    if award.jwt:  # the second form of a badge of a group is signed when it is first asked for
        yield Secured(award.jwt, MEDIA_TYPE_JWT)


def _methods(secured: Secured) -> set[str]:
    return {str(proof.get("verificationMethod")) for proof in presented(secured)}


def _key(work: UnitOfWork, place: str, name: str) -> SigningKey:
    for key in work.keys.of(find_place(work, place).slug):
        if key.name == name:
            return key
    raise NotFound("keys.unknown", place=place, name=name)
