"""Checks: one question a file; this tuple is the table of contents and the order of every report.

The order in which they are asked follows from `needs` and `after`; the pipeline sorts it out.
"""

from verifier.case import Check
from verifier.checks.alignment_known import ALIGNMENT_KNOWN
from verifier.checks.credential_refresh import CREDENTIAL_REFRESH
from verifier.checks.credentials_inside import CREDENTIALS_INSIDE
from verifier.checks.document_context import DOCUMENT_CONTEXT
from verifier.checks.document_schema import DOCUMENT_SCHEMA
from verifier.checks.document_shape import DOCUMENT_SHAPE
from verifier.checks.document_terms import DOCUMENT_TERMS
from verifier.checks.endorsements import ENDORSEMENTS
from verifier.checks.input_readable import INPUT_READABLE
from verifier.checks.issuer_trust import ISSUER_TRUST
from verifier.checks.proof_controller import PROOF_CONTROLLER
from verifier.checks.proof_signature import PROOF_SIGNATURE
from verifier.checks.status_revocation import STATUS_REVOCATION
from verifier.checks.status_suspension import STATUS_SUSPENSION
from verifier.checks.subject_recipient import SUBJECT_RECIPIENT
from verifier.checks.validity_period import VALIDITY_PERIOD

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (
    INPUT_READABLE,
    DOCUMENT_SHAPE,
    DOCUMENT_CONTEXT,
    DOCUMENT_TERMS,
    DOCUMENT_SCHEMA,
    PROOF_SIGNATURE,
    PROOF_CONTROLLER,
    VALIDITY_PERIOD,
    STATUS_REVOCATION,
    STATUS_SUSPENSION,
    CREDENTIAL_REFRESH,
    ISSUER_TRUST,
    SUBJECT_RECIPIENT,
    ALIGNMENT_KNOWN,
    ENDORSEMENTS,
    CREDENTIALS_INSIDE,
)
