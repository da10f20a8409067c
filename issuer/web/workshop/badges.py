"""The badges of a place: those that it has, and a new one begun with a competency and its words.

The search is in the address, so that "back" in the browser is a way back here too. The first button
after the words keeps a draft; from there on every step is kept (`badge_steps`).
"""

from dataclasses import replace

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import Conflict, InvalidRequest
from issuer.model import Place
from issuer.ports import Office
from issuer.services import achievements, networks
from issuer.services.achievements.drafting import CHOSEN_LIMIT
from issuer.services.commons import referentials
from issuer.services.search import searching
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.badge_parts import (
    Chosen,
    author_place,
    chosen_of,
    found,
    mending,
    proposed,
    texts_chosen,
)
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import awarding_place

_RESULTS = 20
_NEXT = ("look", "picture", "competency", "words")
_TYPED = ("name", "description", "criteria", "evidence")


def add_badges(pages: Blueprint, office: Office) -> None:
    """The addresses of the list and of the beginning of a badge."""

    @pages.get("/workshop/<place>/badges")
    def badges(place: str) -> str:
        return _list(office, awarding_place(office, place))

    @pages.get("/workshop/<place>/badges/new")
    def new_badge(place: str) -> str:
        keeper = author_place(office, place)
        form = choosing(Form.asked(request))
        if form.get("q") or not chosen_of(office, form):
            return _find(office, keeper, form)
        return _words(office, keeper, form)

    @pages.post("/workshop/<place>/badges/new")
    def begin_badge(place: str) -> BaseResponse:
        keeper = author_place(office, place)
        form = choosing(Form.typed(request))
        chosen = chosen_of(office, form)
        if not chosen:
            return make_response(_find(office, keeper, Form()))
        if request.form.get("remove"):
            return make_response(_words(office, keeper, form))
        try:
            return _begin(office, keeper, form, chosen)
        except (InvalidRequest, Conflict) as problem:
            status = 409 if isinstance(problem, Conflict) else 400
            return make_response(_words(office, keeper, mending(form, problem)), status)


def _list(office: Office, place: Place) -> str:
    visitor = sessions.require(office)
    own = achievements.list_all(office, place.slug)
    may_write = visitor.may("achievement.edit", place.slug)
    by = sessions.speaking(office, place.slug)
    published = {item.slug: item for item in own if item.state == "published"}
    return render_template(
        "workshop/badges.html",
        place=place,
        published=published,
        archived=[item for item in own if item.state == "archived"],
        shared=[item for item in achievements.awardable(office, place.slug) if item not in own],
        keepers={keeper.slug: keeper for keeper in networks.networks_of(office, place.slug)},
        drafts=achievements.listing(office, by, place.slug) if may_write else (),
        may_write=may_write,
        may_publish=visitor.may("achievement.publish", place.slug),
        may_archive=visitor.may("achievement.archive", place.slug),
        fresh=published.get(request.args.get("published", "")),
        told=one_of(
            request.args.get("told", ""), ("dropped", "archived", "reopened"), otherwise=""
        ),
    )


def choosing(form: Form) -> Form:
    """The form after its button: one competency more, or one less."""
    notations = list(dict.fromkeys(form.get("chosen").split()))
    if form.get("add"):
        notations = list(dict.fromkeys((*notations, form.get("add"))))
    notations = [name for name in notations if name != form.get("remove")]
    passing = ("add", "remove", "do", "q") if form.get("add") else ("add", "remove", "do")
    values = {name: text for name, text in form.values.items() if name not in passing}
    return replace(form, values={**values, "chosen": " ".join(notations[:CHOSEN_LIMIT])})


def results_for(office: Office, place: Place, sought: str) -> dict[str, object]:
    """What the page of the search shows for these words."""
    ours = tuple(card.slug for card in referentials.cards(office))
    results = (
        searching.search(office, sought, schemes=ours, limit=_RESULTS, place=place.slug)
        if sought and ours
        else None
    )
    return {
        "sought": sought,
        "results": results,
        "found": [found(office, hit.concept.code) for hit in results.hits] if results else [],
        "several": len(ours) > 1,
    }


def _find(office: Office, place: Place, form: Form) -> str:
    """The page of the search."""
    chosen = chosen_of(office, form)
    return render_template(
        "workshop/badge_find.html",
        place=place,
        chosen=chosen,
        carried=[item for item in texts_chosen(chosen).items() if item[1]],
        **results_for(office, place, form.get("q")),
    )


def _words(office: Office, place: Place, form: Form) -> str:
    """The page of the level and the words: proposed, for the person to change."""
    chosen = chosen_of(office, form)
    values = {**proposed(chosen[0], place.language), **form.values, **texts_chosen(chosen)}
    return render_template(
        "workshop/badge_begin.html",
        place=place,
        form=replace(form, values=values),
        chosen=chosen,
        room=len(chosen) < CHOSEN_LIMIT,
    )


def _begin(office: Office, place: Place, form: Form, chosen: tuple[Chosen, ...]) -> BaseResponse:
    """Keep the draft, and lead to the step that was asked for.

    Raises:
        InvalidRequest: a text cannot be signed; nothing is kept.
        Conflict: the place has too many drafts.
    """
    texts = {name: form.get(name) for name in _TYPED} | texts_chosen(chosen)
    texts["language"] = place.language
    do = one_of(request.form.get("do", ""), _NEXT, otherwise="picture")
    if do != "competency":
        _require_signable(office, place, texts)
    by = sessions.speaking(office, place.slug)
    draft = achievements.begin(office, by, place.slug, texts)
    return go(f"/workshop/{place.slug}/badges/{draft.slug}/{do}")


def _require_signable(office: Office, place: Place, texts: dict[str, str]) -> None:
    """Look at the words at once, while the person still has them in front of them."""
    bounded = achievements.bounded(texts)
    achievements.preview(office, achievements.request_of(place.slug, bounded))
