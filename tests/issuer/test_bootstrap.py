"""From settings to an office that works."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import badges.errors
import badges.model
import issuer
import issuer.errors
from badges.i18n import LANGUAGES, catalogue
from badges.settings import Settings
from issuer.artwork import DrawnArtwork
from issuer.bootstrap import bootstrap
from issuer.errors import StoreError
from issuer.model import AwardRequest, PlaceRequest
from issuer.services import achievements, issuing, places, publishing
from issuer.store import failures
from tests.issuer.world import LASER
from tests.world import NOON, CountedIdentifiers, StillClock

ISSUER, MODEL = (Path(package.__path__[0]) for package in (issuer, badges.model))
SOURCES = [
    *(path for room in ("services", "store", "keystores") for path in (ISSUER / room).glob("*.py")),
    ISSUER / "bootstrap.py",
    *MODEL.glob("*.py"),
]
RAISING = {
    *(name for module in (badges.errors, issuer.errors) for name in vars(module)),
    "_refuse",
}


def test_an_office_opens_from_nothing(
    tmp_path: Path, clock: StillClock, identifiers: CountedIdentifiers
) -> None:
    """The data directory is made for its owner only, the tables are there, a badge is awarded."""
    settings = Settings(data_dir=tmp_path / "var")
    office = bootstrap(settings, clock=clock, identifiers=identifiers)
    places.add(office, PlaceRequest("Fablab rural"))
    achievements.add(office, LASER)
    award = issuing.issue(office, AwardRequest("decoupe-laser-en-autonomie", "Camille"))
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700
    assert (settings.data_dir / "keys" / "key-encryption.key").is_file()
    assert award.valid_from == NOON
    assert isinstance(office.artwork, DrawnArtwork)
    assert publishing.file(office, award.id, "png")[0].startswith(b"\x89PNG")
    office.store.close()


def test_opening_twice_is_safe(tmp_path: Path) -> None:
    """The second office finds what the first one kept."""
    settings = Settings(data_dir=tmp_path / "var", now=datetime(2026, 1, 1, tzinfo=UTC))
    first = bootstrap(settings)
    place = places.add(first, PlaceRequest("Fablab rural"))
    first.store.close()
    second = bootstrap(settings)
    assert places.list_all(second) == (place,)
    assert second.clock.now() == settings.now
    second.store.close()


def test_a_brief_office_has_the_same_adapters(tmp_path: Path) -> None:
    """Each is there with the first word to it, and says what it would have said at once."""
    settings = Settings(data_dir=tmp_path / "var")
    whole = bootstrap(settings)
    brief = bootstrap(settings, is_brief=True)
    for name in ("artwork", "press", "hasher", "passkeys", "selective"):
        adapter = getattr(whole, name)
        said = [word for word in dir(adapter) if not word.startswith("_")]
        assert said
        assert all(type(getattr(getattr(brief, name), word)) for word in said)
    assert brief.artwork.shapes == whole.artwork.shapes
    assert brief.artwork.qr_svg("https://x.fr") == whole.artwork.qr_svg("https://x.fr")
    assert brief.hasher.matches(whole.hasher.hash("mot de passe"), "mot de passe")
    for office in (whole, brief):
        office.store.close()


def test_a_data_directory_that_cannot_be_says_so(tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "var").write_text("in the way", encoding="ascii")
    with pytest.raises(StoreError, match=r"data_dir\.unwritable"):
        bootstrap(Settings(data_dir=tmp_path / "var"))


def codes_of(path: Path) -> Iterator[str]:
    """Every code that a module raises: a text among the arguments of one of our errors."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            named = node.func.id in RAISING
            texts = [item.value for item in node.args if isinstance(item, ast.Constant)]
            yield from (text for text in texts if named and isinstance(text, str) and "." in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    """Each code that services, store, key stores and model can raise is said in each language."""
    said = {*catalogue("issuer", language), *catalogue("badges", language)}
    raised = {code for path in SOURCES for code in codes_of(path)}
    raised |= {*failures.SQLITE.values(), *failures.POSTGRESQL.values(), failures.UNREACHABLE}
    assert len(raised) > 60
    assert raised - said == set()
