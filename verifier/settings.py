"""Bounds of one verification: whoever made the badge decides none of them (VER-02, VER-03).

What people set is in `badges.settings`, shared by both doors; these bounds are ours.
"""

import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Bounds:
    """How much one badge may ask of the machine that verifies it."""

    material_bytes: int = 20_000_000
    """Whatever arrives: a photo of a telephone weighs more than a badge."""
    image_bytes: int = 5_000_000
    text_bytes: int = 1_400_000
    """A compact JWS is a third longer than the 1 MB of JSON that it carries."""
    fetched_bytes: int = 5_000_000
    list_bytes: int = 1_000_000
    fetches: int = 24
    fetch_seconds: float = 6.0
    """After which no further fetch begins for one badge; one alone takes 8 seconds at most."""
    upload_fetches: int = 60
    upload_seconds: float = 15.0
    """The same for all that arrives in one file and is answered in one report."""
    upload_bytes: int = 20_000_000
    """Of fetched pages, which are kept at hand until the report is made."""
    upload_parts: int = 200
    """Badges of one collection that one report tells about; batch and command have them all."""
    shown_bytes: int = 1_000_000
    """Of the credentials that the parts of one report show; beyond, a part shows none."""
    status_entries: int = 16
    proofs: int = 8
    proofs_seconds: float = 0.5
    """Processor time after which no further proof of one document is tried."""
    endorsements: int = 16
    repeated_bytes: int = 600_000
    """Bytes that several proofs, or several endorsements, may make us read again in all."""
    steps: int = 6
    """Wrappings around one badge: a PDF, its QR code, the address, the page, the file."""
    parts: int = 50
    """Credentials inside one presentation or record."""
    wrappings: int = 2
    """Signed wrappings one in another, such as a record in a presentation."""
    parts_seconds: float = 1.2
    """Processor time for all parts of one report; then the rest is not looked at."""
    sight_seconds: float = 3.0
    """For looking at all the pictures of one collection that somebody waits for."""
    archive_files: int = 1_000
    archive_bytes: int = 50_000_000
    page_links: int = 3
    """Files that one web page may send us to."""
    resources: int = 4
    """Related resources with a digest that one badge may have us fetch."""


BOUNDS = Bounds()


@dataclass
class Allowance:
    """What is left of the bounds on one report, shared by its parts at every depth."""

    parts: int
    shown_bytes: int
    seconds: float
    begun: float | None = None

    @classmethod
    def of(cls, bounds: Bounds, *, of_many: bool = False) -> Self:
        """Nothing is used yet; a collection has more parts than a signed document."""
        parts = bounds.upload_parts if of_many else bounds.parts
        return cls(parts, bounds.shown_bytes, bounds.parts_seconds)

    def begin(self) -> None:
        """Count the time anew, from the first part on: most reports have none."""
        self.begun = None

    @property
    def is_late(self) -> bool:
        """Whether the processor worked long enough on all that was told so far."""
        if self.begun is None:
            self.begun = time.thread_time()
            return False
        return time.thread_time() - self.begun > self.seconds

    def takes_part(self) -> bool:
        """Whether one more part may be told; if so, it counts."""
        if self.begun is None:
            self.begun = time.thread_time()
        self.parts -= 1
        return self.parts >= 0

    def shows(self, size: int) -> bool:
        """Whether a credential of that size may be shown; if so, it counts."""
        fits = size <= self.shown_bytes
        self.shown_bytes -= size if fits else 0
        return fits
