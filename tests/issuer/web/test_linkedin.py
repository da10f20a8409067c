"""The pages on which a badge is shown: every link contract-tested, nothing asked of anybody."""

import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image

from issuer.model import Award
from issuer.services import cards
from issuer.services.holders import choosing
from issuer.services.private_links import path_of
from tests.issuer.services.holders.cards import kept, open_badge
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

ROBOT = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"
LIMIT = 60_000


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of one's own, for tests that change it."""
    with open_house(tmp_path_factory.mktemp("home")) as made:
        yield made


def _text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == status, path
    return unescape(answer.get_data(as_text=True))


def _links(html: str) -> dict[str, str]:
    """The links of a page that lead elsewhere, by host or scheme."""
    found = [
        link
        for link in re.findall(r'<a [^>]*href="([^"]+)"', html)
        if not link.startswith(("/", "#", "?"))
    ]
    parts = ((urlsplit(link), link) for link in found)
    return {f"{part.netloc}{part.path}" or part.scheme: link for part, link in parts}


def _as_holder(house: House, award: Award, decision: choosing.Decision) -> str:
    """Decide as the holder of that badge; the value is the address of the badge on the card."""
    opened = open_badge(house.office, award)
    choosing.choose(house.office, opened, decision)
    return opened.path


def test_the_page_of_links_holds_every_link_exactly(house: House, client: FlaskClient) -> None:
    """To the profile with nine parameters, to the feed with the address alone, and the others."""
    award = house.awards["genuine"]
    answer = client.get(house.path("genuine") + "/share", headers=PAGE)
    links = _links(unescape(answer.get_data(as_text=True)))
    profile = links["www.linkedin.com/profile/add"]
    assert parse_qsl(urlsplit(profile).query, strict_parsing=True) == [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", "Découpe laser en autonomie"),
        ("organizationId", "1234567"),
        ("issueYear", "2026"),
        ("issueMonth", "11"),
        ("expirationYear", "2028"),
        ("expirationMonth", "11"),
        ("certUrl", award.url),
        ("certId", award.short_code),
    ]
    feed = links["www.linkedin.com/sharing/share-offsite/"]
    assert parse_qsl(urlsplit(feed).query) == [("url", award.url)]
    assert sorted(links) == [
        "bsky.app/intent/compose",
        "mailto",
        "sms",
        "wa.me/",
        "www.facebook.com/sharer/sharer.php",
        "www.linkedin.com/profile/add",
        "www.linkedin.com/sharing/share-offsite/",
    ]
    assert len(answer.data) < LIMIT


def test_every_field_can_be_copied_without_script(house: House, client: FlaskClient) -> None:
    """Each value stands in a field of its own, named; the buttons wait for the script."""
    html = _text(client, house.path("genuine") + "/share")
    award = house.awards["genuine"]
    for value in (
        "Découpe laser en autonomie",
        "Fablab des Deux Rives",
        "novembre",
        "2026",
        "2028",
        award.short_code,
        award.url,
    ):
        assert f'value="{value}" readonly' in html
    fields = re.findall(r'<(?:input|textarea) id="([^"]+)"', html)
    assert len(fields) == len(set(fields)) >= 10
    for name in fields:
        assert f'<label for="{name}">' in html
    assert html.count('type="button" hidden data-copy=') == len(fields) - 1


def test_pages_for_showing_ask_nothing_of_others(house: House, client: FlaskClient) -> None:
    """No picture, script, style, frame or form of theirs leaves this site."""
    for path in ("/share", "/share/print"):
        answer = client.get(house.path("genuine") + path, headers=PAGE)
        html = answer.get_data(as_text=True)
        sources = re.findall(r'(?:src|action|<link [^>]*href)="([^"]*)"', html)
        assert sources
        assert all(source.startswith("/") for source in sources)
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert " style=" not in html
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_mastodon_server_gives_a_link_and_never_sends_away(
    house: House, client: FlaskClient
) -> None:
    """The server that was typed gets a link to press; another thing gets a sentence."""
    path = house.path("genuine") + "/share"
    found = _text(client, f"{path}?instance=@zoe@mamot.fr")
    link = _links(found)["mamot.fr/share"]
    [(name, text)] = parse_qsl(urlsplit(link).query)
    assert name == "text"
    assert text.endswith(house.awards["genuine"].url)
    wrong = _text(client, f"{path}?instance=pas%20un%20serveur")
    assert 'aria-invalid="true"' in wrong
    assert "n’est pas le nom d’un serveur" in wrong
    assert 'value="pas un serveur"' in wrong
    assert "instance-wrong" not in _text(client, path)


