"""What the world can read of us."""

import hashlib

import pytest

from badges.baking import unbake
from badges.documents import JsonObject, Secured
from badges.json_schema import problems
from badges.jsonld import require_nothing_lost
from issuer.errors import NotFound
from issuer.services import publishing
from tests.issuer.world import LAPTOP, Town

MEDIA_TYPES = {
    "json": "application/vc",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "qr.svg": "image/svg+xml",
    "qr.png": "image/png",
}


@pytest.mark.requirement("ISS-33")
def test_every_file_has_its_media_type(town: Town) -> None:
    """And is the same each time that it is asked for."""
    town.laser()
    award = town.issue()
    for kind in publishing.FILE_KINDS:
        body, media_type = publishing.file(town.office, award.id, kind)
        assert media_type == MEDIA_TYPES[kind]
        assert publishing.file(town.office, award.short_code, kind) == (body, media_type)
    assert publishing.file(town.office, award.id, "json")[0] == award.json
    assert publishing.file(town.office, award.id, "jwt")[0] == award.jwt


def test_pictures_carry_the_very_bytes(town: Town) -> None:
    """What is unbaked from PNG and SVG is the badge as signed."""
    town.laser()
    award = town.issue()
    for kind in publishing.IMAGE_KINDS:
        assert unbake(publishing.file(town.office, award.id, kind)[0]).body == award.json


def test_the_picture_shows_the_level_reached(village: Town) -> None:
    """The definition shows the level aimed at, the badge of a person the one reached."""
    village.laser()
    aimed, _ = publishing.achievement_image(village.office, "decoupe-laser-en-autonomie", "svg")
    reached, _ = publishing.file(village.office, village.issue(level="N4").id, "svg")
    assert b"FAB tools 3" in aimed
    assert b"FAB tools 4" in reached


def test_the_qr_code_leads_to_the_verification(village: Town) -> None:
    """It holds the short address, and nothing else."""
    village.laser()
    award = village.issue()
    url = f"{LAPTOP}/v/{award.short_code}"
    assert publishing.verify_url(village.office, award) == url
    assert f"<desc>{url}</desc>".encode() in publishing.file(village.office, award.id, "qr.svg")[0]


def test_a_short_code_is_found_as_typed(town: Town) -> None:
    """And another one is not."""
    town.laser()
    award = town.issue()
    typed = award.short_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert publishing.by_short_code(town.office, typed) == award
    for wrong in ("00000-00000", "nonsense", "\x00" * 10):
        with pytest.raises(NotFound, match=r"award\.unknown"):
            publishing.by_short_code(town.office, wrong)


@pytest.mark.requirement("DM-01")
def test_documents_of_their_own_lose_nothing(town: Town) -> None:
    """The definition and the profile stand alone as JSON-LD, every term defined."""
    town.laser()
    achievement = publishing.achievement_document(town.office, "decoupe-laser-en-autonomie")
    profile = publishing.place_profile(town.office, "fablab-rural")
    for document in (achievement, profile):
        require_nothing_lost(document)
    assert problems(without_context(profile), "profile") == ()
    assert achievement["id"] == f"{LAPTOP}/achievements/decoupe-laser-en-autonomie"


def without_context(document: JsonObject) -> JsonObject:
    """A document as the part of another one that the schema describes."""
    return {name: value for name, value in document.items() if name != "@context"}


def test_the_definition_is_the_one_in_the_badge(village: Town) -> None:
    """What is published is what was signed."""
    village.laser()
    published = publishing.achievement_document(village.office, "decoupe-laser-en-autonomie")
    award = village.issue()
    body = Secured(award.json, "application/vc").document
    assert without_context(published) == body["credentialSubject"]["achievement"]


def test_unknown_files_are_not_found(village: Town) -> None:
    """The refusal says which ones there are."""
    village.laser()
    award = village.issue()
    with pytest.raises(NotFound) as caught:
        publishing.file(village.office, award.id, "exe")
    assert caught.value.params["known"] == "json, jwt, png, svg, pdf, qr.svg, qr.png"
    with pytest.raises(NotFound, match=r"file\.unknown"):
        publishing.achievement_image(village.office, "decoupe-laser-en-autonomie", "gif")
    with pytest.raises(NotFound, match=r"achievement\.unknown"):
        publishing.achievement_image(village.office, "nothing", "svg")


def test_an_etag_is_that_of_the_bytes() -> None:
    """Quoted, strong, and different for one byte."""
    assert publishing.etag(b"a") == f'"{hashlib.sha256(b"a").hexdigest()}"'
    assert publishing.etag(b"a") != publishing.etag(b"b")
