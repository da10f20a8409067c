"""Pages that say why somebody did not come in, the form still there.

Elsewhere a refusal of rights is a page of its own. Here typing otherwise may well help, so the form
stands there again, with the sentence, and with when to come back after too many tries.
"""

from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import Conflict, InvalidRequest, IssuerError, NotAllowed, TooManyAttempts
from issuer.web.workshop.forms import Form

# The narrower family first: too many attempts are a refusal too.
_STATUSES: dict[type[IssuerError], int] = {
    InvalidRequest: 400,
    TooManyAttempts: 429,
    NotAllowed: 403,
    Conflict: 409,
}


def tried(
    form: Form, act: Callable[[], BaseResponse], show: Callable[[Form], Response]
) -> BaseResponse:
    """What `act` answers; else the page of `show` again, with the sentence of the refusal."""
    try:
        return act()
    except (InvalidRequest, NotAllowed, Conflict) as problem:
        return refused(show(form.mending(problem)), problem)


def refused(page: Response, problem: IssuerError) -> Response:
    """A page with the status of that refusal, and when to come back (RFC 9110, 10.2.3)."""
    page.status_code = next(
        status for family, status in _STATUSES.items() if isinstance(problem, family)
    )
    if isinstance(problem, TooManyAttempts):
        page.headers["Retry-After"] = str(problem.params["seconds"])
    return page
