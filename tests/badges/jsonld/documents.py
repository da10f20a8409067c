"""Documents that the tests of this room share."""

from badges.documents import JsonObject

V2 = "https://www.w3.org/ns/credentials/v2"
OB_303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CONTEXTS = [V2, OB_303]


def credential(**members: object) -> JsonObject:
    """A small badge that loses nothing, with further members or others in their place."""
    return {
        "@context": list(CONTEXTS),
        "id": "https://badges.exemple.fr/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Animer un atelier",
        "issuer": {"id": "https://badges.exemple.fr/places/un", "type": ["Profile"], "name": "Un"},
        "validFrom": "2026-11-22T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.exemple.fr/achievements/atelier",
                "type": ["Achievement"],
                "name": "Animer un atelier",
                "description": "Sait animer un atelier.",
                "criteria": {"narrative": "Animer."},
            },
        },
        **members,
    }


def lines(text: str) -> list[str]:
    """The lines of an N-Quads text."""
    return text.split("\n")[:-1]
