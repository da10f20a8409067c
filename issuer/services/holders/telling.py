"""Letters about a card: it is ready, it still waits, or it is reached at another address."""

from issuer.model import Holder
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import find_achievement
from issuer.services.holders.holding import words_of
from issuer.services.mail.writing import write


def write_card(office: Office, work: UnitOfWork, holder: Holder, kind: str = "claim") -> Holder:
    """Write to a holder how to open their card, and answer the holder as kept; without address no.

    The caller tells the queue once it is committed.

    Raises:
        KeyUnavailable: the words of the card cannot be derived.
    """
    if holder.email is None:
        return holder
    now = office.clock.now()
    words = words_of(office, holder)
    write(
        office,
        work,
        kind,
        holder.email,
        place=holder.place,
        language=holder.language,
        concerns=holder.id,
        words={
            "holder": holder.name,
            "badge": _title(work, holder),
            "link": f"{office.settings.base_url}/claim/{'-'.join(words)}",
            "words": " ".join(words),
        },
    )
    written = holder._replace(reminded=now) if kind == "reminder" else holder._replace(sent=now)
    work.holders.replace(written)
    return written


def renew_waiting(office: Office, work: UnitOfWork, holder: Holder) -> Holder:
    """Write anew what still waits to go out to a holder, since it tells what is true no more.

    Raises:
        KeyUnavailable: the words of the card cannot be derived.
    """
    waiting = [one for one in work.letters.concerning(holder.id) if one.state == "waiting"]
    if not waiting:
        return holder
    work.letters.forget_concerning(holder.id)
    return write_card(office, work, holder)


def _title(work: UnitOfWork, holder: Holder) -> str:
    """The name of the latest badge that the person has not put away; nothing when there is none."""
    shown = [award for award in work.awards.of_holder(holder.id) if award.choice != "hidden"]
    return find_achievement(work, shown[-1].achievement).name if shown else ""
