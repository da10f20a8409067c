"""Requests of learners, what reviewers say of them, and what was shown, in SQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from issuer.model import Application, ApplicationState, Assessment, EvidenceFile
from issuer.store import tables
from issuer.store.queries import every, first, matching


class SqlApplications:
    """`ports.Applications` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, application: Application) -> None:
        """Keep a new application."""
        self._connection.execute(insert(tables.applications).values(asdict(application)))

    def get(self, application_id: str) -> Application | None:
        """The application of that id, or None."""
        return self._one(select(tables.applications).filter_by(id=application_id))

    def lock(self, application_id: str) -> Application | None:
        """As `get`, making every other unit of work wait that would lock it too."""
        query = select(tables.applications).filter_by(id=application_id)
        return self._one(query.with_for_update())

    def by_lookup(self, lookup: str) -> Application | None:
        """The application whose words give that keyed digest, or None."""
        return self._one(select(tables.applications).filter_by(lookup=lookup))

    def list(
        self,
        place: str,
        *,
        state: ApplicationState | None = None,
        poster: str | None = None,
        limit: int = 200,
    ) -> tuple[Application, ...]:
        """The applications of a place, oldest first."""
        table = tables.applications
        query = matching(select(table), table, place=place, state=state, poster=poster)
        return self._every(query.order_by("created", "id").limit(limit))

    def stale(self, before: datetime, *, limit: int = 200) -> tuple[Application, ...]:
        """Those that were decided, or last changed, before that instant."""
        table = tables.applications
        query = select(table).where(table.c.changed < before)
        return self._every(query.order_by("changed", "id").limit(limit))

    def of_holder(self, holder_id: str) -> tuple[Application, ...]:
        """The applications of a holder, oldest first."""
        query = select(tables.applications).filter_by(holder_id=holder_id)
        return self._every(query.order_by("created", "id"))

    def replace(self, application: Application) -> None:
        """Keep the new state of the application of the same id."""
        self._connection.execute(
            update(tables.applications).filter_by(id=application.id).values(asdict(application))
        )

    def forget(self, application_id: str) -> None:
        """Remove an application for good, with what was said and shown.

        What was shown and became evidence of an award stays with the award.
        """
        files = tables.evidence_files
        mine = files.c.application == application_id
        self._connection.execute(delete(files).where(mine, files.c.award.is_(None)))
        self._connection.execute(update(files).where(mine).values(application=None))
        self._connection.execute(delete(tables.assessments).filter_by(application=application_id))
        self._connection.execute(delete(tables.applications).filter_by(id=application_id))

    def assess(self, assessment: Assessment) -> None:
        """Keep what a reviewer says."""
        self._connection.execute(insert(tables.assessments).values(asdict(assessment)))

    def assessments(self, application_id: str) -> tuple[Assessment, ...]:
        """What reviewers said, in order."""
        query = select(tables.assessments).filter_by(application=application_id)
        found = every(self._connection, query.order_by("number"))
        return tuple(Assessment(**row) for row in found)

    def _one(self, query: Select[tuple[Any, ...]]) -> Application | None:
        row = first(self._connection, query)
        return None if row is None else Application(**row)

    def _every(self, query: Select[tuple[Any, ...]]) -> tuple[Application, ...]:
        return tuple(Application(**row) for row in every(self._connection, query))


_FILES = tables.evidence_files
_KNOWN = select(*(column for column in _FILES.c if column.name != "body"))


class SqlEvidenceFiles:
    """`ports.EvidenceFiles` in SQL: the bytes too, so that one backup holds everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, file: EvidenceFile, body: bytes) -> None:
        """Keep a file."""
        self._connection.execute(insert(_FILES).values(asdict(file) | {"body": body}))

    def get(self, file_id: str) -> EvidenceFile | None:
        """What is known of a file, or None."""
        row = first(self._connection, _KNOWN.where(_FILES.c.id == file_id))
        return None if row is None else EvidenceFile(**row)

    def body(self, file_id: str) -> bytes | None:
        """The bytes of a file, or None."""
        return self._connection.scalar(select(_FILES.c.body).filter_by(id=file_id))

    def of_line(self, batch_id: str, number: int) -> tuple[EvidenceFile, ...]:
        """The files of a line, oldest first."""
        mine = (_FILES.c.batch == batch_id, _FILES.c.number == number)
        return self._every(_KNOWN.where(*mine))

    def lines_with(self, batch_id: str, *, first: int, last: int) -> frozenset[int]:
        """The numbers of the lines of a batch, between two numbers, that have files."""
        between = _FILES.c.number.between(first, last)
        query = select(_FILES.c.number).filter_by(batch=batch_id).where(between)
        return frozenset(self._connection.scalars(query))

    def of_application(self, application: str) -> tuple[EvidenceFile, ...]:
        """The files of an application, oldest first."""
        return self._every(_KNOWN.where(_FILES.c.application == application))

    def of_award(self, award: str) -> tuple[EvidenceFile, ...]:
        """The files of an award, oldest first."""
        return self._every(_KNOWN.where(_FILES.c.award == award))

    def replace(self, file: EvidenceFile) -> None:
        """Keep to whom the file of the same id belongs, and whether it is shown."""
        self._connection.execute(update(_FILES).filter_by(id=file.id).values(asdict(file)))

    def forget(self, file_id: str) -> None:
        """Remove a file for good."""
        self._connection.execute(delete(_FILES).filter_by(id=file_id))

    def stale(self, before: datetime, *, limit: int = 200) -> tuple[EvidenceFile, ...]:
        """Files of that age that became evidence of no award."""
        old = _KNOWN.where(_FILES.c.created < before, _FILES.c.award.is_(None))
        return self._every(old.limit(limit))

    def _every(self, query: Select[tuple[Any, ...]]) -> tuple[EvidenceFile, ...]:
        found = every(self._connection, query.order_by("created", "id"))
        return tuple(EvidenceFile(**row) for row in found)
