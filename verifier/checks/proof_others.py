"""Do the other proofs hold too? One that holds is enough; the others are told (ISS-31, PRF-07)."""

from verifier.case import SPEC_DI, Answer, Attempt, Case, Check, not_applicable
from verifier.report import Evidence, Outcome, Severity


def _ask(case: Case) -> Answer:
    if len(case.attempts) <= 1:
        return not_applicable("proof.alone")
    for outcome, code in (
        (Outcome.FAILED, "proof.other_invalid"),
        (Outcome.UNKNOWN, "proof.other_unknown"),
    ):
        found = [item for item in case.attempts if item.answer.outcome is outcome]
        if found:
            return _told(case, outcome, code, found)
    return Answer(Outcome.PASSED, "proof.all_valid", {"count": len(case.attempts)})


def _told(case: Case, outcome: Outcome, code: str, found: list[Attempt]) -> Answer:
    first = found[0].answer
    params = {
        "count": len(found),
        "proofs": len(case.attempts),
        "suite": found[0].name,
        "problem": first.params.get("problem"),
        "cause": first.code,
    }
    evidence = tuple(Evidence(item.name, item.answer.code, item.method or None) for item in found)
    return Answer(outcome, code, params, evidence, state=first.state)


PROOF_OTHERS = Check(
    id="proof.others",
    severity=Severity.WARNING,
    spec=f"{SPEC_DI}proof-sets",
    ask=_ask,
    needs=("proof.signature",),
)
