"""The colours of badges: one dark colour per domain, paper and ink.

Each domain colour is dark enough for paper-coloured drawing on it (contrast of 4.5 or more), so
that a badge also holds in grey. None is a colour that pages use for the state of a badge.
"""

from issuer.errors import InvalidRequest

PAPER = "#fffdf8"
INK = "#1d1d21"

DOMAINS = {
    "ACC": "#b0412e",
    "COO": "#17696b",
    "FAB": "#85580a",
    "NUM": "#3c4fa3",
    "TRA": "#4d6a1c",
    "PIL": "#83386f",
}
"""By the code of a domain of the tiers-lieux referential."""

LEAST_CONTRAST = 4.5
"""What is drawn on a badge, and its marks, must be read by all (WCAG 2.2, 1.4.3)."""


def require_contrast(domain: str) -> None:
    """Return when paper-coloured drawing can be read on the colour of that domain.

    Raises:
        InvalidRequest: it cannot (`artwork.contrast`).
    """
    if contrast(DOMAINS[domain], PAPER) < LEAST_CONTRAST:
        raise InvalidRequest("artwork.contrast", field="colour", value=domain)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """One sRGB channel made linear (WCAG 2.2)."""
    if channel <= 0.04045:  # noqa: PLR2004 - the threshold that sRGB fixes
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
