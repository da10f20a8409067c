"""No file takes a name, a prefix or a UUID that stands for something else here."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from badges.frameworks import load_tiers_lieux
from badges.model.framework import (
    Corpus,
    Derivation,
    Domain,
    Framework,
    OfficialSearch,
    SearchedTerm,
    Words,
)
from issuer.errors import Conflict, InvalidRequest
from issuer.services.commons import authoring, referentials
from issuer.services.commons.authoring import FrameworkRequest
from tests.issuer.services.commons.circle import BOSS, Commons, light, settle
from tests.issuer.world import Town

SHIPPED = load_tiers_lieux()
LASER = SHIPPED.find("TL-FAB-01")


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def _stranger(prefix: str, notation: str, uuid: UUID) -> Framework:
    """A framework of one competency, which would be found before that of the program."""
    domain = Domain("X", "x", Words({"fr": "X"}), SHIPPED.domains[0].uuid)
    item = replace(
        LASER,
        slug="vol",
        uuid=uuid,
        notation=notation,
        domain=domain,
        label=Words({"fr": "Autre chose"}),
        coverage="unsearched",
        absence=None,
        levels=(),
        matches=(),
    )
    return replace(
        SHIPPED,
        slug="aaa",
        uuid=uuid4(),
        prefix=prefix,
        corpora=(),
        domains=(domain,),
        competencies=(item,),
    )


@pytest.mark.parametrize("prefix", ["TL-FAB", "TL-FAB-01", "TL"])
def test_no_prefix_stands_before_that_of_another(commons: Commons, prefix: str) -> None:
    """`TL-FAB` would read `TL-FAB-01` as its own: the file is given a prefix of ours."""
    office = commons.town.office
    given = _stranger(prefix, f"{prefix}-01", uuid4())
    by = commons["author atelier"]
    made = authoring.import_framework(office, given, place="atelier", by=by).draft
    authoring.publish(office, made.record.slug, by=by)
    assert not made.record.prefix.startswith("TL-")
    framework, item = referentials.competency(office, "TL-FAB-01")
    assert (framework.slug, item.label) == ("tiers-lieux", LASER.label)


def test_a_chosen_prefix_is_not_the_beginning_of_a_longer_one(commons: Commons) -> None:
    """Beside `FR-BOIS`, which came from a file, nobody begins `FR`."""
    office = commons.town.office
    made = authoring.import_framework(
        office, _stranger("FR-BOIS", "FR-BOIS-01", uuid4()), place="atelier", by=BOSS
    )
    assert made.draft.record.prefix == "FR-BOIS"
    with pytest.raises(Conflict, match=r"framework\.prefix_taken"):
        authoring.create(office, FrameworkRequest({"fr": "Le fer"}, "cafe", prefix="FR"), by=BOSS)


def test_no_file_takes_the_uuid_of_something_here(commons: Commons) -> None:
    """CASE finds an item by its UUID alone: the newcomer gets one of its own, domain included."""
    office = commons.town.office
    given = _stranger("AA", "AA-01", LASER.uuid)
    made = authoring.import_framework(office, given, place="atelier", by=BOSS).draft
    uuids = {item.uuid for item in made.framework.competencies}
    uuids |= {item.uuid for item in made.framework.domains}
    assert not uuids & {LASER.uuid, SHIPPED.domains[0].uuid}
    assert made.framework.domains[0] == made.framework.competencies[0].domain


def test_a_table_laid_over_ours_takes_no_uuid_either(commons: Commons) -> None:
    """What is added to a framework that is here already is looked at in the same way."""
    office, slug = commons.town.office, light(commons.town)
    own = authoring.draft(office, slug).framework
    newcomer = replace(
        own.competencies[0], slug="vol", notation="BO-BOI-77", uuid=LASER.uuid, replaced_by=None
    )
    given = replace(own, competencies=(*own.competencies, newcomer))
    made = authoring.import_framework(office, given, place="atelier", by=BOSS).draft.framework
    assert LASER.uuid not in {item.uuid for item in made.competencies}
    assert [item.uuid for item in made.competencies[:-1]] == [i.uuid for i in own.competencies]


def _hidden_places(given: Framework, text: str) -> dict[str, Framework]:
    """The same file with a text where nobody looks."""
    source = Derivation("https://example.org/", text)
    search = OfficialSearch("2026-11-22", (SearchedTerm(text, "fr", {}),), Words({}))

    def item(**members: object) -> Framework:
        changed = replace(given.competencies[0], **members)  # type: ignore[arg-type]  # any member
        return replace(given, competencies=(changed,))

    return {
        "source": replace(given, derived_from=source),
        "source of a competency": item(derived_from=source),
        "address": replace(given, licence=f"https://example.org/{text}"),
        "term": item(absence=search),
        "slug": item(slug=text),
        "corpus": replace(given, corpora=(Corpus("rome", text, "1", "fr", 1),)),
    }


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00b", "a\ud800b", "a" * 3_000])
@pytest.mark.parametrize(
    "where", ["source", "source of a competency", "address", "term", "slug", "corpus"]
)
def test_no_text_of_a_file_is_too_far_to_be_looked_at(
    commons: Commons, where: str, text: str
) -> None:
    """Sources, searches and addresses are cleaned as names are: nothing is kept of such a file."""
    office = commons.town.office
    given = _stranger("AA", "AA-01", uuid4())
    with pytest.raises(InvalidRequest):
        authoring.import_framework(
            office, _hidden_places(given, text)[where], place="atelier", by=BOSS
        )
    assert [card.slug for card in referentials.cards(office, drafts=True)] == ["tiers-lieux"]
