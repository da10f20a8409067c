"""Where official concepts, frameworks, proposals and bridges are kept, as protocols."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from badges.model.concepts import Concept, Link, LinkRelation, Scheme
from issuer.model import (
    Bridge,
    BridgeStatus,
    Changes,
    FrameworkRecord,
    FrameworkVersion,
    KeptConcept,
    KeptScheme,
    Proposal,
    ProposalState,
    Remark,
    Review,
)


@dataclass(frozen=True)
class ConceptQuery:
    """What to look for among concepts, in words analysed by `issuer.services.search`.

    Each element of `terms` is one word of the question with the forms that may stand for it, the
    rarest word first; a candidate holds at least one form of one term. A form that ends in `*` is
    a beginning. Empty `schemes` or `kinds` mean all; `first` are the schemes that come before all
    others, `last` the kinds that come after. Items that are gone are never candidates.
    """

    terms: tuple[tuple[str, ...], ...]
    schemes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True)
class KnownWord:
    """A word of the index: how it is written, and how many concepts hold it."""

    shown: str
    entries: int


class Concepts(Protocol):
    """The schemes imported here, their concepts, and the index by which they are found."""

    def schemes(self) -> tuple[KeptScheme, ...]:
        """Every scheme, by key; frameworks of our own included."""
        ...

    def scheme(self, key: str) -> KeptScheme | None:
        """The scheme of that key, or None."""
        ...

    def replace(
        self,
        scheme: Scheme,
        concepts: Iterable[Concept],
        links: Iterable[Link],
        *,
        imported: datetime,
    ) -> Changes:
        """Make the scheme hold exactly these concepts and links, read as streams.

        Memory stays bounded, whatever the number of concepts.

        What is no longer among them stays, marked gone in this edition. The same again changes
        nothing. `links` is read after `concepts` is exhausted.
        """
        ...

    def get(self, scheme: str, code: str) -> KeptConcept | None:
        """The concept of that code, gone or not, or None."""
        ...

    def broader(self, scheme: str, code: str) -> tuple[Concept, ...]:
        """The concepts above, the nearest first; a circle ends the climb."""
        ...

    def narrower(self, scheme: str, code: str, *, limit: int = 100) -> tuple[Concept, ...]:
        """The concepts just below, by label."""
        ...

    def sources(
        self, scheme: str, code: str, *, limit: int = 50
    ) -> tuple[tuple[LinkRelation, Concept], ...]:
        """The concepts (occupations) that ask for this one, essential first, then by label."""
        ...

    def candidates(self, query: ConceptQuery) -> tuple[KeptConcept, ...]:
        """The concepts that hold words of the question, those that hold most of them first."""
        ...

    def words(self, forms: Collection[str]) -> Mapping[str, KnownWord]:
        """What the index knows of these forms, by form; what it does not know is left out.

        Of a beginning (`form*`) the entries are counted once for each word that begins so.
        """
        ...

    def kinds(self, scheme: str) -> tuple[tuple[str, int], ...]:
        """The kinds of the items of a scheme and how many there are of each, gone ones left out."""
        ...

    def all(self, scheme: str, kinds: Collection[str] = ()) -> Iterator[Concept]:
        """The concepts that are not gone, streamed in the order of their codes."""
        ...


class Frameworks(Protocol):
    """The frameworks of this instance: working documents and frozen versions."""

    def add(self, framework: FrameworkRecord) -> None:
        """Keep a new framework."""
        ...

    def get(self, slug: str) -> FrameworkRecord | None:
        """The framework of that slug, or None."""
        ...

    def by_prefix(self, prefix: str) -> FrameworkRecord | None:
        """The framework whose notations begin with `prefix`, or None."""
        ...

    def by_prefixes(self, prefixes: Collection[str]) -> tuple[FrameworkRecord, ...]:
        """The frameworks whose notations begin with one of `prefixes`."""
        ...

    def list(self, place: str | None = None) -> tuple[FrameworkRecord, ...]:
        """Every framework, or those that a place keeps, by slug."""
        ...

    def lock(self, slug: str) -> None:
        """Make every other unit of work wait that would change this framework."""
        ...

    def replace(self, framework: FrameworkRecord) -> None:
        """Keep the new keeper, title, working document and revision of the framework."""
        ...

    def publish(self, version: FrameworkVersion) -> None:
        """Keep a frozen version; there is no way here to change one."""
        ...

    def versions(self, slug: str) -> tuple[FrameworkVersion, ...]:
        """Every frozen version, the latest publication first."""
        ...

    def version(self, slug: str, version: str) -> FrameworkVersion | None:
        """One frozen version, or None."""
        ...

    def latest(self, slug: str) -> FrameworkVersion | None:
        """The latest publication, or None when there is none yet."""
        ...


class Proposals(Protocol):
    """The skills that people miss, the discussion and the decision."""

    def add(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        ...

    def get(self, proposal_id: str) -> Proposal | None:
        """The proposal of that id, or None."""
        ...

    def list(
        self,
        *,
        framework: str | None = None,
        state: ProposalState | None = None,
        limit: int = 100,
    ) -> tuple[Proposal, ...]:
        """The latest proposals, newest first."""
        ...

    def replace(self, proposal: Proposal) -> None:
        """Keep the decision on the proposal of the same id."""
        ...

    def add_remark(self, remark: Remark) -> None:
        """Keep a remark under a proposal; its number is the next one."""
        ...

    def remarks(self, proposal_id: str) -> tuple[Remark, ...]:
        """The discussion of a proposal, in order."""
        ...


class Bridges(Protocol):
    """The bridges from our competencies to official items, and what reviewers said of them."""

    def add(self, bridge: Bridge) -> None:
        """Keep a new bridge."""
        ...

    def get(self, bridge_id: str) -> Bridge | None:
        """The bridge of that id, or None."""
        ...

    def find(self, framework: str, competency: str, scheme: str, code: str) -> Bridge | None:
        """The bridge from that competency (UUID) to that item, or None."""
        ...

    def of(self, framework: str) -> tuple[Bridge, ...]:
        """Every bridge of a framework, whatever its status, in the order of creation."""
        ...

    def citing(self, scheme: str) -> tuple[Bridge, ...]:
        """Every bridge to items of the scheme of that name, capitals ignored."""
        ...

    def list(
        self,
        *,
        framework: str | None = None,
        statuses: Collection[BridgeStatus] = (),
        limit: int = 200,
    ) -> tuple[Bridge, ...]:
        """Bridges by status, the oldest change first."""
        ...

    def replace(self, bridge: Bridge) -> None:
        """Keep the new state of the bridge of the same id."""
        ...

    def add_review(self, review: Review) -> None:
        """Keep what a person said; a person speaks once a round."""
        ...

    def reviews(self, bridge_id: str) -> tuple[Review, ...]:
        """Everything said of a bridge, oldest first."""
        ...

    def reviews_by(self, person: str) -> tuple[Review, ...]:
        """Everything that a person (id) said of bridges, oldest first."""
        ...
