"""The outbox as a page: what waits, what came back, and the words of the place."""

from dataclasses import replace
from typing import get_args

import pytest

from badges.i18n import LANGUAGES, Translator
from badges.web.app import create_app
from issuer.errors import MailRefused
from issuer.model import Holder, Letter, LetterState
from issuer.services.mail.kinds import KINDS
from issuer.services.mail.sending import send_due
from issuer.services.mail.writing import write
from issuer.web import open_door
from tests.issuer.fakes import Postbox
from tests.issuer.services.mail.letters import Stubborn, kept
from tests.issuer.web.workshop.studio import Browser, Studio, said

MAIL = "/workshop/fablab/mail"
CLAIM = f"{MAIL}/words/claim/fr"


@pytest.fixture
def bruno(studio: Studio) -> Browser:
    """A manager of the café."""
    return studio.of("Bruno")


def _letter(studio: Studio, place: str = "fablab", kind: str = "claim") -> Letter:
    """A letter to Zoé, waiting."""
    words = {
        "holder": "Zoé Martin",
        "person": "Zoé Martin",
        "badge": "Découpe laser & co",
        "link": f"{studio.office.settings.base_url}/claim/pomme-table",
    }
    with studio.office.store.write() as work:
        return write(
            studio.office,
            work,
            kind,
            "zoe@example.org",
            place=place,
            language="fr",
            words=words,
        )


def _refuse(studio: Studio, answer: str = "550 5.1.1 unknown") -> None:
    """Send what waits through a server that refuses Zoé."""
    problem = MailRefused("mail.refused", answer=answer)
    send_due(replace(studio.office, postman=Stubborn({"zoe@example.org": problem}, [])))


def test_without_a_server_each_letter_is_handed_over(studio: Studio, awa: Browser) -> None:
    """The page says that nothing goes by itself; a letter opens to be copied, then is done with."""
    letter = _letter(studio)
    page = awa.page(MAIL)
    assert "Aucun serveur d’e-mail" in page
    assert "zoe@example.org" in page
    shown = awa.page(f"{MAIL}/{letter.id}")
    assert "/claim/pomme-table" in shown
    assert "mailto:zoe@example.org?subject=" in shown
    assert "Envoyer de nouveau" not in shown
    assert awa.post(f"{MAIL}/{letter.id}/handed").status_code == 303
    assert kept(studio.office, letter).state == "handed"
    assert "Aucune lettre n’attend" in awa.page(MAIL)
    assert "pomme-table" not in awa.page(f"{MAIL}/{letter.id}")


def test_what_came_back_says_whom_to_tell_and_why(studio: Studio, awa: Browser) -> None:
    """In plain words first, the server's own behind; another try is not offered without one."""
    letter = _letter(studio)
    _refuse(studio)
    assert "Cette adresse n’existe pas." in awa.page(MAIL)
    page = awa.page(f"{MAIL}/{letter.id}")
    assert "Demandez la bonne adresse" in page
    assert page.index("n’existe pas") < page.index("550 5.1.1 unknown")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("552 5.2.2 quota", "boîte aux lettres est pleine"),
        ("550 5.7.1 spam", "se méfie"),
        ("TimeoutError", "ne répond pas bien"),
        ("554 no", "n’a pas été prise"),
        ("<script>alert(1)</script> 554", "n’a pas été prise"),
    ],
)
def test_answers_of_servers_become_sentences(
    studio: Studio, awa: Browser, answer: str, sentence: str
) -> None:
    """Each reason has one, and what the server said is text."""
    letter = _letter(studio)
    _refuse(studio, answer)
    answered = awa.get(f"{MAIL}/{letter.id}").get_data(as_text=True)
    assert sentence.replace("’", "&#39;") in answered or sentence in answered
    assert "<script>alert" not in answered


def test_with_a_server_a_failed_letter_goes_again(studio: Studio) -> None:
    """One button, and it waits for the postman."""
    letter = _letter(studio)
    _refuse(studio)
    office = replace(studio.office, postman=Postbox())
    app = create_app(office.settings)
    open_door(app, office)
    browser = Browser(app.test_client(), office.settings.base_url)
    assert browser.post(studio.link("Awa")).status_code == 303
    assert "Envoyer de nouveau" in browser.page(f"{MAIL}/{letter.id}")
    assert browser.post(f"{MAIL}/{letter.id}/retry").status_code == 303
    assert kept(office, letter).state == "waiting"
    assert send_due(office).sent == 1
    assert browser.post(f"{MAIL}/{letter.id}/retry").status_code == 409


