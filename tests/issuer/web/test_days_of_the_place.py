"""One day on every face of a badge: that of the place, be it far from Paris."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest

from issuer.model import AwardEdition
from issuer.services import places
from issuer.services.achievements import as_awarded
from issuer.services.cards import card_of
from issuer.services.printing import certificate_of
from issuer.services.sharing.kit import kit_of
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.web.house import PAGE, House, open_house

EVENING = datetime(2026, 11, 1, 0, 30, tzinfo=UTC)
"""Half past eight in the evening of 31 October in Martinique; already November in Paris."""
SAID = "31\u00a0octobre 2026"
NOT_SAID = "novembre 2026"


@pytest.fixture
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in Martinique, where a badge was awarded in the evening."""
    with open_house(tmp_path_factory.mktemp("evening")) as made:
        given = made.awards["genuine"]
        places.edit(made.office, given.place, time_zone="America/Martinique")
        with made.office.store.write() as work:
            former = AwardEdition(given.id, 1, EVENING, given.json, given.jwt)
            award = given._replace(awarded=EVENING, valid_until=None)
            work.awards.correct(award, former)
        made.awards["genuine"] = award
        yield made


def test_the_page_says_the_day_of_the_place(evening: House) -> None:
    """The badge page and the same page behind the card, as the picture and the links do."""
    award = evening.awards["genuine"]
    client = evening.client()
    for path in (evening.path("genuine"), open_badge(evening.office, award).path):
        page = unescape(client.get(path, headers=PAGE).get_data(as_text=True))
        assert SAID in page
        assert NOT_SAID not in page
    assert card_of(evening.office, award).date == SAID
    assert dict(kit_of(evening.office, award, "fr").by_hand)["issueMonth"] == "octobre"


def test_paper_says_the_day_of_the_place(evening: House) -> None:
    """The certificate is dated as the page is."""
    award = evening.awards["genuine"]
    with evening.office.store.read() as work:
        page = certificate_of(evening.office, work, award, as_awarded(work, award))
    assert page.awarded == SAID
