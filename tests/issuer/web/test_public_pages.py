"""Places, definitions, referential, status lists, contexts: pages and documents."""

import json
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from badges.jsonld import require_nothing_lost
from badges.keys import PublicKey
from issuer.model import PlaceRequest
from issuer.services import keyring, places
from issuer.services.commons import referentials
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def _text(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers=PAGE)
    assert response.status_code == 200, path
    return unescape(response.get_data(as_text=True))


def test_a_place_says_who_it_is_and_what_it_recognises(client: FlaskClient) -> None:
    """Name, words, how to reach it, its badges, and its identity for software."""
    html = _text(client, "/places/deux-rives")
    for words in (
        "Fablab des Deux Rives",
        "https://deux-rives.example/",
        "bonjour@deux-rives.example",
        "/achievements/decoupe-laser",
        "did:web:badges.example.fr:places:deux-rives",
        "/places/deux-rives/did.json",
    ):
        assert words in html


def test_a_place_is_a_profile_for_programs(client: FlaskClient) -> None:
    """The same address is its OB 3.0 Profile, with every term defined."""
    for accept in ("application/json", "application/ld+json", "*/*"):
        response = client.get("/places/deux-rives", headers={"Accept": accept})
        profile = json.loads(response.data)
        assert "Profile" in profile["type"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    require_nothing_lost(profile)
    assert client.get("/places/deux-rives.jsonld").json == profile


@pytest.mark.requirement("KEY-05")
def test_the_did_document_is_served_where_the_method_looks_for_it(client: FlaskClient) -> None:
    """`did:web:host:places:slug` is answered at `/places/slug/did.json`, as JSON by any name."""
    response = client.get("/places/deux-rives/did.json")
    document = json.loads(response.data)
    assert response.mimetype == "application/did+ld+json"
    assert document["id"] == "did:web:badges.example.fr:places:deux-rives"
    assert all(isinstance(method, str) for method in document["assertionMethod"])
    for accept in ("application/json", "application/did+json", "text/html"):
        again = client.get("/places/deux-rives/did.json", headers={"Accept": accept})
        assert again.json == document


@pytest.mark.requirement("KEY-09")
def test_each_key_has_an_address_with_its_bare_jwk(house: House, client: FlaskClient) -> None:
    """One key, one address, one JWK: no set around it and nothing private in it."""
    for key in keyring.list_all(house.office, "deux-rives"):
        response = client.get(f"/places/deux-rives/keys/{key.name}")
        jwk = json.loads(response.data)
        assert "kty" in jwk
        assert "d" not in jwk
        assert PublicKey.from_jwk(jwk).algorithm == key.algorithm
    assert client.get("/places/deux-rives/keys/key-99").status_code == 404


@pytest.mark.requirement("KEY-10")
def test_the_host_lists_every_key_with_its_issuer(client: FlaskClient) -> None:
    """`/.well-known/jwks.json` names the issuer of each key in `iss`."""
    response = client.get("/.well-known/jwks.json")
    assert response.mimetype == "application/jwk-set+json"
    issuers = {key["iss"] for key in json.loads(response.data)["keys"]}
    assert "did:web:badges.example.fr:places:ecluse" in issuers
    assert len(issuers) == 2


@pytest.mark.requirement("KEY-11")
def test_a_replaced_key_stays_published(tmp_path: Path) -> None:
    """Badges signed with it are still verified, so its address and its DID entry remain."""
    with open_house(tmp_path) as house:
        before = [key.name for key in keyring.list_all(house.office, "deux-rives")]
        keyring.rotate(house.office, "deux-rives")
        client = house.client()
        listed = client.get("/places/deux-rives/did.json").get_data(as_text=True)
        for name in before:
            assert client.get(f"/places/deux-rives/keys/{name}").status_code == 200
            assert f"#{name}" in listed
        report = client.get(f"/verify?url={house.awards['genuine'].url}").json
    assert report is not None
    assert report["verdict"] == "accepted"


def test_no_place_is_the_host_itself(client: FlaskClient) -> None:
    """`/.well-known/did.json` would be an identity above all places; there is none."""
    assert client.get("/.well-known/did.json").status_code == 404


def test_on_a_laptop_the_page_says_that_the_identity_is_a_key(tmp_path: Path) -> None:
    """With plain http a place is a did:key: no DID document, and the page says why."""
    with open_house(tmp_path, "http://127.0.0.1:8000") as house:
        client = house.client()
        html = _text(client, "/places/ecluse")
        assert "did:key:z6Mk" in html
        assert "c’est une démonstration" in html
        assert client.get("/places/ecluse/did.json").status_code == 404


def test_a_definition_has_a_page_a_document_and_pictures(client: FlaskClient) -> None:
    """People read what is recognised, programs get the same as JSON-LD."""
    html = _text(client, "/achievements/decoupe-laser")
    for words in ("Découpe laser en autonomie", "Je travaille sans danger", "contrôle de sécurité"):
        assert words in html
    document = client.get("/achievements/decoupe-laser.jsonld").json
    assert document is not None
    assert document["id"] == f"{ONLINE}/achievements/decoupe-laser"
    require_nothing_lost(document)
    assert client.get("/achievements/decoupe-laser").json == document
    assert client.get("/achievements/decoupe-laser.png").mimetype == "image/png"
    assert client.get("/achievements/decoupe-laser.svg").mimetype == "image/svg+xml"


@pytest.mark.requirement("STAT-15")
def test_a_status_list_is_public_cacheable_and_of_the_right_type(
    house: House, client: FlaskClient
) -> None:
    """`application/vc`, readable as JSON, with ETag, lifetime and CORS, and a query is ignored."""
    entry = json.loads(house.awards["genuine"].json)["credentialStatus"]
    path = entry["statusListCredential"].removeprefix(ONLINE)
    response = client.get(path)
    assert response.mimetype == "application/vc"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.cache_control.public
    ttl = json.loads(response.data)["credentialSubject"]["ttl"]
    assert response.cache_control.max_age == ttl // 1000
    assert client.get(path, headers={"Accept": "application/json"}).mimetype == "application/json"
    assert client.get(path, headers=BROWSER).data == response.data
    assert client.get(f"{path}?timestamp=1").data == response.data
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.get("/status/nothing-1").status_code == 404


def test_the_referential_is_a_page_and_a_graph(client: FlaskClient) -> None:
    """One address: a page, JSON-LD, or Turtle, also by suffix."""
    html = _text(client, "/frameworks/tiers-lieux")
    assert "/frameworks/tiers-lieux/cooperer" in html
    graph = client.get("/frameworks/tiers-lieux", headers={"Accept": "application/ld+json"})
    assert graph.mimetype == "application/ld+json"
    assert client.get("/frameworks/tiers-lieux.jsonld").json == graph.json
    turtle = client.get("/frameworks/tiers-lieux", headers={"Accept": "text/turtle"})
    assert turtle.mimetype == "text/turtle"
    assert client.get("/frameworks/tiers-lieux.ttl").data == turtle.data
    assert "/frameworks/tiers-lieux" in _text(client, "/frameworks")


def test_each_format_of_the_referential_names_its_own_address(client: FlaskClient) -> None:
    """One address, negotiated: the answer says where that format alone is, and where the others."""
    for path in ("/frameworks/tiers-lieux", "/frameworks/tiers-lieux/intelligence-collective"):
        for accept, suffix in (("text/turtle", "ttl"), ("application/json", "jsonld")):
            answer = client.get(path, headers={"Accept": accept})
            assert client.get(answer.headers["Content-Location"]).data == answer.data
            assert answer.headers["Content-Location"].endswith(suffix)
        page = client.get(path, headers={"Accept": "text/html"})
        assert len(page.headers.getlist("Link")) == 2


def test_a_search_forgives_accents_and_says_when_nothing_is_found(client: FlaskClient) -> None:
    """The search box answers by a page, also when it has no answer."""
    assert "/frameworks/tiers-lieux/cooperer" in _text(client, "/frameworks/tiers-lieux?q=COOPERER")
    nothing = _text(client, "/frameworks/tiers-lieux?q=<i>zzz</i>")
    assert "Aucune compétence trouvée" in nothing
    assert "&lt;i&gt;" in client.get("/frameworks/tiers-lieux?q=<i>zzz</i>", headers=PAGE).get_data(
        as_text=True
    )


def test_a_competency_has_its_own_address(client: FlaskClient) -> None:
    """Statement, levels, official cousins and badges; the graph at the same address."""
    path = "/frameworks/tiers-lieux/securite-en-atelier"
    html = _text(client, path)
    for words in ("TL-FAB-01", "Transmet", "ROME", "/achievements/decoupe-laser"):
        assert words in html
    document = client.get(path, headers={"Accept": "application/json"}).json
    assert document is not None
    assert document["id"] == f"{ONLINE}{path}"
    assert client.get(f"{path}.ttl").mimetype == "text/turtle"
    assert client.get(f"{path}.jsonld").json == document


def test_every_address_that_a_badge_names_is_answered(house: House, client: FlaskClient) -> None:
    """Nothing that we sign leads to a page of ours that does not exist."""
    named = {
        text
        for award in house.awards.values()
        for text in _addresses(json.loads(award.json))
        if text.startswith(ONLINE)
    }
    assert len(named) > 15
    for address in named:
        path = address.removeprefix(ONLINE).split("#")[0]
        assert client.get(path, headers=PAGE).status_code in (200, 303), address


def test_every_page_of_the_referential_is_whole(house: House, client: FlaskClient) -> None:
    """No competency, level, domain or official cousin leads nowhere."""
    framework = referentials.default(house.office)
    home = f"/frameworks/{framework.slug}"
    for item in framework.competencies:
        html = _text(client, f"{home}/{item.slug}")
        assert "None" not in html.replace("None ", "")
        for match in item.matches:
            name = match.framework.lower()
            assert client.get(f"/frameworks/{name}/{match.code}", headers=PAGE).status_code == 200
    for level in framework.levels:
        assert level.label.say("fr") in _text(client, f"{home}/levels/{level.code}")
    for domain in framework.domains:
        assert client.get(f"{home}/domains/{domain.slug}").status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/places/nowhere",
        "/places/nowhere/did.json",
        "/achievements/nothing",
        "/achievements/nothing.png",
        "/frameworks/tiers-lieux/nothing",
        "/frameworks/tiers-lieux/TL-FAB-01",
        "/frameworks/tiers-lieux/levels/N9",
        "/frameworks/tiers-lieux/domains/nothing",
        "/frameworks/rome/0",
        "/frameworks/other",
        "/schemas/other.json",
        "/contexts/tiers-lieux/v9",
    ],
)
def test_what_does_not_exist_is_a_404_with_a_sentence(client: FlaskClient, path: str) -> None:
    """Each kind of missing thing has its own sentence, never a bare code."""
    response = client.get(path, headers={"Accept": "application/json"})
    assert response.status_code == 404
    problem = json.loads(response.data)
    assert problem["detail"] != problem["code"]
    assert " " in problem["detail"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", ["/achievements/nothing", "/places/nowhere"])
def test_a_page_tells_nobody_to_run_a_command(
    client: FlaskClient, path: str, language: str
) -> None:
    """The same error names the command to an operator, in a terminal or a program, alone."""
    page = client.get(f"{path}?lang={language}", headers={"Accept": "text/html"}).text
    assert path.rpartition("/")[2] in page
    assert "badge-issuer" not in page
    problem = client.get(path, headers={"Accept": "application/json"}).get_json()
    assert "badge-issuer" in problem["detail"]


def test_our_context_and_schema_never_change(client: FlaskClient) -> None:
    """Versioned documents may be kept for ever."""
    contexts = ("/contexts/tiers-lieux/v1", "/contexts/tiers-lieux/v2")
    for path in (*contexts, "/schemas/open-badges-3.0.json"):
        response = client.get(path)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    first, second = (client.get(path).get_json()["@context"] for path in contexts)
    assert first.items() < second.items()


def test_the_home_page_shows_places_and_badges(client: FlaskClient) -> None:
    """Both doors share the home page: verification first, then what is awarded here."""
    html = _text(client, "/")
    assert html.index('action="/verify"') < html.index("/places/deux-rives")
    assert "/achievements/accueil" in html


def test_readiness_looks_at_the_database(client: FlaskClient) -> None:
    """Ready means that records can be read, keys opened and files written."""
    checks = {"database": True, "keys": True, "disk": True}
    assert client.get("/readyz").json == {"ready": True, "checks": checks}


def test_places_without_anything_have_a_page(tmp_path: Path) -> None:
    """The first day of an instance: no badge, no word, no contact, and no error."""
    with open_house(tmp_path) as house:
        places.add(house.office, PlaceRequest(name="Un lieu nu"))
        assert "n’a pas encore défini de badge" in _text(house.client(), "/places/un-lieu-nu")


def _addresses(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_addresses(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_addresses(item) for item in value))
    return {value} if isinstance(value, str) and value.startswith("http") else set()
