"""A framework read from a file, laid over the working document that it is to bring up to date."""

from collections.abc import Iterator
from dataclasses import replace

from badges.model.framework import Competency, Domain, Framework, Level
from issuer.services.commons import drafting
from issuer.services.commons.comparing import compare
from issuer.services.commons.drafts import Draft


def merge(opened: Draft, given: Framework) -> tuple[Framework, tuple[Competency, ...]]:
    """The working document with the texts of `given`, and the published competencies it lacks.

    What is in both keeps its names: slug, notation and UUID are in badges and addresses. What was
    never published and is not in the file goes; what was published stays.
    """
    draft = opened.framework
    comparison = compare(draft, given)
    domains = tuple(_domains(opened, given))
    by_code = {domain.code: domain for domain in domains}
    old_of = {change.after.uuid: change.before for change in comparison.common}
    kept = tuple(item for item in comparison.removed if opened.is_published(item.uuid))
    items: list[Competency] = []
    for item in given.competencies:
        placed = replace(item, domain=by_code[item.domain.code])
        old = old_of.get(item.uuid)
        names = [*draft.competencies, *items]
        items.append(_named(draft, placed, names) if old is None else _over(old, placed))
    merged = replace(
        draft,
        title=given.title,
        description=given.description or draft.description,
        attributions=tuple(dict.fromkeys((*draft.attributions, *given.attributions))),
        domains=domains,
        levels=_levels(opened, given),
        corpora=given.corpora or draft.corpora,
        competencies=(*items, *(replace(item, domain=by_code[item.domain.code]) for item in kept)),
    )
    return merged, kept


def _domains(opened: Draft, given: Framework) -> Iterator[Domain]:
    """The domains of the file under the names that they have here, then those that must stay."""
    draft = opened.framework
    known = {domain.code: domain for domain in draft.domains}
    for domain in given.domains:
        old = known.pop(domain.code, None)
        if old is None:
            taken = {item.slug for item in draft.domains}
            slug = drafting.free_name(domain.slug, taken)
            yield replace(domain, slug=slug, uuid=drafting.domain_uuid(draft.uuid, slug))
        else:
            yield replace(old, label=domain.label)
    needed = {item.domain.code for item in draft.competencies if opened.is_published(item.uuid)}
    for domain in known.values():
        if domain.code in needed or opened.is_published(domain.uuid):
            yield domain


def _levels(opened: Draft, given: Framework) -> tuple[Level, ...]:
    """The scale of the file, with the published levels that it lacks."""
    codes = {level.code for level in given.levels}
    published = opened.latest.levels if opened.latest else ()
    return (*given.levels, *(level for level in published if level.code not in codes))


def _over(old: Competency, new: Competency) -> Competency:
    """The texts of `new` under the names of `old`; what a file may be silent about stays."""
    return replace(
        new,
        slug=old.slug,
        notation=old.notation,
        uuid=old.uuid,
        absence=new.absence or old.absence,
        coverage=old.coverage if new.coverage == "unsearched" else new.coverage,
        deprecated=new.deprecated or old.deprecated,
        replaced_by=new.replaced_by or old.replaced_by,
        derived_from=new.derived_from or old.derived_from,
    )


def _named(draft: Framework, item: Competency, known: list[Competency]) -> Competency:
    """A new competency under names that are free here."""
    slug = drafting.free_name(item.slug, {other.slug for other in known})
    notations = {other.notation for other in known}
    ours = item.notation.startswith(f"{draft.notation_prefix}-")
    free = ours and item.notation not in notations
    uuid = item.uuid if slug == item.slug else drafting.competency_uuid(draft.uuid, slug)
    return replace(
        item,
        slug=slug,
        uuid=uuid,
        notation=item.notation if free else drafting.next_notation(draft, item.domain, notations),
    )
