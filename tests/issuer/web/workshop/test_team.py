"""The team of a place: invited with a link that is shown once, given a role, taken out."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from badges.web.app import create_app
from issuer.model import Role
from issuer.services import people
from issuer.web import open_door
from tests.issuer.fakes import Postbox
from tests.issuer.web.workshop.studio import PAGE, Browser, Studio, said
from tests.issuer.world import Town

TEAM = "/workshop/ecluse/team"
ROLES: dict[str, Role] = {
    "Bruno": "manager",
    "Denis": "steward",
    "Farid": "author",
    "Gaëlle": "facilitator",
    "Hugo": "partner",
}
"""Who works for the café in these tests."""


@pytest.fixture
def crew(studio: Studio) -> Studio:
    """A café where each role is somebody's."""
    for name, role in ROLES.items():
        people.add(studio.office, name, place="ecluse", role=role)
    return studio


@pytest.fixture
def bruno(crew: Studio) -> Browser:
    """The manager of the café."""
    return crew.of("Bruno")


def one(studio: Studio, name: str) -> str:
    """The page of a colleague."""
    return f"{TEAM}/{people.find(studio.office, name).id}"


def role_of(studio: Studio, name: str) -> dict[str, str]:
    """The roles of somebody by place."""
    found = people.memberships(studio.office, people.find(studio.office, name))
    return {item.place: item.role for item in found}


def handed(text: str) -> str:
    """The path of the link that a page hands over."""
    found = re.search(r'id="link" value="([^"]+)"', text)
    assert found is not None
    return urlsplit(found.group(1)).path


def invite(browser: Browser, name: str, role: str = "facilitator", email: str = "") -> str:
    """Invite somebody, and read the page."""
    browser.get(f"{TEAM}/new")
    fields = {"mate_name": name, "mate_email": email, "role": role}
    answer = browser.post(f"{TEAM}/new", fields)
    assert answer.status_code == 200, said(answer)
    return said(answer)


def test_the_team_stands_there_with_what_each_does(bruno: Browser) -> None:
    """Names, and roles in a sentence each."""
    text = said(bruno.get(TEAM))
    for words in ("Gaëlle", "Anime des ateliers", "Gère le lieu", "Voit combien de badges"):
        assert words in text, words


def test_an_invitation_is_a_link_that_is_shown_once(bruno: Browser, crew: Studio) -> None:
    """A code to read, a link to copy; it lets in, and no other page says it again."""
    text = invite(bruno, "Inès")
    link = handed(text)
    assert "<svg" in text
    assert link not in said(bruno.get(TEAM))
    assert link not in said(bruno.get(one(crew, "Inès")))
    newcomer = crew.browser()
    assert newcomer.post(link).status_code == 303
    assert "Inès" in newcomer.page("/workshop")
    assert role_of(crew, "Inès") == {"ecluse": "facilitator"}


def test_an_invitation_goes_by_mail_when_there_is_an_address(crew: Studio) -> None:
    """The page says where; colleagues see the letter in the outbox, and nothing of what it says."""
    office = replace(crew.office, postman=Postbox())
    app = create_app(office.settings)
    open_door(app, office)
    mailing = Studio(Town(office, crew.town.clock), app)
    text = invite(mailing.of("Bruno"), "Inès", email="ines@example.org")
    assert "L'invitation part à ines@example.org." in text
    with crew.office.store.read() as work:
        (letter,) = work.letters.list()
    assert "/workshop/enter/" in (letter.text or "")
    colleague = mailing.of("Gaëlle")
    outbox = said(colleague.get("/workshop/ecluse/mail"))
    assert "Invitation dans l'équipe" in outbox
    seen = said(colleague.get(f"/workshop/ecluse/mail/{letter.id}"))
    assert "Personne d'autre ne la lit" in seen
    assert "/workshop/enter/" not in outbox + seen


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"mate_name": "", "role": "author"}, 400, "Prénom et nom"),
        ({"mate_name": "Inès", "role": "king"}, 400, "n'est pas un rôle"),
        ({"mate_name": "Inès", "mate_email": "x", "role": "author"}, 400, "Inès"),
        ({"mate_name": "Gaëlle", "role": "author"}, 409, "fait déjà partie de l'équipe"),
        ({"mate_name": "Awa", "role": "author"}, 409, "s'appelle déjà"),
        ({"mate_name": "Inès", "role": "steward"}, 403, "ce rôle dépasse le vôtre"),
    ],
)
def test_an_invitation_that_cannot_be_is_mended_on_the_page(
    bruno: Browser, fields: dict[str, str], status: int, words: str
) -> None:
    """What was typed stays, with the sentence; nobody is added."""
    bruno.get(f"{TEAM}/new")
    answer = bruno.post(f"{TEAM}/new", fields)
    assert answer.status_code == status
    assert words in said(answer)
    assert 'role="alert"' in said(answer)
    assert "Inès" not in said(bruno.get(TEAM))


