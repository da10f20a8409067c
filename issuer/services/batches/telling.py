"""The letter that goes out with a badge: where to see it, and the words of the card."""

from issuer.model import Award, Batch
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import find_achievement
from issuer.services.holders.holding import CARD
from issuer.services.mail.writing import write
from issuer.services.word_codes import words_for


def tell(office: Office, work: UnitOfWork, batch: Batch, award: Award, email: str) -> None:
    """Write to the holder of a badge just signed, in the unit of work that signs it.

    Who has used their card knows it already: they only learn that a badge was added.

    Raises:
        KeyUnavailable: the words of the card cannot be derived.
    """
    holder = work.holders.get(award.holder_id) if award.holder_id else None
    if holder is None:
        return
    words = words_for(office, CARD, holder.id, holder.generation)
    write(
        office,
        work,
        "claim" if holder.claimed is None else "badge_ready",
        email,
        place=batch.place,
        language=holder.language,
        concerns=holder.id,
        words={
            "holder": holder.name,
            "badge": find_achievement(work, award.achievement).name,
            "link": f"{office.settings.base_url}/claim/{'-'.join(words)}",
            "words": " ".join(words),
        },
    )
    work.holders.replace(holder._replace(sent=office.clock.now()))
