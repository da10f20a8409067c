"""Handing a group its badges: who has a card to receive, who was written to, whose card is kept."""

from dataclasses import dataclass
from typing import Literal

from issuer.model import Award, BatchLine, EvidenceFile, Holder, Letter
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.following import find_batch
from issuer.services.papers import is_printable
from issuer.services.people import Contributor

LetterWord = Literal["waiting", "sent", "back"]

_BACK = ("failed", "bounced")
_GONE = ("sent", "handed")
_BRINGING = ("claim", "badge_ready", "reminder")


@dataclass(frozen=True)
class Handed:
    """One person of a group once the badge is signed; `letter` says what became of theirs."""

    number: int
    award: Award
    holder: Holder | None
    letter: LetterWord | None

    @property
    def is_printable(self) -> bool:
        """Whether the badge may stand on paper and be handed over."""
        return is_printable(self.award)

    @property
    def is_kept(self) -> bool:
        """Whether the team keeps the card in trust."""
        return self.holder is not None and self.holder.keeper is not None

    @property
    def is_claimed(self) -> bool:
        """Whether the card was used already."""
        return self.holder is not None and self.holder.claimed is not None


def handed(
    office: Office, by: Contributor, batch_id: str, *, after: int = 0, limit: int = 100
) -> tuple[Handed, ...]:
    """The people of a group whose badge is signed, in order, from the line after `after`.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        batch = find_batch(work, by, batch_id)
        lines = work.batches.lines(batch.id, state="issued", after=after, limit=limit)
        return tuple(item for line in lines if (item := _handed(work, line)) is not None)


def shown_by_line(
    office: Office, by: Contributor, batch_id: str, numbers: tuple[int, ...]
) -> dict[int, tuple[EvidenceFile, ...]]:
    """What was shown of these people of a draft, by the number of their line.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        batch = find_batch(work, by, batch_id)
        found = {number: work.evidence.of_line(batch.id, number) for number in numbers}
    return {number: files for number, files in found.items() if files}


def _handed(work: UnitOfWork, line: BatchLine) -> Handed | None:
    award = work.awards.get(line.award) if line.award else None
    if award is None or award.forgotten is not None:
        return None
    holder = work.holders.get(award.holder_id) if award.holder_id else None
    letters = () if holder is None else work.letters.concerning(holder.id)
    return Handed(line.number, award, holder, _letter_word(letters))


def _letter_word(letters: tuple[Letter, ...]) -> LetterWord | None:
    """What became of the latest letter that brought a card, if there was one."""
    state = next((letter.state for letter in letters if letter.kind in _BRINGING), None)
    if state is None:
        return None
    return "back" if state in _BACK else "sent" if state in _GONE else "waiting"
