"""What the page of a badge says of its competencies: plain words, level, official cousins."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from issuer.model import AchievementRequest, Award, AwardRequest, BridgeStatus, CompetencyLevel
from issuer.ports import Office
from issuer.services import achievements, issuing
from issuer.services.commons import referentials, releasing
from tests.issuer.web.commons import graph_of, page_of
from tests.issuer.web.house import House, open_house
from tests.issuer.web.test_frameworks import words_of

BROAD = "300469"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, since these tests publish bridges."""
    with open_house(tmp_path_factory.mktemp("badges")) as made:
        yield made


def settle(office: Office, code: str, status: BridgeStatus) -> None:
    """Bring the bridges of the referential to that official code into a state."""
    with office.store.write() as work:
        for bridge in work.bridges.of("tiers-lieux"):
            if bridge.code == code:
                work.bridges.replace(replace(bridge, status=status))
        record = work.frameworks.get("tiers-lieux")
        assert record is not None
        releasing.touch(work, record)


def award(office: Office, name: str) -> Award:
    """A badge for facilitating a group, in autonomy."""
    achievements.add(
        office,
        AchievementRequest(
            place="ecluse",
            name=name,
            description="Animer un groupe.",
            criteria="Animer trois fois.",
            competencies=(CompetencyLevel("TL-COO-01", "N3"),),
        ),
    )
    slug = achievements.list_all(office, "ecluse")
    found = next(item.slug for item in slug if item.name == name)
    return issuing.issue(office, AwardRequest(achievement=found, name="Sam Petit", level="N3"))


def told(house: House, badge: Award) -> str:
    """The words of the page of a badge."""
    return words_of(page_of(house, f"/credentials/{badge.id}"))


def test_a_badge_says_what_the_person_does_and_how_far(house: House) -> None:
    """The plain sentence, the name, the level with its word and what it looks like there."""
    words = told(house, award(house.office, "Animer"))
    assert "J’anime un groupe : tout le monde participe et on décide ensemble." in words
    assert "Niveau : Autonome" in words
    assert "Conçoit et anime une séance en autonomie" in words
    assert "Aucun référentiel officiel ne nomme encore cette compétence." in words


@pytest.mark.parametrize(
    ("status", "doubt"),
    [
        ("proposed", "Lien proposé, pas encore relu."),
        ("reviewed", "Lien relu, pas encore publié."),
        ("reopened", "Lien à relire : l’officiel a changé."),
    ],
)
def test_a_cousin_that_the_badge_does_not_name_says_how_far_it_is(
    house: House, status: BridgeStatus, doubt: str
) -> None:
    """It is broader, and it is no more than proposed: both are said, with the edition."""
    settle(house.office, BROAD, status)
    words = told(house, award(house.office, "Animer"))
    assert "ROME 4.0 v60 (18/09/2025) : Préparer et animer une réunion" in words
    assert "Plus large : ce badge n’en couvre qu’une partie." in words
    assert doubt in words


@pytest.mark.requirement("CASE-03")
def test_a_published_cousin_is_in_the_badge_and_shown_without_doubt(house: House) -> None:
    """Signed before the bridge was published, the older badge says that it does not hold it."""
    older = award(house.office, "Animer avant")
    settle(house.office, BROAD, "published")
    newer = award(house.office, "Animer après")
    assert BROAD.encode() in newer.json
    assert BROAD.encode() not in older.json
    words = told(house, newer)
    line = words.partition("Préparer et animer une réunion")[2]
    assert line.partition("Plus large : ce badge n’en couvre qu’une partie.")[2][:6] != " Lien "
    assert "Lien publié, absent du badge signé." in told(house, older)


@pytest.mark.requirement("CASE-03")
def test_the_page_of_a_definition_names_what_its_document_names(house: House) -> None:
    """Published bridges only, in the words of the page of a badge; before that, none."""
    slug = award(house.office, "Animer").achievement
    path = f"/achievements/{slug}"
    assert "Préparer et animer une réunion" not in words_of(page_of(house, path))
    settle(house.office, BROAD, "published")
    html = page_of(house, path)
    line = words_of(html).partition("ROME 4.0 v60 (18/09/2025) : Préparer et animer une réunion")[2]
    assert "Plus large : ce badge n’en couvre qu’une partie." in line
    assert f'href="/frameworks/rome/{BROAD}"' in html
    named = [item["targetCode"] for item in graph_of(house, path)["alignment"]]
    assert named == ["TL-COO-01", BROAD]
    assert html.count("/frameworks/rome/") == len(named) - 1


def test_a_refused_cousin_is_never_shown(house: House) -> None:
    """What a reviewer refused is on no page of a badge."""
    for match in referentials.default(house.office).find("TL-COO-01").matches:
        settle(house.office, match.code, "refused")
    words = told(house, award(house.office, "Animer"))
    assert "Préparer et animer une réunion" not in words
