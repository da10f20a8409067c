"""Freezing a framework: its document kept for ever, its competencies found by searches.

Everything here happens inside the unit of work of whoever publishes (`authoring`) or starts the
program (`referentials.seed`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from badges.frameworks import skos
from badges.model.concepts import Concept, Scheme
from badges.model.framework import Competency, Framework, OfficialMatch
from issuer.model import Bridge, FrameworkRecord, FrameworkVersion
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import matches
from issuer.services.journal import note
from issuer.services.people import Contributor

FIRST_VERSION = "1.0.0"
_LANGUAGE = "fr"
_PROGRAM = "badges-tiers-lieux"


@dataclass(frozen=True)
class Release:
    """What is said of a publication: who answers for it, and in their words what is new."""

    author: str
    note: str


def release(
    office: Office, work: UnitOfWork, record: FrameworkRecord, framework: Framework, about: Release
) -> Framework:
    """Freeze `framework` as its version says, with the bridges of today; answers what is frozen.

    The working document becomes the same texts, so that the next changes start from them.
    """
    texts = framework.with_matches({})
    frozen = framework.with_matches(matches.readable(work, record.slug))
    work.frameworks.publish(
        FrameworkVersion(
            framework=record.slug,
            version=frozen.version,
            published=office.clock.now(),
            author=about.author,
            note=about.note,
            document=skos.write_stored(frozen),
        )
    )
    touch(work, replace(record, draft=skos.write_stored(texts), title=title_of(texts)))
    index(office, work, frozen)
    return frozen


def release_shipped(office: Office, work: UnitOfWork, shipped: Framework) -> None:
    """Keep the framework that comes with the program, or its newer version, and its bridges."""
    work.frameworks.lock(shipped.slug)
    record = work.frameworks.get(shipped.slug)
    if record is None:
        record = FrameworkRecord(
            slug=shipped.slug,
            place=None,
            uuid=str(shipped.uuid),
            prefix=shipped.notation_prefix,
            title=title_of(shipped),
            created=office.clock.now(),
            draft=skos.write_stored(shipped.with_matches({})),
        )
        work.frameworks.add(record)
    add_bridges(office, work, shipped)
    release(office, work, record, shipped, Release(shipped.creator, ""))
    note(
        office,
        work,
        _PROGRAM,
        "framework.publish",
        place=None,
        subject=shipped.slug,
        reason=shipped.version,
    )


def add_bridges(
    office: Office, work: UnitOfWork, framework: Framework, by: Contributor | None = None
) -> int:
    """Keep the bridges that a framework brings along as proposed by whoever brings it.

    Whoever brings a bridge in may not review it; those that come with the program are proposed by
    its creator. An item that the competency is bridged to already stays as it is. Identifiers
    follow from what is bridged, so that a framework brings the same ones everywhere. Answers how
    many are new.
    """
    known = {
        (bridge.competency, bridge.scheme.casefold(), bridge.code)
        for bridge in work.bridges.of(framework.slug)
    }
    added = 0
    for competency, match in _bridges_of(framework):
        key = (str(competency.uuid), match.framework.casefold(), match.code)
        if key not in known:
            known.add(key)
            work.bridges.add(_bridge(office, framework, competency, match, by))
            added += 1
    return added


def touch(work: UnitOfWork, record: FrameworkRecord) -> FrameworkRecord:
    """Keep the record under the next revision: what the world reads of it has changed."""
    changed = replace(record, revision=record.revision + 1)
    work.frameworks.replace(changed)
    return changed


def index(office: Office, work: UnitOfWork, framework: Framework) -> None:
    """Have searches find the competencies of `framework`, and not those that are deprecated."""
    scheme = Scheme(
        key=framework.slug,
        name=title_of(framework),
        version=framework.version,
        language=_LANGUAGE,
        published=framework.modified,
        licence=framework.licence,
        attribution=framework.creator,
    )
    work.concepts.replace(scheme, concepts_of(framework), (), imported=office.clock.now())


def concepts_of(framework: Framework) -> Iterator[Concept]:
    """The competencies that may be chosen today, as items of a referential."""
    return (concept_of(item) for item in framework.competencies if not item.deprecated)


def concept_of(item: Competency) -> Concept:
    """A competency as an item of a referential: labels of the other languages are synonyms.

    The terms with which official referentials were searched for it lead to it too; beginnings of
    words (`cook*`) are no words. `derived_from` among the notes is the UUID of what it copies.
    """
    label = item.label.say(_LANGUAGE)
    language = _LANGUAGE if _LANGUAGE in item.label else next(iter(item.label), _LANGUAGE)
    said = (*item.statement.values(), *_others(item.definition.values(), item))
    indicators = (text for indicator in item.indicators for text in indicator.values())
    return Concept(
        code=item.notation,
        kind=item.type,
        label=label,
        language=language,
        other_labels=tuple(text for text in item.label.values() if text != label),
        definition=item.described(_LANGUAGE),
        texts=tuple(dict.fromkeys((*said, *indicators, *_searched(item)))),
        notes={
            "slug": item.slug,
            "uuid": str(item.uuid),
            "domain": item.domain.code,
            **_copied(item),
        },
    )


def title_of(framework: Framework) -> str:
    """The title of a framework where only one language fits."""
    return framework.title.say(_LANGUAGE)


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another one, both `major.minor.patch`."""
    return numbers_of(version) > numbers_of(than)


def numbers_of(version: str) -> tuple[int, ...]:
    """`1.10.0` as numbers, which compare as versions do; nothing when it is not such a version."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(p.isascii() and p.isdigit() for p in parts) else ()


def _others(texts: Iterable[str], item: Competency) -> Iterator[str]:
    told = item.described(_LANGUAGE)
    return (text for text in texts if text != told)


def _searched(item: Competency) -> Iterator[str]:
    terms = () if item.absence is None else item.absence.terms
    return (searched.term for searched in terms if not searched.term.endswith("*"))


def _copied(item: Competency) -> dict[str, str]:
    source = item.derived_from
    return {"derived_from": str(source.uuid)} if source and source.uuid else {}


def _bridges_of(framework: Framework) -> Iterator[tuple[Competency, OfficialMatch]]:
    return ((item, match) for item in framework.competencies for match in item.matches)


def _bridge(
    office: Office,
    framework: Framework,
    competency: Competency,
    match: OfficialMatch,
    by: Contributor | None,
) -> Bridge:
    now = office.clock.now()
    return Bridge(
        id=bridge_id(framework.uuid, competency.uuid, match),
        framework=framework.slug,
        competency=str(competency.uuid),
        relation=match.relation,
        scheme=match.framework,
        kind=match.kind,
        code=match.code,
        label=match.label,
        version=match.version,
        justification=match.justification,
        author=framework.creator if by is None else by.name,
        author_place=None if by is None else by.place,
        created=now,
        changed=now,
        uri=match.uri,
    )


def bridge_id(framework: UUID, competency: UUID, match: OfficialMatch) -> str:
    """The identifier of a bridge that comes with a framework."""
    return str(uuid5(framework, f"{competency}/{match.framework.casefold()}/{match.code}"))
