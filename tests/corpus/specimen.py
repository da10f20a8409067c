"""One file of the corpus, what it must be found to be, and the small world that it lives in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.interop.node_programs import NodePrograms
from tests.world import WebOfDocuments

GENUINE = "genuine"
VERDICTS = {
    "genuine": "accepted",
    "issuer_unconfirmed": "undetermined",
    "cannot_check": "undetermined",
}
"""The verdict of each state; every state that is not here is a rejection."""


@dataclass(frozen=True)
class Specimen:
    """One file: its name tells family and form, `state` and `code` what a verifier must find.

    `code` is that of a finding which says why; for a genuine badge, of one that passed.
    """

    name: str
    material: bytes = field(repr=False)
    state: str
    code: str

    @property
    def verdict(self) -> str:
        """What the state means for whoever decides."""
        return VERDICTS.get(self.state, "rejected")

    @property
    def family(self) -> str:
        """The part of the corpus that it belongs to."""
        return self.name.partition("/")[0]


@dataclass
class World:
    """Where the corpus is made: one web, one instant, and Node where the machine has it."""

    web: WebOfDocuments = field(default_factory=WebOfDocuments)
    instant: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    node: NodePrograms | None = None

    def written(self, **after: float) -> str:
        """An instant as a badge writes it, so long after that of the world (or before)."""
        return f"{self.instant + timedelta(**after):%Y-%m-%dT%H:%M:%SZ}"


Family = Callable[[World], Iterable[Specimen]]


def require_distinct(specimens: Iterable[Specimen]) -> Iterator[Specimen]:
    """The specimens as they come; two of one name would hide each other.

    Raises:
        ValueError: a name came twice.
    """
    seen: set[str] = set()
    for specimen in specimens:
        if specimen.name in seen:
            raise ValueError(specimen.name)
        seen.add(specimen.name)
        yield specimen
