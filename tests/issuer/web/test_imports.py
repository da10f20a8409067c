"""The pages behind a card where badges from elsewhere are brought, read, taken back and away."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from issuer.model import AwardRequest
from issuer.services import issuing
from issuer.services.imports.bringing import SIZE_LIMIT
from tests.corpus import ours
from tests.corpus.specimen import World
from tests.issuer.services.holders.cards import words_on_card
from tests.issuer.web.house import House, open_house
from tests.verifier.badges_to_read import Place
from tests.world import NOON


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Badges of somebody else's making that need no network."""
    return {item.name: item.material for item in ours.specimens(World(instant=NOON))}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house online with both doors open."""
    with open_house(tmp_path_factory.mktemp("imports")) as made:
        yield made


@pytest.fixture
def client(workshop: House) -> FlaskClient:
    """A client of that house."""
    return workshop.client()


def _card(house: House, name: str = "Inès Martin") -> str:
    award = issuing.issue(house.office, AwardRequest(achievement="decoupe-laser", name=name))
    return f"/claim/{'-'.join(words_on_card(house.office, award).split())}"


def _send(client: FlaskClient, card: str, body: bytes, name: str = "badge.png") -> TestResponse:
    # Encoded here, since the client would leave a large form in a file that nobody closes.
    boundary, form = encode_multipart({"file": FileStorage(io.BytesIO(body), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{card}/imports/new", data=form, content_type=kind)


def _bring(client: FlaskClient, card: str, body: bytes) -> str:
    """Bring a badge, and answer the address of its page."""
    response = _send(client, card, body)
    assert response.status_code == 303
    address = response.headers["Location"]
    assert address.endswith("?done=brought")
    return str(address.partition("?")[0])


def test_an_empty_shelf_leads_to_bringing(client: FlaskClient, workshop: House) -> None:
    """The card has a shelf for badges from elsewhere, and says how to fill it."""
    card = _card(workshop)
    page = client.get(f"{card}/imports", headers={"Accept-Language": "fr"})
    assert page.status_code == 200
    assert "Vous n’en avez pas encore apporté." in page.text
    assert f'href="{card}/imports/new"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_genuine_badge_in_ones_name_is_told_so(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """Brought as a picture: state, issuer, person, and the picture without its badge."""
    card = _card(workshop)
    address = _bring(client, card, files["ours/baked-json.png"])
    page = client.get(address, headers={"Accept-Language": "fr"}).text
    assert "Badge authentique" in page
    assert "Le Lieu Un" in page
    assert "Le badge est à votre nom." in page
    drawn = client.get(f"{address}/picture.png")
    assert drawn.mimetype == "image/png"
    assert b"openbadge" not in drawn.data
    assert "Animer un atelier" in client.get(f"{card}/imports").text


@pytest.mark.parametrize(
    "name", ["baked-json.png", "baked-jwt.svg", "expired.jwt", "two-proofs.json"]
)
def test_the_file_is_handed_back_as_it_came_and_runs_nothing(
    client: FlaskClient, workshop: House, files: dict[str, bytes], name: str
) -> None:
    """A download with the same bytes; nothing in it can act as a page of ours."""
    body = files[f"ours/{name}"]
    address = _bring(client, _card(workshop), body)
    answer = client.get(f"{address}/file")
    assert answer.data == body
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_svg_is_never_drawn(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """A drawing of a stranger may hold anything: it is a file to download, and no picture here."""
    address = _bring(client, _card(workshop), files["ours/baked-json.svg"])
    assert "<img" not in client.get(address).text.partition("<main")[2]
    assert client.get(f"{address}/picture.png").status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("expired.json", "Badge arrivé à sa fin"),
        ("fragment-gone-changed.json", "Badge modifié"),
        ("signed-by-another.json", "Faux émetteur"),
        ("bare-key.jwt", "Émetteur non confirmé"),
    ],
)
def test_a_badge_that_does_not_hold_is_kept_and_told_plainly(
    client: FlaskClient, workshop: House, files: dict[str, bytes], name: str, said: str
) -> None:
    """Its state stands first, on its page and on the shelf; never the word for genuine."""
    card = _card(workshop)
    address = _bring(client, card, files[f"ours/{name}"])
    for place in (address, f"{card}/imports"):
        page = client.get(place, headers={"Accept-Language": "fr"}).text
        assert said in page
        assert "Badge authentique" not in page


def test_what_could_not_be_verified_is_never_called_verified(
    workshop: House, client: FlaskClient, files: dict[str, bytes]
) -> None:
    """The site of its issuer does not answer: the day is that of a try, on both pages."""
    card = _card(workshop)
    address = _bring(client, card, files["ours/eddsa-rdfc-2022-ed25519-by-web.json"])
    for path in (address, f"{card}/imports"):
        page = client.get(path, headers={"Accept-Language": "fr"}).text
        assert "Vérification impossible pour l" in page
        assert "Essayé le" in page
        assert "Vérifié le" not in page


def test_the_name_in_a_changed_badge_is_worth_nothing(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """It says the name of the holder, and the page does not repeat it as a fact."""
    address = _bring(client, _card(workshop), files["ours/fragment-gone-changed.json"])
    page = client.get(address, headers={"Accept-Language": "fr"}).text
    assert "Le badge est à votre nom." not in page
    assert "aucune page publique" in page


def test_a_badge_of_somebody_else_is_kept_with_a_kind_word(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """The page says whom it names, and that it goes on no public page."""
    address = _bring(client, _card(workshop, "Ada Autre"), files["ours/baked-json.png"])
    page = client.get(address, headers={"Accept-Language": "fr"}).text
    assert "Le badge nomme une autre personne" in page
    assert "Inès Martin" in page
    assert "aucune page publique" in page


def test_the_same_badge_twice_leads_to_the_one_that_is_kept(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """And the page says that it was there."""
    card = _card(workshop)
    address = _bring(client, card, files["ours/baked-json.png"])
    again = _send(client, card, files["ours/baked-json.png"])
    assert again.headers["Location"] == f"{address}?done=brought_already"
    assert "déjà ici" in client.get(again.headers["Location"]).text


@pytest.mark.parametrize("kind", ["json", "png", "pdf"])
def test_a_badge_of_this_instance_leads_to_its_own_page(
    client: FlaskClient, workshop: House, kind: str
) -> None:
    """Its file is recognised, whatever its form, and not kept twice."""
    name = f"Noé {kind}"
    award = issuing.issue(workshop.office, AwardRequest(achievement="decoupe-laser", name=name))
    card = f"/claim/{'-'.join(words_on_card(workshop.office, award).split())}"
    body = client.get(f"{card}/{award.id}/badge.{kind}").data
    answer = _send(client, card, body)
    assert answer.headers["Location"] == f"{card}/{award.id}?done=brought_ours"
    assert "vient d’ici" in client.get(answer.headers["Location"]).text


def test_an_address_of_this_instance_is_read_without_the_network(
    client: FlaskClient, workshop: House
) -> None:
    """The page of the badge and the short address on paper lead to the badge of this card."""
    award = issuing.issue(workshop.office, AwardRequest(achievement="decoupe-laser", name="Lou"))
    card = f"/claim/{'-'.join(words_on_card(workshop.office, award).split())}"
    for address in (award.url, f"{workshop.base_url}/v/{award.short_code}"):
        answer = client.post(f"{card}/imports/new", data={"address": address})
        assert answer.headers["Location"] == f"{card}/{award.id}?done=brought_ours", address


def test_a_badge_of_ours_on_another_card_is_refused_kindly(
    client: FlaskClient, workshop: House
) -> None:
    """409, with what to do: open that card."""
    address = workshop.awards["genuine"].url
    answer = client.post(f"{_card(workshop)}/imports/new", data={"address": address})
    assert answer.status_code == 409
    assert "derrière une autre carte" in answer.text
    assert f'value="{address}"' in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 400, "Choisissez un fichier"),
        ({"file": (io.BytesIO(), "")}, 400, "Choisissez un fichier"),
        ({"address": "http://ailleurs.example/1"}, 400, "https://"),
        ({"address": "https://127.0.0.1/1"}, 400, "ne donne pas de badge"),
        ({"address": "https://badges.example.fr/claim"}, 400, "ne donne pas de badge"),
    ],
    ids=["nothing", "no-file", "plain-http", "inside", "our-other-page"],
)
def test_what_gives_no_badge_is_mended_on_the_same_page(
    client: FlaskClient, workshop: House, sent: dict[str, object], status: int, said: str
) -> None:
    """The sentence stands beside the field, and nothing is kept."""
    card = _card(workshop)
    answer = client.post(f"{card}/imports/new", data=sent, headers={"Accept-Language": "fr"})
    assert answer.status_code == status
    assert said in answer.text
    assert "pas encore apporté" in client.get(f"{card}/imports").text


def test_garbage_is_told_as_no_readable_badge(client: FlaskClient, workshop: House) -> None:
    """In the words that the verifier uses."""
    answer = _send(client, _card(workshop), b"garbage")
    assert answer.status_code == 400
    assert "pas un badge lisible" in answer.text


def test_a_file_that_is_too_large_is_told_its_limit(client: FlaskClient, workshop: House) -> None:
    """Beyond five megabytes by a little, or by far."""
    card = _card(workshop)
    for size in (SIZE_LIMIT + 1, SIZE_LIMIT + 200_000):
        answer = _send(client, card, bytes(size))
        assert answer.status_code == 400
        assert "5 Mo" in answer.text


def test_only_the_page_that_takes_files_takes_large_bodies(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """Other forms behind the card stay small."""
    address = _bring(client, _card(workshop), files["ours/baked-json.png"])
    assert client.post(f"{address}/again", data={"x": "a" * 300_000}).status_code in (303, 413)
    assert client.post(f"{address}/again", data=bytes(30_000)).status_code in (303, 413)
    assert client.get(address).status_code == 200


def test_verifying_again_tells_the_day(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """The same page, with the verdict of now."""
    address = _bring(client, _card(workshop), files["ours/baked-json.png"])
    answer = client.post(f"{address}/again")
    assert answer.headers["Location"] == f"{address}?done=checked"
    page = client.get(answer.headers["Location"], headers={"Accept-Language": "fr"}).text
    assert "vérifié de nouveau" in page
    assert "22 novembre 2026" in page.replace("\u00a0", " ")


def test_a_badge_is_taken_away_after_a_question(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """The first page asks, the second removes; then its addresses are unknown."""
    card = _card(workshop)
    address = _bring(client, card, files["ours/baked-json.png"])
    assert "Enlever ce badge" in client.get(f"{address}/remove").text
    answer = client.post(f"{address}/remove")
    assert answer.headers["Location"] == f"{card}/imports?done=taken_away"
    for path in ("", "/file", "/picture.png", "/remove"):
        assert client.get(f"{address}{path}").status_code == 404


def test_no_other_card_opens_a_badge(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """Reading, taking and removing need the card behind which it is."""
    mine = _bring(client, _card(workshop), files["ours/baked-json.png"])
    theirs = f"{_card(workshop, 'Ada Autre')}/imports/{mine.rpartition('/')[2]}"
    for path in ("", "/file", "/picture.png", "/remove"):
        assert client.get(f"{theirs}{path}").status_code == 404
    assert client.post(f"{theirs}/remove").status_code == 404
    assert client.get(mine).status_code == 200


def test_another_site_cannot_bring_or_remove(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """A form of another site is refused."""
    address = _bring(client, _card(workshop), files["ours/baked-json.png"])
    answer = client.post(f"{address}/remove", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.get(address).status_code == 200


def test_too_many_tries_are_told_with_the_wait(client: FlaskClient, workshop: House) -> None:
    """429, and when to come back."""
    card = _card(workshop)
    answers = [_send(client, card, b"garbage") for _ in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [400] * 30
    assert answers[30].status_code == 429
    assert int(answers[30].headers["Retry-After"]) > 0
    assert "Trop d’essais" in answers[30].text


def test_what_a_stranger_wrote_is_text_on_our_page(client: FlaskClient, workshop: House) -> None:
    """Titles and names with markup in them stay words."""
    world = World(instant=NOON)
    place = Place.by_key()
    document = ours.badge(world, place)
    document["issuer"]["name"] = "<script>alert(1)</script>"
    document["credentialSubject"]["achievement"]["name"] = '"><img src=x onerror=alert(1)>'
    address = _bring(client, _card(workshop), place.sign(document).body)
    page = client.get(address).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_where_the_verifier_is_closed_the_shelf_says_so(tmp_path: Path) -> None:
    """With the issuer's door alone nothing is brought, and the pages say why."""
    with open_house(tmp_path, doors="issuer") as alone:
        client, card = alone.client(), _card(alone)
        for page in (f"{card}/imports", f"{card}/imports/new"):
            answer = client.get(page, headers={"Accept-Language": "fr"})
            assert answer.status_code == 200
            assert "on ne vérifie pas" in answer.text
        answer = _send(client, card, b"{}")
        assert answer.status_code == 403


def test_pages_are_light_and_ask_nobody_else(
    client: FlaskClient, workshop: House, files: dict[str, bytes]
) -> None:
    """Under 60 KB with their styles before pictures, and no address of another origin is loaded."""
    card = _card(workshop)
    address = _bring(client, card, files["ours/baked-json.png"])
    for path in (f"{card}/imports", f"{card}/imports/new", address, f"{address}/remove"):
        page = client.get(path).text
        assert "<script" not in page
        sheets = [part.partition('"')[0] for part in page.split('rel="stylesheet" href="')[1:]]
        weight = len(page) + sum(_weight(client, sheet) for sheet in sheets)
        assert weight < 60_000, path
        assert all(sheet.startswith("/static/") for sheet in sheets)


def _weight(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:
        return len(answer.data)