@pytest.mark.parametrize("name", ["revoked", "suspended"])
def test_a_badge_that_does_not_count_has_no_links(
    house: House, client: FlaskClient, name: str
) -> None:
    """A sentence says why, and there is nothing to send."""
    for path in ("/share", "/share/print"):
        html = _text(client, house.path(name) + path)
        assert 'class="notice warn"' in html
        assert _links(html) == {}


@pytest.mark.parametrize("name", ["genuine", "bare", "revoked", "suspended"])
def test_the_card_is_a_picture_asked_for_anew(house: House, client: FlaskClient, name: str) -> None:
    """1200 by 627, for every state; no cache shows it unasked, since it may be withdrawn."""
    award = kept(house.office, house.awards[name])
    path = house.path(name) + "/card.png"
    version = cards.card_version(house.office, award)
    answer = client.get(f"{path}?v={version}", headers={"User-Agent": ROBOT})
    with Image.open(io.BytesIO(answer.data)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 627))
    assert len(answer.data) < 300_000
    assert answer.cache_control.max_age == client.get(path).cache_control.max_age == 0
    tag = answer.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_what_never_was_and_what_is_hidden_have_no_page(home: House) -> None:
    """404 for an unknown badge; 410 for one that its holder hid, at every address."""
    client = home.client()
    for path in ("/share", "/share/print", "/share/qr.svg", "/card.png"):
        missing = client.get(f"/credentials/00000000-0000-4000-8000-000000000000{path}")
        assert missing.status_code == 404
    _as_holder(home, home.awards["genuine"], "hidden")
    for path in ("/share", "/share/print", "/share/qr.svg", "/card.png"):
        assert client.get(home.path("genuine") + path).status_code == 410


def test_a_private_badge_is_shown_behind_its_link_only(home: House) -> None:
    """With a plain warning, the private address everywhere, and nothing kept by caches."""
    client = home.client()
    award = home.awards["genuine"]
    _as_holder(home, award, "private")
    base = path_of(home.office, kept(home.office, award))
    for path in ("/share", "/share/print", "/share/qr.svg", "/share/qr.png", "/card.png"):
        answer = client.get(base + path, headers=PAGE)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert client.get(home.path("genuine") + path).status_code == 410
        wrong = base.rpartition("/")[0] + "/AAAAAAAAAAAAAAAAAAAAAA"
        assert client.get(wrong + path).status_code == 410
    html = _text(client, f"{base}/share")
    assert "Vous avez choisi un lien privé" in html
    assert f'value="{ONLINE}{base}" readonly' in html


def test_the_card_of_a_learner_leads_to_the_same_page(home: House) -> None:
    """Behind the card, kept by no cache; a hidden badge says to choose first who may see it."""
    client = home.client()
    award = home.awards["bare"]
    path = _as_holder(home, award, "kept")
    answer = client.get(f"{path}/share", headers=PAGE)
    html = unescape(answer.get_data(as_text=True))
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'value="{award.url}" readonly' in html
    assert f'action="{path}/share#others"' in html
    assert client.get(f"{path}/share/qr.svg").status_code == 200
    assert "/v/" in _text(client, f"{path}/share/print")
    _as_holder(home, award, "hidden")
    hidden = _text(client, f"{path}/share")
    assert "Vous avez caché ce badge" in hidden
    assert f'href="{path}/visibility"' in hidden
    assert award.url not in hidden
    assert client.get(f"{path}/share/qr.svg").status_code == 410
