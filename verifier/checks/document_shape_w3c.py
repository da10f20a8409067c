"""Does a credential that is no badge, or a presentation, follow the data model of the W3C?

The rules are those of `badges.model.data_model`, for both editions of the model (VER-22). What is
inside a presentation is examined on its own (`credentials.inside`).
"""

from badges.model.data_model import Departure, departures, presentation_departures
from verifier.case import SPEC_VC, Answer, Case, Check, Kind, passed
from verifier.checks.document_shape import of_two_kinds
from verifier.report import Evidence, Outcome, Severity, State

_SHOWN = 10
_NO_TYPE = frozenset({"vcdm.type_missing", "vcdm.type_credential", "vcdm.type_presentation"})


def _ask(case: Case) -> Answer:
    refusal = of_two_kinds(case)
    if refusal is not None:
        return refusal
    is_presentation = case.kind is Kind.PRESENTATION
    rules = presentation_departures if is_presentation else departures
    found = rules(case.credential)
    if not found:
        return passed("document.complete")
    first = min(found, key=_is_about_something_else)
    return Answer(
        Outcome.FAILED,
        "document.departs",
        {"cause": first.code, "path": first.path, "count": len(found)},
        tuple(Evidence(item.code, item.path) for item in found[:_SHOWN]),
        state=State.UNREADABLE,
    )


def _is_about_something_else(departure: Departure) -> bool:
    """What is not even called a credential is told first."""
    return departure.code not in _NO_TYPE


DOCUMENT_SHAPE_W3C = Check(
    id="document.shape",
    severity=Severity.FATAL,
    spec=f"{SPEC_VC}basic-concepts",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.CREDENTIAL, Kind.PRESENTATION}),
)