def test_somebody_of_another_place_joins_by_their_own_letter(crew: Studio, bruno: Browser) -> None:
    """Their link would open the other place too, so nobody here sees one, nor changes anything."""
    people.add(crew.office, "Awa B", place="fablab", role="author", email="awa@example.org")
    text = invite(bruno, "Awa B", email="awa@example.org")
    assert "Une invitation pour Awa B" in text
    assert "en ouvrant sa lettre" in text
    assert "/workshop/enter/" not in text
    assert role_of(crew, "Awa B") == {"fablab": "author"}
    with crew.office.store.read() as work:
        (letter,) = work.letters.list(place="ecluse")
    link = next(word for word in letter.text.split() if "/workshop/enter/" in word)
    people.enter(crew.office, link.rpartition("/")[2])
    assert role_of(crew, "Awa B") == {"ecluse": "facilitator", "fablab": "author"}
    refused = bruno.post(one(crew, "Awa B"), {"do": "link"})
    assert refused.status_code == 403
    assert "travaille aussi pour un autre lieu" in said(refused)


def test_a_role_is_changed_and_access_ended(crew: Studio, bruno: Browser) -> None:
    """Each by one button; who is out loses every browser."""
    gaelle = crew.of("Gaëlle")
    path = one(crew, "Gaëlle")
    assert 'value="facilitator" checked' in said(bruno.get(path))
    answer = bruno.post(path, {"do": "role", "role": "author"})
    assert answer.headers["Location"] == f"{TEAM}?told=role"
    assert role_of(crew, "Gaëlle") == {"ecluse": "author"}
    assert bruno.post(path, {"do": "end"}).headers["Location"] == f"{TEAM}?told=ended"
    assert "Gaëlle" not in said(bruno.get(f"{TEAM}?told=ended"))
    assert gaelle.get(TEAM).status_code == 403
    assert bruno.get(path).status_code == 404


def test_a_colleague_who_cannot_enter_gets_a_new_link(crew: Studio, bruno: Browser) -> None:
    """It is handed over in person, and works once."""
    bruno.get(TEAM)
    link = handed(said(bruno.post(one(crew, "Gaëlle"), {"do": "link"})))
    browser = crew.browser()
    assert browser.post(link).status_code == 303
    assert "Gaëlle" in browser.page("/workshop")
    assert crew.browser().post(link).status_code == 403


def test_the_last_who_runs_the_place_stays(studio: Studio) -> None:
    """Neither leaves nor becomes less; the page says to name somebody else first."""
    people.add(studio.office, "Jade", place="fablab", role="manager")
    jade = studio.of("Jade")
    path = f"/workshop/fablab/team/{people.find(studio.office, 'Jade').id}"
    jade.get(path)
    for fields in ({"do": "end"}, {"do": "role", "role": "author"}):
        answer = jade.post(path, fields)
        assert answer.status_code == 409
        assert "Nommez-en d'abord une autre" in said(answer)
    assert role_of(studio, "Jade") == {"fablab": "manager"}


def test_a_steward_is_changed_by_a_steward_only(crew: Studio, bruno: Browser) -> None:
    """A manager sees the role without a button, and a form of their own does nothing."""
    path = one(crew, "Denis")
    assert "se change par qui anime le réseau" in said(bruno.get(path))
    for fields in ({"do": "end"}, {"do": "role", "role": "partner"}, {"do": "link"}):
        assert bruno.post(path, fields).status_code == 403
    assert role_of(crew, "Denis") == {"ecluse": "steward"}
    denis = crew.of("Denis")
    denis.get(path)
    assert 'value="steward"' in said(denis.get(f"{TEAM}/new"))
    assert 'value="steward"' not in said(bruno.get(f"{TEAM}/new"))


