"""Frameworks and their versions, proposals, bridges and their reviews, in SQL."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select, update

from issuer.model import (
    Bridge,
    BridgeStatus,
    FrameworkRecord,
    FrameworkVersion,
    Proposal,
    ProposalState,
    Remark,
    Review,
)
from issuer.store import tables
from issuer.store.queries import every, first, matching
from issuer.store.rows import Row


class SqlFrameworks:
    """`ports.Frameworks` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, framework: FrameworkRecord) -> None:
        """Keep a new framework."""
        self._connection.execute(insert(tables.frameworks).values(asdict(framework)))

    def get(self, slug: str) -> FrameworkRecord | None:
        """The framework of that slug, or None."""
        return self._one(select(tables.frameworks).filter_by(slug=slug))

    def by_prefix(self, prefix: str) -> FrameworkRecord | None:
        """The framework whose notations begin with `prefix`, or None."""
        return self._one(select(tables.frameworks).filter_by(prefix=prefix))

    def by_prefixes(self, prefixes: Collection[str]) -> tuple[FrameworkRecord, ...]:
        """The frameworks whose notations begin with one of `prefixes`."""
        query = select(tables.frameworks).where(tables.frameworks.c.prefix.in_(sorted(prefixes)))
        return tuple(FrameworkRecord(**row) for row in every(self._connection, query))

    def list(self, place: str | None = None) -> tuple[FrameworkRecord, ...]:
        """Every framework, or those that a place keeps, by slug."""
        query = matching(select(tables.frameworks), tables.frameworks, place=place)
        found = every(self._connection, query.order_by("slug"))
        return tuple(FrameworkRecord(**row) for row in found)

    def lock(self, slug: str) -> None:
        """Make every other unit of work wait that would change this framework.

        PostgreSQL locks the row; SQLite lets one unit of work write at a time already.
        """
        self._connection.execute(
            select(tables.frameworks.c.slug).filter_by(slug=slug).with_for_update()
        )

    def replace(self, framework: FrameworkRecord) -> None:
        """Keep the new keeper, title, working document and revision of the framework."""
        self._connection.execute(
            update(tables.frameworks)
            .filter_by(slug=framework.slug)
            .values(
                place=framework.place,
                title=framework.title,
                draft=framework.draft,
                revision=framework.revision,
            )
        )

    def publish(self, version: FrameworkVersion) -> None:
        """Keep a frozen version; there is no way here to change one."""
        number = _next(self._connection, tables.framework_versions, framework=version.framework)
        row = asdict(version) | {"number": number}
        self._connection.execute(insert(tables.framework_versions).values(row))

    def versions(self, slug: str) -> tuple[FrameworkVersion, ...]:
        """Every frozen version, the latest publication first."""
        return tuple(_version(row) for row in every(self._connection, self._publications(slug)))

    def version(self, slug: str, version: str) -> FrameworkVersion | None:
        """One frozen version, or None."""
        query = select(tables.framework_versions).filter_by(framework=slug, version=version)
        row = first(self._connection, query)
        return None if row is None else _version(row)

    def latest(self, slug: str) -> FrameworkVersion | None:
        """The latest publication, or None when there is none yet."""
        row = first(self._connection, self._publications(slug).limit(1))
        return None if row is None else _version(row)

    def _one(self, query: Select[tuple[Any, ...]]) -> FrameworkRecord | None:
        row = first(self._connection, query)
        return None if row is None else FrameworkRecord(**row)

    def _publications(self, slug: str) -> Select[tuple[Any, ...]]:
        table = tables.framework_versions
        return select(table).filter_by(framework=slug).order_by(table.c.number.desc())


