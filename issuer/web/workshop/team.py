"""The team of a place: who works there and as what, who is invited, who has left."""

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from badges.web.security import scripted
from issuer.errors import NotAllowed, NotFound
from issuer.model import ROLES, Place, Role
from issuer.ports import Office
from issuer.services.people import Contributor, links, team
from issuer.services.people.members import clean_role
from issuer.services.people.team import Teammate
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import own_place
from issuer.web.workshop.refusing import tried

_TEAM = "/workshop/<place>/team"
_ONE = f"{_TEAM}/<person>"
_NAMED = {"name": "mate_name", "email": "mate_email"}
_SHOWN = 60


def add_team(pages: Blueprint, office: Office) -> None:
    """The addresses of the team of a place."""

    @pages.get(_TEAM)
    def show_team(place: str) -> str:
        keeper = own_place(office, place)
        return render_template(
            "workshop/team.html",
            place=keeper,
            mates=team.list_team(office, _by(office, keeper), keeper.slug),
            editing=sessions.require(office).may("team.edit", keeper.slug),
            told=one_of(request.args.get("told", ""), ("role", "ended"), otherwise=""),
        )

    @pages.get(f"{_TEAM}/new")
    def new_mate(place: str) -> Response:
        return _new(office, _managed(office, place), Form())

    @pages.post(f"{_TEAM}/new")
    def invite_mate(place: str) -> BaseResponse:
        keeper = _managed(office, place)
        form = Form(Form.typed(request).values, aliases=_NAMED)
        return tried(
            form,
            lambda: _invite(office, keeper, form),
            lambda mended: _new(office, keeper, mended),
        )

    _add_one(pages, office)


def _add_one(pages: Blueprint, office: Office) -> None:
    @pages.get(_ONE)
    def show_mate(place: str, person: str) -> Response:
        return _mate(office, _managed(office, place), person, Form())

    @pages.post(_ONE)
    def change_mate(place: str, person: str) -> BaseResponse:
        keeper, form = _managed(office, place), Form.typed(request)
        _find(office, keeper, person)
        return tried(
            form,
            lambda: _change(office, keeper, person, form),
            lambda mended: _mate(office, keeper, person, mended),
        )


def _managed(office: Office, slug: str) -> Place:
    """A place whose team the person looks after.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: somebody else looks after it.
    """
    place = own_place(office, slug)
    visitor = sessions.require(office)
    if not visitor.may("team.edit", place.slug):
        raise NotAllowed("team.not_yours", place=place.name)
    return place


def _by(office: Office, place: Place) -> Contributor:
    return sessions.speaking(office, place.slug)


def _roles(office: Office, place: Place) -> tuple[Role, ...]:
    """The roles that this person may give."""
    is_steward = sessions.require(office).may("network.edit", place.slug)
    return tuple(role for role in ROLES if role != "steward" or is_steward)


def _find(office: Office, place: Place, person_id: str) -> Teammate:
    for mate in team.list_team(office, _by(office, place), place.slug):
        if mate.person.id == person_id:
            return mate
    raise NotFound("person.unknown", person=person_id[:_SHOWN])


def _new(office: Office, place: Place, form: Form) -> Response:
    page = render_template(
        "workshop/team_new.html",
        place=place,
        roles=_roles(office, place),
        form=form,
        by_server=office.postman is not None,
    )
    return make_response(page)


def _invite(office: Office, place: Place, form: Form) -> Response:
    invited = team.invite(
        office,
        _by(office, place),
        form.get("mate_name"),
        form.get("mate_email") or None,
        place=place.slug,
        role=form.get("role"),
        language=current(),
    )
    mate = Teammate(invited.person, clean_role(form.get("role")))
    return _handed(office, place, mate, invited.link, by_mail=invited.by_mail)


def _mate(office: Office, place: Place, person_id: str, form: Form) -> Response:
    mate = _find(office, place, person_id)
    roles = _roles(office, place)
    page = render_template(
        "workshop/team_one.html",
        place=place,
        mate=mate,
        roles=roles,
        editable=mate.role in roles,
        is_self=mate.person.id == sessions.require(office).person.id,
        form=form,
    )
    return make_response(page)


def _change(office: Office, place: Place, person_id: str, form: Form) -> BaseResponse:
    """Another role, a new link, or the end, as the button says."""
    by, home = _by(office, place), f"/workshop/{place.slug}/team"
    do = form.get("do")
    if do == "link":
        link = team.hand_over_link(office, by, person_id, place=place.slug)
        return _handed(office, place, _find(office, place, person_id), link, by_mail=False)
    if do == "end":
        team.leave_place(office, by, person_id, place=place.slug)
        return go("/workshop" if person_id == by.person else f"{home}?told=ended")
    team.change_role(office, by, person_id, place=place.slug, role=form.get("role"))
    return go(f"{home}?told=role")


def _handed(
    office: Office, place: Place, mate: Teammate, link: str | None, *, by_mail: bool
) -> Response:
    """The link, on this answer and on no other page: nothing keeps it."""
    code = b"" if link is None else office.artwork.qr_svg(link)
    return scripted(
        render_template(
            "workshop/team_link.html",
            place=place,
            mate=mate,
            link=link,
            code=Markup(code.decode("utf-8")),  # noqa: S704 - drawn by us, its only text escaped
            days=links.LINK_LIFE.days,
            by_mail=by_mail,
            by_server=office.postman is not None,
        )
    )
