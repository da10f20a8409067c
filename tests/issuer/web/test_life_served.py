"""What the world reads once a badge was taken back, given back or corrected: at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import wsgi
from badges.baking import unbake
from badges.documents import parse
from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.services import issuing, people, publishing, status_lists
from issuer.services.life import correcting, revoking
from issuer.services.life.correcting import Correction
from issuer.web import OFFICE
from tests.issuer.web.house import PAGE, House, environment, open_house

ZOE = people.operator("zoe")
JSON = {"Accept": "application/json"}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[House]:
    """A house of its own: these tests change it."""
    with open_house(tmp_path) as made:
        yield made


@contextmanager
def reopened(settings: dict[str, str]) -> Iterator[FlaskClient]:
    """A browser before the house of these settings, opened again."""
    app = wsgi.create_app(settings)
    try:
        yield app.test_client()
    finally:
        app.extensions[OFFICE].store.close()


def listed(client: FlaskClient, award: Award) -> TestResponse:
    """The status list of a badge, as anybody gets it."""
    entry = parse(award.json)["credentialStatus"]
    return client.get(urlsplit(entry["statusListCredential"]).path)


def state_of(client: FlaskClient, body: bytes, media_type: str = "application/vc") -> str:
    """What our own verifier says of these bytes."""
    answer = client.post("/api/v1/verify", data=body, content_type=media_type, headers=JSON)
    assert answer.status_code == 200
    found: str = answer.json["state"] if answer.json else ""
    return found


@pytest.mark.requirement("STAT-15")
def test_a_list_may_be_kept_as_long_as_it_says(own: House) -> None:
    """`max-age` is the ttl of the list; until something changes, nobody gets it twice."""
    client = own.client()
    award = own.awards["genuine"]
    answer = listed(client, award)
    ttl = parse(answer.data)["credentialSubject"]["ttl"]
    assert answer.cache_control.max_age == ttl // 1000 == 300
    assert answer.cache_control.public
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.mimetype == "application/vc"
    same = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert same.cache_control.max_age == 300


@pytest.mark.requirement("STAT-15", "STAT-16")
def test_the_list_changes_right_after_revoking(own: House) -> None:
    """New bytes, a new ETag, the old one of no use, and the verifier says it at once."""
    client, award = own.client(), own.awards["genuine"]
    before = listed(client, award)
    assert state_of(client, award.json) == "genuine"
    revoking.revoke(own.office, award.id, ZOE, reason="r", public_reason="mistake")
    after = listed(client, award)
    assert after.data != before.data
    assert after.headers["ETag"] != before.headers["ETag"]
    stale = {"If-None-Match": before.headers["ETag"]}
    assert client.get(after.request.path, headers=stale).status_code == 200
    assert after.data == status_lists.publish(own.office, award.status.list_id).body
    assert b"mistake" not in after.data
    assert state_of(client, award.json) == "revoked"
    assert state_of(client, award.jwt, "application/vc+jwt") == "revoked"


def test_a_suspension_is_seen_and_its_end_too(own: House) -> None:
    """The same badge is suspended, then genuine again, without any wait."""
    client, award = own.client(), own.awards["suspended"]
    tags = [listed(client, award).headers["ETag"]]
    assert state_of(client, award.json) == "suspended"
    revoking.reinstate(own.office, award.id, ZOE)
    tags.append(listed(client, award).headers["ETag"])
    assert state_of(client, award.json) == "genuine"
    revoking.suspend(own.office, award.id, ZOE, reason="r")
    assert state_of(client, award.json) == "suspended"
    assert len(set(tags)) == 2


@pytest.mark.requirement("EQ-02", "ISS-10")
def test_both_texts_of_a_corrected_badge_are_accepted(tmp_path: Path) -> None:
    """The file in the person's hand and the new one verify; addresses serve the new one."""
    with open_house(tmp_path) as earlier:
        asked = AwardRequest(achievement="decoupe-laser", name="Zoé Lefebvre")
        award = issuing.issue(earlier.office, asked)
    settings = environment(tmp_path) | {"BADGES_NOW": "2026-11-23T09:00:00Z"}
    later = bootstrap(read_settings(settings))
    mended = correcting.correct(
        later, award.id, ZOE, Correction(name="Zoé Lefèvre"), reason="Nom mal écrit"
    )
    later.store.close()
    with reopened(settings) as client:
        path = f"/credentials/{award.id}"
        for body, media_type in (
            (award.json, "application/vc"),
            (mended.json, "application/vc"),
            (award.jwt, "application/vc+jwt"),
            (mended.jwt, "application/vc+jwt"),
        ):
            assert state_of(client, body, media_type) == "genuine"
        assert client.get(f"{path}.json").data == mended.json != award.json
        assert client.get(f"{path}.jwt").data == mended.jwt
        for suffix in (".png", ".svg"):
            assert unbake(client.get(path + suffix).data).body == mended.json
        page = client.get(path, headers=PAGE).text
        assert "Zoé Lefèvre" in page
        assert "Lefebvre" not in page
        assert client.get(f"/v/{award.short_code}").status_code == 303


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("control_over", "Ce que dit le lieu\u00a0: Fin de validité du contrôle de sécurité"),
        ("Machine changée", "«\u00a0Machine changée\u00a0»"),
        (None, None),
    ],
)
def test_readers_are_told_what_the_place_chose(
    own: House, told: str | None, shown: str | None
) -> None:
    """A ready wording, the place's own words, or nothing: on our page of the badge only."""
    client, award = own.client(), own.awards["genuine"]
    revoking.revoke(own.office, award.id, ZOE, reason="jamais public", public_reason=told)
    page = client.get(own.path("genuine"), headers=PAGE).text
    assert "Badge annulé" in page
    assert "jamais public" not in page
    assert ("Ce que dit le lieu" in page) == (shown is not None)
    if shown is not None:
        assert shown in page.replace("</span>", "").replace('<span lang="fr">', "")
    for suffix in (".json", ".jwt"):
        body = client.get(own.path("genuine") + suffix).data
        assert told is None or told.encode() not in body
    assert publishing.award(own.office, award.id).public_reason == told
