"""Making an archive: badges one by one, then all that they named, straight into a file."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from badges.encoding import encode_instant
from badges.net.bundle import bundle_files
from issuer.errors import InvalidRequest
from issuer.model import Award
from issuer.ports import Office
from issuer.services import places
from issuer.services.archives.badge_pages import badge_files
from issuer.services.archives.common_files import (
    program_files,
    quiet_folders,
    static_files,
)
from issuer.services.archives.definition_pages import competency_files, definition_files
from issuer.services.archives.packing import Pack
from issuer.services.archives.parts import OPTIONAL, Edition, Met
from issuer.services.archives.place_pages import answers, place_files, status_files
from issuer.services.finding import is_shown

Tell = Callable[[int, int], None]
"""Told how many awards of how many were looked at."""

_SHOWN = 100
# What badges named is found after them; what a part names, in the parts after it. The lists come
# after the badges too, so that none of them is older than a page.
_PARTS = (
    definition_files,
    competency_files,
    place_files,
    status_files,
    program_files,
    static_files,
)


@dataclass(frozen=True)
class Archived:
    """What went into an archive."""

    place: str
    made: str
    badges: int
    public: int
    files: int


def make(
    office: Office,
    slug: str,
    to: BinaryIO,
    *,
    without: Collection[str] = (),
    tell: Tell | None = None,
) -> Archived:
    """Write the archive of a place into a file; `without` names kinds of files to leave out.

    Raises:
        NotFound: no such place.
        InvalidRequest: a kind that every archive has, or that there is not (`archive.kind`).
        KeyUnavailable: the place has no key.
    """
    unknown = sorted(set(without) - set(OPTIONAL))
    if unknown:
        raise InvalidRequest(
            "archive.kind", field="without", kind=unknown[0][:_SHOWN], known=", ".join(OPTIONAL)
        )
    edition = Edition(office, places.get(office, slug), office.clock.now(), frozenset(without))
    met = Met()
    with Pack(to, edition.made) as pack:
        for award in _shown(office, slug, tell):
            for name, body in badge_files(edition, award, met):
                pack.add(name, body)
        for part in _PARTS:
            for name, body in part(edition, met):
                pack.add(name, body)
        for name, body in bundle_files(answers(edition, met), _told(edition, met)):
            pack.add(name, body)
        for name, body in quiet_folders(edition, pack.names):
            pack.add(name, body)
        count = len(pack.names)
    return Archived(slug, encode_instant(edition.made), met.badges, len(met.public), count)


def _told(edition: Edition, met: Met) -> dict[str, str]:
    """What the archive says of itself in its manifest."""
    return {
        "place": edition.place.slug,
        "name": edition.place.name,
        "made": encode_instant(edition.made),
        "badges": str(met.badges),
    }


def _shown(office: Office, slug: str, tell: Tell | None) -> Iterator[Award]:
    """The awards that whoever has their address may read, each read when its turn comes."""
    with office.store.read() as work:
        ids = work.awards.ids(slug)
    for number, award_id in enumerate(ids, 1):
        with office.store.read() as work:
            award = work.awards.get(award_id)
        if award is not None and is_shown(award):
            yield award
        if tell is not None:
            tell(number, len(ids))
