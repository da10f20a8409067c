"""Taking over what others wrote: a fork with attribution, a file, the framework of the program."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from badges.model.framework import Competency, Derivation, Domain, Framework, Words
from badges.model.validity import MAX_LABEL
from issuer.errors import Conflict
from issuer.model import FrameworkRecord, Place
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import drafting, drafts, referentials, releasing
from issuer.services.commons.cleansing import clean_framework
from issuer.services.commons.comparing import Comparison, compare
from issuer.services.commons.drafting import Texts
from issuer.services.commons.drafts import Draft, Order
from issuer.services.commons.merging import merge
from issuer.services.finding import find_framework, find_place, is_plain
from issuer.services.people import Contributor

PREFIX_LENGTH = 40
_NAMES_SHOWN = 10
_CREDIT = {
    "fr": "Repris de : {title} {version}, {creator}, {licence}",
    "en": "Derived from: {title} {version}, {creator}, {licence}",
}


@dataclass(frozen=True)
class Imported:
    """What a file became: the working document, and what it changed of the one before.

    `comparison` is None when the framework is new. `kept` are the published competencies that the
    file does not have: they stay. `bridges` says how many bridges came as proposals.
    """

    draft: Draft
    comparison: Comparison | None
    kept: tuple[Competency, ...] = ()
    bridges: int = 0


class _Rehearsed(Exception):
    """Ends a unit of work of which nothing is to be kept."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


def fork(
    office: Office,
    source: str,
    *,
    place: str,
    by: Contributor,
    title: Texts | None = None,
    slug: str | None = None,
    prefix: str | None = None,
    version: str | None = None,
) -> Draft:
    """Begin a framework of `place` from a published one, with new names and due credit.

    Every competency says where it comes from. Deprecated ones stay behind. Bridges come along as
    proposals: they were reviewed for other words.

    Raises:
        InvalidRequest: a text, slug or prefix is not acceptable.
        NotFound: no such framework, version or place.
        NotAllowed: the contributor writes for other places.
        Conflict: the slug or prefix is used already.
    """
    with office.store.write() as work:
        home = find_place(work, place)
        people.require(work, by, "framework.edit", home.slug)
        original = referentials.published_in(office, work, source, version)
        words = drafting.clean_words(title, "title", limit=MAX_LABEL) or _retitled(original, home)
        own = replace(
            _copy(original, UUID(office.identifiers.uuid()), home),
            title=words,
            slug=drafting.framework_slug(work, slug, f"{original.slug} {home.slug}"),
            modified=drafts.today(office),
        )
        named = _renotated(own, drafting.framework_prefix(work, prefix, home.name), original)
        order = Order(by, "framework.fork", reason=f"{original.slug} {original.version}")
        opened = drafts.begin(office, work, named, order)
        releasing.add_bridges(office, work, named, replace(by, place=home.slug))
        return drafts.open_draft(office, work, opened.record)


def keep(office: Office, slug: str, place: str, *, by: Contributor) -> FrameworkRecord:
    """Have a place take care of a framework that nobody here keeps: it writes what follows.

    The versions that came with the program stay as they are; newer ones are no longer added.

    Raises:
        NotFound: no such framework or place.
        NotAllowed: the contributor writes for other places.
        Conflict: a place keeps it already (`framework.kept_already`).
    """
    with office.store.write() as work:
        home = find_place(work, place)
        people.require(work, by, "framework.keep", home.slug)
        find_framework(work, slug)
        work.frameworks.lock(slug)
        record = find_framework(work, slug)
        if record.place is not None:
            raise Conflict("framework.kept_already", framework=slug, place=record.place)
        kept = releasing.touch(work, replace(record, place=home.slug))
        drafts.journal(office, work, kept, Order(by, "framework.keep"))
    return kept


