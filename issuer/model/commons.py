"""What the issuer keeps of the commons: frameworks, what people propose, and bridges.

Texts of a framework are kept as its document (`badges.frameworks.skos`, base address empty), since
the document is the truth (house.md, principle 1): the records hold what is asked by.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from badges.model.concepts import Concept, Scheme
from badges.model.framework import CompetencyType, MappingStatus, Relation

ProposalState = Literal["open", "accepted", "merged", "refused"]
BridgeStatus = MappingStatus
ReviewVerdict = Literal["agree", "refuse"]

PROPOSAL_STATES: tuple[ProposalState, ...] = ("open", "accepted", "merged", "refused")
BRIDGE_STATUSES: tuple[BridgeStatus, ...] = get_args(MappingStatus)


@dataclass(frozen=True)
class FrameworkRecord:
    """A framework of this instance: who keeps it, and its working document.

    `slug` is in addresses and never changes, nor do `uuid` and `prefix`, with which its notations
    begin. Nobody here keeps the one that comes with the program: its `place` is None. `revision`
    grows with everything that changes what the world reads: a publication, a bridge.
    """

    slug: str
    place: str | None
    uuid: str
    prefix: str
    title: str
    created: datetime
    draft: bytes = field(repr=False)
    revision: int = 1


@dataclass(frozen=True)
class FrameworkVersion:
    """A frozen publication of a framework, never changed and never deleted."""

    framework: str
    version: str
    published: datetime
    author: str
    note: str
    document: bytes = field(repr=False)


@dataclass(frozen=True)
class Proposal:
    """A skill that somebody misses in a framework, and what was decided.

    `result` is the notation of the competency that came out of it: the new one when accepted, the
    one that covers it when merged.
    """

    id: str
    framework: str
    label: str
    statement: str
    type: CompetencyType
    reason: str
    language: str
    author: str
    author_place: str | None
    created: datetime
    definition: str = ""
    domain: str | None = None
    state: ProposalState = "open"
    decided_by: str | None = None
    decided: datetime | None = None
    decision_reason: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class Remark:
    """A contribution to the discussion of a proposal; `number` counts from 1."""

    proposal: str
    number: int
    author: str
    author_place: str | None
    written: datetime
    text: str


@dataclass(frozen=True)
class Bridge:
    """A mapping from a competency of ours to an item of an official referential, with its review.

    `scheme` is the name of the referential as it is written (`ROME`), `label` and `version` what
    the item was called, and in which edition, when the bridge was last looked at. `round` counts
    the reviews that were opened: agreements of an earlier round no longer count. `note` says why a
    bridge was refused or reopened.
    """

    id: str
    framework: str
    competency: str
    relation: Relation
    scheme: str
    kind: str
    code: str
    label: str
    version: str
    justification: str
    author: str
    author_place: str | None
    created: datetime
    changed: datetime
    status: BridgeStatus = "proposed"
    uri: str | None = None
    round: int = 1
    note: str | None = None


@dataclass(frozen=True)
class Review:
    """What one person said of a bridge; once a round, never changed."""

    bridge: str
    round: int
    reviewer: str
    reviewer_name: str
    place: str | None
    verdict: ReviewVerdict
    written: datetime
    comment: str | None = None


@dataclass(frozen=True)
class KeptScheme:
    """An official referential as it was last imported: when, and how many items it has now."""

    scheme: Scheme
    imported: datetime
    concepts: int


@dataclass(frozen=True)
class KeptConcept:
    """An official item as it is kept; `gone_in` is the edition that no longer has it."""

    scheme: str
    concept: Concept
    gone_in: str | None = None


@dataclass(frozen=True)
class ConceptChange:
    """What an import changed of one item; `before` and `after` are labels, None when absent."""

    kind: str
    code: str
    what: Literal["added", "changed", "gone", "back"]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Changes:
    """What an import changed: all the counts, and the first changes in full.

    `details` tells at most `DETAILS_LIMIT` changes; of a first import it tells none.
    """

    added: int
    changed: int
    gone: int
    back: int
    unchanged: int
    details: tuple[ConceptChange, ...] = ()

    @property
    def any(self) -> bool:
        """Whether the import changed anything at all."""
        return bool(self.added or self.changed or self.gone or self.back)


DETAILS_LIMIT = 1_000
