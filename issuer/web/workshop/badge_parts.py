"""What the pages of a badge share: whose it is, its competencies, its picture, what to mend."""

from dataclasses import dataclass, replace

from flask import render_template

from badges.errors import FrameworkError
from badges.frameworks.alignments import in_credentials
from badges.model.framework import Competency, Framework, Level, OfficialMatch
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Achievement, Place
from issuer.ports import Office
from issuer.services import achievements
from issuer.services.achievements import Sketch
from issuer.services.commons import referentials
from issuer.services.people import Contributor
from issuer.web.workshop import sessions
from issuer.web.workshop.forms import Form
from issuer.web.workshop.place_home import own_place

STEPS = ("competency", "words", "picture", "options", "languages", "look")
"""The screens of a badge, in order; the first three and the last are the short way."""

# Services name the parts of a request; the pages have their own fields for some of them.
_ALIASES = {
    "competencies": "chosen",
    "slug": "name",
    "artwork": "icon",
    "status_purpose": "purpose",
}
_TRANSLATED = ("name", "description", "criteria", "evidence")
_STEP_OF = {
    "chosen": "competency",
    "name": "words",
    "description": "words",
    "criteria": "words",
    "evidence": "words",
    "type": "picture",
    "icon": "picture",
    "validity": "options",
    "reviews": "options",
    "purpose": "options",
    "language": "options",
    "tags": "options",
    "translations": "languages",
}


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


@dataclass(frozen=True)
class Bench:
    """The draft on which somebody works, for a place of theirs."""

    office: Office
    place: Place
    by: Contributor
    sketch: Sketch

    @property
    def path(self) -> str:
        """The address of the draft."""
        return f"/workshop/{self.place.slug}/badges/{self.sketch.draft.slug}"

    @property
    def form(self) -> Form:
        """The texts of the draft, as a form shows them."""
        return Form(self.sketch.texts, aliases=_ALIASES)

    def kept(self, changes: dict[str, str]) -> "Bench":
        """The same bench once these texts are kept.

        Raises:
            InvalidRequest: a text is too long.
            Conflict: the badge is archived.
        """
        slug = self.sketch.draft.slug
        sketch = achievements.save(self.office, self.by, self.place.slug, slug, changes)
        return replace(self, sketch=sketch)

    def definition(self) -> Achievement:
        """What would be published now.

        Raises:
            InvalidRequest: a part is missing or not acceptable.
        """
        return achievements.preview(self.office, self.sketch.request)

    def sketched(self) -> Achievement | None:
        """As `definition`, missing words made up for the picture; None without a competency."""
        texts = self.sketch.texts
        name = texts.get("name") or "Badge"
        try:
            asked = self.sketch.request
            drawn = replace(asked, name=name, description=name, criteria=name, translations={})
            return achievements.preview(self.office, replace(drawn, slug="badge"))
        except InvalidRequest:
            return None


def author_place(office: Office, slug: str) -> Place:
    """The place in whose name a badge is written.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: they write no badges for it.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("achievement.edit", place.slug):
        raise NotAllowed("workshop.badge.not_yours")
    return place


def open_bench(office: Office, slug: str, draft: str) -> Bench:
    """A draft of a place, for somebody who may write there.

    Raises:
        NotFound: no such place of theirs, or no such draft of it.
        NotAllowed: they write no badges for it.
    """
    place = author_place(office, slug)
    by = sessions.speaking(office, place.slug)
    return Bench(office, place, by, achievements.sketch(office, by, place.slug, draft))


def show(bench: Bench, step: str, form: Form | None = None, **more: object) -> str:
    """The page of one step."""
    form = bench.form if form is None else replace(form, aliases=_ALIASES)
    return render_template(
        f"workshop/badge_{step}.html",
        bench=bench,
        place=bench.place,
        form=form,
        step=step,
        steps=STEPS,
        chosen=chosen_of(bench.office, form),
        **more,
    )


def to_mend(bench: Bench) -> InvalidRequest | None:
    """Why the draft cannot be published as it stands; None when it can."""
    try:
        bench.definition()
    except InvalidRequest as problem:
        return problem
    return None


def step_of(form: Form) -> str:
    """The step in which the field to mend is; the words when it is of none."""
    name, _, rest = form.field.partition("-")
    if rest and name in _TRANSLATED:
        return "languages"
    return _STEP_OF.get(name, "words")


def mending(form: Form, problem: InvalidRequest | Conflict | NotFound) -> Form:
    """The form with what to mend; a name that is taken is mended in the field of the name."""
    if problem.code == "achievement.exists":
        problem = Conflict(problem.code, **{"field": "name", **problem.params})
    # An empty field is not kept, and must be found all the same: `name.en` is mended in `name-en`.
    name, _, language = str(problem.params.get("field", "")).partition(".")
    values = dict(form.values)
    if language and name in _TRANSLATED:
        values.setdefault(f"{name}-{language}", "")
    return replace(form, values=values, aliases=_ALIASES).mending(problem)


def found(office: Office, notation: str) -> Chosen:
    """A competency as the pages show it, without a level.

    Raises:
        NotFound: nobody bears that name here.
    """
    framework, competency = referentials.competency(office, notation)
    return Chosen(framework, competency, None)


def chosen_of(office: Office, form: Form) -> tuple[Chosen, ...]:
    """What was chosen so far; a name that is no competency is left out."""
    items = []
    for notation in form.get("chosen").split():
        try:
            item = found(office, notation)
        except NotFound:
            continue
        items.append(replace(item, level=_level(item, form.get(item.field))))
    return tuple(items)


def _level(item: Chosen, code: str) -> Level | None:
    try:
        return item.framework.level_of(item.competency, code) if code else None
    except FrameworkError:
        return None


def texts_chosen(chosen: tuple[Chosen, ...]) -> dict[str, str]:
    """The fields that say what was chosen: known competencies and levels only."""
    levels = {item.field: item.level.code if item.level else "" for item in chosen}
    return {"chosen": " ".join(item.competency.notation for item in chosen), **levels}


def proposed(item: Chosen, language: str) -> dict[str, str]:
    """Words for a badge from the words of its main competency."""
    competency = item.competency
    signs = "\n".join(f"- {sign.say(language)}" for sign in competency.indicators)
    return {
        "name": competency.label.say(language),
        "description": competency.described(language),
        "criteria": signs or competency.described(language),
    }
