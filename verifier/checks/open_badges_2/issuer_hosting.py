"""Does the issuer publish this badge on its own site? (OB2-06, OB2-07, BAKE-22).

All the trust in a hosted badge is in this answer. The site must show an assertion of this very
identifier, and the issuer's profile must say, or its host show, that this address is its own.
"""

from badges.errors import BadgeError, FetchError
from badges.ob2 import Award, Way, is_in_scope, is_understood
from verifier.case import Answer, Case, Check, causes, not_applicable, passed
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    HOSTING,
    SPEC_OB_2,
    award_of,
)
from verifier.errors import NotYetRead
from verifier.report import Evidence, Outcome, Severity, State

GONE = 410
_TOLD = {"hosting.other_id": State.NOT_THE_ISSUER, "hosting.no_address": State.UNREADABLE}
_SHOWN = 200


def is_gone(award: Award) -> bool:
    """Whether the site answers that the badge was there and was taken back (OB2-08)."""
    error = award.assertion.error
    return isinstance(error, FetchError) and error.params.get("status") == GONE


def _ask(case: Case) -> Answer:
    award = award_of(case)
    if award.way is Way.SIGNED:
        return not_applicable("hosting.signed")
    if is_gone(award):
        return _failed("hosting.gone", State.REVOKED)
    if award.assertion.error is not None:
        return _unpublished(award.assertion.error)
    if award.issuer.document is None:
        return Answer(Outcome.UNKNOWN, "hosting.issuer_unknown", state=State.CANNOT_CHECK)
    return _within(award)


def _unpublished(error: BadgeError) -> Answer:
    """What it means that the site shows no such assertion."""
    if error.code == "hosting.redirected":
        params = dict(error.params)
        return Answer(Outcome.UNKNOWN, error.code, params, state=State.ISSUER_UNCONFIRMED)
    if isinstance(error, FetchError):
        params = causes(error)
        return Answer(Outcome.UNKNOWN, "hosting.unreachable", params, state=State.CANNOT_CHECK)
    if isinstance(error, NotYetRead):
        return Answer(Outcome.UNKNOWN, error.code, state=State.CANNOT_CHECK)
    if error.code in _TOLD:
        return _failed(error.code, _TOLD[error.code], **error.params)
    return _failed("hosting.not_an_assertion", State.UNREADABLE, **causes(error))


def _within(award: Award) -> Answer:
    """Whether the address is one that the issuer calls its own (OB2-07)."""
    issuer, url = award.profile, award.assertion.url or ""
    if not issuer.has_readable_rules or not is_understood(issuer.rules):
        return Answer(Outcome.UNKNOWN, "hosting.unknown_rule", state=State.CANNOT_CHECK)
    badge = award.badge.document or {}
    if not is_in_scope(url, badge.get("id"), issuer):
        params = {"url": url[:_SHOWN], "issuer": (issuer.id or "")[:_SHOWN]}
        return _failed("hosting.out_of_scope", State.NOT_THE_ISSUER, **params)
    evidence = (
        Evidence("assertion", url, sha256=award.assertion.sha256),
        Evidence("issuer", issuer.id or "", sha256=award.issuer.sha256),
    )
    if award.differs:
        return passed("hosting.published_otherwise", *evidence)
    return passed("hosting.published", *evidence)


def _failed(code: str, state: State, **params: object) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=state)


ISSUER_HOSTING = Check(
    id=HOSTING,
    severity=Severity.FATAL,
    spec=f"{SPEC_OB_2}HostedBadge",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
