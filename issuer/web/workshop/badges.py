"""Making a badge: find a competency, choose its level by its word, look, and create.

Nothing is kept before the last button: what was chosen and typed travels in the form. The search
that begins it is in the address, so that "back" in the browser is a way back here too.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import FrameworkError
from badges.frameworks.alignments import in_credentials
from badges.model.framework import Competency, Framework, Level, OfficialMatch
from badges.web.public_documents import publish
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Achievement, AchievementRequest, CompetencyLevel, Place
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.services.commons import referentials
from issuer.services.search import searching
from issuer.web.workshop import sessions
from issuer.web.workshop.forms import Form

CHOSEN_LIMIT = 6
"""Competencies of one badge that are offered here: more of them say nothing of anybody."""

_RESULTS = 20
_SVG = "image/svg+xml"
_WORDS = ("name", "description", "criteria")


@dataclass(frozen=True)
class Chosen:
    """A competency that the badge will recognise, and the level aimed at, if any."""

    framework: Framework
    competency: Competency
    level: Level | None

    @property
    def cousins(self) -> tuple[OfficialMatch, ...]:
        """The official items that the badge will name."""
        return tuple(match for match in self.competency.matches if in_credentials(match))

    @property
    def field(self) -> str:
        """The field of the form in which the level is chosen."""
        return f"level-{self.competency.notation}"


def add_badges(pages: Blueprint, office: Office) -> None:
    """The addresses where a badge is made."""

    @pages.get("/workshop/<place>/badges/new")
    def new_badge(place: str) -> str:
        keeper = _place(office, place)
        form = _choosing(Form.asked(request))
        if form.get("q") or not form.get("chosen"):
            return _find(office, keeper, form, method="get")
        return _words(office, keeper, form)

    @pages.post("/workshop/<place>/badges/new")
    def make_badge(place: str) -> BaseResponse:
        keeper = _place(office, place)
        form = _choosing(Form.typed(request))
        do = request.form.get("do", "")
        if do in ("search", "more") or not form.get("chosen"):
            return make_response(_find(office, keeper, form, method="post"))
        if do not in ("look", "create"):
            return make_response(_words(office, keeper, form))
        try:
            return _create(office, keeper, form) if do == "create" else _look(office, keeper, form)
        except (InvalidRequest, NotFound, Conflict) as problem:
            status = 409 if isinstance(problem, Conflict) else 400
            return make_response(_words(office, keeper, form.mending(_placed(problem))), status)

    @pages.get("/workshop/<place>/badges/picture.svg")
    def badge_picture(place: str) -> Response:
        keeper = _place(office, place)
        form = Form.asked(request)
        name = form.get("name") or "Badge"
        drawn = replace(_request(office, keeper, form), name=name, description=name, criteria=name)
        definition = achievements.preview(office, drawn)
        return publish(office.artwork.badge_svg(definition.artwork), _SVG)


def _place(office: Office, slug: str) -> Place:
    """The place in whose name the badge is made.

    Raises:
        NotAllowed: the person may not make badges for it; a place of others is not told apart
            from one that does not exist.
    """
    if slug not in sessions.require(office).places_for("achievement.add"):
        raise NotAllowed("workshop.badge.not_yours")
    return places.get(office, slug)


def _choosing(form: Form) -> Form:
    """The form after its button: one competency more, or one less."""
    notations = list(dict.fromkeys(form.get("chosen").split()))
    if form.get("add"):
        notations = list(dict.fromkeys((*notations, form.get("add"))))
    notations = [name for name in notations if name != form.get("remove")]
    passing = ("add", "remove", "do", "q") if form.get("add") else ("add", "remove", "do")
    values = {name: text for name, text in form.values.items() if name not in passing}
    return replace(form, values={**values, "chosen": " ".join(notations[:CHOSEN_LIMIT])})


def _find(office: Office, place: Place, form: Form, *, method: str) -> str:
    """The page of the search, with what was chosen and typed so far."""
    sought = form.get("q")
    ours = tuple(card.slug for card in referentials.cards(office))
    results = (
        searching.search(office, sought, schemes=ours, limit=_RESULTS, place=place.slug)
        if sought and ours
        else None
    )
    return render_template(
        "workshop/badge_find.html",
        place=place,
        form=form,
        method=method,
        sought=sought,
        results=results,
        found=[_found(office, hit.concept.code) for hit in results.hits] if results else [],
        several=len(ours) > 1,
        chosen=_chosen(office, form),
        carried=[item for item in form.values.items() if item[0] != "q"],
    )


def _found(office: Office, notation: str) -> Chosen:
    framework, competency = referentials.competency(office, notation)
    return Chosen(framework, competency, None)


def _chosen(office: Office, form: Form) -> tuple[Chosen, ...]:
    """What was chosen so far; a name that is no competency is left out."""
    found = []
    for notation in form.get("chosen").split():
        try:
            item = _found(office, notation)
        except NotFound:
            continue
        found.append(replace(item, level=_level(item, form.get(item.field))))
    return tuple(found)


def _level(item: Chosen, code: str) -> Level | None:
    try:
        return item.framework.level_of(item.competency, code) if code else None
    except FrameworkError:
        return None


def _words(office: Office, place: Place, form: Form) -> str:
    """The page of the words: proposed from the main competency, for the person to change."""
    chosen = _chosen(office, form)
    if not chosen:
        return _find(office, place, replace(form, values={}), method="get")
    proposed = _proposed(chosen[0], place.language)
    values = {**proposed, **form.values, "chosen": _notations(chosen)}
    return render_template(
        "workshop/badge_words.html",
        place=place,
        form=replace(form, values=values),
        chosen=chosen,
        room=len(chosen) < CHOSEN_LIMIT,
        picture=_picture(place, form, chosen),
    )


def _look(office: Office, place: Place, form: Form) -> Response:
    """The page that shows what readers will see, before anything is kept."""
    definition = achievements.preview(office, _request(office, place, form))
    chosen = _chosen(office, form)
    return make_response(
        render_template(
            "workshop/badge_look.html",
            place=place,
            form=form,
            chosen=chosen,
            definition=definition,
            picture=_picture(place, form, chosen),
        )
    )


def _create(office: Office, place: Place, form: Form) -> BaseResponse:
    visitor = sessions.require(office)
    asked = _request(office, place, form)
    made: Achievement = achievements.add(office, asked, actor=visitor.person.name)
    return redirect(f"/achievements/{made.slug}", 303)


def _request(office: Office, place: Place, form: Form) -> AchievementRequest:
    name, description, criteria = (form.get(word) for word in _WORDS)
    return AchievementRequest(
        place=place.slug,
        name=name,
        description=description,
        criteria=criteria,
        competencies=tuple(
            CompetencyLevel(item.competency.notation, item.level.code if item.level else None)
            for item in _chosen(office, form)
        ),
    )


def _proposed(item: Chosen, language: str) -> dict[str, str]:
    """Words for a badge from the words of its main competency."""
    competency = item.competency
    signs = "\n".join(f"- {sign.say(language)}" for sign in competency.indicators)
    return {
        "name": competency.label.say(language),
        "description": competency.described(language),
        "criteria": signs or competency.described(language),
    }


def _picture(place: Place, form: Form, chosen: tuple[Chosen, ...]) -> str:
    """The address of the picture as it stands."""
    levels = {item.field: item.level.code for item in chosen if item.level}
    name = form.get("name") or chosen[0].competency.label.say(place.language)
    asked = urlencode({"chosen": _notations(chosen), "name": name[:200], **levels})
    return f"/workshop/{place.slug}/badges/picture.svg?{asked}"


def _notations(chosen: tuple[Chosen, ...]) -> str:
    return " ".join(item.competency.notation for item in chosen)


def _placed(problem: InvalidRequest | NotFound | Conflict) -> InvalidRequest | NotFound | Conflict:
    """A name that is taken is mended in the field of the name."""
    if problem.code == "achievement.exists":
        return Conflict(problem.code, **{"field": "name", **problem.params})
    return problem
