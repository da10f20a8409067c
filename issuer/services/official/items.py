"""Items of official referentials as they are kept here, and which of our competencies cite them."""

from collections.abc import Iterable
from dataclasses import dataclass

from badges.errors import FrameworkError
from badges.model.concepts import Concept, LinkRelation
from badges.model.framework import Competency, Framework, OfficialMatch
from issuer.errors import NotFound
from issuer.model import KeptConcept, KeptScheme
from issuer.ports import Office, UnitOfWork
from issuer.services.commons.referentials import published_in

_SHOWN = 100
_NARROWER_LIMIT = 100
_SOURCES_LIMIT = 50


@dataclass(frozen=True)
class Citation:
    """One of our competencies that is bridged to an official item."""

    framework: Framework
    competency: Competency
    match: OfficialMatch


@dataclass(frozen=True)
class OfficialItem:
    """An official item as it was imported, and what stands around it in its referential."""

    scheme: KeptScheme
    kept: KeptConcept
    broader: tuple[Concept, ...]
    narrower: tuple[Concept, ...]
    sources: tuple[tuple[LinkRelation, Concept], ...]

    @property
    def concept(self) -> Concept:
        """The item itself."""
        return self.kept.concept


def schemes(office: Office) -> tuple[KeptScheme, ...]:
    """The official referentials that were imported, by key; our own frameworks left out."""
    with office.store.read() as work:
        own = {record.slug for record in work.frameworks.list()}
        return tuple(item for item in work.concepts.schemes() if item.scheme.key not in own)


def kinds(office: Office, scheme: str) -> tuple[tuple[str, int], ...]:
    """The kinds of the items of a referential, with how many there are of each."""
    with office.store.read() as work:
        return work.concepts.kinds(scheme)


def item(office: Office, scheme: str, code: str) -> OfficialItem | None:
    """The imported item of that code, or None when it is not at hand here."""
    with office.store.read() as work:
        if work.frameworks.get(scheme) is not None:
            return None
        kept_scheme = work.concepts.scheme(scheme)
        kept = work.concepts.get(scheme, code)
        if kept_scheme is None or kept is None:
            return None
        return OfficialItem(
            kept_scheme,
            kept,
            work.concepts.broader(scheme, code),
            work.concepts.narrower(scheme, code, limit=_NARROWER_LIMIT),
            work.concepts.sources(scheme, code, limit=_SOURCES_LIMIT),
        )


def citations(office: Office, scheme: str, code: str) -> tuple[Citation, ...]:
    """The published competencies that are bridged to that item, framework by framework."""
    with office.store.read() as work:
        return tuple(
            Citation(framework, competency, match)
            for framework in _published(office, work)
            for competency, match in _citing(framework, scheme, code)
        )


def require_known(office: Office, scheme: str, code: str) -> None:
    """Return when the item is imported here or cited by one of our competencies.

    Raises:
        NotFound: it is neither (`framework.official_unknown`).
    """
    if item(office, scheme, code) is None and not citations(office, scheme, code):
        raise NotFound("framework.official_unknown", scheme=scheme[:_SHOWN], item=code[:_SHOWN])


def kept(office: Office, matches: Iterable[OfficialMatch]) -> dict[tuple[str, str], KeptConcept]:
    """The official items of these bridges as they were last imported, by key and code."""
    with office.store.read() as work:
        pairs = {(match.scheme, match.code) for match in matches}
        found = {pair: work.concepts.get(*pair) for pair in sorted(pairs)}
    return {pair: concept for pair, concept in found.items() if concept is not None}


def _published(office: Office, work: UnitOfWork) -> Iterable[Framework]:
    for record in work.frameworks.list():
        try:
            yield published_in(office, work, record.slug)
        except NotFound:  # nothing published yet
            continue


def _citing(
    framework: Framework, scheme: str, code: str
) -> tuple[tuple[Competency, OfficialMatch], ...]:
    try:
        return framework.citations(scheme, code)
    except FrameworkError:  # no competency cites it
        return ()
