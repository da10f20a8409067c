"""Bridges from a table that people filled in elsewhere (SSSOM): each line becomes a proposal."""

from dataclasses import dataclass

from badges.errors import BadgeError
from badges.frameworks import sssom
from badges.frameworks.sssom import SssomRow
from badges.model.concepts import RowProblem
from badges.model.framework import Framework
from issuer.errors import RowsRefused
from issuer.model import Bridge, FrameworkRecord
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import drafts, releasing
from issuer.services.commons.bridge_records import keep, lock, made
from issuer.services.commons.bridge_targets import clean_target
from issuer.services.journal import note
from issuer.services.people import Contributor


@dataclass(frozen=True)
class RowsReport:
    """What a table brought: the new proposals, how many lines were here already, and the others."""

    added: tuple[Bridge, ...]
    known: int
    problems: tuple[RowProblem, ...]


def import_rows(
    office: Office,
    slug: str,
    text: str,
    *,
    by: Contributor,
    file: str = "sssom",
    skip_bad: bool = False,
) -> RowsReport:
    """Propose what each line of an SSSOM table says; the same table again changes nothing.

    All lines or none, unless `skip_bad`: then a line that cannot be used is told with its number
    and hinders no other. Whatever status the table gives, people here review anew.

    Raises:
        RowsRefused: some lines cannot be used, and `skip_bad` was not asked for.
        NotFound: no such framework.
        NotAllowed: the contributor proposes nothing here.
    """
    with office.store.write() as work:
        record = lock(work, slug)
        people.require(work, by, "bridge.propose", record.place)
        intake = _Intake(office, work, record, drafts.texts_for(office, work, record, by), by)
        for row in sssom.read(text, file):
            intake.take(row, file)
        if intake.problems and not skip_bad:
            raise RowsRefused(tuple(intake.problems), len(intake.problems))
        if intake.added:
            releasing.touch(work, record)
            count = str(len(intake.added))
            note(
                office, work, by.name, "bridge.import",
                place=record.place, subject=slug, reason=count,
            )  # fmt: skip
    return RowsReport(tuple(intake.added), intake.known, tuple(intake.problems))


class _Intake:
    """Lines on their way in, compared with the bridges that are here."""

    def __init__(
        self,
        office: Office,
        work: UnitOfWork,
        record: FrameworkRecord,
        framework: Framework,
        by: Contributor,
    ) -> None:
        self._office, self._work, self._record = office, work, record
        self._framework, self._by = framework, by
        self._here = {_key(item): item for item in work.bridges.of(record.slug)}
        self.added: list[Bridge] = []
        self.known = 0
        self.problems: list[RowProblem] = []

    def take(self, row: SssomRow | RowProblem, file: str) -> None:
        """Propose what a line says, count it as known, or list it as a problem."""
        if isinstance(row, RowProblem):
            self.problems.append(row)
            return
        try:
            self._propose(row)
        except BadgeError as error:
            self.problems.append(RowProblem(file, row.line, error.code, error.params))

    def _propose(self, row: SssomRow) -> None:
        competency = drafts.find_competency(self._framework, row.competency)
        match = clean_target(self._work, row.match).match
        bridge = made(self._office, self._record, competency, match, self._by)
        here = self._here.get(_key(bridge))
        if here is not None and here.relation == bridge.relation:
            self.known += 1
            return
        kept = keep(self._office, self._work, here, bridge)
        self._here[_key(kept)] = kept
        self.added.append(kept)


def _key(bridge: Bridge) -> tuple[str, str, str]:
    return bridge.competency, bridge.scheme.casefold(), bridge.code
