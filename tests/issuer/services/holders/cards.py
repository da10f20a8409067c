"""What the tests of cards share: a learner with a card, what opens it, and a photo shown for it."""

import struct
import zlib
from typing import Any

from issuer.model import Award, EvidenceFile, Holder
from issuer.ports import Office
from issuer.services.holders import opening
from issuer.services.holders.holding import words_of
from issuer.services.holders.opening import OpenBadge, OpenCard
from tests.issuer.world import Town

HERE = "203.0.113.7"
ZOE = {"name": "Zoé Martin", "email": None}


def award_zoe(town: Town, **changes: Any) -> Award:
    """A badge of the laser given to Zoé, who has no address."""
    town.laser()
    return town.issue(**{**ZOE, **changes})


def holder_of(office: Office, award: Award) -> Holder:
    """Whose badge it is, as kept now."""
    with office.store.read() as work:
        found = work.holders.get(award.holder_id or "")
    assert found is not None
    return found


def words_on_card(office: Office, award: Award) -> str:
    """The words of the card behind which this badge is, as somebody types them."""
    return " ".join(words_of(office, holder_of(office, award)))


def open_card(office: Office, award: Award) -> OpenCard:
    """The card behind which this badge is, opened by its words."""
    return opening.open_card(office, words_on_card(office, award), HERE)


def open_badge(office: Office, award: Award) -> OpenBadge:
    """This badge, opened with its card."""
    return opening.open_badge(office, words_on_card(office, award), HERE, award.id)


def kept(office: Office, award: Award) -> Award:
    """The award as it is kept now."""
    with office.store.read() as work:
        found = work.awards.get(award.id)
    assert found is not None
    return found


def photo() -> bytes:
    """One pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\1\2\3")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def show_photo(office: Office, award: Award, *, shown: bool = False) -> EvidenceFile:
    """A photo that belongs to this badge."""
    body = photo()
    file = EvidenceFile(
        id=office.identifiers.uuid(),
        place=award.place,
        name="boite.png",
        media_type="image/png",
        size=len(body),
        digest="0" * 64,
        created=office.clock.now(),
        award=award.id,
        shown=shown,
    )
    with office.store.write() as work:
        work.evidence.add(file, body)
    return file
