"""Writing a framework: created, edited, published, never losing what was published."""

from collections.abc import Callable
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, IssuerError, NotAllowed, NotFound
from issuer.model import AchievementRequest, CompetencyLevel
from issuer.services import achievements, journal
from issuer.services.commons import authoring, referentials
from issuer.services.commons.authoring import (
    CompetencyRequest,
    DomainRequest,
    FrameworkRequest,
    FrameworkTexts,
    LevelRequest,
)
from tests.issuer.services.commons.circle import BOIS, BOSS, Commons, asked, light, settle
from tests.issuer.world import Town

SCALE = (
    LevelRequest("D1", {"fr": "Débute"}, {"fr": "Avec de l’aide"}),
    LevelRequest("D2", {"fr": "Sait faire"}, {"fr": "Sans aide"}),
)


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def test_five_competencies_are_a_framework(town: Town) -> None:
    """Created, filled and published as 1.0.0: found by its notations, on both databases."""
    settle(town)
    slug = light(town)
    frozen = authoring.publish(town.office, slug, by=BOSS, note="Première version.")
    assert (frozen.version, frozen.status, len(frozen.competencies)) == ("1.0.0", "Adopted", 5)
    assert referentials.published(town.office, slug) == frozen
    (version,) = referentials.versions(town.office, slug)
    assert (version.author, version.note) == ("root", "Première version.")
    with town.office.store.read() as work:
        kept = work.concepts.get(slug, frozen.competencies[0].notation)
    assert kept is not None


def test_names_are_made_from_the_title(commons: Commons) -> None:
    """A slug for addresses, letters for notations, the tiers-lieux scale, CC BY."""
    request = FrameworkRequest({"fr": "Référentiel du Café du Port"}, "cafe", domains=(BOIS,))
    made = authoring.create(commons.town.office, request, by=commons["author cafe"]).framework
    assert made.slug == "referentiel-du-cafe-du-port"
    assert made.prefix == "CP"
    assert [level.code for level in made.levels] == ["N1", "N2", "N3", "N4"]
    assert made.creator == "Café"
    assert made.domains[0].code == "BOI"
    again = authoring.create(
        commons.town.office, FrameworkRequest({"fr": "Café du port !"}, "cafe"), by=BOSS
    ).framework
    assert again.prefix == "CP2"


