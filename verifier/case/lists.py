"""Status lists: those of one examination, and those that held before and are believed again.

A list serves thousands of badges. That a signature holds over these very bytes with that very key
is true for ever, so it is not found out again for each badge. Everything that time or somebody else
can change is asked anew: the page, the document that lists the key, the dates, whose list it is.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from badges.documents import JsonObject
from badges.errors import BadgeError
from badges.ports import KeyResolver
from badges.proofs import Verified
from badges.status.bitstring import Bitstring
from verifier.case.answers import Answer
from verifier.case.members import an_instant, said_of
from verifier.policy import DEFAULT
from verifier.report import Outcome, Report

_TOTAL_BYTES = 32_000_000
_SHARE = 8  # no single list may take more than this part of the memory
_SOUND = (Outcome.PASSED, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list after examination: its page and the digest of that, its document, why it falls.

    `proofs` are those that held; `is_lasting` tells that nothing but them, the dates and the keys
    made the list hold, from `begins` to `ends`. `bits` are there once the list was searched.
    """

    body: bytes
    page: str
    document: JsonObject
    refusal: BadgeError | None = None
    proofs: tuple[Verified, ...] = ()
    is_lasting: bool = False
    begins: datetime | None = None
    ends: datetime | None = None
    bits: Bitstring | None = None

    @classmethod
    def examined(cls, body: bytes, page: str, document: JsonObject, report: Report) -> "StatusList":
        """The list in `body`, of which `report` tells."""
        is_sound = all(finding.outcome in _SOUND for finding in report.findings)
        binds_others = report.finding("resource.integrity").outcome is Outcome.PASSED
        is_lasting = is_sound and not binds_others and report.refusal is None
        proofs = report.proofs
        begins = an_instant(said_of(document, "validFrom", "issuanceDate"))
        ends = an_instant(said_of(document, "validUntil", "expirationDate"))
        starts = [begin for begin in (begins, *(proof.begins for proof in proofs)) if begin]
        stops = [end for end in (ends, *(proof.expires for proof in proofs)) if end]
        return cls(
            body,
            page,
            document,
            report.refusal,
            proofs,
            is_lasting=is_lasting and bool(proofs),
            begins=max(starts, default=None),
            ends=min(stops, default=None),
        )

    def holds(self, instant: datetime, resolve: KeyResolver) -> bool:
        """Whether a lasting list still holds: its time, and each key as its controller lists it.

        "No" may have any reason: whoever asks examines the list, which finds it.
        """
        if self.begins is not None and instant + DEFAULT.skew < self.begins:
            return False
        if self.ends is not None and instant > self.ends:
            return False
        try:
            for proof in self.proofs:
                method = resolve(proof.method.id)
                if method is not proof.method and method != proof.method:
                    return False
        except BadgeError:
            return False
        return True

    @property
    def size(self) -> int:
        """The memory that it takes, in bytes: the page, what was read of it, and the bits."""
        return 3 * len(self.body) + (0 if self.bits is None else len(self.bits.bits))


class RememberedLists:
    """Lists that held, by their very bytes: bounded, in memory, safe to share between threads.

    It holds what issuers publish for everybody, nothing of any badge. The one that was kept first
    makes room.
    """

    def __init__(self, total_bytes: int = _TOTAL_BYTES) -> None:
        self._largest = total_bytes // _SHARE
        self._room = total_bytes
        self._kept: dict[bytes, StatusList] = {}
        self._lock = Lock()

    def recall(self, body: bytes) -> StatusList | None:
        """The list in these bytes as it was when it held; whether it still does is not said."""
        return self._kept.get(body)

    def keep(self, listing: StatusList) -> None:
        """Keep a list that may hold again, and forget those for which there is no room."""
        if not listing.is_lasting or listing.bits is None or listing.size > self._largest:
            return
        with self._lock:
            former = self._kept.pop(listing.body, None)
            self._room += 0 if former is None else former.size
            self._kept[listing.body] = listing
            self._room -= listing.size
            while self._room < 0:
                self._room += self._kept.pop(next(iter(self._kept))).size


@dataclass
class StatusLists:
    """The status lists of one examination, each fetched, verified and searched once.

    What was found is kept by address, errors included; of the unfolded bits, only the last ones.
    `remembered` are the lists of earlier examinations.
    """

    remembered: RememberedLists = field(default_factory=RememberedLists)
    known: dict[str, StatusList | Answer] = field(default_factory=dict)
    searched: dict[tuple[str, str], Answer] = field(default_factory=dict)
    unfolded: tuple[str, Bitstring] | None = None

    def unfold(self, url: str, listing: StatusList, bits: Bitstring) -> None:
        """Note the bits of the list at `url`: here the last ones only, since lists may be large."""
        self.unfolded = url, bits
        self.remembered.keep(replace(listing, bits=bits))
