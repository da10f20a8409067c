"""A portfolio as its page shows it: its badges as cards, what they prove as a wheel and a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from badges.web.languages import words
from badges.web.links import web_address
from issuer.artwork.proof_wheel import SECTOR_LIMIT, Sector, draw_proofs
from issuer.model import Award, ImportedBadge
from issuer.ports import Office
from issuer.services import private_links
from issuer.services.commons import referentials
from issuer.services.portfolios.proving import Family, Proven, proven
from issuer.services.portfolios.reading import Collection, Entry
from issuer.web.badge_addresses import BadgeAddresses
from issuer.web.sheet import Sheet

Locate = Callable[[Award], tuple[str, str]]
"""Where a badge is read, and where its picture is, for whoever reads the portfolio."""


@dataclass(frozen=True)
class Row:
    """One badge of the page: ours with its `sheet`, or `imported` from `source` when it has one."""

    name: str
    sheet: Sheet | None = None
    address: str = ""
    picture: str = ""
    imported: ImportedBadge | None = None
    source: str | None = None


@dataclass(frozen=True)
class Numbered:
    """A competency of the list, with the number of its sector in the wheel."""

    number: int
    skill: Proven


@dataclass(frozen=True)
class Group:
    """A family of competencies in the list."""

    family: Family
    skills: tuple[Numbered, ...]


@dataclass(frozen=True)
class Seen:
    """Everything that one page of a portfolio shows."""

    collection: Collection
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    wheels: tuple[Markup, ...]
    titles: dict[str, str]
    can_sign: bool

    def titles_of(self, skill: Proven) -> list[str]:
        """What the badges that prove a competency are called, each title once."""
        return list(dict.fromkeys(self.titles[award.id] for award in skill.awards))


def look(office: Office, collection: Collection, locate: Locate | None = None) -> Seen:
    """What readers of a portfolio see; `locate` says where its badges are read."""
    where = locate or partial(public_addresses, office)
    find = partial(referentials.competency, office)
    now = office.clock.now()

    def row(entry: Entry) -> Row:
        if entry.award is None:
            return elsewhere(entry)
        address, picture = where(entry.award)
        return Row(entry.name, Sheet(entry.award, find, collection.place, now), address, picture)

    rows = tuple(row(entry) for entry in collection.seen)
    groups = tuple(_numbered(proven(collection.awards, find, now)))
    sheets = [one.sheet for one in rows if one.sheet is not None]
    return Seen(
        collection,
        rows,
        groups,
        wheels=tuple(_wheels([item for group in groups for item in group.skills])),
        titles={sheet.award.id: sheet.title for sheet in sheets},
        can_sign=any(sheet.state == "active" for sheet in sheets),
    )


def public_addresses(office: Office, award: Award) -> tuple[str, str]:
    """Where others read a badge: at its address, or by its private link when it has no other."""
    link = private_links.path_of(office, award) if award.choice == "private" else None
    at = BadgeAddresses(office.settings.base_url, award, link)
    return at.home, at.file("svg")


def elsewhere(entry: Entry) -> Row:
    """A badge that was brought, linked to where it came from when that is a web address."""
    badge = entry.imported
    source = web_address(badge.source) if badge is not None else None
    return Row(entry.name, imported=badge, source=source)


def _numbered(families: Sequence[Family]) -> list[Group]:
    groups, number = [], 0
    for family in families:
        skills = []
        for skill in family.skills:
            number += 1
            skills.append(Numbered(number, skill))
        groups.append(Group(family, tuple(skills)))
    return groups


def _wheels(skills: list[Numbered]) -> list[Markup]:
    """As few wheels as hold every competency, of nearly the same number of sectors."""
    if not skills:
        return []
    say, count = words(), -(-len(skills) // SECTOR_LIMIT)
    size = -(-len(skills) // count)
    parts = [skills[begin : begin + size] for begin in range(0, len(skills), size)]
    return [
        draw_proofs(
            [Sector(item.number, item.skill.step, item.skill.steps) for item in part],
            say("portfolio.wheel"),
            say("portfolio.wheel_of", first=part[0].number, last=part[-1].number),
            name=f"wheel-{place}",
        )
        for place, part in enumerate(parts, 1)
    ]
