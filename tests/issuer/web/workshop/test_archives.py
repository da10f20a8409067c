"""The archive of a place in the workshop: its manager takes it home, and nobody else."""

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from badges.web.app import create_app
from issuer.jobs.archives import archive_all
from issuer.model import AwardRequest
from issuer.services import issuing, people
from issuer.web import open_door
from tests.issuer.web.workshop.groups import laser
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.world import Town

PAGE = "/workshop/fablab/archive"
FILE = f"{PAGE}.zip"
SEE_OTHER, FORBIDDEN = 303, 403


@dataclass
class Kept:
    """A studio whose nights make archives, and somebody who runs its fablab."""

    studio: Studio
    jade: Browser


@pytest.fixture
def kept(studio: Studio, tmp_path: Path) -> Kept:
    """The same office with a folder for archives, with one badge in the fablab."""
    office = studio.office
    people.add(office, "Jade", place="fablab", role="manager")
    issuing.issue(office, AwardRequest(laser(studio).slug, "Zoé Martin", "zoe@example.org"))
    settings = replace(office.settings, archive_dir=tmp_path / "archives")
    with_folder = replace(office, settings=settings)
    app = create_app(settings)
    open_door(app, with_folder)
    opened = Studio(Town(with_folder, studio.town.clock), app)
    return Kept(opened, opened.of("Jade"))


def test_the_manager_takes_the_archive_home(kept: Kept) -> None:
    """The page says when it was made and what it holds; the file is whole; the journal tells."""
    archive_all(kept.studio.office)
    page = said(kept.jade.get(PAGE))
    for words in ("Télécharger l'archive", "Elle contient des noms", "LISEZ-MOI.txt"):
        assert words in page
    answer = kept.jade.get(FILE)
    assert answer.status_code == 200
    assert "attachment; filename=fablab-" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert "places/fablab/index.html" in archive.namelist()
    answer.close()
    assert "Archive du lieu emportée" in said(kept.jade.get("/workshop/fablab/journal"))


def test_before_the_first_night_the_page_says_so(kept: Kept) -> None:
    """There is nothing to take yet: the address of the file leads back to the page."""
    assert "se prépare chaque nuit" in said(kept.jade.get(PAGE))
    answer = kept.jade.get(FILE)
    assert answer.status_code == SEE_OTHER
    assert answer.headers["Location"].endswith(PAGE)


def test_without_a_folder_the_page_says_who_can_help(studio: Studio) -> None:
    """A place whose server makes no archives learns which setting is missing."""
    people.add(studio.office, "Jade", place="fablab", role="manager")
    assert "BADGES_ARCHIVE_DIR" in said(studio.of("Jade").get(PAGE))


def test_the_door_of_the_place_leads_there(kept: Kept) -> None:
    """A manager finds it among the rarer doors; a facilitator does not see it."""
    assert f'href="{PAGE}"' in kept.jade.page("/workshop/fablab")
    assert f'href="{PAGE}"' not in kept.studio.of("Chloé").page("/workshop/fablab")


@pytest.mark.parametrize("name", ["Awa", "Chloé"])
def test_who_does_not_run_the_place_takes_nothing(kept: Kept, name: str) -> None:
    """The archive holds the names of everybody: an author or a facilitator is refused."""
    archive_all(kept.studio.office)
    for path in (PAGE, FILE):
        assert kept.studio.of(name).get(path).status_code == FORBIDDEN
