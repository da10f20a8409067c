"""The steps of a badge, one thing a screen: each is kept when its button is pressed."""

from dataclasses import replace

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import Conflict, InvalidRequest
from issuer.ports import Office
from issuer.services.achievements.defining import (
    REVIEWS_LIMIT,
    SHAPE_OF_KIND,
    VALIDITY_LIMIT,
)
from issuer.services.achievements.drafting import CHOSEN_LIMIT, languages_of
from issuer.web.workshop.answers import go
from issuer.web.workshop.badge_parts import (
    STEPS,
    Bench,
    chosen_of,
    mending,
    open_bench,
    show,
    step_of,
    texts_chosen,
    to_mend,
)
from issuer.web.workshop.badges import choosing, results_for
from issuer.web.workshop.drawing import DRAWING
from issuer.web.workshop.forms import Form, one_of

LANGUAGE_NAMES = {
    "fr": "Français",
    "en": "English",
    "ar": "العربية",
    "br": "Brezhoneg",
    "ca": "Català",
    "de": "Deutsch",
    "es": "Español",
    "eu": "Euskara",
    "it": "Italiano",
    "nl": "Nederlands",
    "oc": "Occitan",
    "pt": "Português",
    "ro": "Română",
    "tr": "Türkçe",
    "uk": "Українська",
}
"""The languages in which a badge may be written, each by its own name."""

_WORDS = ("name", "description", "criteria", "evidence")
_PICTURE = ("type", "colour", "icon")
_OPTIONS = ("validity", "purpose", "reviews", "open", "language", "tags")
_BAD_REQUEST, _CONFLICT = 400, 409


def add_badge_steps(pages: Blueprint, office: Office) -> None:
    """The addresses of the steps of a draft."""

    @pages.get("/workshop/<place>/badges/<draft>/<any(competency, words, picture, options):step>")
    def badge_step(place: str, draft: str, step: str) -> str:
        return _page(open_bench(office, place, draft), step)

    @pages.get("/workshop/<place>/badges/<draft>/languages")
    def badge_languages(place: str, draft: str) -> str:
        return _languages(open_bench(office, place, draft), _tongue())

    @pages.post(
        "/workshop/<place>/badges/<draft>"
        "/<any(competency, words, picture, options, languages):step>"
    )
    def keep_badge_step(place: str, draft: str, step: str) -> BaseResponse:
        return _keep(open_bench(office, place, draft), step)


def _page(bench: Bench, step: str, form: Form | None = None) -> str:
    if step == "languages":
        return _languages(bench, _tongue(), form)
    if step == "competency":
        sought = request.args.get("q", "")[:200].strip()
        results = results_for(bench.office, bench.place, sought)
        return show(bench, step, form, limit=CHOSEN_LIMIT, **results)
    if step == "picture":
        return _picture(bench, form)
    return show(
        bench,
        step,
        form,
        language_names=LANGUAGE_NAMES,
        months=VALIDITY_LIMIT,
        reviewers=REVIEWS_LIMIT,
    )


def _keep(bench: Bench, step: str) -> BaseResponse:
    """Keep what the step says and go on; else the same page, with what to mend."""
    form = Form.typed(request)
    values = {**bench.sketch.texts, **form.values}
    typed = replace(form, values=values)
    try:
        kept = bench.kept(_changes(bench, step, form))
    except (InvalidRequest, Conflict) as problem:
        status = _CONFLICT if isinstance(problem, Conflict) else _BAD_REQUEST
        return make_response(_page(bench, step, mending(typed, problem)), status)
    wrong = to_mend(kept)
    if wrong is not None and step_of(mending(typed, wrong)) == step != "competency":
        return make_response(_page(kept, step, mending(typed, wrong)), _BAD_REQUEST)
    return go(f"{kept.path}/{_next(step)}")


def _next(step: str) -> str:
    """Where the button that was pressed leads: another step, or this one again."""
    do = request.form.get("do", "")
    if do == "see" and step == "languages":
        return f"languages?in={_tongue()}"
    if step == "competency":
        return one_of(do, STEPS, otherwise=step)
    usual = {"words": "picture"}.get(step, "look")
    return step if do == "see" else one_of(do, STEPS, otherwise=usual)


def _changes(bench: Bench, step: str, form: Form) -> dict[str, str]:
    """The texts that this step may change, as they were sent."""
    sent = form.values
    if step == "competency":
        base = Form({**bench.sketch.texts, **{k: sent[k] for k in ("add", "remove") if k in sent}})
        return texts_chosen(chosen_of(bench.office, choosing(base)))
    if step == "words":
        chosen = chosen_of(bench.office, replace(form, values={**bench.sketch.texts, **sent}))
        return texts_chosen(chosen) | {name: form.get(name) for name in _WORDS if name in sent}
    if step == "picture":
        return _picture_changes(bench, form)
    if step == "languages":
        return {name: form.get(name) for name in _words_in(_tongue()) if name in sent}
    return {name: form.get(name) for name in _OPTIONS if name in sent or name == "open"}


def _words_in(tag: str) -> tuple[str, ...]:
    """The fields of the words in another language."""
    return tuple(f"{name}-{tag}" for name in _WORDS) if tag else ()


def _picture_changes(bench: Bench, form: Form) -> dict[str, str]:
    """The shape says the kind of badge: it changes with it, and only with it."""
    texts = bench.sketch.texts
    changes = {name: form.get(name) for name in _PICTURE if name in form.values}
    if changes.get("type", texts.get("type", "Competency")) != texts.get("type", "Competency"):
        changes["shape"] = ""
    return changes


def _tongue() -> str:
    """The language that the page of languages is about; empty when none was chosen."""
    asked = request.form.get("in") or request.args.get("in") or ""
    return asked if asked in LANGUAGE_NAMES else ""


def _languages(bench: Bench, tag: str, form: Form | None = None) -> str:
    texts = bench.sketch.texts
    own = texts.get("language") or bench.place.language
    written = languages_of(texts)
    return show(
        bench,
        "languages",
        form,
        own=own,
        tag=tag if tag != own else "",
        written=written,
        language_names=LANGUAGE_NAMES,
        others=[name for name in LANGUAGE_NAMES if name != own],
    )


def _picture(bench: Bench, form: Form | None = None) -> str:
    """The page of the picture: what can be chosen is drawn, never only named."""
    drawn = bench.sketched()
    icons = bench.office.artwork.icons
    kinds = dict(SHAPE_OF_KIND)
    own = bench.sketch.texts.get("type", "Competency")
    if own not in kinds and drawn is not None:
        kinds[own] = drawn.artwork.shape
    return show(
        bench,
        "picture",
        form,
        drawn=drawn,
        drawing=DRAWING,
        kinds=kinds,
        icons=[name for name in icons if name in DRAWING.icons],
    )
