"""SD-JWT VC, by somebody else's library: the only room that speaks openvc.

The library is an extra of the installation (`selective`): without it, this room stays shut and the
house works as before.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from issuer.ports import SelectiveDisclosure

LIBRARY = "openvc"


def is_installed(library: str = LIBRARY) -> bool:
    """Whether the library is there, which is not loaded to know it."""
    return find_spec(library) is not None


def open_selective(library: str = LIBRARY) -> SelectiveDisclosure | None:
    """Who writes SD-JWT VC, or None when the library is not installed here."""
    if not is_installed(library):
        return None
    room = import_module("issuer.selective.sd_jwt")
    return cast("SelectiveDisclosure", room.SdJwtWriter())
