"""The life of one badge, for the people of its place: what happened, and one act a screen.

What readers see before and after stands beside each button. Nothing is kept before the last one:
what was typed travels in the form.
"""

from dataclasses import replace

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import InvalidRequest, NotFound
from issuer.model import Award
from issuer.ports import Office
from issuer.services.finding import is_shown
from issuer.services.life import correcting, public_reasons, reading, renewing, revoking
from issuer.services.life.correcting import FIELDS, Correction
from issuer.services.life.reading import ACTS, Story
from issuer.services.people import Contributor
from issuer.services.texts import REASON_LENGTH, clean_text
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form

OWN_WORDS = "own"
"""The choice of telling readers the place's own words."""

_TOLD = ("revoke", "suspend")
_FIELD = "life_"
# The fields of a request by the names that this page gives them.
_ALIASES = {
    **{field: f"{_FIELD}{field}" for field in FIELDS},
    "public_reason": "life_words",
    "email": "life_email",
}
_ACTS = f"<any({', '.join(ACTS)}):act>"
_SHOWN = 100


def add_credentials(pages: Blueprint, office: Office) -> None:
    """The addresses of one badge and of what is done to it."""

    @pages.get("/workshop/<place>/credentials/<award>")
    def badge_life(place: str, award: str) -> str:
        story = _story(office, place, award)
        done = request.args.get("done", "")
        return render_template(
            "workshop/credential.html",
            story=story,
            ready=public_reasons.is_ready,
            done=done if done in ACTS else "",
            now=office.clock.now(),
            reason_of=correcting.read_reason,
            shown=is_shown(story.award),
        )

    @pages.get(f"/workshop/<place>/credentials/<award>/{_ACTS}")
    def badge_act(place: str, award: str, act: str) -> str | BaseResponse:
        story = _story(office, place, award)
        if act not in story.acts:
            return go(_home(story))
        return _page(office, story, act, _proposed(story, act))

    @pages.post(f"/workshop/<place>/credentials/<award>/{_ACTS}")
    def turn_badge(place: str, award: str, act: str) -> BaseResponse:
        story = _story(office, place, award)
        form = replace(Form.typed(request), aliases=_ALIASES)
        return attempt(
            form,
            lambda: _act(office, story, act, form),
            lambda mended: _page(office, story, act, mended),
        )


def _story(office: Office, place: str, award: str) -> Story:
    """The badge, when it is one of that place and the person sees the badges of the place.

    Raises:
        NotFound: there is none; one of another place is not told apart.
    """
    if place not in sessions.require(office).places:
        raise NotFound("award.unknown", award=award[:_SHOWN])
    story = reading.story(office, award, _by(office, place))
    if story.place.slug != place:
        raise NotFound("award.unknown", award=award[:_SHOWN])
    return story


def _by(office: Office, place: str) -> Contributor:
    return sessions.speaking(office, place)


def _home(story: Story) -> str:
    return f"/workshop/{story.place.slug}/credentials/{story.award.id}"


def _proposed(story: Story, act: str) -> Form:
    """The form as it opens: what the badge says now, or when the next one would end."""
    values: dict[str, str] = {}
    if act == "correct" and story.said is not None:
        values = {f"{_FIELD}{field}": text for field, text in story.said.items()}
    elif act == "renew" and story.next_end is not None:
        values = {"life_valid_until": story.next_end.isoformat()}
    return Form(values, aliases=_ALIASES)


def _page(office: Office, story: Story, act: str, form: Form) -> str:
    return render_template(
        f"workshop/credential_{'turn' if act in (*_TOLD, 'reinstate') else act}.html",
        story=story,
        act=act,
        home=_home(story),
        form=form,
        ready=public_reasons.is_ready,
        wordings=public_reasons.READY.get(act, ()),
        limit=public_reasons.LENGTH,
        own=OWN_WORDS,
        now=office.clock.now(),
    )


def _act(office: Office, story: Story, act: str, form: Form) -> BaseResponse:
    is_last = form.get("do") == "done"
    if act == "correct":
        return _correct(office, story, form) if is_last else _look_correct(office, story, form)
    if act in _TOLD and not is_last:
        return _look_turn(office, story, act, form)
    by, award = _by(office, story.place.slug), story.award.id
    if act == "renew":
        made = _renew(office, award, by, form)
        return go(f"/workshop/{story.place.slug}/credentials/{made.id}?done=renew")
    if act == "reinstate":
        revoking.reinstate(office, award, by, reason=form.get("reason"))
    else:
        turn = revoking.revoke if act == "revoke" else revoking.suspend
        turn(office, award, by, reason=form.get("reason"), public_reason=_told(form))
    return go(f"{_home(story)}?done={act}")


def _renew(office: Office, award: str, by: Contributor, form: Form) -> Award:
    return renewing.renew(
        office,
        award,
        by,
        valid_until=form.get("life_valid_until") or None,
        email=form.get("life_email") or None,
    )


def _told(form: Form) -> str | None:
    """What readers are told: nothing, a ready wording, or the place's own words.

    Raises:
        InvalidRequest: the place's own words were chosen, and none was written.
    """
    choice = form.get("told")
    if choice != OWN_WORDS:
        return choice or None
    if not form.get("life_words"):
        raise InvalidRequest("text.empty", field="public_reason")
    return form.get("life_words")


def _look_turn(office: Office, story: Story, act: str, form: Form) -> BaseResponse:
    """The page that shows what readers see before and after."""
    clean_text(form.get("reason"), "reason", limit=REASON_LENGTH)
    told = public_reasons.clean_public_reason(_told(form), story.award.holder)
    return make_response(
        render_template(
            "workshop/credential_turn_look.html",
            story=story,
            act=act,
            home=_home(story),
            form=form,
            told=told,
            ready=public_reasons.is_ready,
            now=office.clock.now(),
        )
    )


def _look_correct(office: Office, story: Story, form: Form) -> BaseResponse:
    """The page that shows each change, before and after."""
    by = _by(office, story.place.slug)
    reason = form.get("reason")
    changes = correcting.preview(office, story.award.id, by, _wanted(form), reason=reason)
    return make_response(
        render_template(
            "workshop/credential_correct_look.html",
            story=story,
            home=_home(story),
            form=form,
            changes=changes,
            level_names=dict(story.levels),
        )
    )


def _correct(office: Office, story: Story, form: Form) -> BaseResponse:
    by = _by(office, story.place.slug)
    seen = form.get("seen")
    correcting.correct(
        office,
        story.award.id,
        by,
        _wanted(form),
        reason=form.get("reason"),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len("10000") else None,
    )
    return go(f"{_home(story)}?done=correct")


def _wanted(form: Form) -> Correction:
    """What was typed; a level that was not chosen stays as it is."""
    typed = {field: form.get(f"{_FIELD}{field}") for field in FIELDS}
    known = {field: text for field, text in typed.items() if f"{_FIELD}{field}" in form.values}
    return Correction(**{**known, "level": typed["level"] or None})
