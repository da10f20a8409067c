"""Bounds of one verification: whoever made the badge decides none of them (VER-02, VER-03).

What people set is in `badges.settings`, shared by both doors; these bounds are ours.
"""

from dataclasses import dataclass


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
    fetch_seconds: float = 15.0
    """After which no further fetch begins; one alone takes 8 seconds at most."""
    proofs: int = 8
    endorsements: int = 16
    repeated_bytes: int = 600_000
    """Bytes that several proofs, or several endorsements, may make us read again in all."""
    steps: int = 6
    """Wrappings around one badge: a PDF, its QR code, the address, the page, the file."""
    parts: int = 50
    """Credentials inside one presentation or record."""
    parts_seconds: float = 1.5
    """Processor time for the credentials inside one document; then the rest is not looked at."""
    sight_seconds: float = 3.0
    """For looking at all the pictures of one collection that somebody waits for."""
    archive_files: int = 1_000
    archive_bytes: int = 50_000_000
    page_links: int = 3
    """Files that one web page may send us to."""
    resources: int = 4
    """Related resources with a digest that one badge may have us fetch."""


BOUNDS = Bounds()
