"""Somebody else's reader finds the badge that we baked, and we find theirs."""

import pytest
from openbadgeslib import baking as theirs

from badges import baking as ours
from badges.documents import Secured
from tests.badges.baking.pictures import JSON_BADGE, JWT_BADGE, SVG, png

KEYWORD = b"openbadgecredential"
ELEMENT = "openbadges:credential"
BOTH = pytest.mark.parametrize("badge", [JSON_BADGE, JWT_BADGE], ids=["json", "jwt"])


@BOTH
@pytest.mark.interop
@pytest.mark.requirement("BAKE-01", "BAKE-05", "BAKE-06", "BAKE-07", "BAKE-10")
def test_openbadgeslib_reads_what_we_bake(badge: Secured) -> None:
    """The text that openbadgeslib takes out of our pictures is the badge."""
    assert theirs.extract_png(ours.bake(png(), badge), keyword=KEYWORD) == badge.text
    found = theirs.extract_svg(ours.bake(SVG, badge), element=ELEMENT, text_fallback=True)
    assert found == badge.text


@BOTH
@pytest.mark.interop
@pytest.mark.requirement("BAKE-04", "BAKE-08")
def test_we_read_what_openbadgeslib_bakes(badge: Secured) -> None:
    """A picture baked by openbadgeslib gives us the badge without a remark."""
    found = ours.read(theirs.bake_png(png(), badge.text, keyword=KEYWORD))
    assert (found.secured, found.remarks) == (badge, ())
