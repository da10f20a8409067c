"""The icons in the middle of a badge: our own drawings on a grid of 48 by 48.

Lines are drawn with a round pen; `solid` parts are filled. Few strokes and large ones: an icon has
to be recognised when the whole badge is 64 pixels wide.
"""

from dataclasses import dataclass

GRID = 48
PEN = 3.2


@dataclass(frozen=True)
class Icon:
    """One drawing, as SVG path commands: what is stroked and what is filled."""

    lines: str
    solid: str = ""


def _disc(x: float, y: float, radius: float) -> str:
    """A circle as path commands."""
    half = f"a{radius} {radius} 0 1 0"
    return f"M{x - radius} {y}{half} {2 * radius} 0{half} {-2 * radius} 0z"


ICONS: dict[str, Icon] = {
    "bicycle": Icon(
        _disc(11.5, 31, 8)
        + _disc(36.5, 31, 8)
        + "M11.5 31L18.5 18H32L24 31zM17 14.5L24 31M32 18L36.5 31M32 18L30 11h5.5M13.5 14.5h7"
    ),
    "book": Icon("M24 13c-4-4-11-5-18-4v27c7-1 14 0 18 4c4-4 11-5 18-4V9c-7-1-14 0-18 4zM24 13v26"),
    "bridge": Icon(
        "M3 32h42M13 10v29M35 10v29M3 27C8 25 12 18 13 11C16 28 32 28 35 11C36 18 40 25 45 27"
    ),
    "bulb": Icon("M17 34v-3c-4-3-7-7-7-13a14 14 0 0 1 28 0c0 6-3 10-7 13v3zM19 41h10M24 31v-9"),
    "camera": Icon(
        "M8 15h7l4-6h10l4 6h7a3 3 0 0 1 3 3v19a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V18a3 3 0 0 1 3-3z"
        + _disc(24, 27, 7.5)
    ),
    "circle": Icon(
        _disc(24, 24, 7),
        "".join(
            _disc(x, y, 4.2)
            for x, y in ((24, 6.5), (39, 15), (39, 33), (24, 41.5), (9, 33), (9, 15))
        ),
    ),
    "clipboard": Icon(
        "M15 9h-3a3 3 0 0 0-3 3v27a3 3 0 0 0 3 3h24a3 3 0 0 0 3-3V12a3 3 0 0 0-3-3h-3"
        "M16 6h16v7H16zM16 26l5 5l11-11"
    ),
    "compass": Icon(_disc(24, 24, 18.5), "M33 15L27.5 27.5L15 33L20.5 20.5z"),
    "cup": Icon(
        "M8 19h26v11a10 10 0 0 1-10 10h-6a10 10 0 0 1-10-10zM34 22h3a5.5 5.5 0 0 1 0 11h-3.5"
        "M16 6c-3 3 3 4 0 7M26 6c-3 3 3 4 0 7"
    ),
    "die": Icon(
        "M12 7h24a5 5 0 0 1 5 5v24a5 5 0 0 1-5 5H12a5 5 0 0 1-5-5V12a5 5 0 0 1 5-5z",
        "".join(_disc(x, y, 3) for x, y in ((16, 16), (32, 16), (24, 24), (16, 32), (32, 32))),
    ),
    "heart": Icon("M24 41C10 31 5 25 5 17a9.5 9.5 0 0 1 19-2a9.5 9.5 0 0 1 19 2c0 8-5 14-19 24z"),
    "house": Icon("M5 24L24 7l19 17M10 20v21h28V20M19 41V29h10v12"),
    "key": Icon(
        _disc(15, 33, 9) + "M21.5 26.5L42 6M36.5 11.5l6 6M29.5 18.5l5 5", _disc(15, 33, 2.6)
    ),
    "keyboard": Icon(
        "M8 12h32a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V16a4 4 0 0 1 4-4zM16 29h16",
        "".join(_disc(x, 20.5, 2.2) for x in (12, 20, 28, 36)),
    ),
    "laser": Icon("M16 5h16v9l-5 7h-6l-5-7zM24 26v10M5 41h38M16 36l-4-4M32 36l4-4"),
    "lock": Icon(
        "M13 21h22a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H13a3 3 0 0 1-3-3V24a3 3 0 0 1 3-3z"
        "M16 21v-6a8 8 0 0 1 16 0v6M24 31v4",
        _disc(24, 29.5, 2.6),
    ),
    "map": Icon("M5 12l13-4l12 4l13-4v28l-13 4l-12-4l-13 4zM18 8v28M30 12v28"),
    "megaphone": Icon(
        "M7 20v7a3 3 0 0 0 3 3h6L36 40V7L16 17h-6a3 3 0 0 0-3 3zM16 30l3 11h6l-3-8M42 19v9"
    ),
    "mouse": Icon(
        "M24 12a11 11 0 0 1 11 11v10a11 11 0 0 1-22 0V23a11 11 0 0 1 11-11z"
        "M24 19v6M24 12c0-7 7-2 7-8"
    ),
    "needle": Icon(
        "M7 7h21M7 41h21M25 33c9 4 4-17 13-22M38 14v27" + _disc(38, 10.5, 3.5),
        "M11 12.5h13a1 1 0 0 1 1 1v21a1 1 0 0 1-1 1H11a1 1 0 0 1-1-1v-21a1 1 0 0 1 1-1z",
    ),
    "pencil": Icon("M7 41l3-12L32 7l9 9l-22 22zM26 13l9 9"),
    "people": Icon(
        "M13 41v-4a11 11 0 0 1 22 0v4M3 36v-1a8 8 0 0 1 7-8M45 36v-1a8 8 0 0 0-7-8"
        + _disc(24, 15, 7.5),
        _disc(8.5, 19, 4.2) + _disc(39.5, 19, 4.2),
    ),
    "pot": Icon(
        "M8 21h32v13a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6zM3 25h5M40 25h5M12 21a12 8 0 0 1 24 0M24 13V8"
    ),
    "printer": Icon("M7 42V7h34v35M4 42h40M20 7v6l4 5l4-5V7M21.5 25h5M18.5 30.5h11M15 36h18"),
    "reuse": Icon("M39 20A16 16 0 0 0 11 15M9 28A16 16 0 0 0 37 33M10 6v10h10M38 42V32H28"),
    "saw": Icon(
        "M18 14L44 23V32l-4.3-3.5V32l-4.3-3.5V32l-4.3-3.5V32l-4.3-3.5V32L22.5 28.5V32H18"
        "M18 14h-8a5 5 0 0 0-5 5v9a5 5 0 0 0 5 5h8zM11 21v5"
    ),
    "speech": Icon(
        "M9 8h30a4 4 0 0 1 4 4v17a4 4 0 0 1-4 4H23l-9 8v-8H9a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4z",
        "".join(_disc(x, 20.5, 2.6) for x in (15, 24, 33)),
    ),
    "sprout": Icon(
        "M24 42V22M24 30C24 21 17 16 7 16c0 9 6 14 17 14zM24 23c0-9 6-15 17-16c0 11-6 16-17 16z"
    ),
    "tools": Icon(
        "M35 5.5A11 11 0 0 0 21.5 19.5L6.5 34.5a4.9 4.9 0 0 0 7 7L28.5 26.5"
        "A11 11 0 0 0 42.5 13L36 19.5L28.5 12z"
    ),
}
"""Every icon by its name; the names are listed in the artwork catalogues, in French and English."""
