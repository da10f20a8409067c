"""PNG and SVG images that carry a badge (BAKE-04, BAKE-08)."""

from dataclasses import dataclass

from badges import baking
from verifier.intake.foreign import require_open_badges_3
from verifier.intake.material import Opened, Received, Tools


@dataclass(frozen=True)
class BakedImage:
    """An image whose hidden text is the badge."""

    name: str = "baked_image"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a PNG or an SVG, by its first bytes."""
        return baking.is_image(material)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The badge that the image carries.

        Raises:
            BakingError: it carries none that can be read.
            DocumentError, InputError: what it carries is broken, or of another standard.
        """
        del tools  # the room `badges.baking` has its own limits, which are the same
        unbaked = baking.read(material)
        require_open_badges_3(unbaked.secured.document)
        return Received(unbaked.secured, unbaked.container, unbaked.remarks)


BAKED_IMAGE = BakedImage()
