"""Has the issuer taken the badge back? (OB2-08, OB2-10).

Of a hosted badge its own page tells; of a signed one the list that the issuer names. A list that
cannot be read leaves the question open: never green (VER-21).
"""

from typing import Any

from badges.errors import FetchError
from badges.ob2 import Assertion, Award, Linked, RevocationList, Way
from verifier.case import Answer, Case, Check, causes, not_applicable, passed
from verifier.checks.open_badges_2.issuer_hosting import is_gone
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    HOSTING,
    SIGNATURE,
    SPEC_OB_2,
    award_of,
    skipped,
)
from verifier.checks.status_list import gravest, unfetched
from verifier.open_badges_2.pages import linked
from verifier.report import Evidence, Outcome, Severity, State

_LISTS = 3


def _ask(case: Case) -> Answer:
    award = award_of(case)
    if is_gone(award):
        return _revoked("410", str(award.assertion.url))
    if award.assertion.document is None:
        return skipped(HOSTING)
    assertion = Assertion(award.assertion.document)
    if assertion.is_revoked:
        return _revoked(assertion.reason, award.assertion.url)
    if not assertion.is_standing_readable:
        return _unknown("ob2.revoked_unreadable")
    if award.way is Way.HOSTED:
        return passed("status.clear")
    return _listed(case, award, assertion)


def _listed(case: Case, award: Award, assertion: Assertion) -> Answer:
    """What the issuer's lists say of a signed badge: the gravest answer counts."""
    named = award.profile.revocation_lists
    if not named:
        return not_applicable("status.none")
    answers = [_in_list(case, award, assertion, item) for item in named[:_LISTS]]
    if len(named) > _LISTS:
        answers.append(_unknown("status.list_unreadable"))
    return gravest(case, answers)


def _in_list(case: Case, award: Award, assertion: Assertion, item: Any) -> Answer:
    """What one list says, by its address or written out in the profile."""
    written = RevocationList(item if isinstance(item, dict) else {}).reason_for(assertion)
    if written is not None:
        return _revoked(written, award.issuer.url)
    found = linked(item, award.issuer.url, case.fetcher, case.bounds)
    if found.document is None:
        return _unread(found)
    revocations = RevocationList(found.document)
    if revocations.issuer not in (None, award.profile.id):
        return _unknown("status.foreign_issuer")
    source = found.url or award.issuer.url
    reason = revocations.reason_for(assertion)
    if reason is not None:
        return _revoked(reason, source)
    if not revocations.is_readable:
        return _unknown("status.list_unreadable")
    return passed("status.clear", Evidence("status", "0", source, found.sha256))


def _unread(found: Linked) -> Answer:
    params = {} if found.error is None else causes(found.error)
    if isinstance(found.error, FetchError):
        return _unknown(unfetched(found.error), **params)
    return _unknown("status.list_unreadable", **params)


def _revoked(reason: str, source: str | None) -> Answer:
    evidence = (Evidence("reason", reason, source),)
    return Answer(Outcome.FAILED, "status.revoked", {}, evidence, state=State.REVOKED)


def _unknown(code: str, **params: object) -> Answer:
    return Answer(Outcome.UNKNOWN, code, params, state=State.CANNOT_CHECK)


STATUS_REVOCATION_2 = Check(
    id="status.revocation",
    severity=Severity.ERROR,
    spec=f"{SPEC_OB_2}RevocationList",
    ask=_ask,
    needs=(SIGNATURE, "proof.controller"),
    kinds=ASSERTIONS,
)
