"""What the place's workshop puts into signed badges: all of it is there, found, and led to."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft201909Validator

from badges.baking import unbake
from badges.documents import JsonObject
from badges.jsonld import require_nothing_lost
from badges.model.equality import current_version, is_same_credential
from issuer.services import publishing
from tests.interop import workshop
from tests.interop.instance import Instance
from tests.interop.openbadges_library import Loopback, OpenBadgesLibrary
from tests.interop.test_official_schemas import FORMATS, GENERATIONS, definition_of, faults
from tests.issuer.paper.pieces import attachments, texts
from tests.world import WebOfDocuments
from verifier import verify

LINKED = "application/ld+json"


def served(instance: Instance, url: str, accept: str = "*/*") -> tuple[int, str, bytes]:
    """What the instance answers at an address of its own: status, media type and body."""
    assert url.startswith(instance.base_url), url
    parts = urlsplit(url.replace(instance.base_url, instance.address, 1))
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", target, headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


def definition(instance: Instance, name: str) -> JsonObject:
    """What the badge of that name recognises, as it was signed."""
    return definition_of(instance.badges[name].document)


def first_edition(instance: Instance) -> tuple[bytes, bytes]:
    """The JSON and the JWT of the corrected badge as they were before."""
    with instance.office.store.read() as work:
        (former,) = work.awards.editions(instance.badges["corrected"].id)
    return former.json, former.jwt


def before_renewal(instance: Instance) -> JsonObject:
    """The badge that the renewed one follows."""
    with instance.office.store.read() as work:
        renewed = work.awards.get(instance.badges["renewed"].id)
        old = work.awards.get((renewed and renewed.renews) or "")
    assert old is not None
    return dict(json.loads(old.json))


@pytest.mark.requirement("DM-11", "ISS-14")
@pytest.mark.parametrize("name", workshop.MADE)
def test_a_badge_carries_all_that_the_workshop_knows(instance: Instance, name: str) -> None:
    """Network, later version with its picture, other language, duration and proofs are there."""
    badge = instance.badges[name].document
    achievement = definition(instance, name)
    address = achievement["id"]
    assert achievement["creator"]["name"] == workshop.NETWORK_NAME
    assert achievement["creator"]["id"] != badge["issuer"]["id"]
    assert achievement["version"] == "2"
    assert achievement["image"]["id"] == f"{address}/v2/image.png"
    (english,) = achievement["related"]
    assert (english["id"], english["inLanguage"]) == (f"{address}?lang=en", "en")
    genres = sorted(item.get("genre", "") for item in badge["evidence"])
    assert genres == ["", "Document", "Photo"]


@pytest.mark.parametrize("name", workshop.MADE)
def test_a_badge_of_a_group_says_how_long_it_lasted(instance: Instance, name: str) -> None:
    """The hours of the group stand in the subject's narrative, and stay when it is renewed."""
    subject = instance.badges[name].document["credentialSubject"]
    assert subject["narrative"] == "Durée de l'activité : 12,5 h."


@pytest.mark.requirement("EQ-01", "EQ-02", "ISS-10")
def test_a_corrected_badge_is_the_same_one_and_the_current(instance: Instance) -> None:
    """Id, issuer, award date and place in the list stay; the later beginning wins."""
    former = dict(json.loads(first_edition(instance)[0]))
    current = instance.badges["corrected"].document
    assert is_same_credential(former, current)
    assert current_version([current, former]) == current
    for member in ("awardedDate", "credentialStatus"):
        assert current[member] == former[member]
    assert current["evidence"][0]["narrative"] != former["evidence"][0]["narrative"]
    assert current["evidence"][1:] == former["evidence"][1:]


@pytest.mark.requirement("ISS-10")
def test_a_renewed_badge_is_another_one_that_shows_the_same(instance: Instance) -> None:
    """It has an id, a place in the list and a life of its own, and the same evidence."""
    former, current = before_renewal(instance), instance.badges["renewed"].document
    assert not is_same_credential(former, current)
    assert current["credentialStatus"]["id"] != former["credentialStatus"]["id"]
    assert current["validUntil"] > former["validUntil"]
    assert current["evidence"] == former["evidence"]


@pytest.mark.interop
def test_copies_from_before_a_correction_still_verify_elsewhere(instance: Instance) -> None:
    """PyPI openbadgeslib accepts the JSON and the JWT that the person kept from before."""
    library = OpenBadgesLibrary(Loopback(instance.origins))
    former, token = first_edition(instance)
    assert library.refusal_of_json(former) is None
    assert library.refusal_of_jwt(token) is None


@pytest.mark.requirement("BAKE-01", "ISS-33")
def test_every_file_of_a_corrected_badge_holds_the_corrected_bytes(instance: Instance) -> None:
    """The certificate and both pictures bring the new text, never the one that was mended."""
    badge = instance.badges["corrected"]
    certificate, _ = publishing.file(instance.office, badge.id, "pdf")
    assert attachments(certificate) == {"badge.json": badge.files["json"]}
    for kind in ("png", "svg"):
        assert unbake(badge.files[kind]).body == badge.files["json"]
    assert badge.payload["validFrom"] == badge.document["validFrom"]


