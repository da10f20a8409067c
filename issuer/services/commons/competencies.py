"""Changing one competency of a framework: add, edit, deprecate, take out of the draft."""

from dataclasses import replace

from badges.model.framework import Competency, Framework
from badges.model.validity import MAX_LABEL
from issuer.errors import Conflict
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import drafting
from issuer.services.commons.drafting import CompetencyRequest
from issuer.services.commons.drafts import Draft, Order, change, find_competency, with_competency
from issuer.services.people import Contributor
from issuer.services.texts import REASON_LENGTH, clean_optional_text

# What a form does not give and an edit leaves as it is.
_KEPT = ("coverage", "absence", "matches", "deprecated", "replaced_by", "derived_from")


def add_competency(
    office: Office,
    slug: str,
    request: CompetencyRequest,
    *,
    by: Contributor,
    seen: str | None = None,
) -> tuple[Draft, Competency]:
    """Add a competency to the working document, under the next notation of its domain.

    Raises:
        InvalidRequest: a text, the type, the domain or a level is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`; or the slug is used already.
    """
    names: list[str] = []

    def added(_: UnitOfWork, opened: Draft) -> Framework:
        item = new_competency(opened, request)
        names.append(item.notation)
        framework = opened.framework
        return replace(framework, competencies=(*framework.competencies, item))

    opened = change(office, slug, Order(by, "competency.add", seen), added)
    return opened, opened.framework.find(names[-1])


def new_competency(opened: Draft, request: CompetencyRequest) -> Competency:
    """The competency that `request` describes, under names that nothing here ever had.

    Raises:
        InvalidRequest: a part is not acceptable.
        Conflict: the chosen slug is used already.
    """
    framework = opened.framework
    known = (*framework.competencies, *(opened.latest.competencies if opened.latest else ()))
    label = drafting.clean_words(request.label, "label", limit=MAX_LABEL, needed=True)
    slug = drafting.competency_slug(request.slug, label, {item.slug for item in known})
    domain = drafting.find_domain(framework, request.domain)
    notation = drafting.next_notation(framework, domain, (item.notation for item in known))
    uuid = drafting.competency_uuid(framework.uuid, slug)
    return drafting.compose(request, framework, (slug, notation, uuid))


def edit_competency(
    office: Office,
    slug: str,
    name: str,
    request: CompetencyRequest,
    *,
    by: Contributor,
    seen: str | None = None,
) -> Draft:
    """Give a competency (notation, slug or UUID) these texts; its names and bridges stay.

    Raises:
        InvalidRequest: a text, the type, the domain or a level is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`.
    """

    def edited(_: UnitOfWork, opened: Draft) -> Framework:
        old = find_competency(opened.framework, name)
        new = drafting.compose(request, opened.framework, (old.slug, old.notation, old.uuid))
        whole = replace(new, **{member: getattr(old, member) for member in _KEPT})
        return with_competency(opened.framework, old, whole)

    return change(office, slug, Order(by, "competency.edit", seen), edited)


def remove_competency(
    office: Office, slug: str, name: str, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Take a competency out of the working document, which was never published.

    Raises:
        NotFound, NotAllowed, Conflict: as `change`; or it is published: deprecate it
            (`framework.competency_published`); or another one is replaced by it
            (`framework.competency_used`).
    """

    def removed(work: UnitOfWork, opened: Draft) -> Framework:
        framework, item = opened.framework, find_competency(opened.framework, name)
        if opened.is_published(item.uuid):
            raise Conflict("framework.competency_published", competency=item.notation)
        for other in framework.competencies:
            if other.replaced_by == item.slug:
                raise Conflict(
                    "framework.competency_used", competency=item.notation, other=other.notation
                )
        _drop_bridges(office, work, slug, item)
        kept = tuple(other for other in framework.competencies if other.uuid != item.uuid)
        return replace(framework, competencies=kept)

    return change(office, slug, Order(by, "competency.remove", seen), removed)


def deprecate(
    office: Office,
    slug: str,
    name: str,
    *,
    by: Contributor,
    replaced_by: str | None = None,
    reason: str | None = None,
    seen: str | None = None,
) -> Draft:
    """Say that a competency is not to be chosen any more; its page stays for ever.

    `replaced_by` names (notation, slug or UUID) the one of this framework that stands for it now.

    Raises:
        InvalidRequest: it would be replaced by itself, directly or in a ring.
        NotFound, NotAllowed, Conflict: as `change`.
    """
    why = clean_optional_text(reason, "reason", limit=REASON_LENGTH)

    def deprecated(_: UnitOfWork, opened: Draft) -> Framework:
        old = find_competency(opened.framework, name)
        heir = find_competency(opened.framework, replaced_by).slug if replaced_by else None
        new = replace(old, deprecated=True, replaced_by=heir)
        return with_competency(opened.framework, old, new)

    return change(office, slug, Order(by, "competency.deprecate", seen, reason=why), deprecated)


def restore(
    office: Office, slug: str, name: str, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Let a deprecated competency be chosen again.

    Raises:
        NotFound, NotAllowed, Conflict: as `change`.
    """

    def restored(_: UnitOfWork, opened: Draft) -> Framework:
        old = find_competency(opened.framework, name)
        new = replace(old, deprecated=False, replaced_by=None)
        return with_competency(opened.framework, old, new)

    return change(office, slug, Order(by, "competency.restore", seen), restored)


def _drop_bridges(office: Office, work: UnitOfWork, slug: str, item: Competency) -> None:
    """Nobody reviews a bridge from a competency that nobody will ever read."""
    for bridge in work.bridges.of(slug):
        if bridge.competency == str(item.uuid) and bridge.status != "refused":
            work.bridges.replace(replace(bridge, status="refused", changed=office.clock.now()))