BAD_REQUESTS: dict[str, tuple[dict[str, Any], type[IssuerError], str]] = {
    "no title": ({"title": {}}, InvalidRequest, "text.empty"),
    "a blank title": ({"title": {"fr": " "}}, InvalidRequest, "text.empty"),
    "a title too long": ({"title": {"fr": "a" * 301}}, InvalidRequest, "text.too_long"),
    "a control": ({"title": {"fr": "a\x00b"}}, InvalidRequest, "text.control"),
    "a language": ({"title": {"klingon": "a"}}, InvalidRequest, "language.tag"),
    "a slug": ({"slug": "Ça"}, InvalidRequest, "slug.invalid"),
    "a page's slug": ({"slug": "compare"}, Conflict, "framework.exists"),
    "a scheme's slug": ({"slug": "rome"}, Conflict, "framework.exists"),
    "a taken slug": ({"slug": "tiers-lieux"}, Conflict, "framework.exists"),
    "a taken prefix": ({"prefix": "TL"}, Conflict, "framework.prefix_taken"),
    "a prefix": ({"prefix": "é"}, InvalidRequest, "framework.prefix_form"),
    "no place": ({"place": "nowhere"}, NotFound, "place.unknown"),
    "a licence": ({"licence": "libre"}, InvalidRequest, "url.invalid"),
    "a domain twice": (
        {"domains": (DomainRequest({"fr": "A"}, "A"), DomainRequest({"fr": "B"}, "a"))},
        Conflict,
        "framework.domain_exists",
    ),
    "a domain code": (
        {"domains": (DomainRequest({"fr": "A"}, "a b"),)}, InvalidRequest, "framework.code",
    ),
    "a level twice": ({"levels": (SCALE[0], SCALE[0])}, InvalidRequest, "framework.level_twice"),
    "too many levels": (
        {"levels": tuple(LevelRequest(f"N{n}", {"fr": "a"}, {"fr": "b"}) for n in range(9))},
        InvalidRequest,
        "framework.too_many",
    ),
    "too many languages": (
        {"title": {f"{a}{b}": "t" for a in "ab" for b in "abcdef"}},
        InvalidRequest,
        "framework.languages",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_what_cannot_be_created_is_told(commons: Commons, name: str) -> None:
    """A sentence for each, and nothing half-written."""
    changes, kind, code = BAD_REQUESTS[name]
    members = {"title": {"fr": "Bois"}, "place": "atelier"} | changes
    with pytest.raises(kind, match=code.replace(".", r"\.")):
        authoring.create(commons.town.office, FrameworkRequest(**members), by=BOSS)
    assert len(referentials.cards(commons.town.office, drafts=True)) == 1


def test_a_framework_of_another_scale(commons: Commons) -> None:
    """Levels of one's own are in the badge's scale; those of tiers-lieux are unknown there."""
    office = commons.town.office
    request = FrameworkRequest({"fr": "Bois"}, "atelier", domains=(BOIS,), levels=SCALE)
    slug = authoring.create(office, request, by=BOSS).framework.slug
    _, item = authoring.add_competency(office, slug, asked("Scier"), by=BOSS)
    authoring.publish(office, slug, by=BOSS)
    badge = AchievementRequest(
        "atelier", "Scier droit", "Scier.", "Dix coupes.", (CompetencyLevel(item.notation, "D2"),)
    )
    assert achievements.add(office, badge).artwork.level == 2
    other = AchievementRequest(
        "atelier", "Scier mal", "Scier.", "Dix coupes.", (CompetencyLevel(item.notation, "N2"),)
    )
    with pytest.raises(InvalidRequest, match=r"level\.unknown"):
        achievements.add(office, other)


def test_a_competency_gets_the_next_notation(commons: Commons) -> None:
    """Numbers go on from the last one that was ever used, even when it was taken out since."""
    office, slug = commons.town.office, light(commons.town)
    authoring.publish(office, slug, by=BOSS)
    prefix = authoring.draft(office, slug).framework.prefix
    _, sixth = authoring.add_competency(office, slug, asked("Raboter"), by=BOSS)
    assert sixth.notation == f"{prefix}-BOI-06"
    assert sixth.slug == "raboter"
    authoring.remove_competency(office, slug, sixth.notation, by=BOSS)
    _, again = authoring.add_competency(office, slug, asked("Raboter"), by=BOSS)
    assert (again.notation, again.uuid) == (sixth.notation, sixth.uuid)


@pytest.mark.parametrize("label", ["Print", "v2 du bois", "Versions", "Wheel"])
def test_a_slug_never_hides_a_page(commons: Commons, label: str) -> None:
    """Words that stand in our addresses get a number or a letter; chosen, they are refused."""
    office, slug = commons.town.office, light(commons.town, count=0)
    _, item = authoring.add_competency(office, slug, asked(label), by=BOSS)
    assert item.slug not in {"print", "versions", "wheel"}
    assert not item.slug.startswith("v2")
    with pytest.raises(Conflict, match=r"framework\.slug_taken"):
        authoring.add_competency(
            office, slug,
            CompetencyRequest({"fr": "X"}, {"fr": "Je."}, "BOI", slug="print"), by=BOSS,
        )  # fmt: skip


BAD_COMPETENCIES: dict[str, tuple[dict[str, Any], str]] = {
    "no label": ({"label": {}}, "text.empty"),
    "no statement": ({"statement": {"fr": ""}}, "text.empty"),
    "no such domain": ({"domain": "XXX"}, "framework.no_such_domain"),
    "no such type": ({"type": "autre"}, "framework.no_such_type"),
    "no such level": ({"levels": {"N9": {"fr": "a"}}}, "level.unknown"),
    "eleven indicators": ({"indicators": ({"fr": "a"},) * 11}, "framework.indicators"),
    "a label too long": ({"label": {"fr": "a" * 301}}, "text.too_long"),
    "a label without letters": ({"label": {"fr": "?!"}}, "slug.unmakeable"),
    "a direction mark": ({"label": {"fr": "a\u202eb"}}, "text.direction"),
}


@pytest.mark.parametrize("name", BAD_COMPETENCIES)
def test_what_cannot_be_added_is_told(commons: Commons, name: str) -> None:
    """The field is named, and the working document stays as it was."""
    office, slug = commons.town.office, light(commons.town, count=1)
    before = authoring.draft(office, slug).digest
    changes, code = BAD_COMPETENCIES[name]
    members = {"label": {"fr": "A"}, "statement": {"fr": "Je."}, "domain": "BOI"} | changes
    with pytest.raises(InvalidRequest, match=code.replace(".", r"\.")) as caught:
        authoring.add_competency(office, slug, CompetencyRequest(**members), by=BOSS)
    assert caught.value.params["field"]
    assert authoring.draft(office, slug).digest == before


def test_an_edit_keeps_names_and_bridges(commons: Commons) -> None:
    """New texts, the same slug, notation, UUID, bridges and origin of a fork."""
    office = commons.town.office
    slug = authoring.fork(office, "tiers-lieux", place="atelier", by=BOSS).framework.slug
    old = authoring.draft(office, slug).framework.find("intelligence-collective")
    request = CompetencyRequest(
        {"fr": "Animer"}, {"fr": "J’anime."}, "PIL", type="metier",
        definition={"fr": "Deux\nlignes"}, indicators=({"fr": "Un."}, {"fr": " "}),
        levels={"N2": {"fr": "Avec une fiche"}},
    )  # fmt: skip
    authoring.edit_competency(office, slug, old.notation, request, by=BOSS)
    new = authoring.draft(office, slug).framework.find(old.slug)
    assert (new.notation, new.uuid, new.matches) == (old.notation, old.uuid, old.matches)
    assert (new.derived_from, new.absence) == (old.derived_from, old.absence)
    assert new.domain.code == "PIL"
    assert new.definition["fr"] == "Deux\nlignes"
    assert len(new.indicators) == 1
    assert [level.code for level in new.levels] == ["N2"]


def test_nobody_loses_a_text_unseen(commons: Commons) -> None:
    """Of two people who opened the same working document, the second one is told."""
    office, slug = commons.town.office, light(commons.town, count=1)
    seen = authoring.draft(office, slug).digest
    first, second = asked("Scier en long"), asked("Scier en travers")
    authoring.edit_competency(office, slug, "scier-1", first, by=BOSS, seen=seen)
    with pytest.raises(Conflict, match=r"framework\.changed_meanwhile"):
        authoring.edit_competency(office, slug, "scier-1", second, by=BOSS, seen=seen)
    kept = authoring.draft(office, slug)
    assert kept.framework.find("scier-1").label["fr"] == "Scier en long"
    authoring.edit_competency(office, slug, "scier-1", second, by=BOSS, seen=kept.digest)


def test_an_edit_that_changes_nothing_writes_nothing(commons: Commons) -> None:
    """No line in the journal, the same digest."""
    office, slug = commons.town.office, light(commons.town, count=1)
    before = authoring.draft(office, slug).digest, journal.read(office)
    authoring.edit_competency(office, slug, "scier-1", asked("Scier 1"), by=BOSS)
    assert (authoring.draft(office, slug).digest, journal.read(office)) == before


def test_domains_are_added_renamed_and_taken_away(commons: Commons) -> None:
    """A domain that holds something, or that is published, stays."""
    office, slug = commons.town.office, light(commons.town, count=1)
    authoring.add_domain(office, slug, DomainRequest({"fr": "Métal"}), by=BOSS)
    authoring.edit_domain(office, slug, "bois", {"fr": "Bois massif"}, by=BOSS)
    framework = authoring.draft(office, slug).framework
    assert [(item.code, item.slug) for item in framework.domains] == [
        ("BOI", "bois"), ("MET", "metal"),
    ]  # fmt: skip
    assert framework.find("scier-1").domain.label["fr"] == "Bois massif"
    with pytest.raises(Conflict, match=r"framework\.domain_used"):
        authoring.remove_domain(office, slug, "BOI", by=BOSS)
    authoring.remove_domain(office, slug, "MET", by=BOSS)
    authoring.add_domain(office, slug, DomainRequest({"fr": "Métal"}), by=BOSS)
    authoring.publish(office, slug, by=BOSS)
    with pytest.raises(Conflict, match=r"framework\.domain_published"):
        authoring.remove_domain(office, slug, "MET", by=BOSS)


def test_levels_that_badges_name_stay(commons: Commons) -> None:
    """Words change freely; a published code does not go."""
    office, slug = commons.town.office, light(commons.town, count=1)
    authoring.edit_levels(office, slug, SCALE, by=BOSS)
    authoring.publish(office, slug, by=BOSS)
    with pytest.raises(Conflict, match=r"framework\.level_published"):
        authoring.edit_levels(office, slug, SCALE[:1], by=BOSS)
    more = (*SCALE, LevelRequest("D3", {"fr": "Transmet"}, {"fr": "Explique"}))
    authoring.edit_levels(office, slug, more, by=BOSS)
    assert authoring.publish(office, slug, by=BOSS).version == "1.1.0"


def test_texts_of_the_framework(commons: Commons) -> None:
    """Title, description, creator and credits are given whole."""
    office, slug = commons.town.office, light(commons.town, count=1)
    texts = FrameworkTexts(
        {"fr": "Le bois", "en": "Wood"}, {"fr": "Pour l’atelier."}, "Atelier et amis",
        ({"fr": "Merci au Jardin."}, {"fr": ""}),
    )  # fmt: skip
    made = authoring.edit_framework(office, slug, texts, by=BOSS).framework
    assert dict(made.title) == {"fr": "Le bois", "en": "Wood"}
    assert (made.creator, len(made.attributions)) == ("Atelier et amis", 1)
    with office.store.read() as work:
        record = work.frameworks.get(slug)
    assert record is not None
    assert record.title == "Le bois"


Writing = Callable[[Commons, str, str], object]

WRITINGS: dict[str, Writing] = {
    "create": lambda commons, _, who: authoring.create(
        commons.town.office, FrameworkRequest({"fr": "A"}, "atelier"), by=commons[who]
    ),
    "fork": lambda commons, _, who: authoring.fork(
        commons.town.office, "tiers-lieux", place="atelier", by=commons[who]
    ),
    "edit": lambda commons, slug, who: authoring.edit_domain(
        commons.town.office, slug, "BOI", {"fr": "B"}, by=commons[who]
    ),
    "publish": lambda commons, slug, who: authoring.publish(
        commons.town.office, slug, by=commons[who]
    ),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_only_those_who_write_for_the_place_may_write(commons: Commons, writing: str) -> None:
    """Not its facilitator, nor the steward of another place; its author may."""
    slug = light(commons.town)
    for who in ("facilitator atelier", "steward jardin"):
        with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
            WRITINGS[writing](commons, slug, who)
    assert WRITINGS[writing](commons, slug, "author atelier")


def test_nobody_writes_into_what_nobody_keeps(commons: Commons) -> None:
    """Not even the operator: the next version of the program would write over it."""
    with pytest.raises(Conflict, match=r"framework\.kept_by_nobody"):
        authoring.edit_domain(commons.town.office, "tiers-lieux", "ACC", {"fr": "A"}, by=BOSS)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        authoring.edit_domain(
            commons.town.office, "tiers-lieux", "ACC", {"fr": "A"}, by=commons["steward cafe"]
        )


def test_every_writing_has_its_line(commons: Commons) -> None:
    """Who did what, in the journal of the framework's place."""
    office = commons.town.office
    slug = light(commons.town, count=1)
    authoring.publish(office, slug, by=commons["author atelier"])
    lines = [(line.actor, line.action, line.subject) for line in journal.read(office)[:3]]
    assert lines == [
        ("author atelier", "framework.publish", slug),
        ("root", "competency.add", f"{slug} BO-BOI-01"),
        ("root", "framework.create", slug),
    ]
    assert journal.read(office)[0].reason == "1.0.0"
    assert {line.place for line in journal.read(office)[:3]} == {"atelier"}
