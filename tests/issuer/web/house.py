"""A small house for Web tests: a place, its definitions and its badges, and the doors open on them.

Everything is real: SQLite in a directory, keys, artwork, both doors as `wsgi` opens them. Only the
clock stands still, at noon on 22 November 2026.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import wsgi
from issuer.model import (
    AchievementRequest,
    Award,
    AwardRequest,
    CompetencyLevel,
    PlaceRequest,
)
from issuer.ports import Office
from issuer.services import achievements, issuing, people, places
from issuer.services.life import revoking
from issuer.web import OFFICE
from tests.issuer.world import begin_data_directory

ONLINE = "https://badges.example.fr"
NOW = "2026-11-22T12:00:00Z"
PAGE = {"Accept": "text/html"}
LONG_NAME = "Bartholomée-Emmanuelle de La Rochefoucauld-Montmorency d'Ajaccio"
NARRATIVE = "Une boîte à *graines*. <script>alert(1)</script>"


@dataclass
class House:
    """An application with both doors open, the office behind it, and badges by name."""

    app: Flask
    office: Office
    base_url: str
    awards: dict[str, Award] = field(default_factory=dict)

    def client(self) -> FlaskClient:
        """A fresh client, without cookies."""
        return self.app.test_client()

    def path(self, name: str) -> str:
        """The path of the page of the badge of that name."""
        return f"/credentials/{self.awards[name].id}"


def environment(directory: Path, base_url: str = ONLINE, **settings: str) -> dict[str, str]:
    """The environment of a server that lives in `directory`."""
    return {
        "BADGES_DATA_DIR": str(directory),
        "BADGES_BASE_URL": base_url,
        "BADGES_NOW": NOW,
        **{f"BADGES_{name.upper()}": value for name, value in settings.items()},
    }


@contextmanager
def open_house(directory: Path, base_url: str = ONLINE, **settings: str) -> Iterator[House]:
    """A furnished house in `directory`, closed at the end."""
    begin_data_directory(directory)
    app = wsgi.create_app(environment(directory, base_url, **settings))
    office: Office = app.extensions[OFFICE]
    try:
        yield House(app, office, base_url, furnish(office))
    finally:
        office.store.close()


def furnish(office: Office) -> dict[str, Award]:
    """Two places, three definitions, and badges in every state that a page can show."""
    places.add(
        office,
        PlaceRequest(
            name="Fablab des Deux Rives",
            slug="deux-rives",
            description="Un atelier partagé au bord de l'eau.",
            url="https://deux-rives.example/",
            email="bonjour@deux-rives.example",
            linkedin_id="1234567",
        ),
    )
    places.add(office, PlaceRequest(name="Café de l'Écluse & Cie", slug="ecluse"))
    for request in _DEFINITIONS:
        achievements.add(office, request)
    awards = {name: issuing.issue(office, request) for name, request in _AWARDS.items()}
    by = people.operator("local")
    for name, take in (("revoked", revoking.revoke), ("suspended", revoking.suspend)):
        awards[name] = take(office, awards[name].id, by, reason="Erreur de personne")
    return awards


_DEFINITIONS = (
    AchievementRequest(
        place="deux-rives",
        name="Découpe laser en autonomie",
        slug="decoupe-laser",
        description="Utiliser la découpe laser du lieu sans danger.",
        criteria="Sur une machine du lieu :\n\n- contrôle de sécurité\n- pièce découpée",
        competencies=(CompetencyLevel("TL-FAB-01", "N3"), CompetencyLevel("TL-FAB-03", "N2")),
        tags=("fablab",),
    ),
    AchievementRequest(
        place="ecluse",
        name="Accueil & écoute",
        slug="accueil",
        description="Tenir l'accueil du café.",
        criteria="Dix permanences.",
        competencies=(CompetencyLevel("TL-ACC-01", "N2"),),
        status_purpose="suspension",
    ),
    AchievementRequest(
        place="ecluse",
        name="Faciliter des temps collectifs et des décisions entre habitants et partenaires",
        slug="faciliter",
        description="Animer.",
        criteria="Animer une fois.",
        competencies=(CompetencyLevel("TL-COO-01"),),
    ),
)

_AWARDS = {
    "genuine": AwardRequest(
        achievement="decoupe-laser",
        name="Amélie Le Goff-Nguyễn",
        email="amelie@example.org",
        evidence_url="https://deux-rives.example/photo",
        narrative=NARRATIVE,
        valid_until="2028-11-22",
    ),
    "bare": AwardRequest(achievement="faciliter", name=LONG_NAME),
    "revoked": AwardRequest(achievement="decoupe-laser", name="Personne Annulée"),
    "suspended": AwardRequest(achievement="accueil", name="Personne Suspendue"),
}
