"""Letters: what goes out by mail, or waits on a page for somebody to hand over."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

LetterState = Literal["waiting", "sent", "failed", "bounced", "handed"]


@dataclass(frozen=True)
class Letter:
    """A letter in the outbox; its words are forgotten once it is out.

    `kind` names its template, `concerns` the holder or the person whom it is about. `failed` is a
    refusal that trying again would not mend, `bounced` one that came back later, `handed` says that
    somebody passed the words on in another way. `problem` is what the mail server answered.
    """

    id: str
    place: str | None
    kind: str
    language: str
    recipient: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    created: datetime
    next_try: datetime
    concerns: str | None = None
    state: LetterState = "waiting"
    attempts: int = 0
    problem: str | None = None
    ended: datetime | None = None


@dataclass(frozen=True)
class LetterTemplate:
    """The words of a place for one kind of letter in one language."""

    place: str
    kind: str
    language: str
    subject: str
    text: str
    changed: datetime
    author: str
