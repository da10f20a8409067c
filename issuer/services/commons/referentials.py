"""The frameworks that this instance publishes: found by name, as everybody reads them.

What the world reads of a framework is its latest frozen version with the bridges of today; asked
for by its number, a version is given exactly as it was frozen.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux, skos
from badges.model.framework import Competency, Derivation, Framework, Words
from issuer.errors import Conflict, NotFound
from issuer.model import FrameworkRecord, FrameworkVersion
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import matches, releasing
from issuer.services.finding import find_framework, is_plain

DEFAULT_SLUG = "tiers-lieux"
_SHOWN = 100
_SEED_TRIES = 3


@dataclass(frozen=True)
class FrameworkCard:
    """A framework in a list; `version` is None when nothing is published yet."""

    slug: str
    place: str | None
    title: Words
    description: Words
    version: str | None
    competencies: int
    derived_from: Derivation | None
    revision: int


def seed(office: Office) -> None:
    """Have the referential that comes with the program among the frameworks, in its last version.

    Costs one question when it is there. A newer version than the one kept is added as long as no
    place keeps this framework. Several servers may start together: one of them does it.

    Raises:
        StoreError: the database cannot be used.
    """
    shipped = load_tiers_lieux()
    for last in range(_SEED_TRIES - 1, -1, -1):
        with office.store.read() as work:
            if _is_seeded(work, shipped):
                return
        try:
            with office.store.write() as work:
                if not _is_seeded(work, shipped):
                    releasing.release_shipped(office, work, shipped)
        except Conflict:  # another server was first
            if not last:
                raise


def published(office: Office, slug: str, version: str | None = None) -> Framework:
    """The framework as the world reads it, or one frozen version exactly as it was frozen.

    Raises:
        NotFound: no such framework (`framework.unknown`), nothing published yet
            (`framework.unpublished`), or no such version (`framework.version_unknown`).
    """
    with office.store.read() as work:
        return published_in(office, work, slug, version)


def published_in(
    office: Office, work: UnitOfWork, slug: str, version: str | None = None
) -> Framework:
    """As `published`, inside a unit of work that has not changed this framework.

    Raises:
        NotFound: as `published`.
    """
    record = find_framework(work, slug)
    return frozen_in(office, work, slug, version) if version else _today(office, work, record)


def frozen_in(office: Office, work: UnitOfWork, slug: str, version: str) -> Framework:
    """One frozen version, exactly as it was frozen.

    Raises:
        NotFound: no such version (`framework.version_unknown`).
    """
    kept = work.frameworks.version(slug, version) if is_plain(version) else None
    if kept is None:
        raise NotFound("framework.version_unknown", framework=slug, version=version[:_SHOWN])
    return _read(office, kept)


def latest_in(office: Office, work: UnitOfWork, slug: str) -> Framework | None:
    """The last frozen version, exactly as it was frozen; None when nothing is published yet."""
    latest = work.frameworks.latest(slug)
    return None if latest is None else _read(office, latest)


def default(office: Office) -> Framework:
    """The referential of tiers-lieux.

    Raises:
        NotFound: nobody called `seed`.
    """
    return published(office, DEFAULT_SLUG)


def cards(office: Office, *, drafts: bool = False) -> tuple[FrameworkCard, ...]:
    """Every published framework by slug; with `drafts` also those that nothing was published of."""
    found = []
    with office.store.read() as work:
        for record in work.frameworks.list():
            try:
                framework = _today(office, work, record)
            except NotFound:
                if drafts:
                    found.append(_card(record, working_texts(office, record), None))
            else:
                found.append(_card(record, framework, framework.version))
    return tuple(found)


def working_texts(office: Office, record: FrameworkRecord) -> Framework:
    """The texts of a working document, without its bridges."""
    # Named after its own bytes, a document may be kept at hand even if a unit of work is undone.
    key = (record.slug, f"={sha256(record.draft).hexdigest()}", 0)
    texts = office.shelf.get(key)
    if texts is None:
        texts = skos.read_stored(record.draft)
        office.shelf.put(key, texts)
    return texts


def versions(office: Office, slug: str) -> tuple[FrameworkVersion, ...]:
    """Every frozen version, the latest publication first.

    Raises:
        NotFound: no such framework.
    """
    with office.store.read() as work:
        find_framework(work, slug)
        return work.frameworks.versions(slug)


def competency(office: Office, name: str) -> tuple[Framework, Competency]:
    """The published competency of this notation, UUID or `framework/slug`, and its framework.

    Raises:
        NotFound: no framework has it (`competency.unknown_anywhere`).
    """
    with office.store.read() as work:
        return competency_in(office, work, name)


def competency_in(office: Office, work: UnitOfWork, name: str) -> tuple[Framework, Competency]:
    """As `competency`, inside a unit of work that has not changed a framework.

    The beginning of a notation leads to its framework; a bare slug is sought in every framework,
    that of tiers-lieux first.

    Raises:
        NotFound: as `competency`.
    """
    typed = name.strip()
    if is_plain(typed):
        for slug, inner in _leads(work, typed):
            try:
                framework = published_in(office, work, slug)
                return framework, framework.find(inner)
            except (NotFound, FrameworkError):
                continue
    raise NotFound("competency.unknown_anywhere", competency=typed[:_SHOWN])


def _leads(work: UnitOfWork, name: str) -> Iterable[tuple[str, str]]:
    """Where to look for a name, the likeliest first: slug of the framework, name inside it."""
    home, slash, inner = name.partition("/")
    if slash:
        yield home, inner
        return
    for prefix in prefixes_of(name):
        record = work.frameworks.by_prefix(prefix)
        if record is not None:
            yield record.slug, name.upper()
    yield DEFAULT_SLUG, name
    for record in work.frameworks.list():
        yield record.slug, name.lower()


def prefixes_of(notation: str) -> Iterator[str]:
    """The beginnings of a notation that may lead to its framework, the longest first."""
    parts = notation.upper().split("-")
    for length in range(len(parts) - 1, 0, -1):
        yield "-".join(parts[:length])


def by_prefixes(
    office: Office, work: UnitOfWork, prefixes: Collection[str]
) -> dict[str, Framework]:
    """The published frameworks, as the world reads them, whose notations begin so; by prefix."""
    found = {}
    for record in work.frameworks.by_prefixes(prefixes):
        with suppress(NotFound):  # nothing of it is published yet
            found[record.prefix] = _today(office, work, record)
    return found


def _is_seeded(work: UnitOfWork, shipped: Framework) -> bool:
    record = work.frameworks.get(shipped.slug)
    if record is None:
        return False
    latest = None if record.place is not None else work.frameworks.latest(shipped.slug)
    return latest is None or not releasing.is_newer(shipped.version, latest.version)


def _today(office: Office, work: UnitOfWork, record: FrameworkRecord) -> Framework:
    key = (record.slug, "", record.revision)
    found = office.shelf.get(key)
    if found is None:
        latest = work.frameworks.latest(record.slug)
        if latest is None:
            raise NotFound("framework.unpublished", framework=record.slug)
        texts = replace(skos.read_stored(latest.document), place=record.place)
        found = texts.with_matches(matches.readable(work, record.slug))
        office.shelf.put(key, found)
    return found


def _read(office: Office, kept: FrameworkVersion) -> Framework:
    key = (kept.framework, kept.version, 0)
    found = office.shelf.get(key)
    if found is None:
        found = skos.read_stored(kept.document)
        office.shelf.put(key, found)
    return found


def _card(record: FrameworkRecord, framework: Framework, version: str | None) -> FrameworkCard:
    return FrameworkCard(
        slug=record.slug,
        place=record.place,
        title=framework.title,
        description=framework.description,
        version=version,
        competencies=len(framework.competencies),
        derived_from=framework.derived_from,
        revision=record.revision,
    )
