"""Where groups, cards, evidence, requests of learners and posters are kept, as protocols."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from issuer.model import (
    Application,
    ApplicationState,
    Assessment,
    Batch,
    BatchLine,
    BatchState,
    EvidenceFile,
    Holder,
    LineState,
    WallPoster,
)


class Outcome(NamedTuple):
    """What became of a line: its award, or why there is none; the addresses of one that is shown.

    With both an award and a problem, the award is one that the line had before.
    """

    number: int
    name: str
    award: str | None
    problem: Mapping[str, Any] | None
    url: str | None = None
    short_code: str | None = None


class Holders(Protocol):
    """The people who were awarded badges, and their cards."""

    def add(self, holder: Holder) -> None:
        """Keep a new holder."""
        ...

    def add_many(self, holders: Collection[Holder]) -> None:
        """Keep many new holders."""
        ...

    def get(self, holder_id: str) -> Holder | None:
        """The holder of that id, or None."""
        ...

    def by_lookup(self, lookup: str) -> Holder | None:
        """The holder whose card gives that keyed digest, or None."""
        ...

    def by_email(self, place: str | None, email_lookup: str) -> tuple[Holder, ...]:
        """The holders of that keyed digest of an address, in one place or in all."""
        ...

    def by_emails(self, place: str, email_lookups: Collection[str]) -> tuple[Holder, ...]:
        """The holders of these keyed digests of addresses in one place, oldest first."""
        ...

    def list(
        self, place: str, *, text: str | None = None, limit: int = 200, offset: int = 0
    ) -> tuple[Holder, ...]:
        """The holders of a place by name, those whose name holds `text`."""
        ...

    def named(self, place: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those names of holders of a place that are one of `names`, capitals aside; each once."""
        ...

    def unclaimed(self, before: datetime, *, limit: int = 200) -> tuple[Holder, ...]:
        """Those who were written to before that instant, never came and were not reminded."""
        ...

    def stale(self, before: datetime, *, after: str = "", limit: int = 200) -> tuple[Holder, ...]:
        """Those whose address is kept though nothing used it since that instant, by their id.

        Those whose id is above `after` only.
        """
        ...

    def replace(self, holder: Holder) -> None:
        """Keep the new state of the holder of the same id."""
        ...

    def forget(self, holder_id: str) -> None:
        """Remove a holder for good; awards and lines that named them name nobody."""
        ...


class Batches(Protocol):
    """Awards to groups and their lines."""

    def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        ...

    def get(self, batch_id: str) -> Batch | None:
        """The batch of that id, or None."""
        ...

    def lock(self, batch_id: str) -> Batch | None:
        """As `get`, making every other unit of work wait that would lock it too."""
        ...

    def by_key(self, place: str, key: str) -> Batch | None:
        """The batch that was made for that key, or None."""
        ...

    def list(
        self, *, place: str | None = None, state: BatchState | None = None, limit: int = 100
    ) -> tuple[Batch, ...]:
        """The latest batches, newest first."""
        ...

    def replace(self, batch: Batch) -> None:
        """Keep the new state of the batch of the same id."""
        ...

    def remove(self, batch_id: str) -> None:
        """Remove a batch that was never confirmed, with its lines and evidence."""
        ...

    def put_lines(self, lines: Collection[BatchLine]) -> None:
        """Keep new lines."""
        ...

    def lines(
        self, batch_id: str, *, state: LineState | None = None, limit: int = 10_000, after: int = 0
    ) -> tuple[BatchLine, ...]:
        """The lines whose number is above `after`, in order."""
        ...

    def outcomes(
        self, batch_id: str, choices: Collection[str], *, limit: int, after: int = 0
    ) -> tuple[Outcome, ...]:
        """What became of the lines whose number is above `after`, in order.

        An award has its addresses where its holder chose one of `choices`.
        """
        ...

    def named(self, before: datetime, *, limit: int = 500) -> tuple[BatchLine, ...]:
        """Lines that still name somebody, of groups that ended before that instant."""
        ...

    def numbers(self, batch_id: str, *, state: LineState) -> Collection[int]:
        """The numbers of the lines in that state, in order."""
        ...

    def line(self, batch_id: str, number: int) -> BatchLine | None:
        """One line, or None."""
        ...

    def line_of(self, award: str) -> BatchLine | None:
        """The line that became this award, or None."""
        ...

    def replace_line(self, line: BatchLine) -> None:
        """Keep the new state of the line of the same batch and number."""
        ...

    def issue_lines(self, batch_id: str, awards: Mapping[int, str]) -> None:
        """Make lines issued: the award of each by number; address and problem leave the line."""
        ...

    def remove_line(self, batch_id: str, number: int) -> None:
        """Remove a line and its evidence."""
        ...

    def counts(self, batch_id: str) -> dict[LineState, int]:
        """How many lines are in each state; states without a line are absent."""
        ...


