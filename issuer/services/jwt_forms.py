"""The JWT form of a badge: signed when somebody first asks for it, then kept.

A badge of a large group is signed with its embedded proof alone; few readers ever want the other
form. Whoever asks first has it signed, and everybody gets those bytes from then on (ISS-30).
"""

from dataclasses import replace

from badges.documents import MEDIA_TYPE_JSON, Secured
from issuer.errors import NotFound
from issuer.model import Award
from issuer.ports import Office
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.securing import secure_jwt

_SHOWN = 100


def jwt_of(office: Office, award: Award) -> bytes:
    """The JWT of an award as it was read; the same bytes for all who ask at once.

    It is signed as the issuer that the badge names, whatever our origin is today.

    Raises:
        NotFound: the award was forgotten meanwhile, and nothing of it is left.
        KeyUnavailable: its place has no key that opens; the badge itself verifies as before.
    """
    if award.jwt or award.forgotten is not None:
        return award.jwt
    with office.store.read() as work:
        place = find_place(work, award.place)
        identity = identity_of(office.settings, place, work.keys.of(place.slug))
    identity = replace(identity, issuer=award.issuer)
    embedded = Secured(award.json, MEDIA_TYPE_JSON)
    made = secure_jwt(office.keys, identity, embedded, award.valid_from)
    with office.store.write() as work:
        work.awards.keep_jwt(award, made.body)
        kept = work.awards.get(award.id)
    if kept is None or kept.forgotten is not None:
        raise NotFound("award.unknown", award=award.id[:_SHOWN])
    return kept.jwt
