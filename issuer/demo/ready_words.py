"""What a ready badge is made of: plain facts, read by whoever shows or copies them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadyWords:
    """What a ready badge says in one language; `criteria` are a line for each thing to do."""

    name: str
    description: str
    criteria: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class ReadyBadge:
    """A badge that any place may take: `competencies` are notations with the level aimed at.

    `kind` is its achievementType, `icon` its drawing.
    """

    slug: str
    kind: str
    icon: str
    competencies: tuple[tuple[str, str], ...]
    fr: ReadyWords
    en: ReadyWords

    def words(self, language: str) -> ReadyWords:
        """The words in French for a place that speaks French, else in English."""
        return self.fr if language.partition("-")[0] == "fr" else self.en
