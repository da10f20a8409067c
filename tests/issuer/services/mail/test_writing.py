"""Letters: what they say, whom they name, and what nobody can make them say."""

import pytest

from badges.i18n import LANGUAGES
from issuer.errors import InvalidRequest, NotFound
from issuer.model import PlaceRequest
from issuer.services import places
from issuer.services.mail import filling
from issuer.services.mail.kinds import KINDS, LINK, LetterKind, kind_of
from issuer.services.mail.writing import ours
from tests.issuer.services.mail.letters import SECRET, kept, open_place, zoe
from tests.issuer.world import Town


@pytest.fixture
def place(village: Town) -> Town:
    """A town with a fablab."""
    return open_place(village)


def test_a_letter_says_what_it_is_for_and_leads_to_us(place: Town) -> None:
    """The reader's name, the place, the badge, the link and the words of the card are there."""
    letter = kept(place.office, zoe(place.office))
    for words in ("Zoé Martin", "Fablab rural", "Découpe laser", SECRET, "http://127.0.0.1:8000/"):
        assert words in letter.text
    assert letter.state == "waiting"
    assert letter.next_try == letter.created == place.clock.now()
    assert letter.recipient == "zoe@example.org"


def test_a_letter_says_who_writes_and_how_to_be_forgotten(place: Town) -> None:
    """The end names the place and the way out: an answer, or the page of the place."""
    places.add(place.office, PlaceRequest(name="Café muet", slug="muet"))
    by_answer = zoe(place.office).text.partition("\n-- \n")[2]
    by_page = zoe(place.office, place="muet").text.partition("\n-- \n")[2]
    assert "Fablab rural vous écrit" in by_answer
    assert "Pour être oublié, répondez" in by_answer
    assert "http://127.0.0.1:8000/places/muet" in by_page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_is_written_in_every_language(place: Town, kind: str, language: str) -> None:
    """Nothing is left to fill, the link stands, and the subject names nobody and no badge."""
    letter = zoe(place.office, kind, language=language, place="fablab-rural")
    assert "{" not in letter.subject + letter.text
    assert f"/claim/{SECRET}" in letter.text
    assert "Zoé" not in letter.subject
    assert "laser" not in letter.subject
    assert letter.language == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_our_own_words_obey_the_rules_of_everybody(kind: LetterKind, language: str) -> None:
    """What we refuse from a place we do not write either."""
    subject, text = ours(kind, language)
    assert filling.clean_subject(subject, kind, language) == subject
    assert filling.clean_body(text, kind, language) == text.strip()
    assert all(len(line.split()) <= 20 for line in text.splitlines())


def test_a_line_about_something_unknown_is_left_out(place: Town) -> None:
    """Without a name nobody is greeted by nothing."""
    text = zoe(place.office, words={"holder": "", "badge": ""}).text
    assert "Bonjour" not in text
    assert "s’appelle" not in text
    assert "\n\n\n" not in text
    assert text.startswith("Fablab rural vous décerne")


@pytest.mark.parametrize(
    "name", ["Gagnez http://mal.example", "zoe@mal.example", "www.mal.example", "mal.example/x"]
)
def test_a_name_cannot_be_an_advertisement(place: Town, name: str) -> None:
    """Who types a name and the address of somebody else makes us write no link of theirs."""
    assert "mal.example" not in zoe(place.office, words={"holder": name}).text


def test_words_are_not_looked_into(place: Town) -> None:
    """A name in braces stays what it is, on one line, without what acts on a screen."""
    text = zoe(place.office, words={"holder": "{words}\r\nBcc: x\u202e{0.__class__}"}).text
    assert "Bonjour {words} Bcc: x{0.__class__}," in text


@pytest.mark.parametrize(
    "address",
    [
        "zoe@example.org\nBcc: a@b.example",
        "zoe@example.org\r\n\r\ntext",
        "",
        "zoe",
        "a" * 300 + "@b.example",
        "zoe@example.org,a@b.example",
    ],
)
def test_an_address_is_one_address(place: Town, address: str) -> None:
    """Line breaks, lists and endless texts are refused, and nothing is kept."""
    with pytest.raises(InvalidRequest, match=r"email\.invalid"):
        zoe(place.office, recipient=address)
    with place.office.store.read() as work:
        assert work.letters.list() == ()


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://mal.example/claim/x",
        "http://127.0.0.1:8000.mal.example/",
        "http://127.0.0.1:8000/a b",
        "http://127.0.0.1:8000/a\nb",
        "http://127.0.0.1:8000/" + "a" * 2_000,
    ],
)
def test_a_link_leads_to_us(place: Town, link: str) -> None:
    """A letter without a link, or with one to elsewhere, is not written."""
    with pytest.raises(InvalidRequest, match=r"mail\.link_foreign"):
        zoe(place.office, words={LINK: link})


def test_an_answer_keeps_its_lines_and_ends(place: Town) -> None:
    """What reviewers say is told as they wrote it, within bounds."""
    answer = "Bravo !\nAjoutez une photo.\x00" + "x" * 5_000
    text = zoe(place.office, "application_answer", words={"answer": answer}).text
    assert "Bravo !\nAjoutez une photo.x" in text
    assert len(text) < 3_000


def test_an_unknown_language_is_answered_in_french(place: Town) -> None:
    """Nobody gets an empty letter."""
    letter = zoe(place.office, language="br")
    assert letter.language == "fr"
    assert "Bonjour" in letter.text


def test_the_service_writes_in_its_own_name(place: Town) -> None:
    """A sign-in letter belongs to no place, and says what to do when it was somebody else."""
    letter = zoe(place.office, "sign_in", place=None)
    assert letter.place is None
    assert "Ne faites rien" in letter.text


def test_an_unknown_kind_or_place_is_refused(place: Town) -> None:
    """Stable codes, nothing kept."""
    with pytest.raises(InvalidRequest, match=r"mail\.kind_unknown"):
        zoe(place.office, "postcard")
    with pytest.raises(NotFound, match=r"place\.unknown"):
        zoe(place.office, place="nowhere")


def test_a_letter_keeps_its_words_to_itself(place: Town) -> None:
    """What a log would show of a letter has neither its words nor its reader."""
    shown = repr(zoe(place.office))
    assert SECRET not in shown
    assert "zoe@" not in shown
    assert kind_of("claim").reader == "holder"
