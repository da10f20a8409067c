"""What readers of the badge's page are told when it was taken back: nothing, or chosen words.

A ready wording is kept as its key, so that each reader sees it in their language; the place's own
words are kept as they were typed. They stand on our page of the badge alone: a status list says a
bit and nothing else (STAT-16).
"""

import unicodedata

from issuer.errors import InvalidRequest
from issuer.services.texts import clean_line

READY: dict[str, tuple[str, ...]] = {
    "revoke": ("mistake", "asked", "replaced", "control_over"),
    "suspend": ("control_due", "asked", "looking"),
}
"""The ready wordings for each act: `life.public.<key>` in the catalogues."""

LENGTH = 200

_KEYS = frozenset(key for keys in READY.values() for key in keys)


def clean_public_reason(text: str | None, holder: str) -> str | None:
    """The key of a ready wording, the place's own words, or None for no word at all.

    Raises:
        InvalidRequest: too long, deceitful, or naming the person whose badge it is.
    """
    if text is None or not text.strip():
        return None
    if is_ready(text.strip()):
        return text.strip()
    words = clean_line(text, "public_reason", limit=LENGTH)
    if holder and _plain(holder) in _plain(words):
        raise InvalidRequest("life.public_names", field="public_reason")
    return words


def is_ready(text: str) -> bool:
    """Whether it is the key of a ready wording."""
    return text in _KEYS


def _plain(text: str) -> str:
    """The letters of a text, accents and capitals apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())
