"""What the tests of the issuer share: a drawing that is no drawing, and offices to work in."""

import hashlib
import struct
import tempfile
import zlib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from badges.clock import SystemClock
from badges.settings import Settings
from issuer.keystores import EncryptedFile
from issuer.model import (
    SHAPES,
    Achievement,
    AchievementRequest,
    ArtworkSpec,
    Award,
    AwardRequest,
    CompetencyLevel,
    PlaceRequest,
    SharingCard,
    StatusPurpose,
)
from issuer.ports import Office
from issuer.services import achievements, issuing, places
from issuer.services.commons import referentials, releasing
from issuer.services.finding import find_framework
from issuer.store import open_store
from tests.issuer.fakes import PlainCeremonies, PlainHasher, PlainPress
from tests.world import CountedIdentifiers, StillClock

LAPTOP = "http://127.0.0.1:8000"
ONLINE = "https://badges.example.fr"

LASER = AchievementRequest(
    place="fablab-rural",
    name="Découpe laser en autonomie",
    description="Utiliser seule ou seul la découpe laser du lieu, en sécurité.",
    criteria="Contrôle de sécurité complet, puis une pièce dessinée et découpée.",
    competencies=(CompetencyLevel("TL-FAB-01", "N3"), CompetencyLevel("TL-FAB-03", "N2")),
)
CAMILLE = AwardRequest(
    achievement="decoupe-laser-en-autonomie",
    name="Camille Œuvrard",
    email="Camille@Example.org",
    evidence_url="https://example.org/piece",
    narrative="Une boîte à outils en contreplaqué.",
)


class SquareArtwork:
    """`ports.Artwork` that draws coloured squares: whole images, the same for the same words."""

    shapes = SHAPES
    icons = ("circle", "cup", "people", "tools")

    def badge_svg(self, spec: ArtworkSpec) -> bytes:
        """A square with the words of the badge."""
        text = f"{spec.shape} {spec.colour} {spec.icon} {spec.level}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>{text}</title></svg>'
        ).encode()

    def badge_png(self, spec: ArtworkSpec) -> bytes:
        """One pixel, of a colour that follows from the words."""
        return _pixel(repr(spec))

    def sharing_card(self, card: SharingCard) -> bytes:
        """One pixel, of a colour that follows from the words."""
        return _pixel(repr(card))

    def qr_svg(self, text: str) -> bytes:
        """A square that says the text."""
        return f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{text}</desc></svg>'.encode()

    def qr_png(self, text: str) -> bytes:
        """One pixel, of a colour that follows from the text."""
        return _pixel(text)


def _pixel(words: str) -> bytes:
    colour = hashlib.sha256(words.encode()).digest()[:3]
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + colour)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@dataclass
class Town:
    """An office in a directory, with what moves in it within reach of the test."""

    office: Office
    clock: StillClock = field(default_factory=StillClock)

    def laser(self, purpose: StatusPurpose = "revocation") -> Achievement:
        """The laser achievement of the fablab, both made at the first call."""
        if not places.list_all(self.office):
            places.add(self.office, FABLAB)
        return achievements.add(self.office, replace(LASER, status_purpose=purpose))

    def publish_bridges(self, *notations: str) -> None:
        """Publish every bridge of these competencies, as if people had reviewed them."""
        for notation in notations:
            framework, competency = referentials.competency(self.office, notation)
            with self.office.store.write() as work:
                for bridge in work.bridges.of(framework.slug):
                    if bridge.competency == str(competency.uuid):
                        work.bridges.replace(replace(bridge, status="published"))
                releasing.touch(work, find_framework(work, framework.slug))

    def issue(self, **changes: Any) -> Award:
        """An award of the laser achievement to Camille, or to somebody else."""
        return issuing.issue(self.office, CAMILLE._replace(**changes))


FABLAB = PlaceRequest(
    name="Fablab rural",
    description="Un atelier partagé.",
    url="https://fablab.example.org",
    email="bonjour@fablab.example.org",
    linkedin_id="1234567",
)


def open_town(directory: Path, database_url: str, base_url: str = LAPTOP) -> Town:
    """A town whose database is at `database_url` and whose keys are in `directory`."""
    _begin_from_copy(database_url)
    town = _open(directory, database_url, base_url)
    referentials.seed(town.office)
    return town


def _open(directory: Path, database_url: str, base_url: str) -> Town:
    clock, identifiers = StillClock(), CountedIdentifiers()
    office = Office(
        settings=Settings(data_dir=directory, database_url=database_url, base_url=base_url),
        clock=clock,
        identifiers=identifiers,
        store=open_store(database_url),
        keys=EncryptedFile(directory / "keys", identifiers),
        artwork=SquareArtwork(),
        press=PlainPress(),
        hasher=PlainHasher(),
        passkeys=PlainCeremonies(),
    )
    return Town(office, clock)


def begin_data_directory(directory: Path, clock: SystemClock | None = None) -> None:
    """Begin the data directory of a program with its database made: a third of a second less.

    What a program makes of an empty directory is the matter of the tests of `bootstrap`.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings(data_dir=directory)
    _begin_from_copy(settings.effective_database_url, clock)


def _begin_from_copy(database_url: str, clock: SystemClock | None = None) -> None:
    """Begin a SQLite database as a copy of one that is ready: much faster than making it."""
    path = Path(database_url.removeprefix("sqlite:///"))
    if database_url.startswith("sqlite:///") and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_ready_database(clock))
        path.chmod(0o600)


@cache
def _ready_database(clock: SystemClock | None) -> bytes:
    """A SQLite database with its tables and the referential that comes with the program."""
    with tempfile.TemporaryDirectory(prefix="badges-ready-") as folder:
        path = Path(folder) / "ready.sqlite3"
        seed_database(Path(folder), f"sqlite:///{path}", clock)
        return path.read_bytes()


def seed_database(directory: Path, database_url: str, clock: SystemClock | None = None) -> None:
    """Put the referential that comes with the program into a database, by this clock."""
    office = _open(directory, database_url, LAPTOP).office
    referentials.seed(office if clock is None else replace(office, clock=clock))
    office.store.close()


TODAY = SystemClock()
"""The machine's clock: for who begins a directory that a program without `BADGES_NOW` goes on."""
