"""A badge on somebody else's page: what oEmbed answers, and the lines to copy."""

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from PIL import Image

from issuer.model import Award
from issuer.ports import Office
from tests.issuer.web.house import ONLINE, House, open_house

MEMBERS = {
    *("type", "version", "title", "author_name", "author_url", "provider_name", "provider_url"),
    *("cache_age", "thumbnail_url", "thumbnail_width", "thumbnail_height"),
    *("html", "width", "height"),
}


class _Elements(HTMLParser):
    """The elements of some HTML, in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose badges these tests may hide."""
    with open_house(tmp_path_factory.mktemp("embeds")) as made:
        yield made


def _ask(client: FlaskClient, url: str, **more: str) -> Any:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


def _choose(office: Office, award: Award, choice: Any) -> None:
    with office.store.write() as work:
        work.awards.replace_state(award._replace(choice=choice))


def test_oembed_tells_a_badge(client: FlaskClient, house: House) -> None:
    """Every member that the type asks for, for whoever asks from wherever, kept by no cache."""
    answer = _ask(client, house.awards["genuine"].url, format="json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert set(answer.json) == MEMBERS
    assert (answer.json["type"], answer.json["version"]) == ("rich", "1.0")
    assert answer.json["title"] == "Découpe laser en autonomie"
    assert answer.json["author_url"] == f"{ONLINE}/places/deux-rives"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.cache_control.max_age == 0


def test_what_is_embedded_needs_no_script(client: FlaskClient, house: House) -> None:
    """A link to the badge around a picture, both of this site, and the person is not named."""
    award = house.awards["genuine"]
    answer = _ask(client, award.url).json
    (link, to), (picture, shown) = _Elements(answer["html"]).found
    assert (link, to["href"]) == ("a", award.url)
    assert (picture, shown["src"]) == ("img", f"{award.url}/card.png")
    assert "Découpe laser" in str(shown["alt"])
    assert award.holder not in json.dumps(answer, ensure_ascii=False)
    assert client.get(f"{house.path('genuine')}/card.png").mimetype == "image/png"


def test_names_are_written_so_that_they_stay_texts(client: FlaskClient, house: House) -> None:
    """A name with signs of HTML is shown as it is, in JSON and in XML alike."""
    award = house.awards["suspended"]
    in_json = _ask(client, award.url).json
    in_xml = ET.fromstring(_ask(client, award.url, format="xml").data)  # noqa: S314 - our own words
    assert "&amp; écoute" in in_json["html"]
    assert in_json["title"] == "Accueil & écoute"
    assert {item.tag: item.text for item in in_xml} == {
        name: str(value) for name, value in in_json.items()
    }


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({}, (480, 251)),
        ({"maxwidth": "300"}, (300, 157)),
        ({"maxheight": "100"}, (191, 100)),
        ({"maxwidth": "9000", "maxheight": "9000"}, (480, 251)),
        ({"maxwidth": "0"}, (60, 31)),
    ],
)
def test_the_picture_fits(
    client: FlaskClient, house: House, limits: dict[str, str], size: tuple[int, int]
) -> None:
    """Both limits are kept, and the proportions; below sixty pixels nothing would be seen."""
    answer = _ask(client, house.awards["genuine"].url, **limits).json
    assert (answer["width"], answer["height"]) == size


@pytest.mark.parametrize(
    ("limits", "is_told"),
    [
        ({}, True),
        ({"maxwidth": "1200", "maxheight": "627"}, True),
        ({"maxwidth": "1199"}, False),
        ({"maxheight": "626"}, False),
    ],
)
def test_the_thumbnail_has_the_size_that_is_told(
    client: FlaskClient, house: House, limits: dict[str, str], *, is_told: bool
) -> None:
    """The picture there is as large as oEmbed says; where it does not fit, none is told."""
    answer = _ask(client, house.awards["genuine"].url, **limits).json
    assert ("thumbnail_url" in answer) is is_told
    if is_told:
        body = client.get(answer["thumbnail_url"].removeprefix(ONLINE)).data
        with Image.open(io.BytesIO(body)) as picture:
            assert picture.size == (answer["thumbnail_width"], answer["thumbnail_height"])


