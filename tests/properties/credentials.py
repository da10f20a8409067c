"""Random Open Badges 3.0 credentials, from a seed: every class and odd texts."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from badges.documents import JsonObject

OB = "https://purl.imsglobal.org/spec/ob/v3p0"
V2 = "https://www.w3.org/ns/credentials/v2"
EXTENSIONS = f"{OB}/extensions.json"
CONTEXT_LISTS = (
    [V2, f"{OB}/context-3.0.3.json"],
    [V2, f"{OB}/context-3.0.3.json"],
    [V2, f"{OB}/context-3.0.3.json", EXTENSIONS],
    [V2, f"{OB}/context-3.0.2.json"],
)
ODD_TEXTS = (
    "Animer un atelier",
    "Élève à l'« école »\u00a0!",
    'guillemets " et \\ barres \\u0041',
    "ligne\nligne\r\n\tfin",
    "cloche\x07 retour\x08 page\x0c vertical\x0b nul\x00 \x1f effacé\x7f",
    "日本語 \U0001f3c5 \u202eeoi\u200f",
    "\u2028\u2029\u0085",
    "e\u0301 é",
    " ",
    "https://exemple.fr/a b",
    "_:b0",
    "@id",
    "^^<http://x>",
)


class Author:
    """Writes one credential after another from its own source of chance."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - reproducible documents, not secrets
        self.count = 0
        self.contexts: list[str] = []

    def credential(self) -> JsonObject:
        """A credential that loses nothing."""
        self.contexts = self.random.choice(CONTEXT_LISTS)
        document = {
            "@context": list(self.contexts),
            "id": self._iri("credentials"),
            "type": [
                "VerifiableCredential",
                self._one("OpenBadgeCredential", "AchievementCredential"),
            ],
            "name": self._text(),
            "issuer": self._profile(2),
            "validFrom": "2026-11-22T09:00:00Z",
            "credentialSubject": self._subject(),
            **self._some(
                description=self._text,
                validUntil=lambda: "2029-11-22T09:00:00+01:00",
                image=self._image,
                evidence=lambda: self._many(self._evidence),
                credentialStatus=self._status,
                termsOfUse=lambda: [{"id": self._iri("terms"), "type": "Evidence"}],
            ),
        }
        if self._chance(0.25):
            self._endorse(document)
        if self.contexts[1].endswith("3.0.3.json") and self._chance(0.4):
            document["awardedDate"] = "2026-11-20T00:00:00Z"
        if EXTENSIONS in document["@context"] and self._chance(0.7):
            document["credentialSchema"] = [
                {"id": self._iri("schema"), "type": "1EdTechJsonSchemaValidator2019"}
            ]
        shuffled: JsonObject = self._shuffled(document)
        return shuffled

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _one(self, *options: Any) -> Any:
        return self.random.choice(options)

    def _text(self) -> str:
        if self._chance(0.75):
            return f"texte {self.random.randrange(50)}"
        return self.random.choice(ODD_TEXTS)

    def _iri(self, kind: str) -> str:
        self.count += 1
        number = self.random.randrange(10**6) * 1000 + self.count
        return str(
            self._one(
                f"https://exemple.fr/{kind}/{number}",
                f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                f"did:web:exemple.fr:{kind}:{number}",
                f"https://exemple.fr/é/{kind}?n={number}#a:b",
            )
        )

    def _some(self, **members: Callable[[], Any]) -> JsonObject:
        return {name: write() for name, write in members.items() if self._chance(0.4)}

    def _many(self, write: Callable[[], Any]) -> Any:
        items = [write() for _ in range(self.random.choice((1, 1, 2, 3)))]
        if self._chance(0.2) and "proof" not in items[0]:
            items.append(copy.deepcopy(items[0]))
        return items[0] if len(items) == 1 and self._chance(0.3) else items

    def _shuffled(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        members = list(value.items())
        self.random.shuffle(members)
        return {name: self._shuffled(item) for name, item in members}

    def _types(self, name: str) -> Any:
        return self._one(name, [name], [name, "https://exemple.fr/Type"])

    def _image(self) -> JsonObject:
        return {
            "id": self._one(self._iri("image"), "data:image/svg+xml;base64,PHN2Zy8+"),
            "type": "Image",
            **self._some(caption=self._text),
        }

    def _identifier(self) -> JsonObject:
        return {
            "type": "IdentifierEntry",
            "identifier": self._text(),
            "identifierType": self._one("name", "systemId", "ext:siret"),
        }

    def _profile(self, depth: int) -> JsonObject:
        members = self._some(
            name=self._text,
            url=lambda: self._iri("site"),
            phone=self._text,
            description=self._text,
            email=lambda: "a@exemple.fr",
            image=self._image,
            official=self._text,
            familyName=self._text,
            givenName=self._text,
            dateOfBirth=lambda: "1990-01-02",
            otherIdentifier=lambda: self._many(self._identifier),
            address=self._address,
        )
        if depth and self._chance(0.2):
            members["parentOrg"] = self._profile(depth - 1)
        return {"id": self._iri("profile"), "type": self._types("Profile"), **members}

    def _address(self) -> JsonObject:
        return {
            "type": ["Address"],
            **self._some(
                addressCountry=self._text,
                addressLocality=self._text,
                streetAddress=self._text,
                postalCode=self._text,
                geo=lambda: {
                    "type": "GeoCoordinates",
                    "latitude": self.random.choice((48.875, 48.0, -0.5, 12)),
                    "longitude": self.random.randrange(-1440, 1440) / 8,
                },
            ),
        }

    def _subject(self) -> JsonObject:
        return {
            "type": ["AchievementSubject"],
            "achievement": self._achievement(),
            **self._some(
                id=lambda: self._iri("holder"),
                identifier=lambda: self._many(self._identity),
                narrative=self._text,
                activityStartDate=lambda: "2026-01-02T00:00:00Z",
                creditsEarned=lambda: self._one(3, 3.0, 1.5, 0, -2, 1e21, 12345.625, "3"),
                image=self._image,
                licenseNumber=self._text,
                role=self._text,
                term=self._text,
                result=lambda: self._many(self._result),
                source=lambda: self._profile(1),
            ),
        }

    def _identity(self) -> JsonObject:
        return {
            "type": "IdentityObject",
            "hashed": self._chance(0.5),
            "identityHash": self._text(),
            "identityType": "emailAddress",
            **self._some(salt=self._text),
        }

    def _achievement(self) -> JsonObject:
        return {
            "id": self._iri("achievements"),
            "type": self._types("Achievement"),
            "name": self._text(),
            "description": self._text(),
            "criteria": self._some(narrative=self._text, id=lambda: self._iri("criteria")),
            **self._some(
                achievementType=lambda: self._one("MicroCredential", "ext:Atelier"),
                alignment=lambda: self._many(self._alignment),
                creator=lambda: self._profile(1),
                creditsAvailable=lambda: self._one(1, 2.5),
                fieldOfStudy=self._text,
                humanCode=self._text,
                image=self._image,
                related=lambda: self._many(
                    lambda: {
                        "id": self._iri("related"),
                        "type": ["Related"],
                        "version": self._text(),
                    }
                ),
                resultDescription=lambda: self._many(self._result_description),
                specialization=self._text,
                tag=lambda: [self._text() for _ in range(self.random.randrange(5))],
                version=self._text,
            ),
        }

    def _alignment(self) -> JsonObject:
        return {
            "type": self._one("Alignment", ["Alignment"]),
            "targetName": self._text(),
            "targetUrl": self._iri("target"),
            **self._some(
                targetCode=self._text,
                targetDescription=self._text,
                targetFramework=self._text,
                targetType=lambda: self._one("CFItem", "ceasn:Competency", "ext:ROME"),
            ),
        }

    def _result(self) -> JsonObject:
        return {
            "type": ["Result"],
            **self._some(
                achievedLevel=lambda: self._iri("level"),
                resultDescription=lambda: self._iri("resultDescription"),
                status=lambda: "Completed",
                value=self._text,
                alignment=lambda: self._many(self._alignment),
            ),
        }

    def _result_description(self) -> JsonObject:
        return {
            "id": self._iri("resultDescription"),
            "type": ["ResultDescription"],
            "name": self._text(),
            "resultType": "RubricCriterionLevel",
            **self._some(
                allowedValue=lambda: [self._text() for _ in range(self.random.randrange(6))],
                requiredLevel=lambda: self._iri("level"),
                valueMax=self._text,
                rubricCriterionLevel=lambda: self._many(
                    lambda: {
                        "id": self._iri("level"),
                        "type": ["RubricCriterionLevel"],
                        "name": self._text(),
                        "level": "N3",
                    }
                ),
            ),
        }

    def _evidence(self) -> JsonObject:
        return {
            "type": ["Evidence"],
            **self._some(
                id=lambda: self._iri("evidence"),
                name=self._text,
                narrative=self._text,
                genre=self._text,
                audience=self._text,
            ),
        }

    def _status(self) -> JsonObject:
        return {
            "id": self._iri("status"),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "48213",
            "statusListCredential": self._iri("lists"),
        }

    def _endorse(self, document: JsonObject) -> None:
        achievement = document["credentialSubject"]["achievement"]
        endorsed = self._one(document, document["issuer"], achievement)
        endorsed["endorsement"] = self._many(self._endorsement)

    def _endorsement(self) -> JsonObject:
        endorsement: JsonObject = {
            "@context": list(self.contexts),
            "id": self._iri("endorsements"),
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": self._text(),
            "issuer": self._profile(0),
            "validFrom": "2026-11-22T09:00:00Z",
            "credentialSubject": {
                "id": self._iri("endorsed"),
                "type": ["EndorsementSubject"],
                "endorsementComment": self._text(),
            },
        }
        if self._chance(0.7):
            del endorsement["@context"]
        if self._chance(0.3):
            endorsement["proof"] = [
                {
                    "type": "DataIntegrityProof",
                    "cryptosuite": "eddsa-rdfc-2022",
                    "created": "2026-11-22T09:00:00Z",
                    "verificationMethod": "did:web:exemple.fr#a",
                    "proofPurpose": self._one("assertionMethod", "https://exemple.fr/purpose"),
                    "proofValue": f"z{self.random.randrange(10**9)}",
                }
            ]
        return endorsement