class SqlProposals:
    """`ports.Proposals` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        self._connection.execute(insert(tables.proposals).values(asdict(proposal)))

    def get(self, proposal_id: str) -> Proposal | None:
        """The proposal of that id, or None."""
        row = first(self._connection, select(tables.proposals).filter_by(id=proposal_id))
        return None if row is None else Proposal(**row)

    def list(
        self,
        *,
        framework: str | None = None,
        state: ProposalState | None = None,
        limit: int = 100,
    ) -> tuple[Proposal, ...]:
        """The latest proposals, newest first."""
        table = tables.proposals
        query = matching(select(table), table, framework=framework, state=state)
        ordered = query.order_by(table.c.created.desc(), table.c.id).limit(limit)
        return tuple(Proposal(**row) for row in every(self._connection, ordered))

    def replace(self, proposal: Proposal) -> None:
        """Keep the decision on the proposal of the same id."""
        self._connection.execute(
            update(tables.proposals)
            .filter_by(id=proposal.id)
            .values(
                state=proposal.state,
                decided_by=proposal.decided_by,
                decided=proposal.decided,
                decision_reason=proposal.decision_reason,
                result=proposal.result,
            )
        )

    def add_remark(self, remark: Remark) -> None:
        """Keep a remark under a proposal; its number is the next one."""
        number = _next(self._connection, tables.remarks, proposal=remark.proposal)
        row = asdict(remark) | {"number": number}
        self._connection.execute(insert(tables.remarks).values(row))

    def remarks(self, proposal_id: str) -> tuple[Remark, ...]:
        """The discussion of a proposal, in order."""
        query = select(tables.remarks).filter_by(proposal=proposal_id).order_by("number")
        return tuple(Remark(**row) for row in every(self._connection, query))


class SqlBridges:
    """`ports.Bridges` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, bridge: Bridge) -> None:
        """Keep a new bridge."""
        number = _next(self._connection, tables.bridges, framework=bridge.framework)
        row = asdict(bridge) | {"number": number}
        self._connection.execute(insert(tables.bridges).values(row))

    def get(self, bridge_id: str) -> Bridge | None:
        """The bridge of that id, or None."""
        return self._one(select(tables.bridges).filter_by(id=bridge_id))

    def find(self, framework: str, competency: str, scheme: str, code: str) -> Bridge | None:
        """The bridge from that competency (UUID) to that item, or None."""
        table = tables.bridges
        query = select(table).filter_by(framework=framework, competency=competency, code=code)
        return self._one(query.where(table.c.scheme.in_(self._spellings(scheme))))

    def of(self, framework: str) -> tuple[Bridge, ...]:
        """Every bridge of a framework, whatever its status, in the order of creation."""
        query = select(tables.bridges).filter_by(framework=framework).order_by("number")
        return self._several(query)

    def citing(self, scheme: str) -> tuple[Bridge, ...]:
        """Every bridge to items of the scheme of that name, capitals ignored."""
        table = tables.bridges
        query = select(table).where(table.c.scheme.in_(self._spellings(scheme)))
        return self._several(query.order_by(table.c.framework, table.c.number))

    def list(
        self,
        *,
        framework: str | None = None,
        statuses: Collection[BridgeStatus] = (),
        limit: int = 200,
    ) -> tuple[Bridge, ...]:
        """Bridges by status, the oldest change first."""
        table = tables.bridges
        query = matching(select(table), table, framework=framework)
        if statuses:
            query = query.where(table.c.status.in_(sorted(statuses)))
        return self._several(
            query.order_by(table.c.changed, table.c.framework, table.c.number).limit(limit)
        )

    def replace(self, bridge: Bridge) -> None:
        """Keep the new state of the bridge of the same id."""
        self._connection.execute(
            update(tables.bridges).filter_by(id=bridge.id).values(asdict(bridge))
        )

    def add_review(self, review: Review) -> None:
        """Keep what a person said; a person speaks once a round."""
        self._connection.execute(insert(tables.reviews).values(asdict(review)))

    def reviews(self, bridge_id: str) -> tuple[Review, ...]:
        """Everything said of a bridge, oldest first."""
        query = select(tables.reviews).filter_by(bridge=bridge_id)
        found = every(self._connection, query.order_by("round", "written", "reviewer"))
        return tuple(Review(**row) for row in found)

    def reviews_by(self, person: str) -> tuple[Review, ...]:
        """Everything that a person (id) said of bridges, oldest first."""
        query = select(tables.reviews).filter_by(reviewer=person)
        found = every(self._connection, query.order_by("written", "bridge", "round"))
        return tuple(Review(**row) for row in found)

    def _spellings(self, scheme: str) -> tuple[str, ...]:
        """How bridges write the name of a scheme, capitals ignored.

        Comparing happens here, since databases do not agree on the capitals of accented letters.
        """
        names = self._connection.scalars(select(tables.bridges.c.scheme).distinct())
        return tuple(name for name in names if name.casefold() == scheme.casefold())

    def _one(self, query: Select[tuple[Any, ...]]) -> Bridge | None:
        row = first(self._connection, query)
        return None if row is None else _bridge(row)

    def _several(self, query: Select[tuple[Any, ...]]) -> tuple[Bridge, ...]:
        return tuple(_bridge(row) for row in every(self._connection, query))


def _next(connection: Connection, table: Table, **of: str) -> int:
    """The number after the highest among the rows of one owner, from 1.

    Two units of work that take the same number at once meet in a unique constraint: the second one
    is told of the conflict and may try again.
    """
    query = select(func.max(table.c.number)).filter_by(**of)
    return (connection.scalar(query) or 0) + 1


def _version(row: Row) -> FrameworkVersion:
    return FrameworkVersion(**{name: value for name, value in row.items() if name != "number"})


def _bridge(row: Row) -> Bridge:
    return Bridge(**{name: value for name, value in row.items() if name != "number"})