PAGES = ("team", "team/new", "team/{mate}", "tokens", "tokens/new", "journal", "journal.csv")
OPEN: dict[str, tuple[int, ...]] = {
    "Bruno": (200, 200, 200, 200, 200, 200, 200),
    "Denis": (200, 200, 200, 200, 200, 200, 200),
    "Farid": (200, 403, 403, 403, 403, 403, 403),
    "Gaëlle": (200, 403, 403, 403, 403, 403, 403),
    "Hugo": (403, 403, 403, 403, 403, 403, 403),
    "Awa": (404, 404, 404, 404, 404, 404, 404),
    "Emma": (404, 404, 404, 404, 404, 404, 404),
}
"""What each answers to each, in the order of `PAGES`: the place of others is not there."""


@pytest.mark.parametrize("name", OPEN)
def test_each_role_opens_its_own_pages(crew: Studio, name: str) -> None:
    """Manager and steward open all; the others read the team, or nothing."""
    browser, mate = crew.of(name), people.find(crew.office, "Gaëlle").id
    found = tuple(
        browser.get(f"/workshop/ecluse/{page.format(mate=mate)}").status_code for page in PAGES
    )
    assert found == OPEN[name]


FORMS: dict[str, dict[str, str]] = {
    "team/new": {"mate_name": "Inès", "role": "author"},
    "team/{mate}": {"do": "end"},
    "tokens/new": {"token_name": "Moodle", "scope-credentials.status": "yes", "days": "90"},
}


@pytest.mark.parametrize("name", ["Farid", "Gaëlle", "Hugo", "Awa", "Emma"])
@pytest.mark.parametrize("form", FORMS)
def test_no_other_role_changes_anything(crew: Studio, name: str, form: str) -> None:
    """A form written by hand is refused, and nobody is moved."""
    browser, mate = crew.of(name), people.find(crew.office, "Gaëlle").id
    before = len(people.list_all(crew.office, "ecluse"))
    answer = browser.post(f"/workshop/ecluse/{form.format(mate=mate)}", FORMS[form])
    assert answer.status_code == OPEN[name][PAGES.index(form)]
    assert len(people.list_all(crew.office, "ecluse")) == before
    with crew.office.store.read() as work:
        assert work.entrance.tokens("ecluse") == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", ["no token", "another site"])
def test_a_form_that_is_not_ours_does_nothing(
    crew: Studio, bruno: Browser, form: str, way: str
) -> None:
    """Without the token of the session, or sent by another site: refused, in words."""
    path = f"/workshop/ecluse/{form.format(mate=people.find(crew.office, 'Gaëlle').id)}"
    fields, headers = dict(FORMS[form]), dict(PAGE)
    if way == "no token":
        fields["csrf"] = "no"
    else:
        headers["Origin"] = "https://evil.example"
    before = len(people.list_all(crew.office, "ecluse"))
    assert bruno.post(path, fields, headers=headers).status_code == 403
    assert len(people.list_all(crew.office, "ecluse")) == before
    with crew.office.store.read() as work:
        assert work.entrance.tokens("ecluse") == ()


@pytest.mark.parametrize("person", ["x", "é", "../..", "%00", "x" * 300, "<b>"])
def test_a_strange_colleague_is_nobody(bruno: Browser, person: str) -> None:
    """Not found, never a failure."""
    assert bruno.get(f"{TEAM}/{person}").status_code == 404


def test_addresses_are_for_those_who_look_after_the_team(crew: Studio, bruno: Browser) -> None:
    """A colleague reads names and roles, and no address."""
    people.add(crew.office, "Inès", place="ecluse", role="author", email="ines@example.org")
    assert "ines@example.org" in said(bruno.get(TEAM))
    seen = said(crew.of("Gaëlle").get(TEAM))
    assert "Inès" in seen
    assert "ines@example.org" not in seen
    assert "Inviter" not in seen.replace("Pour inviter", "")
