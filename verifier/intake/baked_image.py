"""PNG and SVG images that carry a badge (BAKE-04, BAKE-08, BAKE-12, BAKE-20, BAKE-21)."""

from dataclasses import dataclass

from badges import baking
from badges.errors import BakingError
from verifier.errors import InputError
from verifier.intake.foreign import require_award
from verifier.intake.material import Onward, Opened, Received, Tools
from verifier.intake.qr_photo import open_picture

_EMPTY = "baking.no_credential"
_NOTHING_SEEN = ("picture.without_code", "input.photo")


@dataclass(frozen=True)
class BakedImage:
    """An image whose hidden text is the badge."""

    name: str = "baked_image"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a PNG or an SVG, by its first bytes: neither begins as JSON does."""
        return not material.startswith(b"{") and baking.is_image(material)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The badge that the image carries; else what a QR code in it holds.

        Raises:
            BakingError: it carries none that can be read.
            DocumentError, InputError: what it carries is broken, or is not a badge.
        """
        try:
            unbaked = baking.read(material)
        except BakingError as error:
            if error.code != _EMPTY or error.params.get("container") != "png":
                raise
            return _seen(material, tools, error)
        if unbaked.is_address:
            address = unbaked.text.encode()
            return Onward(address, remarks=unbaked.remarks, container=unbaked.container)
        require_award(unbaked.secured.document)
        return Received(unbaked.secured, unbaked.container, unbaked.remarks)


def _seen(material: bytes, tools: Tools, empty: BakingError) -> Opened:
    """What a QR code in a PNG holds: a screenshot is a PNG too.

    Raises:
        BakingError: nothing is seen in it either.
        InputError: what is seen is no badge, or nobody could look.
    """
    try:
        return open_picture(material, tools)
    except InputError as error:
        if error.code in _NOTHING_SEEN:
            raise empty from error
        raise


BAKED_IMAGE = BakedImage()
