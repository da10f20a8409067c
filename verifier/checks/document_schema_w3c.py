"""Does the issuer ask for a schema of its own? Only schemas that we carry are applied (VER-10).

The data model of the W3C has none; a credential may name one (`credentialSchema`), which we do not
fetch: it would tell its keeper who verifies, and could ask for any amount of work.
"""

from verifier.case import SPEC_VC, Answer, Case, Check, Kind, a_text, not_applicable, objects
from verifier.report import Outcome, Severity

_SHOWN = 200


def _ask(case: Case) -> Answer:
    entries = objects(case.document.get("credentialSchema"))
    if not entries:
        return not_applicable("schema.none")
    params = {"url": (a_text(entries[0].get("id")) or "")[:_SHOWN]}
    return Answer(Outcome.UNKNOWN, "schema.unavailable", params, severity=Severity.WARNING)


DOCUMENT_SCHEMA_W3C = Check(
    id="document.schema",
    severity=Severity.ERROR,
    spec=f"{SPEC_VC}data-schemas",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.CREDENTIAL, Kind.PRESENTATION}),
)
