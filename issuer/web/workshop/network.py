"""The network of a place: the places that may award its badges, and the networks that it is in."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.model import Place
from issuer.ports import Office
from issuer.services import achievements, networks
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import managed_place


def add_network(pages: Blueprint, office: Office) -> None:
    """The address of the network of a place."""

    @pages.get("/workshop/<place>/network")
    def network(place: str) -> str:
        return _page(office, managed_place(office, place), Form())

    @pages.post("/workshop/<place>/network")
    def change_network(place: str) -> BaseResponse:
        keeper = managed_place(office, place)
        form = Form.typed(request)
        return attempt(
            form,
            lambda: _change(office, keeper, form),
            lambda mended: _page(office, keeper, mended),
        )


def _page(office: Office, place: Place, form: Form) -> str:
    may_edit = sessions.require(office).may("network.edit", place.slug)
    return render_template(
        "workshop/network.html",
        place=place,
        form=form,
        members=networks.members(office, place.slug),
        networks=networks.networks_of(office, place.slug),
        joinable=networks.joinable(office, place.slug) if may_edit else (),
        may_edit=may_edit,
        badges=[
            item for item in achievements.awardable(office, place.slug) if item.place != place.slug
        ],
        told=one_of(request.args.get("told", ""), ("added", "removed", "left"), otherwise=""),
    )


def _change(office: Office, place: Place, form: Form) -> BaseResponse:
    by = sessions.speaking(office, place.slug)
    if form.get("leave"):
        networks.remove(office, by, form.get("leave"), place.slug)
        told = "left"
    elif form.get("remove"):
        networks.remove(office, by, place.slug, form.get("remove"))
        told = "removed"
    else:
        networks.add(office, by, place.slug, form.get("place"))
        told = "added"
    return go(f"/workshop/{place.slug}/network?told={told}")