def test_a_letter_about_a_learner_leads_to_their_page(studio: Studio, awa: Browser) -> None:
    """Where the address is mended: known by the name, which the list says instead of it."""
    letter = _letter(studio)
    zoe = Holder(letter.id, "fablab", "Zoé Martin", "fr", letter.created, "lookup")
    with studio.office.store.write() as work:
        work.holders.add(zoe)
        work.letters.replace(replace(letter, concerns=zoe.id))
    _refuse(studio)
    listed = awa.page(MAIL)
    assert "Zoé Martin" in listed
    assert "zoe@example.org" not in listed
    assert f'href="/workshop/fablab/holders/{zoe.id}"' in awa.page(f"{MAIL}/{letter.id}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_state_and_reason_has_its_words(language: str) -> None:
    """Nothing on these pages is shown as a code."""
    say = Translator(language, "issuer")
    states: tuple[str, ...] = get_args(LetterState)
    codes = [f"mail.kind.{kind.name}" for kind in KINDS]
    codes += [f"mail.state.{state}" for state in states]
    codes += [f"mail.placeholder.{name}" for kind in KINDS for name in kind.placeholders]
    codes += [f"mail.example.{name}" for kind in KINDS for name in kind.placeholders]
    for reason in ("over", "address", "full", "distrusted", "server", "other"):
        codes += [f"mail.reason.{reason}", f"mail.reason.{reason}.how"]
    assert [code for code in codes if say.find(code) is None] == []


def test_the_letter_of_a_colleague_is_not_shown(studio: Studio, awa: Browser) -> None:
    """An invitation opens an account: the page says so, and not its link."""
    letter = _letter(studio, kind="invitation")
    page = awa.page(f"{MAIL}/{letter.id}")
    assert "Personne d’autre ne la lit" in page
    assert "pomme-table" not in page


def test_a_place_adapts_its_letters(studio: Studio, bruno: Browser) -> None:
    """Look first, then keep; the next letter says it, and one button goes back."""
    address = "/workshop/ecluse/mail/words/claim/fr"
    assert "{lien}" in bruno.page(address)
    typed = {"subject": "Un mot de {lieu}", "text": "Salut {personne}\n{lien}"}
    looked = bruno.post(address, {**typed, "do": "look"})
    assert "Salut Zoé Martin" in said(looked)
    assert "Bonjour" in _letter(studio, "ecluse").text
    assert bruno.post(address, {**typed, "do": "save"}).status_code == 303
    assert _letter(studio, "ecluse").text.startswith("Salut Zoé Martin")
    assert "Vos mots, changés par Bruno" in bruno.page("/workshop/ecluse/mail/words")
    assert "Revenir à nos mots" in bruno.page(address)
    assert bruno.post(address, {"do": "reset"}).status_code == 303
    assert "Bonjour" in _letter(studio, "ecluse").text


@pytest.mark.parametrize("do", ["look", "save"])
def test_words_to_mend_stay_in_the_form(studio: Studio, bruno: Browser, do: str) -> None:
    """The sentence stands at the field, and what was typed is there."""
    address = "/workshop/ecluse/mail/words/claim/fr"
    bruno.get(address)
    answer = bruno.post(
        address, {"subject": "Bonjour {personne}", "text": "Salut\n{lien}", "do": do}
    )
    assert answer.status_code == 400
    assert "Enlevez personne de l'objet" in said(answer)
    assert "Salut\n{lien}" in said(answer)
    assert 'aria-invalid="true"' in said(answer)
    assert "Bonjour" in _letter(studio, "ecluse").text


@pytest.mark.parametrize(
    ("name", "outbox", "wordings"),
    [("Awa", 200, 403), ("Chloé", 200, 403), ("Emma", 403, 403), ("Bruno", 404, 404)],
)
def test_who_sees_what(studio: Studio, name: str, outbox: int, wordings: int) -> None:
    """The team sees the outbox of its place, managers change words, others find nothing."""
    browser, letter = studio.of(name), _letter(studio)
    assert browser.get(MAIL).status_code == outbox
    assert browser.get(f"{MAIL}/{letter.id}").status_code == outbox
    assert browser.get(f"{MAIL}/words").status_code == wordings
    assert browser.get(CLAIM).status_code == wordings
    assert browser.post(CLAIM, {"do": "reset"}).status_code == wordings
    if outbox != 200:
        assert browser.post(f"{MAIL}/{letter.id}/handed").status_code == outbox
        assert kept(studio.office, letter) == letter


def test_a_letter_of_another_place_is_not_there(studio: Studio, awa: Browser) -> None:
    """Nor one that never was."""
    letter = _letter(studio, "ecluse")
    for name in (letter.id, "nothing", "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11"):
        assert awa.get(f"{MAIL}/{name}").status_code == 404
        assert awa.post(f"{MAIL}/{name}/handed").status_code == 404
    assert kept(studio.office, letter) == letter


@pytest.mark.parametrize("path", ["postcard/fr", "claim/br", "sign_in/fr"])
def test_a_wording_that_is_not_there_is_no_failure_of_ours(
    studio: Studio, bruno: Browser, path: str
) -> None:
    """Whatever the address bar holds is answered in words."""
    assert studio.office is not None
    for answer in (
        bruno.get(f"/workshop/ecluse/mail/words/{path}"),
        bruno.post(f"/workshop/ecluse/mail/words/{path}", {"do": "save"}),
    ):
        assert 400 <= answer.status_code < 500


def test_nobody_signed_in_sees_nothing(studio: Studio) -> None:
    """The door, with no letter in it."""
    _letter(studio)
    answer = studio.browser().get(MAIL)
    assert answer.status_code == 403
    assert "zoe@" not in said(answer)