def test_the_certificate_tells_what_the_badge_tells(by_domain: Instance) -> None:
    """Paper names the network and the duration, and proofs by what they are, not by long ids."""
    certificate, _ = publishing.file(by_domain.office, by_domain.badges["corrected"].id, "pdf")
    said = " ".join(" ".join(texts(certificate)).split())
    assert f"conçu par {workshop.NETWORK_NAME}" in said
    assert "Durée de l’activité" in said
    assert "Photo" in said
    assert "/evidence/" not in said


def addresses(instance: Instance) -> Iterator[tuple[str, str]]:
    """Each address of ours in the badge of a group, with the media type wanted of it."""
    badge = instance.badges["of a group"].document
    achievement = definition(instance, "of a group")
    yield badge["id"], "application/vc"
    yield badge["issuer"]["url"], "text/html"
    yield achievement["id"], LINKED
    yield achievement["image"]["id"], "image/png"
    yield achievement["creator"]["url"], "text/html"
    for item in achievement["related"]:
        yield item["id"], LINKED
    for item in achievement["alignment"]:
        yield item["targetUrl"], LINKED
    yield badge["credentialStatus"]["statusListCredential"], "application/vc"


@pytest.mark.requirement("ISS-13", "ISS-14", "STAT-10")
def test_every_address_in_a_badge_leads_somewhere(instance: Instance) -> None:
    """Definition, picture, language, network, competencies and list are served as what they are."""
    for url, media_type in addresses(instance):
        status, found, _ = served(instance, url, media_type)
        assert (url, status, found) == (url, 200, media_type)


@pytest.mark.requirement("KEY-05")
def test_the_network_is_known_by_its_own_document(by_domain: Instance) -> None:
    """The `did:web` of the creator is served, though the network signed nothing."""
    creator = definition(by_domain, "of a group")["creator"]["id"]
    status, _, body = served(by_domain, f"{by_domain.base_url}/places/{workshop.NETWORK}/did.json")
    assert status == 200
    assert json.loads(body)["id"] == creator


@pytest.mark.parametrize("name", workshop.MADE)
def test_a_private_proof_stays_shut_behind_its_signed_address(
    instance: Instance, name: str
) -> None:
    """The photo that is shown opens; the paper that is kept answers like an unknown one."""
    proofs = {
        item["genre"]: item["id"]
        for item in instance.badges[name].document["evidence"]
        if "genre" in item
    }
    assert served(instance, proofs["Photo"])[:2] == (200, "image/png")
    assert served(instance, proofs["Document"])[0] == 410


@pytest.mark.shared
@pytest.mark.requirement("DM-11", "SCH-04")
@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("ending", ["", "?lang=en", "?lang=fr", "/v1", "/v2", "/v2?lang=en"])
def test_each_face_of_a_definition_follows_the_official_schema(
    by_domain: Instance, shared: Path, ending: str, generation: str
) -> None:
    """Each version and language is an Achievement by the official schema, and loses nothing."""
    address = definition(by_domain, "of a group")["id"]
    status, _, body = served(by_domain, f"{address}{ending}", LINKED)
    document = dict(json.loads(body))
    assert status == 200
    require_nothing_lost(document)
    assert faults(achievements_of(shared, generation), document) == []
    is_english = ending.endswith("en")
    assert document["inLanguage"] == ("en" if is_english else "fr")
    assert document["id"] == (f"{address}?lang=en" if is_english else address)
    assert document["version"] == ("1" if ending == "/v1" else "2")


def achievements_of(shared: Path, generation: str) -> Draft201909Validator:
    """The official schema of an achievement, which is a part of that of credentials."""
    path = f"standards/schemas/ob_v3p0-{generation}/ob_v3p0_achievementcredential_schema.json"
    whole = json.loads((shared / path).read_bytes())
    members = {name: whole[name] for name in ("$schema", "$id", "$defs")}
    schema = {**members, "$ref": "#/$defs/Achievement"}
    return Draft201909Validator(schema, format_checker=FORMATS)


@pytest.mark.parametrize("kind", ["json", "jwt", "png", "svg"])
@pytest.mark.parametrize("name", workshop.MADE)
def test_our_report_tells_what_is_new(by_domain: Instance, name: str, kind: str) -> None:
    """Accepted in each container, with who designed it, how long it lasted and what shows it."""
    badge = by_domain.badges[name]
    report = verify(badge.files[kind], fetcher=web_of(by_domain))
    assert report.verdict.value == "accepted"
    summary = report.to_json("fr")["summary"]
    assert summary["creator"] == workshop.NETWORK_NAME
    assert summary["narrative"] == "Durée de l'activité : 12,5 h."
    assert [item["url"] for item in summary["evidence"]] == [
        item["id"] for item in badge.document["evidence"]
    ]


def web_of(instance: Instance) -> WebOfDocuments:
    """The web as a verifier elsewhere sees it: the documents of our places and their lists."""
    web = WebOfDocuments()
    found = instance.badges["of a group"].document["credentialStatus"]["statusListCredential"]
    for url in (f"{instance.base_url}/places/etang/did.json", found):
        _, media_type, body = served(instance, url)
        web.publish(url, body, media_type)
    return web