@pytest.mark.parametrize("limit", ["-1", "a", "1.5", "9999999", "²"])
def test_a_size_is_a_number(client: FlaskClient, house: House, limit: str) -> None:
    """What is no number of pixels is refused, and the member at fault is named."""
    answer = _ask(client, house.awards["genuine"].url, maxwidth=limit)
    assert (answer.status_code, answer.json["code"]) == (400, "embed.size")
    assert "maxwidth" in answer.json["detail"]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/credentials/1",
        f"{ONLINE}.evil.example/credentials/1",
        f"{ONLINE}/credentials/",
        f"{ONLINE}/credentials/none",
        f"{ONLINE}/places/deux-rives",
        f"{ONLINE}/credentials/x/share",
        "http://[::1",
        f"{ONLINE}/credentials/" + "a" * 1_900,
    ],
)
def test_an_address_that_is_no_badge_of_ours_is_not_found(client: FlaskClient, url: str) -> None:
    """Only the address of a badge of this site is answered."""
    assert _ask(client, url).status_code == 404


@pytest.mark.parametrize("query", ["", "?url=", "?url=" + "a" * 3_000])
def test_an_address_is_needed(client: FlaskClient, query: str) -> None:
    """Without an address, or with an endless one, the answer says what is missing."""
    answer = client.get(f"/oembed{query}")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (400, "embed.url")


def test_another_format_is_not_implemented(client: FlaskClient, house: House) -> None:
    """The status is the one that oEmbed gives, with a sentence on how to mend."""
    answer = _ask(client, house.awards["genuine"].url, format="yaml")
    assert (answer.status_code, answer.json["code"]) == (501, "embed.format")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"{ONLINE}/problems/embed.format"


def test_a_private_link_is_not_embedded(client: FlaskClient, house: House) -> None:
    """Whatever key stands in it: nothing is said of the badge, not even that it exists."""
    answer = _ask(client, f"{house.awards['genuine'].url}/private/abcdef")
    assert (answer.status_code, answer.json["code"]) == (401, "embed.private")
    assert "Découpe" not in answer.text


@pytest.mark.parametrize("choice", ["hidden", "private"])
def test_a_withdrawn_badge_is_gone(home: House, choice: str) -> None:
    """For oEmbed and for the page with the lines: gone, without a word of what it was."""
    _choose(home.office, home.awards["bare"], choice)
    client = home.client()
    for answer in (
        _ask(client, home.awards["bare"].url),
        client.get(f"{home.path('bare')}/embed"),
    ):
        assert answer.status_code == 410
        assert "Faciliter" not in answer.text


@pytest.mark.parametrize(("name", "word"), [("revoked", "annulé"), ("suspended", "suspendu")])
def test_a_cancelled_badge_says_so(client: FlaskClient, house: House, name: str, word: str) -> None:
    """The picture's words tell the state to whoever cannot see it."""
    answer = _ask(client, house.awards[name].url).json
    assert word in answer["html"]
    assert "décerné" not in answer["html"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_gives_the_lines(client: FlaskClient, house: House, language: str) -> None:
    """Both ways to show it, ready to copy, the second with our one script and a link inside."""
    award = house.awards["genuine"]
    answer = client.get(f"{house.path('genuine')}/embed?lang={language}")
    assert answer.status_code == 200
    shown = [attributes for tag, attributes in _Elements(answer.text).found if tag == "textarea"]
    assert [item["id"] for item in shown] == ["snippet", "living-snippet"]
    assert f"&lt;badge-de-competence src=&#34;{award.url}&#34;" in answer.text
    assert f"{ONLINE}/embed/badge.js" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_no_badge_no_page(client: FlaskClient) -> None:
    """What never was stays not found."""
    assert client.get("/credentials/none/embed").status_code == 404
