"""An instance of ours at work: a place, achievements and awards, served on loopback."""

import json
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import yaml
from werkzeug.serving import make_server

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured
from badges.settings import Settings, read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest, PlaceRequest
from issuer.ports import Office
from issuer.services import achievements, issuing, people, places, publishing
from issuer.services.life import revoking
from tests.interop import workshop
from wsgi import create_app

KINDS = ("json", "jwt", "png", "svg")
DOMAIN = "https://badges.lieu.example"
PLACE_NAME = "La Fabrique de l’Étang"

AWARDS = {
    "with an e-mail": AwardRequest(
        achievement="",
        name="Camille Lefèvre-Ñandú",
        email=" Camille@Example.org ",
        level="N3",
        evidence_url="https://lieu.example/preuves/1",
        narrative="A animé **trois** ateliers.",
    ),
    "without e-mail": AwardRequest(achievement="", name="Noé « le Boulanger » & <fils>"),
    "with an end": AwardRequest(
        achievement="", name="李 Œdipe 🪴", level="N2", valid_until="2090-12-31"
    ),
}

BADGES = (*AWARDS, *workshop.MADE)
"""Names of all that an instance has issued."""


@dataclass(frozen=True)
class IssuedBadge:
    """One award of ours with each of its files."""

    id: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def document(self) -> JsonObject:
        """The JSON file, read."""
        return dict(json.loads(self.files["json"]))

    @property
    def purpose(self) -> str:
        """What its status list can say of it: revocation or suspension."""
        return str(self.document["credentialStatus"]["statusPurpose"])

    @property
    def token(self) -> str:
        """The JWT file, as text."""
        return self.files["jwt"].decode()

    @property
    def payload(self) -> JsonObject:
        """The claims of the JWT file, read."""
        return Secured(self.files["jwt"], MEDIA_TYPE_JWT).payload


@dataclass(frozen=True)
class Instance:
    """Our software, installed for a test: `address` on loopback serves `base_url`."""

    base_url: str
    address: str
    office: Office
    achievements: tuple[str, ...]
    badges: dict[str, IssuedBadge] = field(default_factory=dict)

    @property
    def origins(self) -> dict[str, str]:
        """Where peers find the public origin."""
        return {self.base_url: self.address}

    @property
    def issuer_id(self) -> str:
        """The identity under which the place signs."""
        return str(self.badges["without e-mail"].document["issuer"]["id"])

    def award(self, request: AwardRequest, achievement: str | None = None) -> IssuedBadge:
        """Issue one badge, of the first achievement if none is named, and make its files."""
        slug = achievement or self.achievements[0]
        return self.files_of(issuing.issue(self.office, request._replace(achievement=slug)))

    def files_of(self, award: Award) -> IssuedBadge:
        """An award with each of its files."""
        made = {kind: publishing.file(self.office, award.id, kind)[0] for kind in KINDS}
        return IssuedBadge(award.id, made)

    def award_to_take_back(self) -> dict[str, IssuedBadge]:
        """One badge that can be revoked and one that can be suspended, by those words."""
        request = AWARDS["without e-mail"]
        return {
            "revocation": self.award(request),
            "suspension": self.award(request, "suspendable"),
        }

    def take_back(self, badges: Mapping[str, IssuedBadge]) -> None:
        """Revoke the one and suspend the other, as a place does."""
        by = people.operator("local")
        revoking.revoke(self.office, badges["revocation"].id, by, reason="Donné par erreur")
        revoking.suspend(self.office, badges["suspension"].id, by, reason="En vérification")


@contextmanager
def running(folder: Path, base_url: str | None = None, **more: str) -> Iterator[Instance]:
    """An instance with the demo's achievements and each badge of `BADGES`, served until the end.

    Args:
        folder: Where it keeps its database and keys.
        base_url: Its public origin; by default the loopback address itself.
        more: Further settings, by their names in lower case.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        environment = {"BADGES_DATA_DIR": str(folder), "BADGES_BASE_URL": base_url or address}
        environment |= {f"BADGES_{name.upper()}": value for name, value in more.items()}
        settings = read_settings(environment)
        instance = _prepared(settings, address)
        port = listening.getsockname()[1]
        app = create_app(environment)
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield instance
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            app.extensions["badges.office"].store.close()
            instance.office.store.close()


def _prepared(settings: Settings, address: str) -> Instance:
    office = bootstrap(settings)
    place = places.add(office, PlaceRequest(name=PLACE_NAME, slug="etang"))
    slugs = tuple(_add(office, definition, place.slug) for definition in demo_definitions())
    suspendable = {**demo_definitions()[0], "slug": "suspendable", "status_purpose": "suspension"}
    slugs += (_add(office, suspendable, place.slug),)
    instance = Instance(settings.base_url, address, office, slugs)
    for (name, request), slug in zip(AWARDS.items(), slugs, strict=False):
        instance.badges[name] = instance.award(request, slug)
    made = workshop.make(office, place.slug)
    _wait_for(office, made.values())
    instance.badges.update((name, instance.files_of(award)) for name, award in made.items())
    return instance


def _wait_for(office: Office, awards: Iterable[Award]) -> None:
    """Let the second pass by which a badge that was corrected at once is later than it was."""
    while any(award.valid_from > office.clock.now() for award in awards):
        time.sleep(0.1)


def _add(office: Office, definition: dict[str, Any], place: str) -> str:
    request = achievements.read_request({**definition, "place": place})
    return achievements.add(office, request).slug


def demo_definitions() -> list[dict[str, Any]]:
    """The achievements that the demo ships, as written by people."""
    folder = files("issuer") / "demo"
    texts = sorted((p.name, p.read_text("utf-8")) for p in folder.iterdir() if _is_yaml(p.name))
    return [definition for _, text in texts if "criteria" in (definition := yaml.safe_load(text))]


def _is_yaml(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))