def import_framework(
    office: Office,
    framework: Framework,
    *,
    place: str,
    by: Contributor,
    slug: str | None = None,
    prefix: str | None = None,
    may_remove: bool = True,
    dry_run: bool = False,
) -> Imported:
    """Make a framework that was read from a file the working document of one here.

    The framework of the same UUID, or of that slug, is brought up to date: competencies keep their
    names, what was published stays even when the file has it no more. Else a new one begins.
    Bridges come in as proposals, whatever the file says of them. Unless `may_remove`, competencies
    that only the draft has make it refuse. `dry_run` tells what would change, and keeps nothing.

    Raises:
        InvalidRequest: something in it is not acceptable; `field` says where.
        NotFound: no such place.
        NotAllowed: the contributor writes for other places.
        Conflict: the slug or prefix is another framework's, or the framework another place's, or
            competencies would go.
    """
    cleaned = clean_framework(framework)
    try:
        with office.store.write() as work:
            home = find_place(work, place)
            people.require(work, by, "framework.edit", home.slug)
            imported = _taken_in(office, work, cleaned, (home, by, slug, prefix))
            _undo(imported, if_asked=dry_run)
            if not may_remove:
                _refuse_removals(imported)
    except _Rehearsed as rehearsal:
        return rehearsal.imported
    return imported


def _taken_in(
    office: Office,
    work: UnitOfWork,
    framework: Framework,
    about: tuple[Place, Contributor, str | None, str | None],
) -> Imported:
    place, by, slug, _ = about
    known = _known(work, framework, slug or framework.slug)
    own = _with_own_uuids(office, work, framework, known)
    if known is None:
        return _begun(office, work, own, about)
    if known.place != place.slug:
        raise Conflict("framework.of_another_place", framework=known.slug)
    order = Order(by, "framework.import")
    opened = drafts.open_to_write(office, work, known.slug, order)
    merged, kept = merge(opened, own)
    return _updated(office, work, opened, (merged, kept, order))


def _undo(imported: Imported, *, if_asked: bool) -> None:
    if if_asked:
        raise _Rehearsed(imported)


def _refuse_removals(imported: Imported) -> None:
    """Stop, which undoes the unit of work, when competencies of the draft would go."""
    removed = () if imported.comparison is None else imported.comparison.removed
    if removed:
        names = ", ".join(item.label.say("fr") for item in removed[:_NAMES_SHOWN])
        raise Conflict(
            "framework.import_removes",
            framework=imported.draft.record.slug,
            count=len(removed),
            names=names if len(removed) <= _NAMES_SHOWN else f"{names}…",
        )


def _begun(
    office: Office,
    work: UnitOfWork,
    framework: Framework,
    about: tuple[Place, Contributor, str | None, str | None],
) -> Imported:
    place, by, slug, prefix = about
    own = replace(
        framework,
        slug=drafting.framework_slug(
            work, slug or framework.slug, framework.title.say(place.language)
        ),
        version=drafting.FIRST_DRAFT,
        modified=drafts.today(office),
        place=place.slug,
        status="Draft",
    )
    start = _free_prefix(work, own, prefix)
    named = _renotated(own, start, framework)
    opened = drafts.begin(office, work, named, Order(by, "framework.import"))
    bridges = releasing.add_bridges(office, work, named, replace(by, place=place.slug))
    return Imported(drafts.open_draft(office, work, opened.record), None, bridges=bridges)


def _updated(
    office: Office,
    work: UnitOfWork,
    opened: Draft,
    about: tuple[Framework, tuple[Competency, ...], Order],
) -> Imported:
    merged, kept, order = about
    drafts.require_sound(merged)
    record = drafts.keep_draft(work, opened.record, merged)
    bridges = releasing.add_bridges(office, work, merged, replace(order.by, place=record.place))
    if bridges:
        record = releasing.touch(work, record)
    now = drafts.open_draft(office, work, record)
    comparison = compare(opened.framework, now.framework)
    if comparison.any:
        drafts.journal(office, work, record, order)
    return Imported(now, comparison, kept, bridges)


def _known(work: UnitOfWork, framework: Framework, slug: str) -> FrameworkRecord | None:
    """The framework here that a file is about."""
    uuid = str(framework.uuid)
    same = (record for record in work.frameworks.list() if record.uuid == uuid)
    return next(same, None) or (work.frameworks.get(slug) if is_plain(slug) else None)


