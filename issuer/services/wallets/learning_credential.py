"""The same badge as an EUDI learning credential: SD-JWT VC, for the wallets of the European Union.

An extra: it needs the library behind `Office.selective`, and an https address, since its readers
fetch the keys of the issuer there. It is written for the wallet's key when the wallet asks, from
what was signed in the badge, and nothing of it is kept.

Two things are left out, honestly. A badge holds one name as its person gave it, which nobody can
cut in two: all of it is the `family_name`, and there is no `given_name`. And this format knows
another kind of status list than badges do: instead of a status, the credential lives ninety days at
most, after which the wallet fetches it again and a cancelled badge is given no more.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from badges.documents import JsonObject
from badges.keys import P256, PublicKey
from issuer.errors import NotAllowed, NotFound
from issuer.model import Award, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import place_url
from issuer.services.commons.referentials import competency_in
from issuer.services.finding import find_place
from issuer.services.identities import Identity, identity_of, verification_method
from issuer.services.printing import language_of
from issuer.services.signed_badges import SignedBadge, Skill
from issuer.services.wallets.copying import require_copyable

VCT: Final = "urn:eu.europa.ec.eudi:learning:credential:1"
FORMAT: Final = "dc+sd-jwt"
CONFIGURATION: Final = "LearningCredential_sd_jwt"
"""The id of its configuration in the metadata of a place."""
LIFE = timedelta(days=90)
"""How long it holds, since no status can be asked for it."""
DISCLOSABLE = ("family_name", "achievement_description", "learning_outcomes")
"""What its holder may keep to themselves when showing it."""

_COUNTRY = "FR"
_SHOWN = 100
_ALG = "ES256"
_PROOF_ALGS = ("EdDSA", "ES256")
_MANDATORY = {
    "issuing_authority": True,
    "issuing_country": True,
    "date_of_issuance": True,
    "date_of_expiry": False,
    "family_name": True,
    "achievement_title": True,
    "achievement_description": False,
    "learning_outcomes": False,
}
_LABELS = {
    "issuing_authority": ("Décerné par", "Awarded by"),
    "issuing_country": ("Pays", "Country"),
    "date_of_issuance": ("Décerné le", "Awarded on"),
    "date_of_expiry": ("Valable jusqu’au", "Valid until"),
    "family_name": ("Nom", "Name"),
    "achievement_title": ("Badge", "Badge"),
    "achievement_description": ("Description", "Description"),
    "learning_outcomes": ("Compétences", "Competencies"),
}


def is_offered(office: Office) -> bool:
    """Whether this house writes learning credentials."""
    return office.selective is not None and office.settings.is_https


def learning_configuration() -> JsonObject:
    """What the metadata of a place say of it (OpenID4VCI 1.0 section 12.2.4, appendix A.3.2)."""
    display = [
        {"name": "Badge de compétence (européen)", "locale": "fr"},
        {"name": "Skill badge (European)", "locale": "en"},
    ]
    described = [
        {
            "path": [name],
            "mandatory": is_mandatory,
            "display": [
                {"name": _LABELS[name][0], "locale": "fr"},
                {"name": _LABELS[name][1], "locale": "en"},
            ],
        }
        for name, is_mandatory in _MANDATORY.items()
    ]
    return {
        "format": FORMAT,
        "vct": VCT,
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [_ALG],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": list(_PROOF_ALGS)}},
        "credential_metadata": {"display": display, "claims": described},
    }


def learning_credential(
    office: Office, work: UnitOfWork, award: Award, holder_key: JsonObject
) -> str:
    """The badge as a compact SD-JWT VC bound to the public JWK `holder_key`.

    Raises:
        NotAllowed: this house writes none (`wallet.no_learning_credential`).
        Conflict: the badge goes into no wallet (`wallet.badge.*`).
        KeyMaterialError: the JWK is not a public key that we read.
        KeyUnavailable: the place's P-256 key cannot be opened.
    """
    if office.selective is None or not is_offered(office):
        raise NotAllowed("wallet.no_learning_credential")
    require_copyable(office, award)
    place = find_place(work, award.place)
    identity = identity_of(office.settings, place, work.keys.of(place.slug))
    key = identity.key(P256)
    signer = office.keys.signer(key, verification_method(identity.issuer, key))
    written = claims(office, work, award)
    hidden = tuple(name for name in DISCLOSABLE if name in written)
    holder = PublicKey.from_jwk(holder_key).jwk()
    return office.selective.issue(written, hidden, signer, holder)


def claims(office: Office, work: UnitOfWork, award: Award) -> JsonObject:
    """What the learning credential of a badge says, besides whose key it is bound to."""
    place = find_place(work, award.place)
    badge = SignedBadge(award, partial(competency_in, office, work))
    now = office.clock.now()
    ends = now + LIFE if award.valid_until is None else min(now + LIFE, award.valid_until)
    told: JsonObject = {
        "iss": place_url(office.settings.base_url, place.slug),
        "vct": VCT,
        "iat": int(now.timestamp()),
        "exp": int(ends.timestamp()),
        "issuing_authority": place.name,
        "issuing_country": _COUNTRY,
        "date_of_issuance": _day(award.awarded, place),
        "family_name": award.holder,
        "achievement_title": badge.title,
    }
    if award.valid_until is not None:
        told["date_of_expiry"] = _day(award.valid_until, place)
    description = badge.achievement.get("description")
    if description:
        told["achievement_description"] = str(description)
    outcomes = [_outcome(skill, language_of(badge, place)) for skill in badge.skills]
    if outcomes:
        told["learning_outcomes"] = outcomes
    return told


def issuer_metadata(office: Office, slug: str) -> JsonObject:
    """The keys of a place, where readers of SD-JWT VC look for them (JWT VC Issuer Metadata).

    Retired keys stay listed, for what they signed stays true; a revoked one does not (KEY-11).

    Raises:
        NotFound: no such place, or nothing of this kind is written here.
    """
    if not is_offered(office):
        raise NotFound("place.unknown", place=slug[:_SHOWN])
    with office.store.read() as work:
        place = find_place(work, slug)
        keys = work.keys.of(place.slug)
    return {
        "issuer": place_url(office.settings.base_url, place.slug),
        "jwks": {"keys": _published(identity_of(office.settings, place, keys))},
    }


def _published(identity: Identity) -> list[JsonObject]:
    return [
        {
            **PublicKey.from_multikey(key.public).jwk(),
            "kid": verification_method(identity.issuer, key),
            "alg": _ALG,
            "use": "sig",
        }
        for key in identity.keys
        if key.algorithm == P256 and key.state != "revoked"
    ]


def _outcome(skill: Skill, language: str) -> str:
    """What the person can do, in the words of the referential; with the level when it is told."""
    if skill.competency is None:
        return skill.name
    statement = skill.competency.statement.say(language) or skill.name
    if skill.level is None:
        return statement
    return f"{statement.removesuffix('.')} ({skill.level.label.say(language)})"


def _day(instant: datetime, place: Place) -> str:
    """The day of an instant where the place is, as `YYYY-MM-DD`."""
    try:
        return instant.astimezone(ZoneInfo(place.time_zone)).date().isoformat()
    except (ZoneInfoNotFoundError, ValueError):
        return instant.date().isoformat()
