"""Are the resources that the badge binds by a digest still what its issuer meant?

https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources: without a digest, or twice
the same address, the document breaks the data model; another content than the digest says is an
error. What we carry is compared without network; a few others are fetched. Other links are not
followed: a verifier tells nobody more than it must.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from badges.errors import BadgeError, FetchError, SchemaError
from badges.model.related_resources import RelatedResource, related_resources
from schemas.catalogue import CURRENT, EDITION_2025_04
from verifier.case import (
    CREDENTIAL_KINDS,
    SPEC_VC,
    Answer,
    Case,
    Check,
    Kind,
    causes,
    not_applicable,
    passed,
)
from verifier.checks.inline import read_inline
from verifier.report import Evidence, Outcome, Severity, State

_FETCHED = ("https://", "http://")
_SHOWN = 300
_LIMIT = 20


@dataclass(frozen=True)
class _Judged:
    """What became of one resource: it fits, it does not, or why nobody knows."""

    resource: RelatedResource
    fits: bool | None
    found: bytes = b""
    why: BadgeError | None = None

    @property
    def evidence(self) -> Evidence:
        words = {True: "intact", False: "changed", None: "unknown"}[self.fits]
        digest = None if self.fits is None else sha256(self.found).hexdigest()
        return Evidence("resource", words, self.resource.id[:_SHOWN], digest)


def _ask(case: Case) -> Answer:
    try:
        resources = related_resources(case.document)
    except SchemaError as error:
        return Answer(Outcome.FAILED, "resource.malformed", causes(error), state=State.UNREADABLE)
    if not resources:
        return not_applicable("resource.none")
    judged = list(_judge(case, resources))
    evidence = tuple(item.evidence for item in judged[:_LIMIT])
    changed = next((item for item in judged if item.fits is False), None)
    if changed is not None:
        params = {"url": changed.resource.id[:_SHOWN]}
        return Answer(Outcome.FAILED, "resource.changed", params, evidence, state=State.ALTERED)
    unknown = next((item for item in judged if item.fits is None), None)
    if unknown is not None:
        params = {"url": unknown.resource.id[:_SHOWN]}
        if unknown.why is not None:
            params = causes(unknown.why) | params
        weight = Severity.WARNING
        return Answer(Outcome.UNKNOWN, "resource.unknown", params, evidence, severity=weight)
    return passed("resource.intact", *evidence, count=len(judged))


def _is_alike(case: Case) -> bool:
    """When the badge binds none."""
    return "relatedResource" not in case.document


def _judge(case: Case, resources: tuple[RelatedResource, ...]) -> Iterator[_Judged]:
    left = case.bounds.resources
    for resource in resources:
        if not resource.is_known:
            yield _Judged(resource, None, why=BadgeError("resource.algorithm"))
            continue
        carried = list(_carried(resource.id))
        if not carried:
            left -= 1
            yield (
                _fetched(case, resource)
                if left >= 0
                else _Judged(
                    resource, None, why=BadgeError("resource.too_many", limit=case.bounds.resources)
                )
            )
            continue
        fitting = [content for content in carried if resource.matches(content)]
        yield _Judged(resource, bool(fitting), (fitting or carried)[0])


def _carried(url: str) -> Iterator[bytes]:
    """The bytes that we carry for this address: contexts, in each of their editions (ISS-06)."""
    if url in CURRENT.urls():
        yield CURRENT.content(url)
        yield EDITION_2025_04.content(url)
    elif (inline := read_inline(url)) is not None:
        yield inline.content


def _fetched(case: Case, resource: RelatedResource) -> _Judged:
    if not resource.id.startswith(_FETCHED):
        return _Judged(resource, None, why=BadgeError("resource.address"))
    try:
        page = case.fetcher.fetch(resource.id, accept=resource.media_type or "*/*")
    except FetchError as error:
        return _Judged(resource, None, why=error)
    return _Judged(resource, resource.matches(page.body), page.body)


RESOURCE_INTEGRITY = Check(
    id="resource.integrity",
    severity=Severity.ERROR,
    spec=f"{SPEC_VC}integrity-of-related-resources",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    after=("credential.refresh",),
    kinds=CREDENTIAL_KINDS | {Kind.STATUS_LIST},
    is_alike=_is_alike,
)
