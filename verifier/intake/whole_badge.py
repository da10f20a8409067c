"""The ZIP of one badge, as its page hands it out: the same badge in every form, and its proofs.

Whoever forwards it whole means one badge. The signed JSON speaks for the others; keys, status list
and bundle that lie beside it are the word of whoever made the file, and are not read.
"""

from collections.abc import Iterable

BADGE, BUNDLE = "badge.json", "verification.zip"
"""The two files by which such a set is known: the badge, and what verifies it without network."""

COPIES = frozenset(
    (
        *(BUNDLE, "did.json", "status-list.json"),
        *("badge.jwt", "badge.png", "badge.svg", "badge.pdf", "qr.png", "qr.svg"),
    )
)
"""What such a set holds besides: a file of any other name is no copy, and is judged."""


def without_copies(names: Iterable[str]) -> frozenset[str]:
    """Those of `names` that are to be judged: of each set of one badge, only its signed JSON."""
    every = frozenset(names)
    folders = {_folder(name) for name in every if _is(name, BUNDLE)}
    sets = {folder for folder in folders if f"{folder}{BADGE}" in every}
    return frozenset(name for name in every if _folder(name) not in sets or not _is_copy(name))


def _folder(name: str) -> str:
    return name[: name.rfind("/") + 1]


def _is_copy(name: str) -> bool:
    return name.rpartition("/")[2] in COPIES


def _is(name: str, wanted: str) -> bool:
    return name.rpartition("/")[2] == wanted
