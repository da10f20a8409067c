"""The pages of a card, asked as an old phone asks them: no script, no cookie, no account."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from badges.documents import parse
from issuer.model import Award, AwardRequest
from issuer.services import issuing
from issuer.services.plain_words import WORDS
from tests.issuer.services.holders.cards import (
    holder_of,
    kept,
    photo,
    show_photo,
    words_on_card,
)
from tests.issuer.web.house import PAGE, House, open_house

ZOE = AwardRequest(achievement="decoupe-laser", name="Zoé Martin")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of its own: these pages change what is kept."""
    with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def badge(house: House) -> Award:
    """A badge of somebody without e-mail."""
    return issuing.issue(house.office, ZOE)


def _card(house: House, award: Award) -> str:
    return "/claim/" + "-".join(words_on_card(house.office, award).split())


def _get(house: House, path: str, status: int = 200) -> TestResponse:
    answer = house.client().get(path, headers=PAGE, base_url=house.base_url)
    assert answer.status_code == status, (path, answer.status_code)
    return answer


def _page(house: House, path: str, status: int = 200) -> str:
    text = unescape(_get(house, path, status).get_data(as_text=True))
    return re.sub(r"\s+", " ", text.replace("’", "'"))


def _send(house: House, path: str, status: int = 303, **fields: str) -> TestResponse:
    # What a browser says when the page refers nobody to nobody.
    headers = {**PAGE, "Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = house.client().post(path, data=fields, headers=headers, base_url=house.base_url)
    assert answer.status_code == status, (path, answer.get_data(as_text=True)[:500])
    return answer


def test_typed_words_open_the_card(house: House, badge: Award) -> None:
    """Words with capitals and spaces lead to the address that the code of the card has."""
    typed = words_on_card(house.office, badge).upper()
    assert _send(house, "/claim", words=typed).headers["Location"] == _card(house, badge)


def test_the_card_says_hello_and_what_the_person_can_do(house: House, badge: Award) -> None:
    """Name, number of badges, the place, and the "Je…" sentence of each badge."""
    text = _page(house, _card(house, badge))
    assert "Bonjour Zoé Martin" in text
    assert "Vous avez 1 badge de compétence de Fablab des Deux Rives." in text
    assert "Je travaille sans danger pour moi et pour les autres." in text
    issuing.issue(house.office, ZOE._replace(holder_id=badge.holder_id))
    assert "Vous avez 2 badges" in _page(house, _card(house, badge))


@pytest.mark.parametrize(
    "path",
    ["/claim/abricot", "/claim/abricot-guitare-jardin-pelouse-sirop", f"/claim/{'x' * 900}"],
)
def test_wrong_words_are_told_kindly(house: House, path: str) -> None:
    """The same page again with what was typed, whatever was wrong with it."""
    assert "Ces mots n'ouvrent rien." in _page(house, path, 404)
    assert "Ces mots n'ouvrent rien." in _page(house, f"{path}/card", 404)


def test_too_many_guesses_must_wait(house: House, badge: Award) -> None:
    """After thirty wrong cards the page says to wait, and programs read for how long."""
    for number in range(30):
        _get(house, "/claim/" + "-".join(WORDS[number : number + 5]), 404)
    answer = _get(house, _card(house, badge), 429)
    assert "Attendez" in answer.get_data(as_text=True)
    assert int(answer.headers["Retry-After"]) > 0
    assert _send(house, "/claim", 429, words="abricot").headers["Retry-After"]


def test_no_answer_of_a_card_is_kept_listed_or_told(house: House, badge: Award) -> None:
    """Pages, files and refusals: no cache, no search engine, no referrer."""
    card = _card(house, badge)
    paths = {"/claim": 200, card: 200, f"{card}/{badge.id}/badge.json": 200, "/claim/wrong": 404}
    for path, status in paths.items():
        headers = _get(house, path, status).headers
        assert headers["Cache-Control"] == "no-store", path
        assert "noindex" in headers["X-Robots-Tag"], path
        assert headers["Referrer-Policy"] == "no-referrer", path


def test_the_files_of_a_badge_are_its_bytes(house: House, badge: Award) -> None:
    """What goes into a wallet is what was signed, hidden or not."""
    path = f"{_card(house, badge)}/{badge.id}"
    _send(house, f"{path}/hidden")
    assert _get(house, f"{path}/badge.json").data == badge.json
    assert _get(house, f"{path}/badge.jwt").data == badge.jwt
    assert _get(house, f"{path}/badge.png").data.startswith(b"\x89PNG")
    assert _get(house, f"{path}/badge.pdf").data.startswith(b"%PDF")
    assert _get(house, f"{_card(house, badge)}/card.pdf").data.startswith(b"%PDF")


def test_a_hidden_badge_is_withdrawn_from_everybody_else(house: House, badge: Award) -> None:
    """Page, files, code and verification are withdrawn; the status list stays."""
    public = [
        f"/credentials/{badge.id}",
        *(f"/credentials/{badge.id}.{kind}" for kind in ("json", "jwt", "png", "svg", "pdf")),
        f"/credentials/{badge.id}/qr.svg",
        f"/credentials/{badge.id}/all.zip",
        f"/v/{badge.short_code}",
    ]
    path = f"{_card(house, badge)}/{badge.id}"
    _send(house, f"{path}/hidden")
    for address in public:
        assert "Zoé" not in _get(house, address, 410).get_data(as_text=True)
    verdict = _get(house, f"/verify?url={badge.url}").get_data(as_text=True)
    assert "Zoé" not in verdict
    assert "Badge authentique" not in verdict
    status = parse(badge.json)["credentialStatus"]["statusListCredential"]
    _get(house, status.removeprefix(house.base_url))
    _send(house, f"{path}/kept")
    _get(house, f"/credentials/{badge.id}")


def test_refusing_asks_first_and_says_what_is_lost(house: House, badge: Award) -> None:
    """A page of its own, whose first button goes back; then nothing is left."""
    card = _card(house, badge)
    text = _page(house, f"{card}/{badge.id}/refuse")
    assert "Refuser ce badge pour toujours ?" in text
    assert text.index("Non, je reviens au badge") < text.index("Oui, l'effacer pour toujours")
    assert kept(house.office, badge).json == badge.json
    gone = _send(house, f"{card}/{badge.id}/refuse").headers["Location"]
    assert gone == "/claim/done"
    _get(house, gone)
    _get(house, card, 404)
    _get(house, f"/credentials/{badge.id}", 410)
    assert kept(house.office, badge).json == b""


def test_evidence_has_a_door(house: House, badge: Award) -> None:
    """Shut: a kind page without a name. Open: the picture, in a sandbox, kept by no cache."""
    file = show_photo(house.office, badge)
    path = f"{_card(house, badge)}/{badge.id}"
    assert "Cette preuve n'est pas montrée" in _page(house, f"/evidence/{file.id}", 410)
    assert _get(house, f"{path}/evidence/{file.id}").data == photo()
    _send(house, f"{path}/evidence/{file.id}", shown="yes")
    answer = _get(house, f"/evidence/{file.id}")
    assert answer.data == photo()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "no-store"
    _send(house, f"{path}/evidence/{file.id}", shown="no")
    _get(house, f"/evidence/{file.id}", 410)


@pytest.mark.parametrize(
    ("name", "status"),
    [("nothing", 404), ("%00", 404), ("00000000-0000-4000-8000-000000000000", 410)],
)
def test_evidence_that_never_was_looks_shut(house: House, name: str, status: int) -> None:
    """Nobody learns whether there is, or was, something behind the door."""
    assert "Cette preuve n'est pas montrée" in _page(house, f"/evidence/{name}", status)


def test_an_address_is_added_without_changing_the_badge(house: House, badge: Award) -> None:
    """A wrong repetition is told beside the fields; the right one is kept and written to."""
    card = _card(house, badge)
    answer = _send(house, f"{card}/address", 400, email="zoe@exemple.fr", again="zoe@exemple")
    text = unescape(answer.get_data(as_text=True))
    assert "ne sont pas les mêmes" in text
    assert 'value="zoe@exemple.fr"' in text
    _send(house, f"{card}/address", email="zoe@exemple.fr", again="zoe@exemple.fr")
    assert holder_of(house.office, badge).email == "zoe@exemple.fr"
    assert kept(house.office, badge).json == badge.json
    _send(house, f"{card}/address", do="forget")
    assert holder_of(house.office, badge).email is None


def test_a_card_gets_new_words(house: House, badge: Award) -> None:
    """The old address opens nothing more, the new one shows the words once more, in large."""
    card = _card(house, badge)
    new = _send(house, f"{card}/change").headers["Location"]
    assert "Votre nouvelle carte" in _page(house, new)
    _get(house, card, 404)


def test_two_cards_are_joined(house: House, badge: Award) -> None:
    """Typing the words of the other card brings its badges here; wrong words are told."""
    other = issuing.issue(house.office, ZOE)
    card = _card(house, badge)
    assert "Ces mots n" in _send(house, f"{card}/join", 400, words="abricot").get_data(as_text=True)
    _send(house, f"{card}/join", words=words_on_card(house.office, other))
    assert "Vous avez 2 badges" in _page(house, card)


def test_another_site_sends_no_form(house: House, badge: Award) -> None:
    """A form from elsewhere changes nothing, even with the right words."""
    path = f"{_card(house, badge)}/{badge.id}/hidden"
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = house.client().post(path, headers={**PAGE, **headers}, base_url=house.base_url)
        assert answer.status_code == 403
    assert kept(house.office, badge).choice == "none"


def test_a_name_cannot_write_the_page(house: House) -> None:
    """What somebody typed as a name is text wherever the card shows it."""
    award = issuing.issue(
        house.office, AwardRequest(achievement="decoupe-laser", name="<script>x</script> Zoé")
    )
    card = _card(house, award)
    for path in (card, f"{card}/{award.id}", f"{card}/{award.id}/refuse", f"{card}/card"):
        assert "<script" not in _get(house, path).get_data(as_text=True)


def test_a_cancelled_badge_says_so_and_is_not_printed(house: House) -> None:
    """Its holder reads that it is cancelled, is offered no paper, and no passport holds it."""
    award = house.awards["revoked"]
    card = _card(house, award)
    text = _page(house, f"{card}/{award.id}")
    assert "Badge annulé" in text
    assert "Imprimer (PDF)" not in text
    assert "Vous n'avez rien à faire." in text
    assert not any(words in text for words in ("Je garde ce badge", "Donnez cette adresse"))
    assert "Choisir qui le voit" in text
    assert "passeport" not in _page(house, f"{card}/card")
    _get(house, f"{card}/passport.pdf", 404)
    _get(house, f"{card}/{award.id}/badge.pdf", 409)


def test_the_pages_speak_english_too(house: House, badge: Award) -> None:
    """Every page of the card in English, without a code left untranslated."""
    card = _card(house, badge)
    own = (f"/{badge.id}", f"/{badge.id}/visibility")
    steps = ("", "/card", "/address", "/change", "/changed", "/join", *own)
    for path in ("/claim", "/claim/lost", "/claim/done", *(f"{card}{step}" for step in steps)):
        for language in ("en", "fr"):
            text = _page(house, f"{path}?lang={language}")
            assert not re.search(
                r">\s*(claim|web|holder|evidence|badge|visibility)\.[a-z_.]+\s*<", text
            ), path
