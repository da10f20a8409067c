"""What every page of the workshop has in common: who may come in, what is bounded, what is kept.

A refusal is a page in plain words that keeps what was typed: nobody types a discussion twice
because a session ended in another tab.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from badges.web import bodies
from badges.web.languages import words
from badges.web.problems import WebError
from issuer.ports import Office
from issuer.web.workshop import csrf, sessions
from issuer.web.workshop.forms import BODY_LIMIT, FIELDS_LIMIT, TEXT_LIMIT, Form

OPEN = frozenset(
    {
        "workshop.enter",
        "workshop.entered",
        "workshop.home",
        "workshop.sign_in",
        "workshop.sign_in_by_link",
        "workshop.sign_in_by_password",
        "workshop.sign_in_passkey_begins",
        "workshop.sign_in_by_passkey",
    }
)
"""The pages that somebody who is not signed in may ask for."""
FILES = frozenset({"workshop.import_file", "workshop.begin_award", "workshop.award_people_sent"})
"""The forms that carry a table, and have a limit of their own."""
FILE_LIMIT = 2_000_000
PHOTOS = frozenset({"workshop.award_line_sent"})
"""The forms that carry photos and sounds, as telephones make them."""
PHOTO_LIMIT = 30_000_000

_NAME_LIMIT = 200
_SECRETS = frozenset({"password", "former", "key_token", "key_answer"})
"""The fields that no page repeats: whoever typed them types them again."""
_FORBIDDEN = 403
_SKIP_LIMIT = 20_000_000


def install(pages: Blueprint, office: Office) -> None:
    """Guard every page of `pages`."""

    @pages.before_request
    def _guard() -> Response | None:
        request.max_form_parts = FIELDS_LIMIT
        request.max_content_length = _limit(request.endpoint)
        _require_plain(request.view_args or {})
        _require_light()
        return _refusal(office)

    @pages.after_request
    def _close(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @pages.context_processor
    def _words() -> dict[str, Any]:
        visit = g.get("workshop_visitor")
        hidden = "" if visit is None else f'<input type="hidden" name="csrf" value="{visit.csrf}">'
        return {"visit": visit, "token": lambda: Markup(hidden)}  # noqa: S704 - base64url of ours


def _limit(endpoint: str | None) -> int:
    """How many bytes a form of that page may weigh."""
    if endpoint in PHOTOS:
        return PHOTO_LIMIT
    return FILE_LIMIT if endpoint in FILES else BODY_LIMIT


def _require_plain(values: Mapping[str, Any]) -> None:
    """No name in an address is longer, or stranger, than the names that we give."""
    for value in values.values():
        text = str(value)
        if len(text) > _NAME_LIMIT or not text.isprintable():
            abort(404)


def _require_light() -> None:
    try:
        request.form  # noqa: B018 - reading it is what finds out
    except RequestEntityTooLarge as error:
        bodies.skip(request.environ, min(request.content_length or 0, _SKIP_LIMIT))
        raise WebError("workshop.too_heavy", status=413) from error


def _refusal(office: Office) -> Response | None:
    visitor = sessions.find(office)
    is_form = request.method not in ("GET", "HEAD", "OPTIONS")
    is_ours = not is_form or csrf.is_from_our_page(request, office.settings.base_url)
    if request.endpoint in OPEN:
        return None if is_ours else _page("forged", again=False)
    if visitor is None:
        return _page("outside", again=is_form and is_ours, interrupted=is_form)
    if not is_ours:
        return _page("forged", again=False)
    if is_form and not csrf.has_token(request, visitor.csrf):
        return _page("forged", again=True)
    return None


def _page(name: str, *, again: bool, interrupted: bool = False) -> Response:
    sent = Form.typed(request).values if request.form else {}
    typed = [(name, text) for name, text in sent.items() if name not in _SECRETS]
    # A form that lost a secret, or a text that was cut, is never sent again by a button.
    whole = len(typed) == len(sent) and all(len(text) < TEXT_LIMIT for _, text in typed)
    spoken = _spoken()
    page = render_template(
        f"workshop/{name}.html",
        typed=typed if whole else [item for item in typed if item[0] in spoken],
        again=again,
        sendable=again and whole,
        interrupted=interrupted,
        spoken=spoken,
    )
    return make_response(page, _FORBIDDEN)


def _spoken() -> dict[str, str]:
    """The fields that people type, each with its words; what pages carry hidden has none."""
    say = words()
    named = {name: say(f"workshop.field.{name}") for name in request.form}
    return {name: text for name, text in named.items() if not text.startswith("workshop.field.")}
