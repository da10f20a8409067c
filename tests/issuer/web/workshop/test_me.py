"""One's own account: a password, passkeys, browsers, places."""

import json

import pytest

from issuer.services import people
from issuer.services.people import passkeys, passwords
from tests.issuer.web.workshop.studio import PAGE, Browser, Studio, said

ME = "/workshop/me"
PASSWORD = "pomme cheval lampe route"
OTHER = "vache bureau orange soleil"


def by(studio: Studio, name: str = "Awa") -> people.Contributor:
    """That person, as services know them."""
    return people.contributor(studio.office, name, None, operator=False)


def add_passkey(browser: Browser, name: str = "Mon téléphone", key: str = "first") -> str:
    """Make a passkey as the script of the page does; where the form leads."""
    browser.get(f"{ME}/passkeys")
    begun = browser.post(f"{ME}/passkeys/begin").get_json()
    answer = json.dumps({"id": key, "challenge": begun["options"]["challenge"]})
    fields = {"key_token": begun["token"], "key_answer": answer, "passkey_name": name}
    sent = browser.post(f"{ME}/passkeys", fields)
    assert sent.status_code == 303, said(sent)
    return str(sent.headers["Location"])


def test_the_page_says_who_one_is_and_where(awa: Browser) -> None:
    """Name, places, role in a sentence, and the three ways that lead further."""
    text = said(awa.get(ME))
    for words in ("Awa", "Fablab rural", "Écrit des badges", "Aucun : vous entrez par un lien."):
        assert words in text, words
    assert f'href="{ME}"' in said(awa.get("/workshop/fablab"))


def test_the_language_is_chosen_there(awa: Browser) -> None:
    """English stays, on this browser."""
    awa.get(f"{ME}?lang=en")
    assert "My account" in said(awa.get(ME))


def test_a_password_is_taken_and_closes_other_browsers(studio: Studio, awa: Browser) -> None:
    """This browser stays open; the other one is out, and the password lets it in again."""
    other = studio.browser()
    other.post(studio.link("Awa"))
    awa.get(f"{ME}/password")
    answer = awa.post(f"{ME}/password", {"password": PASSWORD, "do": "put"})
    assert answer.headers["Location"] == f"{ME}?told=password"
    assert "Votre mot de passe est enregistré." in said(awa.get(f"{ME}?told=password"))
    assert other.get(ME).status_code == 403
    signed = other.post("/workshop/sign-in/password", {"login": "Awa", "password": PASSWORD})
    assert signed.status_code == 303


def test_the_present_password_is_wanted_to_change_it(studio: Studio, awa: Browser) -> None:
    """Whoever finds a tablet open takes no account over."""
    passwords.put_password(studio.office, by(studio), PASSWORD)
    awa = studio.browser()
    awa.post(studio.link("Awa"))
    awa.get(f"{ME}/password")
    for fields in ({"do": "put", "password": OTHER}, {"do": "remove"}):
        for former in ("", "wrong and long"):
            answer = awa.post(f"{ME}/password", {**fields, "former": former})
            assert answer.status_code == 403
            assert "Ce n'est pas votre mot de passe actuel." in said(answer)
    changed = awa.post(f"{ME}/password", {"do": "put", "password": OTHER, "former": PASSWORD})
    assert changed.status_code == 303
    removed = awa.post(f"{ME}/password", {"do": "remove", "former": OTHER})
    assert removed.headers["Location"] == f"{ME}?told=no_password"
    assert not passwords.has_password(studio.office, by(studio))


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("cours d'eau", "trop court"),
        ("", "trop court"),
        ("motdepasse1234", "se devine vite"),
        ("x" * 201, "au plus 200 signes"),
        ("Awa du Fablab rural", "se devine vite"),
    ],
)
def test_a_password_that_cannot_be_is_told_and_never_repeated(
    studio: Studio, awa: Browser, password: str, words: str
) -> None:
    """A sentence on the page; the field is empty again."""
    awa.get(f"{ME}/password")
    answer = awa.post(f"{ME}/password", {"password": password, "do": "put"})
    assert answer.status_code == 400
    assert words in said(answer)
    assert not password or password not in said(answer)
    assert not passwords.has_password(studio.office, by(studio))


def test_guessing_the_present_password_ends_in_a_pause(studio: Studio) -> None:
    """The page says when to come back."""
    passwords.put_password(studio.office, by(studio), PASSWORD)
    awa = studio.of("Awa")
    fields = {"do": "put", "password": OTHER, "former": "wrong and long"}
    answers = [awa.post(f"{ME}/password", fields) for _ in range(11)]
    assert [item.status_code for item in answers] == [403] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "600"


