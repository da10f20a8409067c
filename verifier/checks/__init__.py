"""Checks: one question a file; this tuple is the table of contents and the order of every report.

The order in which they are asked follows from `needs` and `after`; the pipeline sorts it out.
"""

from verifier.case import Check
from verifier.checks.alignment_known import ALIGNMENT_KNOWN
from verifier.checks.credential_refresh import CREDENTIAL_REFRESH
from verifier.checks.credentials_inside import CREDENTIALS_INSIDE
from verifier.checks.document_context import DOCUMENT_CONTEXT
from verifier.checks.document_schema import DOCUMENT_SCHEMA
from verifier.checks.document_schema_w3c import DOCUMENT_SCHEMA_W3C
from verifier.checks.document_shape import DOCUMENT_SHAPE
from verifier.checks.document_shape_w3c import DOCUMENT_SHAPE_W3C
from verifier.checks.document_terms import DOCUMENT_TERMS
from verifier.checks.document_terms_presentation import DOCUMENT_TERMS_PRESENTATION
from verifier.checks.endorsements import ENDORSEMENTS
from verifier.checks.image_integrity import IMAGE_INTEGRITY
from verifier.checks.input_readable import INPUT_READABLE
from verifier.checks.issuer_entitled import ISSUER_ENTITLED
from verifier.checks.issuer_trust import ISSUER_TRUST
from verifier.checks.open_badges_2 import CHECKS_2, ISSUER_HOSTING
from verifier.checks.presentation_holder import PRESENTATION_HOLDER
from verifier.checks.proof_controller import PROOF_CONTROLLER
from verifier.checks.proof_others import PROOF_OTHERS
from verifier.checks.proof_signature import PROOF_SIGNATURE
from verifier.checks.resource_integrity import RESOURCE_INTEGRITY
from verifier.checks.result_consistent import RESULT_CONSISTENT
from verifier.checks.status_message import STATUS_MESSAGE
from verifier.checks.status_revocation import STATUS_REVOCATION
from verifier.checks.status_suspension import STATUS_SUSPENSION
from verifier.checks.subject_recipient import SUBJECT_RECIPIENT
from verifier.checks.validity_period import VALIDITY_PERIOD

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (
    INPUT_READABLE,
    DOCUMENT_SHAPE,
    DOCUMENT_SHAPE_W3C,
    DOCUMENT_CONTEXT,
    DOCUMENT_TERMS,
    DOCUMENT_TERMS_PRESENTATION,
    DOCUMENT_SCHEMA,
    DOCUMENT_SCHEMA_W3C,
    RESULT_CONSISTENT,
    PROOF_SIGNATURE,
    PROOF_CONTROLLER,
    PROOF_OTHERS,
    ISSUER_HOSTING,
    VALIDITY_PERIOD,
    STATUS_REVOCATION,
    STATUS_SUSPENSION,
    STATUS_MESSAGE,
    CREDENTIAL_REFRESH,
    RESOURCE_INTEGRITY,
    IMAGE_INTEGRITY,
    ISSUER_TRUST,
    ISSUER_ENTITLED,
    SUBJECT_RECIPIENT,
    ALIGNMENT_KNOWN,
    ENDORSEMENTS,
    CREDENTIALS_INSIDE,
    PRESENTATION_HOLDER,
    *CHECKS_2,
)
