"""Where the badges of a chunk are signed: what is drawn for them, their series, their sample.

A block is handed over and asked for later, so that a clerk may sign it meanwhile.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from badges import jsonld
from badges.model.identity import SALT_SIZE
from badges.proofs.series import Series
from issuer.model import Award, BatchLine, StatusPosition
from issuer.ports import Asked, Office, UnitOfWork
from issuer.services import issuing, status_lists
from issuer.services.addresses import credential_url
from issuer.services.batches.shapes import Drawn, Shape, Shapes, composed, shape_of, texts_of
from issuer.services.chance import tokens, uuids
from issuer.services.holders.holding import Cards
from issuer.services.identities import Identity
from issuer.services.orders import Order
from issuer.services.securing import SeriesSigner

_SAMPLE = 100  # one badge of so many is read back


class Ready(NamedTuple):
    """A line that can be signed: its order, and what its award will be called."""

    line: BatchLine
    order: Order
    award_id: str
    short_code: str


class Bench:
    """Where the badges of one chunk are signed, one series for each shape.

    The key is opened first: where it is lost, no secret of cards is made instead of the lost one.
    """

    def __init__(
        self, office: Office, work: UnitOfWork, identity: Identity, shapes: Shapes
    ) -> None:
        self._office = office
        self._work = work
        self.identity = identity
        self._shapes = shapes
        self._signer = SeriesSigner(office.keys, identity, office.clerk)
        self._series: dict[Shape, Series] = {}
        self._places: Iterator[tuple[status_lists.Allotment, int]] = iter(())
        self.cards = Cards(office, work, identity.place)

    def expect(self, order: Order, lines: Sequence[BatchLine]) -> None:
        """Look up at once what the badges of these lines need: cards, and places in lists."""
        purpose = order.definition.status_purpose
        found = status_lists.reserve_many(
            self._office, self._work, self.identity, purpose, len(lines)
        )
        self._places = ((part, index) for part in found for index in part.indices)
        self.cards.expect([line.email for line in lines])

    def _draw(self, ready: Sequence[Ready]) -> list[Drawn]:
        """What is drawn by chance for each badge; its place in a status list is given out here."""
        base, identifiers, count = (
            self._office.settings.base_url,
            self._office.identifiers,
            len(ready),
        )
        places = list(islice(self._places, count))
        status_lists.take_reserved(self._work, places)
        chance = zip(uuids(identifiers, count), tokens(identifiers, count, SALT_SIZE), strict=True)
        return [
            Drawn(
                award_id=item.award_id,
                url=credential_url(base, item.award_id),
                subject=subject,
                salt=salt,
                position=StatusPosition(part.list_id, index),
                list_url=part.url,
            )
            for item, (part, index), (subject, salt) in zip(ready, places, chance, strict=True)
        ]

    def hand_over(self, ready: Sequence[Ready]) -> "Handed":
        """Have the badges of a block signed; the first of each shape and a sample are read back."""
        drawn = self._draw(ready)
        below, count = self._office.identifiers.below, len(ready)
        to_read = {below(count) for _ in range(-(-count // _SAMPLE))}
        asked = []
        for number, (item, its) in enumerate(zip(ready, drawn, strict=True)):
            texts, shape = texts_of(item.order, its), shape_of(item.order, its)
            series = self._series.get(shape)
            if series is None:
                series = self._series[shape] = self._begin(shape, item.order, its, texts)
                to_read.add(number)
            asked.append(Asked(series, texts))
        signed = self._signer.hand_over(asked, ready[0].order.period.valid_from)
        return Handed(self, ready, drawn, to_read, signed)

    def read_back(self, body: bytes) -> None:
        """Return when a badge is what a stranger would accept.

        Raises:
            SchemaError, JsonLdError, ProofError: it is not.
        """
        self._signer.read_back(body)

    def _begin(self, shape: Shape, order: Order, drawn: Drawn, texts: dict[str, str]) -> Series:
        document = composed(self._office, self._work, order, self.identity, drawn)
        jsonld.require_portable(document)
        return self._shapes.series(shape, document, texts)


class Handed(NamedTuple):
    """A block that is being signed."""

    bench: Bench
    ready: Sequence[Ready]
    drawn: Sequence[Drawn]
    to_read: Collection[int]
    signed: Callable[[], Sequence[bytes]]

    def awards(self) -> list[Award]:
        """The awards to be kept, once all are signed and those to be read back are read.

        Raises:
            BadgeError: a badge cannot be signed, or is not what a stranger would accept.
        """
        bench = self.bench
        issuer = bench.identity.issuer
        recipients = [item.order.recipient for item in self.ready]
        holders = bench.cards.of([(who.name, who.email) for who in recipients])
        badges = self.signed()
        for number in self.to_read:
            bench.read_back(badges[number])
        awards = []
        for item, its, holder, body in zip(self.ready, self.drawn, holders, badges, strict=True):
            signed = issuing.Signed(its.award_id, its.url, issuer, its.position, body)
            awards.append(issuing.record(item.order, signed, holder, item.short_code))
        return awards