def test_a_passkey_is_added_renamed_and_removed(studio: Studio, awa: Browser) -> None:
    """Each is told, and the list says what there is."""
    assert add_passkey(awa) == f"{ME}/passkeys?told=added"
    assert "Mon téléphone" in said(awa.get(f"{ME}/passkeys"))
    assert "Vous en avez 1." in said(awa.get(ME))
    fields = {"rename": "first", "passkey_name": "Tablette"}
    assert awa.post(f"{ME}/passkeys", fields).headers["Location"] == f"{ME}/passkeys?told=renamed"
    text = said(awa.get(f"{ME}/passkeys"))
    assert "Tablette" in text
    assert "Mon téléphone</p>" not in text
    dropped = awa.post(f"{ME}/passkeys", {"drop": "first"})
    assert dropped.headers["Location"] == f"{ME}/passkeys?told=dropped"
    assert passkeys.list_passkeys(studio.office, by(studio)) == ()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"key_token": "x", "key_answer": "{}", "passkey_name": "Clé"}, 403),
        ({"key_token": "", "key_answer": "", "passkey_name": "Clé"}, 403),
        ({"key_token": "", "key_answer": "{}", "passkey_name": ""}, 400),
        ({"rename": "nobody's", "passkey_name": "Clé"}, 404),
        ({"drop": "nobody's"}, 404),
        ({"drop": "é" * 5_000}, 404),
    ],
)
def test_a_passkey_that_is_not_one_s_own_is_not_there(
    studio: Studio, awa: Browser, fields: dict[str, str], status: int
) -> None:
    """A sentence, never a failure; nothing is kept."""
    add_passkey(studio.of("Bruno"), key="nobody's" + "x")
    awa.get(f"{ME}/passkeys")
    assert awa.post(f"{ME}/passkeys", fields).status_code == status
    assert passkeys.list_passkeys(studio.office, by(studio)) == ()
    assert len(passkeys.list_passkeys(studio.office, by(studio, "Bruno"))) == 1


def test_nobody_touches_the_passkey_of_somebody_else(studio: Studio, awa: Browser) -> None:
    """Its id, typed by hand, is not found."""
    add_passkey(studio.of("Bruno"), key="of-bruno")
    awa.get(f"{ME}/passkeys")
    assert awa.post(f"{ME}/passkeys", {"drop": "of-bruno"}).status_code == 404
    named = awa.post(f"{ME}/passkeys", {"rename": "of-bruno", "passkey_name": "À moi"})
    assert named.status_code == 404
    (kept,) = passkeys.list_passkeys(studio.office, by(studio, "Bruno"))
    assert kept.name == "Mon téléphone"


def test_other_browsers_are_closed_one_by_one_or_all(studio: Studio, awa: Browser) -> None:
    """The one in front of the person is never closed by that page."""
    others = [studio.browser() for _ in range(3)]
    for browser in others:
        browser.post(studio.link("Awa"))
        studio.town.clock.advance(minutes=1)
    text = said(awa.get(f"{ME}/browsers"))
    assert text.count('name="only"') == 3
    assert "celui-ci" in text
    newest = text.split('name="only" value="')[1].partition('"')[0]
    awa.post(f"{ME}/browsers", {"only": newest})
    assert [item.get(ME).status_code for item in others] == [200, 200, 403]
    awa.post(f"{ME}/browsers")
    assert [item.get(ME).status_code for item in others] == [403, 403, 403]
    assert awa.get(ME).status_code == 200


def test_somebody_leaves_a_place_by_themselves(studio: Studio) -> None:
    """Emma is out; the last who may invite stays."""
    emma = studio.of("Emma")
    emma.get(ME)
    people.add(studio.office, "Emma", place="ecluse", role="partner")
    assert emma.post(f"{ME}/leave", {"place": "fablab"}).headers["Location"] == f"{ME}?told=left"
    text = said(emma.get(ME))
    assert "Fablab rural" not in text
    assert "Café de l'Écluse" in text
    assert emma.post(f"{ME}/leave", {"place": "fablab"}).status_code == 404
    assert emma.post(f"{ME}/leave", {"place": "nowhere"}).status_code == 404


FORMS: dict[str, dict[str, str]] = {
    "/password": {"password": PASSWORD, "do": "put"},
    "/passkeys": {"key_token": "x", "key_answer": "{}", "passkey_name": "Clé"},
    "/passkeys/begin": {},
    "/browsers": {},
    "/leave": {"place": "fablab"},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", ["no token", "another site", "nobody"])
def test_a_form_that_is_not_ours_does_nothing(
    studio: Studio, awa: Browser, form: str, way: str
) -> None:
    """Refused, and no secret that was typed is repeated on the page."""
    fields, headers = {"csrf": awa.token, **FORMS[form]}, dict(PAGE)
    if way == "no token":
        fields["csrf"] = ""
    elif way == "another site":
        headers["Sec-Fetch-Site"] = "cross-site"
    browser = studio.browser() if way == "nobody" else awa
    answer = browser.post(f"{ME}{form}", fields, headers=headers)
    assert answer.status_code == 403
    assert PASSWORD not in said(answer)
    assert not passwords.has_password(studio.office, by(studio))
    assert awa.get("/workshop/fablab").status_code == 200
