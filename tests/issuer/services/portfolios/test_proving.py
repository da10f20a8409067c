"""The competencies that a portfolio proves, and what is printed of it."""

from dataclasses import replace
from functools import partial

from issuer.model import CompetencyLevel
from issuer.services import achievements, people
from issuer.services.commons import referentials
from issuer.services.life import revoking
from issuer.services.portfolios import arranging, printing, reading
from issuer.services.portfolios.proving import Family, proven
from tests.issuer.services.portfolios.shelf import Shelf, bring
from tests.issuer.world import LASER


def _told(shelf: Shelf) -> tuple[Family, ...]:
    find = partial(referentials.competency, shelf.office)
    return proven(shelf.collection.awards, find, shelf.office.clock.now())


def _levels(shelf: Shelf) -> dict[str, tuple[str | None, int, int]]:
    return {
        skill.competency.notation: (
            skill.level.code if skill.level else None,
            skill.step,
            len(skill.awards),
        )
        for family in _told(shelf)
        for skill in family.skills
    }


def _add(shelf: Shelf, slug: str, *competencies: CompetencyLevel) -> None:
    request = replace(LASER, name=slug, slug=slug, competencies=competencies)
    achievements.add(shelf.office, request)
    first = shelf.awards[0]
    shelf.awards.append(
        shelf.town.issue(name="Zoé Martin", email=None, achievement=slug, holder_id=first.holder_id)
    )
    arranging.choose(shelf.office, shelf.card, [award.id for award in shelf.awards])


def test_each_competency_is_told_once_at_its_highest_level(shelf: Shelf) -> None:
    """With every badge that proves it; one that tells no level does not lower it."""
    _add(shelf, "mieux", CompetencyLevel("TL-FAB-01", "N4"), CompetencyLevel("TL-ACC-01"))
    assert _levels(shelf) == {
        "TL-ACC-01": (None, 0, 1),
        "TL-FAB-01": ("N4", 4, 4),
        "TL-FAB-03": ("N2", 2, 3),
    }
    assert [family.domain.code for family in _told(shelf)] == ["ACC", "FAB"]


def test_a_cancelled_badge_proves_nothing(shelf: Shelf) -> None:
    """The level falls back to what the others say, then to nothing."""
    _add(shelf, "mieux", CompetencyLevel("TL-FAB-01", "N4"))
    by = people.operator("local")
    revoking.revoke(shelf.office, shelf.awards[3].id, by, reason="Erreur")
    assert _levels(shelf)["TL-FAB-01"] == ("N3", 3, 3)
    for award in shelf.awards[:3]:
        revoking.revoke(shelf.office, award.id, by, reason="Erreur")
    assert _told(shelf) == ()


def test_paper_leads_to_where_the_portfolio_is_read(shelf: Shelf) -> None:
    """A page for each badge that holds and opens, the others named, the code of the page."""
    arranging.describe(shelf.office, shelf.card, "Mes badges", "Bonjour")
    bring_in = bring(shelf, b"{}")
    arranging.choose(shelf.office, shelf.card, [*shelf.names(), bring_in.id])
    arranging.show_to(shelf.office, shelf.card, "private")
    shelf.decide(0, "private")
    revoking.revoke(shelf.office, shelf.awards[1].id, people.operator("local"), reason="Erreur")
    key = (reading.shared_path(shelf.office, shelf.collection.portfolio) or "").rpartition("/")[2]
    opened = reading.open_by_link(shelf.office, shelf.id, key)
    printed = printing.booklet(shelf.office, opened).decode()
    assert f"url='http://127.0.0.1:8000{opened.path}'" in printed
    assert "words='Bonjour'" in printed
    codes = [award.short_code in printed for award in shelf.awards]
    assert codes == [False, False, True]
    assert "elsewhere=('Découpe laser en autonomie', 'Premiers secours (Croix du Val – " in printed
    assert "Aucun site ne répond de ce nom" in printed
