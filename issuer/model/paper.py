"""What is printed on each kind of paper: words, addresses and pictures, ready to be laid out.

Nothing is looked up while printing. Instants are dates as the reader sees them, already in words;
`language` is that of the fixed words on the paper (`fr` or `en`).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ability:
    """A competency as the paper tells it: notation, plain "Je..." statement, word of the level."""

    notation: str
    statement: str
    level: str | None = None


@dataclass(frozen=True)
class Certificate:
    """One badge on an A4 page; `badge` is its signed JSON, attached byte for byte.

    `identifier` is the URL of the credential, `made` the instant of signing in RFC 3339: both go
    into the metadata of the file, so that the same badge always gives the same bytes. `creator` is
    who designed the badge, when it is another than the place.
    """

    language: str
    place: str
    place_contact: str | None
    holder: str
    achievement: str
    description: str
    criteria: str
    abilities: tuple[Ability, ...]
    awarded: str
    valid_until: str | None
    verify_url: str
    short_code: str
    identifier: str
    made: str
    artwork: bytes = field(repr=False)
    badge: bytes = field(repr=False)
    shown: tuple[str, ...] = ()
    creator: str | None = None


@dataclass(frozen=True)
class Card:
    """A claim card: `words` open, with `url`, the badges of one person from any device."""

    language: str
    place: str
    holder: str
    achievements: tuple[str, ...]
    awarded: str
    url: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Sticker:
    """A small picture of a badge with the address that verifies it."""

    holder: str
    achievement: str
    verify_url: str
    short_code: str
    artwork: bytes = field(repr=False)
    language: str = "fr"


@dataclass(frozen=True)
class Booklet:
    """The passport of one person: all the badges that they keep, one after the other.

    That of a portfolio has its `title`, a few `words` of its holder, the `url` of its page, and the
    names of the badges `elsewhere` that stand in it and have no page here.
    """

    language: str
    holder: str
    place: str
    made: str
    certificates: tuple[Certificate, ...]
    title: str | None = None
    words: str | None = None
    url: str | None = None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Poster:
    """An A4 sheet for the wall of a workshop: `url` leads to the page where a badge is asked for.

    `words` is what is typed by whoever cannot scan, at the address `typed_at`.
    """

    language: str
    place: str
    achievement: str
    description: str
    url: str
    typed_at: str
    words: tuple[str, ...]
    until: str | None = None
    artwork: bytes = field(default=b"", repr=False)
