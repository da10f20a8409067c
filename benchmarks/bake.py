"""What baking costs: our splice beside openbadgeslib and beside decoding and encoding again.

Run `python benchmarks/bake.py`. Every contender works on the same picture and badge, in turns, in
one process; the table gives the median of the rounds, their spread, and the ratio to ours.
"""

import io
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import png
from openbadgeslib.baking import bake_png

from badges import baking
from badges.documents import MEDIA_TYPE_JSON, Secured, serialize
from issuer.artwork import DrawnArtwork
from issuer.model import ArtworkSpec

ROUNDS = 15
BADGE = Secured(serialize({"narrative": "Trois samedis. " * 250}), MEDIA_TYPE_JSON)
SPEC = ArtworkSpec("round", "ACC", "cup", "Accueillir et prendre soin", 3)


def _decode_and_encode(image: bytes) -> bytes:
    """The naive way: read every pixel and write it again (pypng)."""
    width, height, rows, info = png.Reader(bytes=image).asDirect()
    target = io.BytesIO()
    png.Writer(width, height, greyscale=info["greyscale"], alpha=info["alpha"]).write(target, rows)
    return target.getvalue()


def _contenders(picture: bytes, drawing: bytes) -> dict[str, tuple[Callable[[], object], int]]:
    """Each contender, and how many calls make a round."""
    baked, baked_drawing = baking.bake(picture, BADGE), baking.bake(drawing, BADGE)
    return {
        "PNG bake": (lambda: baking.bake(picture, BADGE), 500),
        "PNG bake, openbadgeslib": (lambda: bake_png(picture, BADGE.text), 500),
        "PNG decode and encode": (lambda: _decode_and_encode(picture), 1),
        "PNG unbake": (lambda: baking.unbake(baked), 500),
        "SVG bake": (lambda: baking.bake(drawing, BADGE), 200),
        "SVG unbake": (lambda: baking.unbake(baked_drawing), 200),
        "QR code as SVG": (
            lambda: DrawnArtwork().qr_svg("https://badges.example.fr/v/" + "x" * 40),
            1,
        ),
        "badge as SVG": (lambda: DrawnArtwork().badge_svg(SPEC), 5),
    }


def main() -> None:
    """Measure and print."""
    artwork = DrawnArtwork()
    picture, drawing = artwork.badge_png(SPEC), artwork.badge_svg(SPEC)
    contenders = _contenders(picture, drawing)
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (call, count) in contenders.items():
            start = time.perf_counter()
            for _ in range(count):
                call()
            times[name].append((time.perf_counter() - start) / count * 1e6)
    print(f"Python {platform.python_version()}, {platform.machine()}, openbadgeslib", end=" ")
    print(f"{version('openbadgeslib')}; PNG {len(picture)} B, badge {len(BADGE.body)} B")
    ours = statistics.median(times["PNG bake"])
    for name, rounds in times.items():
        median = statistics.median(rounds)
        spread = f"{min(rounds):.1f} to {max(rounds):.1f}"
        print(f"{name:26} {median:10.1f} us   ({spread})   {median / ours:8.1f} x PNG bake")


if __name__ == "__main__":
    sys.exit(main())
