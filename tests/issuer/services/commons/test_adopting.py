"""Forks with attribution, files that come in, and whatever people do in any order."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges.frameworks import load_tiers_lieux
from badges.frameworks.skos import read_stored
from badges.model.framework import Framework, Words
from issuer.errors import Conflict, InvalidRequest, IssuerError, NotAllowed, NotFound
from issuer.model import AchievementRequest, CompetencyLevel
from issuer.services import achievements
from issuer.services.commons import authoring, bridges, referentials
from issuer.services.commons.authoring import Imported
from tests.issuer.services.commons.circle import BOSS, Commons, asked, light, settle
from tests.issuer.world import Town, open_town

SHIPPED = load_tiers_lieux()


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def test_a_fork_says_where_it_comes_from(town: Town) -> None:
    """New names, the source of each competency and of the whole, and credit where it is due."""
    settle(town)
    forked = authoring.fork(town.office, "tiers-lieux", place="atelier", by=BOSS).framework
    assert (forked.slug, forked.place, forked.status) == ("tiers-lieux-atelier", "atelier", "Draft")
    assert forked.uuid != SHIPPED.uuid
    assert forked.derived_from is not None
    assert (forked.derived_from.uuid, forked.derived_from.version) == (SHIPPED.uuid, "1.0.0")
    for old, new in zip(SHIPPED.competencies, forked.competencies, strict=True):
        assert new.derived_from is not None
        assert new.derived_from.uuid == old.uuid
        assert new.uuid == uuid5(forked.uuid, new.slug)
        assert new.notation == old.notation.replace("TL", forked.prefix, 1)
        assert (new.label, new.statement, new.levels) == (old.label, old.statement, old.levels)
    assert SHIPPED.creator in forked.creator
    assert "Atelier" in forked.creator
    assert set(forked.attributions) > set(SHIPPED.attributions)
    assert SHIPPED.title["fr"] in forked.attributions[-1]["fr"]
    assert forked.licence == SHIPPED.licence


def test_a_fork_takes_bridges_along_as_proposals(commons: Commons) -> None:
    """They were reviewed for other words: two people look again."""
    office = commons.town.office
    commons.town.publish_bridges("TL-FAB-01")
    slug = authoring.fork(office, "tiers-lieux", place="atelier", by=BOSS).framework.slug
    copied = bridges.of(office, slug)
    assert len(copied) == 161
    assert {(item.status, item.author_place) for item in copied} == {("proposed", "atelier")}


def test_a_fork_of_an_old_version_and_a_fork_of_a_fork(commons: Commons) -> None:
    """Credits add up, and none is there twice; both are published and found by their notations."""
    office = commons.town.office
    first = authoring.fork(
        office, "tiers-lieux", place="atelier", by=BOSS, version="1.0.0", slug="un", prefix="UN"
    ).framework
    authoring.publish(office, "un", by=BOSS)
    second = authoring.fork(
        office, "un", place="cafe", by=BOSS, title={"fr": "Deux"}, slug="deux", prefix="DEUX"
    ).framework
    authoring.publish(office, "deux", by=BOSS)
    assert second.title["fr"] == "Deux"
    assert len(second.attributions) == len(first.attributions) + 1
    assert second.creator.endswith("Atelier, Café")
    for name in ("TL-COO-01", "UN-COO-01", "DEUX-COO-01"):
        assert referentials.competency(office, name)[1].slug == "intelligence-collective"


def test_deprecated_competencies_stay_behind(commons: Commons) -> None:
    """A new framework does not begin with what is not to be chosen."""
    office, slug = commons.town.office, light(commons.town)
    authoring.deprecate(office, slug, "scier-1", by=BOSS, replaced_by="scier-2")
    authoring.publish(office, slug, by=BOSS)
    forked = authoring.fork(office, slug, place="cafe", by=BOSS).framework
    assert [item.slug for item in forked.competencies] == [f"scier-{n}" for n in (2, 3, 4, 5)]


BAD_FORKS: dict[str, tuple[dict[str, Any], type[IssuerError], str]] = {
    "no source": ({"source": "nowhere"}, NotFound, "framework.unknown"),
    "no version": ({"version": "9.0.0"}, NotFound, "framework.version_unknown"),
    "no place": ({"place": "nowhere"}, NotFound, "place.unknown"),
    "a taken slug": ({"slug": "tiers-lieux"}, Conflict, "framework.exists"),
    "a taken prefix": ({"prefix": "tl"}, Conflict, "framework.prefix_taken"),
}


@pytest.mark.parametrize("name", BAD_FORKS)
def test_what_cannot_be_forked_is_told(commons: Commons, name: str) -> None:
    """And nothing is begun."""
    changes, kind, code = BAD_FORKS[name]
    wishes: dict[str, Any] = {"source": "tiers-lieux", "place": "atelier", "by": BOSS} | changes
    with pytest.raises(kind, match=code.replace(".", r"\.")):
        authoring.fork(commons.town.office, **wishes)
    assert len(referentials.cards(commons.town.office, drafts=True)) == 1


def test_a_steward_takes_the_shipped_referential_over(commons: Commons) -> None:
    """From then on the place edits and publishes it; nobody takes it a second time."""
    office = commons.town.office
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        authoring.keep(office, "tiers-lieux", "atelier", by=commons["author atelier"])
    authoring.keep(office, "tiers-lieux", "atelier", by=commons["steward atelier"])
    with pytest.raises(Conflict, match=r"framework\.kept_already"):
        authoring.keep(office, "tiers-lieux", "cafe", by=commons["steward cafe"])
    authoring.add_competency(
        office, "tiers-lieux", asked("Raboter", domain="FAB"), by=commons["author atelier"]
    )
    frozen = authoring.publish(office, "tiers-lieux", by=commons["author atelier"])
    assert frozen.version == "1.1.0"
    assert referentials.published(office, "tiers-lieux", "1.0.0") == SHIPPED


def _given(count: int = 5, **changes: Any) -> Framework:
    """A framework as a file gives it."""
    whole = replace(
        SHIPPED,
        slug="du-fichier",
        uuid=UUID(int=7),
        prefix="TL",
        competencies=SHIPPED.competencies[:count],
    )
    return replace(whole, **changes)


def _import(commons: Commons, given: Framework, **wishes: Any) -> Imported:
    about: dict[str, Any] = {"place": "atelier", "by": BOSS} | wishes
    return authoring.import_framework(commons.town.office, given, **about)


def test_a_file_begins_a_framework(town: Town) -> None:
    """Its own slug, a free prefix, UUIDs that nothing here has, its bridges as proposals."""
    commons = settle(town)
    done = _import(commons, _given())
    made = done.draft.framework
    assert (made.slug, made.uuid, made.place) == ("du-fichier", UUID(int=7), "atelier")
    assert made.prefix != "TL"
    assert {item.notation.partition("-")[0] for item in made.competencies} == {made.prefix}
    assert [item.uuid for item in made.competencies] == [
        uuid5(made.uuid, item.slug) for item in SHIPPED.competencies[:5]
    ]
    assert done.comparison is None
    assert done.bridges == sum(len(item.matches) for item in SHIPPED.competencies[:5])
    assert authoring.publish(town.office, made.slug, by=BOSS).version == "1.0.0"


def test_the_same_file_again_changes_nothing(commons: Commons) -> None:
    """No difference, no new bridge, no second framework."""
    first = _import(commons, _given())
    again = _import(commons, _given())
    assert again.comparison is not None
    assert not again.comparison.any
    assert (again.draft.digest, again.bridges) == (first.draft.digest, 0)


def test_a_later_file_shows_what_it_changes(commons: Commons) -> None:
    """What was published stays though the file has it no more; drafts follow the file."""
    office = commons.town.office
    made = _import(commons, _given()).draft.framework
    authoring.publish(office, made.slug, by=BOSS)
    authoring.add_competency(office, made.slug, asked("Pas publiée", domain="ACC"), by=BOSS)
    first = SHIPPED.competencies[0]
    later = _given(
        competencies=(
            replace(first, label=Words({"fr": "Autre nom"})),
            *SHIPPED.competencies[2:7],
        ),
        uuid=UUID(int=9),
    )
    done = _import(commons, later, slug="du-fichier")
    assert done.comparison is not None
    assert [item.slug for item in done.comparison.added] == [
        item.slug for item in SHIPPED.competencies[5:7]
    ]
    assert [item.label["fr"] for item in done.comparison.removed] == ["Pas publiée"]
    assert [item.slug for item in done.kept] == [SHIPPED.competencies[1].slug]
    now = done.draft.framework
    assert now.uuid == UUID(int=7)
    assert now.find(first.slug).label["fr"] == "Autre nom"
    assert now.find(first.slug).notation == made.find(first.slug).notation
    assert authoring.publish(office, made.slug, by=BOSS).version == "1.1.0"


def test_a_file_never_writes_into_another_place(commons: Commons) -> None:
    """Neither by the slug nor by the UUID of its framework."""
    slug = light(commons.town)
    uuid = authoring.draft(commons.town.office, slug).framework.uuid
    for theirs in (_given(slug=slug), _given(uuid=uuid), SHIPPED):
        with pytest.raises(Conflict, match=r"framework\.of_another_place"):
            _import(commons, theirs, place="cafe")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        _import(commons, _given(), by=commons["author cafe"])


MATCH = SHIPPED.competencies[0].matches[0]
UNSOUND: dict[str, tuple[dict[str, Any], str]] = {
    "no label": ({"label": Words({})}, "framework.missing.label"),
    "a control": ({"label": Words({"fr": "a\x00b"})}, "text.control"),
    "a direction": ({"definition": Words({"fr": "a\u202eb"})}, "text.direction"),
    "a long kind": ({"matches": (replace(MATCH, kind="k" * 41),)}, "text.too_long"),
    "a bridge without label": ({"matches": (replace(MATCH, label=""),)}, "text.empty"),
    "a page's slug": ({"slug": "print"}, "framework.competency_slug"),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_a_file_that_is_not_sound_is_refused_whole(commons: Commons, name: str) -> None:
    """Nothing of it is kept, and the place to mend is told."""
    changes, code = UNSOUND[name]
    item = replace(SHIPPED.competencies[0], **changes)
    with pytest.raises(InvalidRequest, match=code.replace(".", r"\.")) as caught:
        _import(commons, _given(competencies=(item,)))
    assert caught.value.params["field"]
    assert len(referentials.cards(commons.town.office, drafts=True)) == 1


STEPS = ("add", "edit", "deprecate", "publish", "fork", "import", "remove", "award")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=14))
def test_whatever_people_do_what_was_published_stays(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Every frozen document keeps its bytes, every notation once published is found for ever."""
    folder = tmp_path_factory.mktemp("commons")
    town = open_town(folder, f"sqlite:///{folder / 'badges.sqlite3'}")
    settle(town)
    slugs = [light(town)]
    published = _Published(town)
    for step, number in steps:
        slug = slugs[number % len(slugs)]
        try:
            _do(town, slug, step, number)
        except IssuerError:
            continue
        slugs = [card.slug for card in referentials.cards(town.office, drafts=True) if card.place]
        published.check()
    town.office.store.close()


