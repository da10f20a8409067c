"""Could what arrived be read as one signed document? (VER-01, VER-02).

The intake answers this before there is a case, so what is asked here has already passed; when it
has not, the pipeline writes the intake's error down as this check's finding.
"""

from badges.errors import BadgeError, FetchError
from verifier.case import SPEC_OB, Answer, Case, Check, passed
from verifier.errors import NotYetRead, Unseen
from verifier.report import Evidence, Outcome, Severity, State


def _ask(case: Case) -> Answer:
    if case.kind.value in case.policy.refuses:
        return Answer(Outcome.FAILED, "input.not_in_policy", state=State.UNREADABLE)
    secured = case.secured
    size = str(len(secured.body))
    return passed("input.read", Evidence("bytes", size, secured.media_type, secured.sha256))


def refusal(error: BadgeError) -> Answer:
    """What the intake's error says of the badge: broken, of another standard, or out of reach."""
    if isinstance(error, FetchError | NotYetRead | Unseen):
        return Answer(Outcome.UNKNOWN, error.code, dict(error.params), state=State.CANNOT_CHECK)
    return Answer(Outcome.FAILED, error.code, dict(error.params), state=State.UNREADABLE)


INPUT_READABLE = Check(
    id="input.readable",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}file-format",
    ask=_ask,
)
