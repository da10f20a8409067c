"""Open Badges 2.0: the questions of the house, asked in the way of that standard.

One question is its own, `ISSUER_HOSTING`: does the issuer publish the badge on its own site? It has
a place in the tuple of `verifier.checks`, whose order reports follow; the others are variants of
questions that have theirs.
"""

from verifier.case import Check
from verifier.checks.open_badges_2.document_context import DOCUMENT_CONTEXT_2
from verifier.checks.open_badges_2.document_schema import DOCUMENT_SCHEMA_2
from verifier.checks.open_badges_2.document_shape import DOCUMENT_SHAPE_2
from verifier.checks.open_badges_2.endorsements import ENDORSEMENTS_2
from verifier.checks.open_badges_2.issuer_hosting import ISSUER_HOSTING
from verifier.checks.open_badges_2.proof_controller import PROOF_CONTROLLER_2
from verifier.checks.open_badges_2.proof_signature import PROOF_SIGNATURE_2
from verifier.checks.open_badges_2.shared import (
    ALIGNMENT_KNOWN_2,
    INPUT_READABLE_2,
    ISSUER_TRUST_2,
    SUBJECT_RECIPIENT_2,
    VALIDITY_PERIOD_2,
)
from verifier.checks.open_badges_2.status_revocation import STATUS_REVOCATION_2

__all__ = ["CHECKS_2", "ISSUER_HOSTING"]

CHECKS_2: tuple[Check, ...] = (
    INPUT_READABLE_2,
    DOCUMENT_SHAPE_2,
    DOCUMENT_CONTEXT_2,
    DOCUMENT_SCHEMA_2,
    PROOF_SIGNATURE_2,
    PROOF_CONTROLLER_2,
    VALIDITY_PERIOD_2,
    STATUS_REVOCATION_2,
    ISSUER_TRUST_2,
    SUBJECT_RECIPIENT_2,
    ALIGNMENT_KNOWN_2,
    ENDORSEMENTS_2,
)
