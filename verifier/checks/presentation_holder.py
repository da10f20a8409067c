"""Does the holder of a presentation present what was awarded to that holder? A notice, no more.

Anybody may present the credentials of somebody else: a parent, a school, an agent. So a difference
takes nothing from them; but who takes the one who presents for the one who earned should know. Only
a holder who signed is known to present: anybody can write somebody's name.
"""

from badges.documents import JsonObject
from verifier.case import (
    SPEC_VC,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    an_object,
    not_applicable,
    objects,
    passed,
)
from verifier.report import Evidence, Outcome, Severity

_SHOWN = 200


def _ask(case: Case) -> Answer:
    written = case.document.get("holder")
    holder = a_text(written) or a_text(an_object(written).get("id"))
    if holder is None:
        return not_applicable("holder.none")
    if not any(verified.method.controller == holder for verified in case.verified):
        return not_applicable("holder.unproven")
    documents = [part.credential for part in case.parts if part.credential is not None]
    return _compared(holder, documents)


def _compared(holder: str, documents: list[JsonObject]) -> Answer:
    """Whether the subjects of all that is presented are the holder."""
    names = [name for document in documents for name in _subjects(document)]
    others = [name for name in names if name is not None and name != holder]
    if others:
        evidence = tuple(Evidence("subject", name[:_SHOWN]) for name in dict.fromkeys(others))
        params = {"holder": holder[:_SHOWN], "count": len(evidence)}
        return Answer(Outcome.FAILED, "holder.other", params, evidence)
    if not documents:
        return not_applicable("holder.nothing_presented")
    return not_applicable("holder.unnamed") if None in names else passed("holder.same")


def _subjects(document: JsonObject) -> list[str | None]:
    """The identifier of each subject of a credential; None for one that bears none."""
    subjects = objects(document.get("credentialSubject"))
    return [a_text(subject.get("id")) for subject in subjects] or [None]


PRESENTATION_HOLDER = Check(
    id="presentation.holder",
    severity=Severity.NOTICE,
    spec=f"{SPEC_VC}presentations-including-holder-claims",
    ask=_ask,
    needs=("input.readable",),
    after=("credentials.inside", "proof.controller"),
    kinds=frozenset({Kind.PRESENTATION}),
)
