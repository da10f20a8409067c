"""Whole and bad documents of the Open Badges 3.0 data model, for the tests of its schemas."""

import copy
from typing import Any

from badges.documents import JsonObject

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"
OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
JWS = "eyJhbGciOiJSUzI1NiJ9.eyJ4IjoxfQ.c2ln"


def proof() -> JsonObject:
    """An embedded proof; schemas look at its form only."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": "did:web:badges.example.fr:places:atelier#key-1",
        "proofPurpose": "assertionMethod",
        "proofValue": "z5x9aCBY",
        "challenge": "c",
        "domain": "badges.example.fr",
        "nonce": "n",
    }


def profile() -> JsonObject:
    """A profile with every member of the class."""
    return {
        "id": "did:web:badges.example.fr:places:atelier",
        "type": ["Profile"],
        "name": "L’Atelier partagé",
        "url": "https://atelier.example.fr/à-propos",
        "phone": "+33 1 23 45 67 89",
        "description": "Un lieu.",
        "email": "bonjour@atelier.example.fr",
        "image": image(),
        "official": "Camille Durand",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "123", "identifierType": "ext:SIRET"},
            {"type": "IdentifierEntry", "identifier": "abc", "identifierType": "systemId"},
        ],
        "parentOrg": {"id": "https://reseau.example.fr", "type": ["Profile"], "name": "Réseau"},
        "familyName": "Durand",
        "givenName": "Camille",
        "additionalName": "C.",
        "patronymicName": "P.",
        "honorificPrefix": "Mme",
        "honorificSuffix": "PhD",
        "familyNamePrefix": "de",
        "dateOfBirth": "1990-02-28",
        "endorsement": [endorsement()],
        "endorsementJwt": [JWS],
        "address": {
            "type": ["Address"],
            "addressCountry": "France",
            "addressCountryCode": "FR",
            "addressRegion": "Bretagne",
            "addressLocality": "Rennes",
            "streetAddress": "1 rue du Lieu",
            "postOfficeBoxNumber": "12",
            "postalCode": "35000",
            "geo": {"type": "GeoCoordinates", "latitude": 48.1, "longitude": -1},
        },
    }


def image() -> JsonObject:
    """An image object."""
    return {"id": "data:image/png;base64,iVBORw0KGgo=", "type": "Image", "caption": "Une tasse"}


def endorsement() -> JsonObject:
    """A signed endorsement, small."""
    return {
        "@context": [VC_2, OB_3],
        "id": "urn:uuid:0b5f54b2-9d0e-4a0a-8d6c-6a9d8c2f7c11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Je confirme",
        "issuer": {"id": "https://pair.example.fr", "type": ["Profile"]},
        "validFrom": "2026-11-22T09:00:00+01:00",
        "credentialSubject": {
            "id": "https://badges.example.fr/achievements/accueil",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Oui.",
        },
        "proof": [proof()],
    }


def alignment() -> JsonObject:
    """An alignment with every member."""
    return {
        "type": ["Alignment"],
        "targetName": "Animer un groupe",
        "targetUrl": "https://badges.example.fr/frameworks/tiers-lieux/animer",
        "targetCode": "TL-COO-01",
        "targetDescription": "Animer",
        "targetFramework": "Référentiel tiers-lieux",
        "targetType": "ext:ROME_savoir",
    }


def result_description() -> JsonObject:
    """A result description with every member."""
    return {
        "id": "urn:uuid:1f0d5f4e-5a5b-4a39-9d52-0c7b5a2d0001",
        "type": ["ResultDescription"],
        "name": "Niveau",
        "resultType": "RubricCriterionLevel",
        "alignment": [alignment()],
        "allowedValue": ["1", "2"],
        "requiredLevel": "https://badges.example.fr/levels/N2",
        "requiredValue": "1",
        "valueMax": "2",
        "valueMin": "1",
        "rubricCriterionLevel": [
            {
                "id": "https://badges.example.fr/levels/N2",
                "type": ["RubricCriterionLevel"],
                "name": "Pratique",
                "description": "Avec consigne",
                "level": "N2",
                "points": "2",
                "alignment": [alignment()],
            }
        ],
    }


def achievement() -> JsonObject:
    """An achievement with every member."""
    return {
        "id": "https://badges.example.fr/achievements/accueil",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Accueillir",
        "description": "Accueillir les personnes.",
        "criteria": {"id": "https://badges.example.fr/criteria/1", "narrative": "Tenir l’accueil."},
        "alignment": [alignment(), alignment() | {"targetType": "ceasn:Competency"}],
        "creator": {"id": "https://reseau.example.fr", "type": ["Profile"]},
        "creditsAvailable": 3,
        "endorsement": [endorsement()],
        "endorsementJwt": [JWS],
        "fieldOfStudy": "Accueil",
        "humanCode": "ACC-1",
        "image": image(),
        "inLanguage": "fr-FR",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "1", "identifierType": "identifier"}
        ],
        "related": [
            {
                "id": "https://badges.example.fr/achievements/welcome",
                "type": ["Related"],
                "inLanguage": "en",
                "version": "1",
            }
        ],
        "resultDescription": [result_description()],
        "specialization": "Tiers-lieux",
        "tag": ["accueil", "care"],
        "version": "1.0",
    }


def subject() -> JsonObject:
    """A subject with every member."""
    return {
        "id": "urn:uuid:f2c7a8d4-3f36-4d3b-bd85-b6a0a2a4e7a1",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$00",
                "identityType": "emailAddress",
                "salt": "00",
            },
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Camille",
                "identityType": "ext:prenom",
            },
        ],
        "achievement": achievement(),
        "activityStartDate": "2026-11-01T09:00:00Z",
        "activityEndDate": "2026-11-20T17:00:00Z",
        "creditsEarned": 1.5,
        "image": image(),
        "licenseNumber": "1",
        "narrative": "Trois *samedis*.",
        "role": "Accueillante",
        "source": {"id": "https://pair.example.fr", "type": ["Profile"]},
        "term": "Automne",
        "result": [
            {
                "type": ["Result"],
                "achievedLevel": "https://badges.example.fr/levels/N2",
                "alignment": [alignment()],
                "resultDescription": "urn:uuid:1f0d5f4e-5a5b-4a39-9d52-0c7b5a2d0001",
                "status": "Completed",
                "value": "2",
            }
        ],
    }


def credential() -> JsonObject:
    """A badge that uses every class and every member of the data model."""
    return {
        "@context": [VC_2, OB_3, "https://badges.example.fr/contexts/v1", {"ext": "urn:x:ext"}],
        "id": "https://badges.example.fr/credentials/7b0c3f52-6f0e-4d0c-8a61-1b1c7a3e5d10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Accueillir",
        "description": "Un badge.",
        "image": image(),
        "awardedDate": "2026-11-20T00:00:00Z",
        "issuer": profile(),
        "validFrom": "2026-11-22T09:00:00Z",
        "validUntil": "2028-11-22T09:00:00.5+01:00",
        "credentialSubject": subject(),
        "endorsement": [endorsement()],
        "endorsementJwt": [JWS],
        "evidence": [
            {
                "id": "https://badges.example.fr/evidence/1",
                "type": ["Evidence"],
                "narrative": "Une photo.",
                "name": "Photo",
                "description": "L’accueil",
                "genre": "Photo",
                "audience": "Tous",
            }
        ],
        "proof": [proof()],
        "credentialSchema": [
            {"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
        ],
        "credentialStatus": {
            "id": "https://badges.example.fr/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://badges.example.fr/status/1",
        },
        "refreshService": {
            "id": "https://badges.example.fr/refresh/1",
            "type": "1EdTechCredentialRefresh",
        },
        "termsOfUse": [{"id": "https://badges.example.fr/terms", "type": "Terms"}],
    }


def minimal() -> JsonObject:
    """The smallest badge that we would issue."""
    return {
        "@context": [VC_2, OB_3],
        "id": "urn:uuid:7b0c3f52-6f0e-4d0c-8a61-1b1c7a3e5d10",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": "https://atelier.example.fr", "type": ["Profile"]},
        "validFrom": "2026-11-22T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:f2c7a8d4-3f36-4d3b-bd85-b6a0a2a4e7a1",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example.fr/achievements/1",
                "type": ["Achievement"],
                "name": "Accueillir",
                "description": "Accueillir.",
                "criteria": {"narrative": "Tenir l’accueil."},
            },
        },
    }


def as_data_model_1(document: JsonObject) -> JsonObject:
    """The same badge in the shape of the Verifiable Credentials data model 1.1."""
    older = copy.deepcopy(document)
    older["@context"][0] = VC_1
    older["issuanceDate"] = older.pop("validFrom")
    if "validUntil" in older:
        older["expirationDate"] = older.pop("validUntil")
    return older | {"name": older.get("name", "Accueillir")}


def changed(document: JsonObject, path: str, value: Any) -> JsonObject:
    """A copy with `value` at a path such as `credentialSubject/result/0/status`; None removes."""
    copied = copy.deepcopy(document)
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    place: Any = copied
    for step in steps:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return copied


def paths(value: Any, prefix: str = "") -> list[str]:
    """Every path inside a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for step, inner in steps:
        path = f"{prefix}{step}"
        found.append(path)
        if isinstance(inner, dict | list):
            found.extend(paths(inner, f"{path}/"))
    return found


def at(document: JsonObject, path: str) -> Any:
    """The value at a path."""
    value: Any = document
    for step in path.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value
