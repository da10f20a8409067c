"""What the parts of an archive share: the edition that is being made, and what was met so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from markupsafe import Markup, escape

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from badges.model.framework import Competency, Framework
from badges.web.wording import day, minute, name, typography
from issuer.model import Place
from issuer.ports import Office
from issuer.services.archives.html import tag
from issuer.services.commons import referentials

File = tuple[str, bytes]
"""A name in the archive and what the file holds."""

OPTIONAL = ("pdf", "png", "svg", "jwt")
"""The kinds of files of a badge that an archive may do without."""

_COMPETENCIES = 2_000


@dataclass(frozen=True)
class Edition:
    """One archive being made: of which place, at which instant, in which words."""

    office: Office
    place: Place
    made: datetime
    without: frozenset[str] = frozenset()

    @property
    def base_url(self) -> str:
        """The origin under which the badges are known."""
        return self.office.settings.base_url

    @cached_property
    def say(self) -> Translator:
        """Sentences in the language of the place."""
        tag = self.place.language
        return Translator(tag if tag in LANGUAGES else DEFAULT_LANGUAGE, "issuer")

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self.say.language

    @cached_property
    def find(self) -> Callable[[str], tuple[Framework, Competency]]:
        """The competency of a notation with its framework, looked up once."""
        known: dict[str, tuple[Framework, Competency]] = {}

        def look_up(notation: str) -> tuple[Framework, Competency]:
            if notation not in known and len(known) < _COMPETENCIES:
                known[notation] = referentials.competency(self.office, notation)
            return known.get(notation) or referentials.competency(self.office, notation)

        return look_up

    def words(self, code: str, **params: object) -> Markup:
        """A sentence, its names made safe to show."""
        told = {key: name(str(value)) for key, value in params.items()}
        return escape(typography(self.say(code, **told), self.language))

    def text(self, typed: str, language: str | None = None) -> Markup:
        """What people wrote, as it stands on a page; marked when it is in another language."""
        spoken = language or self.language
        shown = typography(name(typed), spoken)
        return escape(shown) if spoken == self.language else tag("span", shown, lang=spoken)

    def day(self, moment: datetime) -> str:
        """A date in words."""
        return day(moment, self.language)

    @property
    def known_at(self) -> Markup:
        """The sentence that says of which instant everything in the archive tells."""
        return self.words("archive.known_at", when=minute(self.made, self.language))

    @property
    def foot(self) -> tuple[Markup, Markup]:
        """What every page ends with."""
        promise = tag("strong", self.words("web.not_a_certification"))
        return tag("p", promise), tag("p", self.known_at)


@dataclass(frozen=True)
class Public:
    """A badge that its holder made public: one line of the list of the place."""

    award: str
    title: str
    holder: str
    day: str


@dataclass
class Met:
    """What the badges of the archive named, and must be found in it."""

    achievements: set[str] = field(default_factory=set)
    issuers: set[str] = field(default_factory=set)
    notations: set[str] = field(default_factory=set)
    public: list[Public] = field(default_factory=list)
    badges: int = 0
