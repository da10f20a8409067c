"""Who works for a place: invited, given another role, handed a link, gone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from issuer.errors import Conflict, InvalidRequest, IssuerError, NotAllowed, NotFound
from issuer.model import Role
from issuer.services import people
from issuer.services.people import passwords, team
from tests.issuer.services.people.crew import Crew, secret_of

OUTSIDERS = ("Bruno", "Chloé")


def _roles(crew: Crew, place: str = "atelier") -> dict[str, Role]:
    found = team.list_team(crew.office, people.operator("root"), place)
    return {item.person.name: item.role for item in found}


def test_an_invitation_lets_somebody_in(both: Crew) -> None:
    """The link opens a session of the new person, and a letter with it waits for them."""
    invited = team.invite(
        both.office,
        both.by("Awa Diop"),
        "Élise",
        "Elise@Example.org",
        place="atelier",
        role="author",
    )
    assert invited.link is not None
    assert _roles(both)["Élise"] == "author"
    (letter,) = both.letters()
    assert (letter.kind, letter.recipient, letter.place) == (
        "invitation",
        "elise@example.org",
        "atelier",
    )
    assert letter.concerns == invited.person.id
    assert invited.link in letter.text
    assert "écrire et décerner des badges" in letter.text
    assert invited.by_mail
    assert both.queue.letters == 1
    signed = people.enter(both.office, secret_of(invited.link))
    assert signed.person == invited.person


def test_without_an_address_the_link_is_handed_over(crew: Crew) -> None:
    """Nothing is written, and the journal has who invited whom, without a name in it."""
    invited = team.invite(
        crew.office, crew.by("Awa Diop"), "Élise", " ", place="atelier", role="facilitator"
    )
    assert invited.link is not None
    assert not invited.by_mail
    assert crew.letters() == ()
    assert crew.queue.letters == 0
    assert crew.actions()[-3:] == ["person.add", "person.join", "person.link"]
    with crew.office.store.read() as work:
        lines = work.journal.list(subject=invited.person.id)
    assert {line.actor for line in lines} == {"Awa Diop"}
    assert "Élise" not in repr(lines)


def _invite_chloe(crew: Crew) -> str:
    """Awa invites Chloé of the garden, who has a password; the link that is in her letter."""
    office = crew.office
    passwords.set_password(office, people.operator("root"), "Chloé", "trois lapins bleus")
    invited = team.invite(
        office,
        crew.by("Awa Diop"),
        "Chloé",
        "chloe@example.org",
        place="atelier",
        role="facilitator",
    )
    assert invited.link is None
    (letter,) = crew.letters()
    assert letter.recipient == "chloe@example.org"
    return next(word for word in letter.text.split() if "/workshop/enter/" in word)


def test_somebody_of_another_place_accepts_by_their_letter(both: Crew) -> None:
    """Nobody else sees the link; until it is used, nothing has changed for anybody."""
    link = _invite_chloe(both)
    assert "Chloé" not in _roles(both)
    assert both.actions()[-1] == "person.invite"
    people.enter(both.office, secret_of(link))
    assert _roles(both)["Chloé"] == "facilitator"
    assert _roles(both, "jardin")["Chloé"] == "manager"
    with pytest.raises(NotAllowed, match=r"person\.works_elsewhere"):
        team.hand_over_link(both.office, both.by("Awa Diop"), both.id("Chloé"), place="atelier")


def test_accepting_closes_every_other_way_into_the_account(crew: Crew) -> None:
    """Whoever made the account elsewhere, and kept a password or a browser, is out."""
    former = crew.signed_in("Chloé")
    spare = people.sign_in_link(crew.office, "Chloé")
    link = _invite_chloe(crew)
    signed = people.enter(crew.office, secret_of(link))
    assert people.who(crew.office, signed.token) is not None
    assert people.who(crew.office, former.token) is None
    with pytest.raises(NotAllowed):
        people.enter(crew.office, secret_of(spare))
    with pytest.raises(NotAllowed):
        passwords.sign_in(crew.office, "Chloé", "trois lapins bleus", None)


def test_a_name_alone_does_not_bring_in_somebody_of_another_place(crew: Crew) -> None:
    """Another Chloé may exist: the one of the garden is known by her address only."""
    with pytest.raises(Conflict, match=r"person\.exists"):
        team.invite(crew.office, crew.by("Awa Diop"), "chloé", None, place="atelier", role="author")
    assert "Chloé" not in _roles(crew)


def test_an_address_of_somebody_else_is_refused(crew: Crew) -> None:
    """An invitation neither takes over an account nor tells whose address it is."""
    with pytest.raises(Conflict, match=r"person\.email_taken") as refusal:
        team.invite(
            crew.office,
            crew.by("Awa Diop"),
            "Élise",
            "chloe@example.org",
            place="atelier",
            role="author",
        )
    assert "Chloé" not in repr(refusal.value.params)


@pytest.mark.parametrize(
    ("name", "email", "role", "code"),
    [
        ("", None, "author", "text.empty"),
        ("Li\x00", None, "author", "text.control"),
        ("Li", "no address", "author", "email.invalid"),
        ("Li", None, "chef", "person.role_unknown"),
        ("x" * 5_000, None, "author", "text.too_long"),
    ],
)
def test_what_cannot_be_used_is_refused(
    crew: Crew, name: str, email: str | None, role: str, code: str
) -> None:
    """A sentence says what to mend, and nobody is added."""
    before = _roles(crew)
    with pytest.raises(InvalidRequest) as refusal:
        team.invite(crew.office, crew.by("Awa Diop"), name, email, place="atelier", role=role)
    assert refusal.value.code == code
    assert _roles(crew) == before


def test_who_is_here_is_not_invited_again(crew: Crew) -> None:
    """An invitation changes no role by accident, and does not open a closed door."""
    with pytest.raises(Conflict, match=r"person\.already_here"):
        team.invite(
            crew.office, crew.by("Awa Diop"), "Bruno", None, place="atelier", role="manager"
        )
    people.disable(crew.office, "Bruno")
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        team.invite(
            crew.office, crew.by("Awa Diop"), "Bruno", None, place="atelier", role="manager"
        )
    assert _roles(crew)["Bruno"] == "facilitator"


@pytest.mark.parametrize("name", OUTSIDERS)
def test_only_who_manages_the_place_changes_its_team(crew: Crew, name: str) -> None:
    """A facilitator of the place and the manager of another one change nothing here."""
    by, awa = crew.by(name), crew.id("Awa Diop")
    before = _roles(crew)
    with pytest.raises(NotAllowed):
        team.invite(crew.office, by, "Li", None, place="atelier", role="partner")
    with pytest.raises(NotAllowed):
        team.hand_over_link(crew.office, by, awa, place="atelier")
    with pytest.raises(NotAllowed):
        team.change_role(crew.office, by, awa, place="atelier", role="partner")
    with pytest.raises(NotAllowed):
        team.leave_place(crew.office, by, awa, place="atelier")
    assert _roles(crew) == before


def test_nobody_gives_a_role_above_their_own(crew: Crew) -> None:
    """A manager neither makes a steward, nor acts upon one; a steward does."""
    by, denis = crew.by("Awa Diop"), crew.id("Denis")
    attempts = (
        lambda: team.invite(crew.office, by, "Li", None, place="atelier", role="steward"),
        lambda: team.change_role(
            crew.office, by, crew.id("Bruno"), place="atelier", role="steward"
        ),
        lambda: team.change_role(crew.office, by, denis, place="atelier", role="partner"),
        lambda: team.leave_place(crew.office, by, denis, place="atelier"),
        lambda: team.hand_over_link(crew.office, by, denis, place="atelier"),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed, match=r"person\.role_above"):
            attempt()
    assert _roles(crew)["Denis"] == "steward"
    team.change_role(
        crew.office, crew.by("Denis"), crew.id("Bruno"), place="atelier", role="steward"
    )
    assert _roles(crew)["Bruno"] == "steward"


def test_a_role_changes_at_once(both: Crew) -> None:
    """The very next question about rights gets the new answer."""
    bruno = both.people["Bruno"]
    assert not people.may(both.office, bruno, "atelier", "achievement.add")
    changed = team.change_role(
        both.office, both.by("Awa Diop"), bruno.id, place="atelier", role="author"
    )
    assert (changed.person, changed.role) == (bruno, "author")
    assert people.may(both.office, bruno, "atelier", "achievement.add")
    assert both.actions()[-1] == "person.role"


def test_a_place_keeps_somebody_who_may_invite(both: Crew) -> None:
    """The last manager neither leaves nor steps down; one who comes here no more does not count."""
    by, chloe = both.by("Chloé"), both.id("Chloé")
    with pytest.raises(Conflict, match=r"person\.last_manager"):
        team.leave_place(both.office, by, chloe, place="jardin")
    with pytest.raises(Conflict, match=r"person\.last_manager"):
        team.change_role(both.office, by, chloe, place="jardin", role="author")
    people.add(both.office, "Élise", place="jardin", role="manager")
    people.disable(both.office, "Élise")
    with pytest.raises(Conflict, match=r"person\.last_manager"):
        team.leave_place(both.office, by, chloe, place="jardin")
    people.enable(both.office, "Élise")
    team.leave_place(both.office, by, chloe, place="jardin")
    assert list(_roles(both, "jardin")) == ["Élise"]


def test_two_managers_who_leave_at_once_do_not_both_leave(both: Crew) -> None:
    """Each sees the other still there; one of the two is told to stay."""
    people.add(both.office, "Élise", place="jardin", role="manager")
    both.people["Élise"] = people.find(both.office, "Élise")
    ready = Barrier(2)

    def leave(name: str) -> str:
        ready.wait(timeout=10)
        try:
            team.leave_place(both.office, both.by(name), both.id(name), place="jardin")
        except Conflict as refusal:
            return refusal.code
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(leave, ("Chloé", "Élise")))
    assert answers == ["gone", "person.last_manager"]
    assert len(_roles(both, "jardin")) == 1


def test_whoever_leaves_is_out_at_once(both: Crew) -> None:
    """Without any place left, open browsers and unused links are over."""
    token = both.signed_in("Bruno").token
    team.leave_place(both.office, both.by("Bruno"), both.id("Bruno"), place="atelier")
    assert people.who(both.office, token) is None
    assert "Bruno" not in _roles(both)


def test_who_has_another_place_stays_signed_in(crew: Crew) -> None:
    """They lose this place, and keep the other one."""
    people.add(crew.office, "Bruno", place="jardin", role="author")
    token = crew.signed_in("Bruno").token
    team.leave_place(crew.office, crew.by("Awa Diop"), crew.id("Bruno"), place="atelier")
    visitor = people.who(crew.office, token)
    assert visitor is not None
    assert visitor.places == ("jardin",)


def test_a_colleague_who_is_shut_out_gets_a_new_link(crew: Crew) -> None:
    """Handed over by the manager; none for a door that was closed."""
    by = crew.by("Awa Diop")
    link = team.hand_over_link(crew.office, by, crew.id("Bruno"), place="atelier")
    assert people.enter(crew.office, secret_of(link)).person.name == "Bruno"
    people.disable(crew.office, "Bruno")
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        team.hand_over_link(crew.office, by, crew.id("Bruno"), place="atelier")


@pytest.mark.parametrize("person", ["", "nobody", "\x00", "é" * 900, "chloé"])
def test_people_of_other_places_are_nobody_here(crew: Crew, person: str) -> None:
    """A manager who asks for somebody of another place learns nothing of them."""
    asked = crew.id("Chloé") if person == "chloé" else person
    for attempt in (team.hand_over_link, team.leave_place):
        with pytest.raises(NotFound, match=r"person\.unknown"):
            attempt(crew.office, crew.by("Awa Diop"), asked, place="atelier")


def test_addresses_are_for_those_who_edit_the_team(crew: Crew) -> None:
    """A facilitator sees who is there and what they do, no more; others see nothing."""

    def seen(name: str) -> list[tuple[str, str | None]]:
        found = team.list_team(crew.office, crew.by(name), "atelier")
        return [(item.person.name, item.person.email) for item in found]

    assert seen("Awa Diop") == [
        ("Awa Diop", "awa@example.org"),
        ("Bruno", None),
        ("Denis", None),
    ]
    assert seen("Bruno") == [("Awa Diop", None), ("Bruno", None), ("Denis", None)]
    with pytest.raises(NotAllowed):
        seen("Chloé")
    with pytest.raises(NotFound, match=r"place\.unknown"):
        team.list_team(crew.office, crew.by("Awa Diop"), "nowhere")


def test_a_team_has_a_limit(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one too many is told, and is not added anywhere."""
    monkeypatch.setattr(team, "TEAM_LIMIT", 3)
    with pytest.raises(IssuerError, match=r"person\.team_full"):
        team.invite(crew.office, crew.by("Awa Diop"), "Li", None, place="atelier", role="author")
    with pytest.raises(NotFound):
        people.find(crew.office, "Li")