def _with_own_uuids(
    office: Office, work: UnitOfWork, framework: Framework, known: FrameworkRecord | None
) -> Framework:
    """The same framework, without a UUID that something of another framework here has.

    Badges and CASE find a competency by its UUID alone: no file may stand before what is here.
    """
    own = framework.uuid if known is None else UUID(known.uuid)
    taken: set[UUID] = set()
    for record in work.frameworks.list():
        if known is None or record.slug != known.slug:
            there = referentials.working_texts(office, record)
            taken.update(item.uuid for item in there.domains)
            taken.update(item.uuid for item in there.competencies)
    domains = {
        item.code: replace(item, uuid=drafting.domain_uuid(own, item.slug))
        if item.uuid in taken
        else item
        for item in framework.domains
    }
    items = (
        replace(item, uuid=drafting.competency_uuid(own, item.slug)) if item.uuid in taken else item
        for item in framework.competencies
    )
    return replace(
        framework,
        domains=tuple(domains.values()),
        competencies=tuple(
            replace(item, domain=domains.get(item.domain.code, item.domain)) for item in items
        ),
    )


def _copy(original: Framework, uuid: UUID, place: Place) -> Framework:
    """The texts of `original` under UUIDs of their own, saying where they come from."""
    domains = {
        domain.code: replace(domain, uuid=drafting.domain_uuid(uuid, domain.slug))
        for domain in original.domains
    }
    source = _source(original, original.uuid, original.title)
    return replace(
        original,
        uuid=uuid,
        version=drafting.FIRST_DRAFT,
        creator=_creators(original.creator, place.name),
        attributions=tuple(dict.fromkeys((*original.attributions, _credit(original)))),
        domains=tuple(domains.values()),
        competencies=tuple(_copies(original, uuid, domains)),
        place=place.slug,
        status="Draft",
        derived_from=source,
    )


def _copies(original: Framework, uuid: UUID, domains: Mapping[str, Domain]) -> Iterator[Competency]:
    for item in original.competencies:
        if not item.deprecated:
            yield replace(
                item,
                uuid=drafting.competency_uuid(uuid, item.slug),
                domain=domains[item.domain.code],
                derived_from=_source(original, item.uuid, item.label),
            )


def _source(original: Framework, uuid: UUID, title: Words) -> Derivation:
    """A source told by its UUID: the address of this instance may change, the UUID does not."""
    return Derivation(f"urn:uuid:{uuid}", title.say("fr"), original.version, uuid)


def _credit(original: Framework) -> Words:
    return Words(
        {
            language: sentence.format(
                title=original.title.say(language),
                version=original.version,
                creator=original.creator,
                licence=original.licence,
            )
            for language, sentence in _CREDIT.items()
        }
    )


def _creators(creator: str, name: str) -> str:
    return creator if name in creator.split(", ") else f"{creator}, {name}"


def _retitled(original: Framework, place: Place) -> Words:
    return Words(
        {tag: f"{text} – {place.name}"[:MAX_LABEL] for tag, text in original.title.items()}
    )


def _free_prefix(work: UnitOfWork, framework: Framework, chosen: str | None) -> str:
    """The prefix of the file when nobody here has it, else one of our own making."""
    wanted = chosen or framework.notation_prefix
    taken = len(wanted) > PREFIX_LENGTH or not drafting.is_free_prefix(work, wanted)
    if chosen is None and taken:
        return drafting.framework_prefix(work, None, framework.title.say("fr"))
    return wanted if chosen is None else drafting.framework_prefix(work, chosen, "")


def _renotated(framework: Framework, prefix: str, original: Framework) -> Framework:
    """The same framework, its notations beginning with `prefix`."""
    start = f"{original.notation_prefix}-"
    return replace(
        framework,
        prefix=prefix,
        competencies=tuple(
            replace(item, notation=f"{prefix}-{item.notation.removeprefix(start)}")
            for item in framework.competencies
        ),
    )
