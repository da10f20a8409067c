"""What is published stays: versions are frozen, competencies deprecated, steps follow changes."""

from typing import Any

import pytest

from badges.frameworks.skos import read_stored
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import AchievementRequest, CompetencyLevel
from issuer.services import achievements
from issuer.services.commons import authoring, referentials
from tests.issuer.services.commons.circle import BOSS, Commons, asked, light, settle
from tests.issuer.world import Town


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def test_an_empty_framework_is_not_published(commons: Commons) -> None:
    """It may be kept as long as needed."""
    slug = light(commons.town, count=0)
    with pytest.raises(InvalidRequest, match=r"framework\.empty"):
        authoring.publish(commons.town.office, slug, by=BOSS)


def _publish(commons: Commons, slug: str, **wishes: Any) -> str:
    return authoring.publish(commons.town.office, slug, by=BOSS, **wishes).version


def test_the_version_takes_the_least_step(commons: Commons) -> None:
    """Wording is a patch, an addition minor, a deprecation major; a larger step may be asked."""
    office, slug = commons.town.office, light(commons.town)
    assert _publish(commons, slug) == "1.0.0"
    authoring.edit_competency(office, slug, "scier-1", asked("SCIER 1"), by=BOSS)
    assert _publish(commons, slug) == "1.0.1"
    authoring.add_competency(office, slug, asked("Raboter"), by=BOSS)
    assert _publish(commons, slug) == "1.1.0"
    authoring.deprecate(office, slug, "scier-2", by=BOSS, replaced_by="raboter")
    with pytest.raises(InvalidRequest, match=r"framework\.step_small"):
        _publish(commons, slug, step="minor")
    with pytest.raises(InvalidRequest, match=r"framework\.step_unknown"):
        _publish(commons, slug, step="huge")
    assert _publish(commons, slug) == "2.0.0"
    authoring.edit_competency(office, slug, "scier-1", asked("Scier 1"), by=BOSS)
    assert _publish(commons, slug, step="major") == "3.0.0"
    with pytest.raises(Conflict, match=r"framework\.nothing_new"):
        _publish(commons, slug)


def test_the_next_publication_can_be_read_before(commons: Commons) -> None:
    """What differs from the last version; nothing to compare before the first."""
    office, slug = commons.town.office, light(commons.town)
    assert authoring.pending(office, slug) is None
    _publish(commons, slug)
    authoring.add_competency(office, slug, asked("Raboter"), by=BOSS)
    comparison = authoring.pending(office, slug)
    assert comparison is not None
    assert comparison.step == "minor"
    assert [item.slug for item in comparison.added] == ["raboter"]


def test_what_is_published_is_deprecated_never_taken_away(commons: Commons) -> None:
    """Its page stays and names what replaces it; searches and new badges leave it alone."""
    office, slug = commons.town.office, light(commons.town)
    _publish(commons, slug)
    old = authoring.draft(office, slug).framework.find("scier-1")
    with pytest.raises(Conflict, match=r"framework\.competency_published"):
        authoring.remove_competency(office, slug, "scier-1", by=BOSS)
    authoring.deprecate(office, slug, "scier-1", by=BOSS, replaced_by="scier-2", reason="Double.")
    _publish(commons, slug)
    framework, found = referentials.competency(office, old.notation)
    assert (found.deprecated, found.replaced_by) == (True, "scier-2")
    assert framework.version == "2.0.0"
    with office.store.read() as work:
        kept = work.concepts.get(slug, old.notation)
    assert kept is not None
    assert kept.gone_in == "2.0.0"
    badge = AchievementRequest(
        "atelier", "Scier", "Scier.", "Dix coupes.", (CompetencyLevel(old.notation),)
    )
    with pytest.raises(InvalidRequest, match=r"competency\.deprecated"):
        achievements.add(office, badge)
    authoring.restore(office, slug, "scier-1", by=BOSS)
    assert _publish(commons, slug) == "2.1.0"
    assert achievements.add(office, badge).competencies[0].notation == old.notation


def test_a_ring_of_replacements_is_refused(commons: Commons) -> None:
    """Somebody who follows them would turn for ever."""
    office, slug = commons.town.office, light(commons.town)
    authoring.deprecate(office, slug, "scier-1", by=BOSS, replaced_by="scier-2")
    for replacement in ("scier-1", "scier-2"):
        with pytest.raises(InvalidRequest, match=r"framework\.replacement"):
            authoring.deprecate(office, slug, "scier-2", by=BOSS, replaced_by=replacement)
    with pytest.raises(Conflict, match=r"framework\.competency_used"):
        authoring.remove_competency(office, slug, "scier-2", by=BOSS)
    with pytest.raises(NotFound, match=r"framework\.no_such_competency"):
        authoring.deprecate(office, slug, "scier-9", by=BOSS)


def test_frozen_documents_never_change(commons: Commons) -> None:
    """The bytes of every version are the same after each later publication."""
    office, slug = commons.town.office, light(commons.town)
    documents: dict[str, bytes] = {}
    for number in range(3):
        authoring.add_competency(office, slug, asked(f"Raboter {number}"), by=BOSS)
        version = _publish(commons, slug)
        kept = {item.version: item.document for item in referentials.versions(office, slug)}
        assert kept.items() >= documents.items()
        assert read_stored(kept[version]).version == version
        documents = kept
    assert len(documents) == 3
