"""What holders decide about their badges: who reads each, which evidence; or refuse it.

Nobody at the place learns that they chose, so nothing of it enters the journal, which its manager
reads: only that a badge is no more, when it was refused.
"""

from typing import Literal

from issuer.errors import NotFound
from issuer.ports import Office
from issuer.services import evidence
from issuer.services.holders.forgetting import forget_award
from issuer.services.holders.holding import HOLDER
from issuer.services.holders.opening import OpenBadge, award_in, held_card

Decision = Literal["kept", "private", "public", "hidden"]
DECISIONS: tuple[Decision, ...] = ("hidden", "private", "kept", "public")
"""In the order in which people are asked: from nobody to everybody, as for a portfolio."""


def choose(office: Office, opened: OpenBadge, decision: Decision) -> None:
    """Let those read the badge who have its address (`kept`) or its private link, or nobody.

    `public` is as `kept`, and search engines may list it. It holds from this instant.

    Raises:
        NotFound: the card opens it no more.
    """
    with office.store.write() as work:
        card = held_card(office, work, opened.card.words)
        award = award_in(card, opened.award.id)
        if award.choice != decision:
            work.awards.replace_state(award._replace(choice=decision))


def another_link(office: Office, opened: OpenBadge) -> None:
    """Give the badge another private link: the former ones open nothing any more.

    Raises:
        NotFound: the card opens it no more.
    """
    with office.store.write() as work:
        card = held_card(office, work, opened.card.words)
        award = award_in(card, opened.award.id)
        work.awards.replace_state(award._replace(link=award.link + 1))


def refuse(office: Office, opened: OpenBadge) -> None:
    """Forget the badge: nothing of it remains here, and whoever has a file reads it is cancelled.

    Raises:
        NotFound: the card opens it no more.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    with office.store.write() as work:
        card = held_card(office, work, opened.card.words)
        forget_award(office, work, award_in(card, opened.award.id), actor=HOLDER)


def show_file(office: Office, opened: OpenBadge, file_id: str, *, shown: bool) -> None:
    """Open or shut the door of one file that was shown for the badge.

    Raises:
        NotFound: the badge has no such file (`evidence.unknown`).
    """
    with office.store.write() as work:
        card = held_card(office, work, opened.card.words)
        award = award_in(card, opened.award.id)
        for file in work.evidence.of_award(award.id):
            if file.id == file_id:
                evidence.show(work, file, shown=shown)
                return
    raise NotFound("evidence.unknown")
