"""A form is tried once: done, or shown again with every word kept and what to mend."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import FrameworkError
from badges.web.languages import words
from issuer.errors import Conflict, InvalidRequest
from issuer.web.workshop.forms import Form

MARK = "mark"
"""The field that says what the page showed when the person began to type."""

_BAD_REQUEST = 400
_CONFLICT = 409
_SEE_OTHER = 303


CHANGED = "framework.changed_meanwhile"
"""The code that says that two people changed the same thing at once."""


def attempt(
    form: Form, act: Callable[[], BaseResponse], show: Callable[[Form], str]
) -> BaseResponse:
    """What `act` answers; else the page again, saying what to mend.

    Raises:
        NotAllowed, NotFound: typing otherwise would not help.
        Conflict: somebody else changed it meanwhile (`CHANGED`), see `settle`.
    """
    try:
        return act()
    except (InvalidRequest, FrameworkError) as problem:
        return make_response(show(form.mending(problem)), _BAD_REQUEST)
    except Conflict as problem:
        if problem.code == CHANGED:
            raise
        return make_response(show(form.mending(problem)), _CONFLICT)


def settling(
    form: Form,
    current: Form,
    act: Callable[[], BaseResponse],
    show: Callable[[Form], str],
) -> BaseResponse:
    """As `attempt`, for a form that shows what is there now: two people may change it at once.

    Raises:
        NotAllowed, NotFound: typing otherwise would not help.
    """
    if form.get(MARK) != current.get(MARK):
        return settle(form, current)
    try:
        return attempt(form, act, show)
    except Conflict:
        return settle(form, current)


def settle(form: Form, current: Form) -> Response:
    """The page of two people who changed one thing at once: both texts, and the choice.

    What was typed is sent again with the mark of what stands there now, if the person says so.
    """
    say = words()
    differing = [
        (say(f"workshop.field.{name.partition('-')[0]}"), text.strip(), form.get(name))
        for name, text in current.values.items()
        if name != MARK and form.get(name) != text.strip()
    ]
    values = {**form.values, MARK: current.get(MARK)}
    page = render_template(
        "workshop/conflict.html",
        differing=differing,
        form=replace(form, values=values),
    )
    return make_response(page, _CONFLICT)


def mark(values: Mapping[str, str]) -> str:
    """A mark of texts as a form shows them, line ends and outer space apart."""
    plain = {name: text.strip() for name, text in values.items() if text.strip() and name != MARK}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def marked(values: Mapping[str, str]) -> Form:
    """A form that shows `values`, and remembers them."""
    return Form({**values, MARK: mark(values)})


def go(address: str) -> BaseResponse:
    """Lead to a page of ours once something is done: reloading it does nothing twice."""
    return redirect(address, _SEE_OTHER)
