"""Writing a framework: a working document that people change, and versions frozen for ever.

Everything published stays: a competency is deprecated, never taken away, and a version never
changes. This module begins and publishes; what changes a working document is in `editing`,
`competencies` and `adopting`, and is found here by the same names.
"""

from dataclasses import replace
from uuid import UUID

from badges.model.framework import Domain, Framework
from badges.model.validity import MAX_LABEL, MAX_TEXT
from issuer.errors import Conflict, InvalidRequest
from issuer.ports import Office
from issuer.services import people
from issuer.services.commons import drafting, drafts, releasing
from issuer.services.commons.adopting import Imported, fork, import_framework, keep
from issuer.services.commons.comparing import STEPS, compare, next_version
from issuer.services.commons.competencies import (
    add_competency,
    deprecate,
    edit_competency,
    remove_competency,
    restore,
)
from issuer.services.commons.drafting import (
    CompetencyRequest,
    DomainRequest,
    FrameworkRequest,
    FrameworkTexts,
    LevelRequest,
    Texts,
)
from issuer.services.commons.drafts import Draft, Order, draft, pending
from issuer.services.commons.editing import (
    add_domain,
    edit_domain,
    edit_framework,
    edit_levels,
    remove_domain,
)
from issuer.services.contacts import clean_url
from issuer.services.finding import find_place
from issuer.services.people import Contributor
from issuer.services.texts import SUMMARY_LENGTH, clean_line, clean_optional_text

__all__ = [
    "CompetencyRequest",
    "DomainRequest",
    "Draft",
    "FrameworkRequest",
    "FrameworkTexts",
    "Imported",
    "LevelRequest",
    "Texts",
    "add_competency",
    "add_domain",
    "create",
    "deprecate",
    "draft",
    "edit_competency",
    "edit_domain",
    "edit_framework",
    "edit_levels",
    "fork",
    "import_framework",
    "keep",
    "pending",
    "publish",
    "remove_competency",
    "remove_domain",
    "restore",
]

_SHOWN = 100


def create(office: Office, request: FrameworkRequest, *, by: Contributor) -> Draft:
    """Begin a framework of a place: title, domains and scale; competencies come after.

    Raises:
        InvalidRequest: a text, slug, prefix, code or the licence is not acceptable.
        NotFound: no such place.
        NotAllowed: the contributor writes for other places.
        Conflict: the slug, the prefix or a code is used already.
    """
    title = drafting.clean_words(request.title, "title", limit=MAX_LABEL, needed=True)
    uuid = UUID(office.identifiers.uuid())
    with office.store.write() as work:
        place = find_place(work, request.place)
        people.require(work, by, "framework.edit", place.slug)
        framework = Framework(
            slug=drafting.framework_slug(work, request.slug, title.say(place.language)),
            uuid=uuid,
            version=drafting.FIRST_DRAFT,
            modified=drafts.today(office),
            title=title,
            description=drafting.clean_words(
                request.description, "description", limit=MAX_TEXT, lines=True
            ),
            creator=place.name,
            licence=clean_url(request.licence, "licence"),
            attributions=(),
            domains=_domains(request.domains, uuid),
            levels=drafting.clean_levels(request.levels),
            corpora=(),
            competencies=(),
            place=place.slug,
            prefix=drafting.framework_prefix(work, request.prefix, title.say(place.language)),
            status="Draft",
        )
        return drafts.begin(office, work, framework, Order(by, "framework.create"))


def publish(
    office: Office,
    slug: str,
    *,
    by: Contributor,
    note: str | None = None,
    step: str | None = None,
    author: str | None = None,
    seen: str | None = None,
) -> Framework:
    """Freeze the working document as the next version; the first one is 1.0.0.

    The version takes the least step that the changes ask for, or a larger one when `step` says so.
    Answers the framework as it is frozen.

    Args:
        office: where things are kept.
        slug: the framework.
        by: who publishes.
        note: in a few sentences what is new.
        step: `major`, `minor` or `patch`.
        author: who answers for this version, when it is not the publisher.
        seen: the digest of the working document that was read before publishing.

    Raises:
        InvalidRequest: the framework is not whole yet, or the step is too small or unknown.
        NotFound: no such framework.
        NotAllowed: the contributor publishes for other places.
        Conflict: nothing changed (`framework.nothing_new`), somebody changed it meanwhile, or
            no place keeps it.
    """
    about = releasing.Release(
        clean_line(author, "author") if author and author.strip() else by.name,
        clean_optional_text(note, "note", limit=SUMMARY_LENGTH) or "",
    )
    with office.store.write() as work:
        opened = drafts.open_to_write(office, work, slug, Order(by, "framework.publish", seen))
        people.require(work, by, "framework.publish", opened.record.place)
        _require_whole(opened.framework)
        version = _version(opened, step)
        frozen = releasing.release(
            office,
            work,
            opened.record,
            replace(
                opened.framework,
                version=version,
                modified=drafts.today(office),
                status="Adopted",
            ),
            about,
        )
        done = Order(by, "framework.publish", reason=version)
        drafts.journal(office, work, opened.record, done)
    return frozen


def _require_whole(framework: Framework) -> None:
    drafts.require_sound(framework)
    if not framework.competencies:
        raise InvalidRequest("framework.empty", field=framework.slug, where=framework.slug)


def _version(opened: Draft, asked: str | None) -> str:
    if asked is not None and asked not in STEPS:
        raise InvalidRequest(
            "framework.step_unknown", field="step", value=asked[:_SHOWN], known=", ".join(STEPS)
        )
    if opened.latest is None:
        return releasing.FIRST_VERSION
    least = compare(opened.latest, opened.framework).step
    if least is None:
        raise Conflict("framework.nothing_new", framework=opened.record.slug)
    chosen = next((step for step in STEPS if step == asked), least)
    if STEPS.index(chosen) > STEPS.index(least):
        raise InvalidRequest("framework.step_small", field="step", value=chosen, least=least)
    return next_version(opened.latest.version, chosen)


def _domains(requests: tuple[DomainRequest, ...], uuid: UUID) -> tuple[Domain, ...]:
    domains: tuple[Domain, ...] = ()
    for request in requests:
        domains = (*domains, drafting.clean_domain(request, uuid, domains))
    return domains