class _Published:
    """Everything that was ever published, as it was when it was first seen."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._documents: dict[tuple[str, str], bytes] = {}
        self._notations: dict[str, UUID] = {}

    def check(self) -> None:
        """Look at every version and notation again."""
        office = self._town.office
        for card in referentials.cards(office):
            for version in referentials.versions(office, card.slug):
                key = (card.slug, version.version)
                assert self._documents.setdefault(key, version.document) == version.document
                for item in read_stored(version.document).competencies:
                    assert self._notations.setdefault(item.notation, item.uuid) == item.uuid
        for notation, uuid in self._notations.items():
            assert referentials.competency(office, notation)[1].uuid == uuid


def _do(town: Town, slug: str, step: str, number: int) -> None:
    """One thing that people do; much of it is refused, and that is fine."""
    office = town.office
    framework = authoring.draft(office, slug).framework
    items = framework.competencies
    domain = framework.domains[0].code
    wish = asked(f"Texte {number}", domain=domain)
    # Imports and removals may take every competency of a draft that was never published.
    name = items[number % len(items)].slug if items else ""
    if step == "add" or not items:
        authoring.add_competency(office, slug, wish, by=BOSS)
    elif step == "edit":
        authoring.edit_competency(office, slug, name, wish, by=BOSS)
    elif step == "deprecate":
        heir = items[number // 2 % len(items)].slug
        authoring.deprecate(office, slug, name, by=BOSS, replaced_by=heir)
    elif step == "remove":
        authoring.remove_competency(office, slug, name, by=BOSS)
    elif step == "publish":
        authoring.publish(office, slug, by=BOSS)
    elif step == "fork":
        authoring.fork(office, slug, place="cafe", by=BOSS)
    elif step == "import":
        less = replace(framework, competencies=items[number % 3 :])
        authoring.import_framework(office, less, place="atelier", by=BOSS)
    else:
        _award(town, framework, number)


def _award(town: Town, framework: Framework, number: int) -> None:
    item = framework.competencies[number % len(framework.competencies)]
    achievements.add(
        town.office,
        AchievementRequest(
            "atelier", f"Badge {item.notation}", "Savoir.", "Faire.",
            (CompetencyLevel(item.notation),),
        ),
    )  # fmt: skip
