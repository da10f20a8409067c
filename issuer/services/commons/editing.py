"""Changing the whole of a framework: its texts, its scale, its domains."""

from dataclasses import replace

from badges.model.framework import Domain, Framework
from badges.model.validity import MAX_LABEL, MAX_TEXT
from issuer.errors import Conflict
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import drafting
from issuer.services.commons.drafting import DomainRequest, FrameworkTexts, LevelRequest, Texts
from issuer.services.commons.drafts import Draft, Order, change
from issuer.services.people import Contributor
from issuer.services.texts import clean_line


def edit_framework(
    office: Office, slug: str, texts: FrameworkTexts, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Give the framework these texts.

    Raises:
        InvalidRequest: a text is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`.
    """

    def edited(_: UnitOfWork, opened: Draft) -> Framework:
        return replace(
            opened.framework,
            title=drafting.clean_words(texts.title, "title", limit=MAX_LABEL, needed=True),
            description=drafting.clean_words(
                texts.description, "description", limit=MAX_TEXT, lines=True
            ),
            creator=clean_line(texts.creator, "creator"),
            attributions=tuple(
                words
                for item in texts.attributions
                if (words := drafting.clean_words(item, "attributions", limit=MAX_TEXT))
            ),
        )

    return change(office, slug, Order(by, "framework.edit", seen), edited)


def edit_levels(
    office: Office,
    slug: str,
    levels: tuple[LevelRequest, ...],
    *,
    by: Contributor,
    seen: str | None = None,
) -> Draft:
    """Give the framework a scale of its own; what badges name already keeps its code.

    Raises:
        InvalidRequest: a text or code is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`; or a published level would go
            (`framework.level_published`).
    """
    scale = drafting.clean_levels(levels)
    labels = {level.code: level.label for level in scale}

    def edited(_: UnitOfWork, opened: Draft) -> Framework:
        for level in opened.latest.levels if opened.latest else ():
            if level.code not in labels:
                raise Conflict("framework.level_published", level=level.code)
        return replace(
            opened.framework,
            levels=scale,
            competencies=tuple(
                replace(
                    item,
                    levels=tuple(
                        replace(own, label=labels[own.code])
                        for own in item.levels
                        if own.code in labels
                    ),
                )
                for item in opened.framework.competencies
            ),
        )

    return change(office, slug, Order(by, "framework.edit", seen), edited)


def add_domain(
    office: Office, slug: str, request: DomainRequest, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Add a family of competencies.

    Raises:
        InvalidRequest: a text or the code is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`; or the code is used already.
    """

    def added(_: UnitOfWork, opened: Draft) -> Framework:
        framework = opened.framework
        domain = drafting.clean_domain(request, framework.uuid, framework.domains)
        return replace(framework, domains=(*framework.domains, domain))

    return change(office, slug, Order(by, "framework.edit", seen), added)


def edit_domain(
    office: Office, slug: str, name: str, label: Texts, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Call a domain otherwise; its code and address stay.

    Raises:
        InvalidRequest: no such domain, or a text is not acceptable.
        NotFound, NotAllowed, Conflict: as `change`.
    """

    def edited(_: UnitOfWork, opened: Draft) -> Framework:
        old = drafting.find_domain(opened.framework, name)
        words = drafting.clean_words(label, "label", limit=MAX_LABEL, needed=True)
        return _with_domain(opened.framework, old, replace(old, label=words))

    return change(office, slug, Order(by, "framework.edit", seen), edited)


def remove_domain(
    office: Office, slug: str, name: str, *, by: Contributor, seen: str | None = None
) -> Draft:
    """Take away a domain that is empty and was never published.

    Raises:
        InvalidRequest: no such domain.
        NotFound, NotAllowed, Conflict: as `change`; or it holds competencies
            (`framework.domain_used`) or is published (`framework.domain_published`).
    """

    def removed(_: UnitOfWork, opened: Draft) -> Framework:
        framework = opened.framework
        domain = drafting.find_domain(framework, name)
        if framework.of_domain(domain.code):
            raise Conflict("framework.domain_used", domain=domain.code)
        if opened.is_published(domain.uuid):
            raise Conflict("framework.domain_published", domain=domain.code)
        return replace(
            framework, domains=tuple(item for item in framework.domains if item != domain)
        )

    return change(office, slug, Order(by, "framework.edit", seen), removed)


def _with_domain(framework: Framework, old: Domain, new: Domain) -> Framework:
    return replace(
        framework,
        domains=tuple(new if item == old else item for item in framework.domains),
        competencies=tuple(
            replace(item, domain=new) if item.domain == old else item
            for item in framework.competencies
        ),
    )