class EvidenceFiles(Protocol):
    """Photos, sounds and papers that were shown."""

    def add(self, file: EvidenceFile, body: bytes) -> None:
        """Keep a file."""
        ...

    def get(self, file_id: str) -> EvidenceFile | None:
        """What is known of a file, or None."""
        ...

    def body(self, file_id: str) -> bytes | None:
        """The bytes of a file, or None."""
        ...

    def of_line(self, batch_id: str, number: int) -> tuple[EvidenceFile, ...]:
        """The files of a line, oldest first."""
        ...

    def lines_with(self, batch_id: str, *, first: int, last: int) -> Collection[int]:
        """The numbers of the lines of a batch, between two numbers, that have files."""
        ...

    def of_application(self, application: str) -> tuple[EvidenceFile, ...]:
        """The files of an application, oldest first."""
        ...

    def of_award(self, award: str) -> tuple[EvidenceFile, ...]:
        """The files of an award, oldest first."""
        ...

    def replace(self, file: EvidenceFile) -> None:
        """Keep to whom the file of the same id belongs, and whether it is shown."""
        ...

    def forget(self, file_id: str) -> None:
        """Remove a file for good."""
        ...

    def stale(self, before: datetime, *, limit: int = 200) -> tuple[EvidenceFile, ...]:
        """Files of that age that became evidence of no award."""
        ...


class Posters(Protocol):
    """The sheets on the walls."""

    def add(self, poster: WallPoster) -> None:
        """Keep a new poster."""
        ...

    def get(self, poster_id: str) -> WallPoster | None:
        """The poster of that id, or None."""
        ...

    def by_lookup(self, lookup: str) -> WallPoster | None:
        """The poster whose words give that keyed digest, or None."""
        ...

    def list(self, place: str, *, limit: int = 100) -> tuple[WallPoster, ...]:
        """The posters of a place, newest first."""
        ...

    def replace(self, poster: WallPoster) -> None:
        """Keep the new state of the poster of the same id."""
        ...


class Applications(Protocol):
    """The badges that learners ask for, and what reviewers say of them."""

    def add(self, application: Application) -> None:
        """Keep a new application."""
        ...

    def get(self, application_id: str) -> Application | None:
        """The application of that id, or None."""
        ...

    def lock(self, application_id: str) -> Application | None:
        """As `get`, making every other unit of work wait that would lock it too."""
        ...

    def by_lookup(self, lookup: str) -> Application | None:
        """The application whose words give that keyed digest, or None."""
        ...

    def list(
        self,
        place: str,
        *,
        state: ApplicationState | None = None,
        poster: str | None = None,
        limit: int = 200,
    ) -> tuple[Application, ...]:
        """The applications of a place, oldest first."""
        ...

    def stale(self, before: datetime, *, limit: int = 200) -> tuple[Application, ...]:
        """Those that were decided, or last changed, before that instant."""
        ...

    def of_holder(self, holder_id: str) -> tuple[Application, ...]:
        """The applications of a holder, oldest first."""
        ...

    def replace(self, application: Application) -> None:
        """Keep the new state of the application of the same id."""
        ...

    def forget(self, application_id: str) -> None:
        """Remove an application for good, with what was said and shown."""
        ...

    def assess(self, assessment: Assessment) -> None:
        """Keep what a reviewer says."""
        ...

    def assessments(self, application_id: str) -> tuple[Assessment, ...]:
        """What reviewers said, in order."""
        ...
