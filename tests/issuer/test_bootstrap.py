"""From settings to an office that works."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import badges.model
import issuer
from badges.i18n import LANGUAGES, catalogue
from badges.settings import Settings
from issuer.artwork import DrawnArtwork
from issuer.bootstrap import bootstrap
from issuer.errors import StoreError
from issuer.model import AwardRequest, PlaceRequest
from issuer.services import achievements, issuing, places, publishing
from tests.issuer.world import LASER
from tests.world import NOON, CountedIdentifiers, StillClock

ROOMS = ("services", "store", "keystores", "bootstrap.py")
CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


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


def test_a_data_directory_that_cannot_be_says_so(tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "var").write_text("in the way", encoding="ascii")
    with pytest.raises(StoreError, match=r"data_dir\.unwritable"):
        bootstrap(Settings(data_dir=tmp_path / "var"))


def codes_of(room: Path) -> set[str]:
    """Every code that the modules of a room raise: the first argument of a call of an error."""
    found = set()
    for path in [room] if room.is_file() else room.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    """Each code that services, store, key stores and model can raise is said in each language."""
    ours = Path(issuer.__file__).parent
    sentences = catalogue("issuer", language)
    texts = set().union(*(codes_of(ours / room) for room in ROOMS))
    prefixes = {code.partition(".")[0] for code in sentences if not code.startswith("cli.")}
    raised = {text for text in texts if CODE.fullmatch(text) and text.partition(".")[0] in prefixes}
    actions = {"award.issue", "award.revoke", "award.suspend", "award.reinstate"}
    actions |= {"place.add", "place.edit", "achievement.add"}
    fields = {"artwork.title", "artwork.shape", "artwork.colour", "artwork.icon"}
    unsaid = {code for code in raised if code not in sentences}
    assert {code for code in unsaid if not code.endswith((".slug", ".id"))} <= actions | fields
    model = codes_of(Path(badges.model.__file__).parent)
    said = catalogue("badges", language)
    assert {text for text in model if text.startswith("model.") and text not in said} == set()


def test_both_languages_say_the_same_things() -> None:
    """The same codes, and the same parameters in each sentence."""
    for package, prefix in (("issuer", ""), ("badges", "model.")):
        french, english = (
            {
                code: {name for _, name, _, _ in Formatter().parse(sentence) if name}
                for code, sentence in catalogue(package, language).items()
                if code.startswith(prefix)
            }
            for language in ("fr", "en")
        )
        assert french == english
