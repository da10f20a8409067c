"""A badge from elsewhere may be cancelled later: its verdict is asked for again, and told."""

import pytest

from issuer.errors import NotFound, TooManyAttempts
from issuer.services.imports import keeping, reading, renewing
from issuer.services.imports.bringing import TRIES_LIMIT
from issuer.services.imports.reading import Said
from tests.corpus.ours import SITE
from tests.issuer.services.holders.cards import open_card, photo
from tests.issuer.services.imports.elsewhere import Desk
from tests.issuer.world import Town

REVOKED, CLEAR = "ours/revoked.json", "ours/not-revoked.json"
LIST = f"{SITE}/status/corpus-revocation"


def test_a_badge_cancelled_since_is_shown_cancelled(desk: Desk) -> None:
    """Before the list tells, it cannot be checked; then it is cancelled, with the day of today."""
    page = desk.web.pages[LIST]
    desk.web.withdraw(LIST)
    badge = desk.kept(REVOKED)
    assert badge.state == "cannot_check"
    desk.web.pages[LIST] = page
    desk.clock.advance(hours=1)
    renewed = renewing.renew(desk.office, desk.card, badge.id, language="fr")
    assert (renewed.verdict, renewed.state) == ("rejected", "revoked")
    assert renewed.examined == desk.clock.now()
    assert reading.one(desk.office, desk.card, badge.id).badge == renewed
    assert desk.body(renewed) == desk.specimens[REVOKED].material


def test_a_site_that_is_away_leaves_what_was_known_and_says_so(desk: Desk) -> None:
    """A badge that held is told as not checked, never as genuine, and keeps its title."""
    badge = desk.kept(CLEAR)
    assert Said(badge).is_genuine
    desk.web.withdraw(LIST)
    renewed = renewing.renew(desk.office, desk.card, badge.id, language="fr")
    said = Said(renewed)
    assert renewed.state == "cannot_check"
    assert not said.is_genuine
    assert said.was_signed
    assert renewed.title == badge.title


def test_a_document_that_can_no_longer_be_read_keeps_its_name(desk: Desk) -> None:
    """The site of an older badge is gone: the verdict falls, what it said stays."""
    badge = desk.kept("older/hosted-good.json")
    for url in list(desk.web.pages):
        desk.web.withdraw(url)
    renewed = renewing.renew(desk.office, desk.card, badge.id, language="fr")
    assert (renewed.verdict, renewed.state) == ("undetermined", "cannot_check")
    assert (renewed.title, renewed.issuer) == (badge.title, badge.issuer)


def test_a_verdict_is_asked_for_again_after_a_week_and_not_before(desk: Desk) -> None:
    """Whoever looks a week later sees a fresh verdict; until then nobody is asked."""
    badge = desk.kept("ours/baked-json.png")
    asked = len(desk.examiner.asked)
    desk.clock.advance(days=6, hours=23)
    assert renewing.renew_if_due(desk.office, badge) == badge
    assert renewing.most_due(desk.office, (badge,)) is None
    assert len(desk.examiner.asked) == asked
    desk.clock.advance(hours=1)
    assert renewing.most_due(desk.office, (badge,)) == badge
    assert renewing.renew_if_due(desk.office, badge).examined == desk.clock.now()
    assert len(desk.examiner.asked) == asked + 1


def test_only_the_oldest_verdict_is_due(desk: Desk) -> None:
    """One page waits for one badge at most."""
    first = desk.kept("ours/baked-json.png")
    desk.clock.advance(minutes=1)
    second = desk.kept("ours/expired.json")
    desk.clock.advance(days=8)
    assert renewing.most_due(desk.office, (second, first)) == first
    assert renewing.most_due(desk.office, ()) is None


def test_without_a_verifier_the_last_verdict_stays(desk: Desk, village: Town) -> None:
    """Nothing is made up where nobody can verify."""
    badge = desk.kept("ours/baked-json.png")
    desk.clock.advance(days=8)
    assert renewing.renew_if_due(village.office, badge) == badge


def test_asking_again_is_counted(desk: Desk) -> None:
    """Nobody makes us visit a site all day."""
    badge = desk.kept("ours/baked-json.png")
    for _ in range(TRIES_LIMIT - 1):
        renewing.renew(desk.office, desk.card, badge.id, language="fr")
    with pytest.raises(TooManyAttempts, match=r"import\.wait"):
        renewing.renew(desk.office, desk.card, badge.id, language="fr")


def test_a_badge_is_taken_away_for_good(desk: Desk) -> None:
    """Bytes and all; what was being examined meanwhile does not come back."""
    badge = desk.kept("ours/baked-json.png")
    keeping.take_away(desk.office, desk.card, badge.id)
    assert desk.shelf() == ()
    assert desk.body(badge) is None
    desk.clock.advance(days=8)
    assert renewing.renew_if_due(desk.office, badge) == badge
    assert desk.shelf() == ()
    with pytest.raises(NotFound, match=r"import\.unknown"):
        reading.body_of(desk.office, badge)


@pytest.mark.parametrize("badge_id", ["x", "", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_a_card_opens_its_own_badges_only(desk: Desk, village: Town, badge_id: str) -> None:
    """No other card, and no made-up name, leads to a badge."""
    badge = desk.kept("ours/baked-json.png")
    stranger = open_card(desk.office, village.issue(email=None, name="Ada Autre"))
    for card, name in ((stranger, badge.id), (desk.card, badge_id)):
        with pytest.raises(NotFound, match=r"import\.unknown"):
            reading.one(desk.office, card, name)


def test_a_picture_is_shown_without_anything_but_its_colours(desk: Desk) -> None:
    """The badge baked into a PNG, with what it says of people, is not in what browsers draw."""
    badge = desk.kept("ours/baked-json.png")
    drawn = reading.picture_of(desk.office, badge)
    assert drawn is not None
    assert b"openbadge" in (desk.body(badge) or b"")
    assert b"openbadge" not in drawn
    assert drawn[:8] == photo()[:8]
    assert reading.picture_of(desk.office, desk.kept("ours/expired.json")) is None
    assert reading.picture_of(desk.office, desk.kept("ours/baked-jwt.svg")) is None
