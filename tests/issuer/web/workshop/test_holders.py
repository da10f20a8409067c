"""The pages of the holders of a place, for its team."""

import pytest

from issuer.model import AchievementRequest, Award, AwardRequest, CompetencyLevel
from issuer.services import achievements, issuing
from tests.issuer.services.holders.cards import holder_of, photo, show_photo, words_on_card
from tests.issuer.web.workshop.studio import Studio, said


@pytest.fixture
def award(studio: Studio) -> Award:
    """A badge of the fablab, of somebody whose name tries to write the page."""
    made = achievements.add(
        studio.office,
        AchievementRequest(
            place="fablab",
            name="Découpe laser",
            description="Découper.",
            criteria="Une pièce.",
            competencies=(CompetencyLevel("TL-FAB-01", "N2"),),
        ),
    )
    request = AwardRequest(achievement=made.slug, name="Zoé <b>Martin</b>", email="zoe@exemple.fr")
    return issuing.issue(studio.office, request)


def _home(award: Award) -> str:
    return f"/workshop/fablab/holders/{award.holder_id}"


def test_somebody_is_found_and_opened(studio: Studio, award: Award) -> None:
    """Searched by a part of the name, the record shows badges and address."""
    awa = studio.of("Awa")
    listed = awa.get("/workshop/fablab/holders?q=zo%C3%A9").get_data(as_text=True)
    assert _home(award) in listed
    assert "<b>" not in listed
    assert "1 badge (Découpe laser)" in listed
    text = said(awa.get(_home(award)))
    assert "N'a pas encore ouvert sa carte." in text
    assert "zoe@exemple.fr" in text
    assert f"/workshop/fablab/credentials/{award.id}" in text


@pytest.mark.usefixtures("award")
def test_each_list_says_when_it_is_empty(studio: Studio) -> None:
    """Nobody kept, nothing came back: said in words, and a page beyond the last is no error."""
    awa = studio.of("Awa")
    for query in ("show=kept", "show=back", "q=nobody", "page=9", "show=odd&page=x", "page=0"):
        assert awa.get(f"/workshop/fablab/holders?{query}").status_code == 200, query
    assert "L'équipe ne garde aucune carte." in said(awa.get("/workshop/fablab/holders?show=kept"))


def test_a_card_is_kept_replaced_and_printed(studio: Studio, award: Award) -> None:
    """A facilitator keeps the card, gives another one, prints it and hands it back."""
    chloe = studio.of("Chloé")
    before = words_on_card(studio.office, award)
    chloe.get(_home(award))
    assert chloe.post(f"{_home(award)}/keep", {"kept": "yes"}).status_code == 303
    assert "Chloé garde la carte" in said(chloe.get(_home(award)))
    assert chloe.post(f"{_home(award)}/new").status_code == 303
    assert words_on_card(studio.office, award) != before
    printed = chloe.get(f"{_home(award)}/card.pdf")
    assert words_on_card(studio.office, award).split()[0] in printed.get_data(as_text=True)
    assert printed.headers["Cache-Control"] == "no-store"
    assert chloe.post(f"{_home(award)}/keep", {"kept": "no"}).status_code == 303
    assert holder_of(studio.office, award).keeper is None


def test_a_wrong_address_is_mended_and_written_to(studio: Studio, award: Award) -> None:
    """What is no address is told beside the field; the right one gets the letter."""
    awa = studio.of("Awa")
    awa.get(_home(award))
    refused = awa.post(f"{_home(award)}/address", {"email": "zoe"})
    assert refused.status_code == 400
    assert 'value="zoe"' in refused.get_data(as_text=True)
    assert awa.post(f"{_home(award)}/address", {"email": "zoe@autre.fr"}).status_code == 303
    assert holder_of(studio.office, award).email == "zoe@autre.fr"
    assert awa.post(f"{_home(award)}/write").status_code == 303
    with studio.office.store.read() as work:
        letters = work.letters.concerning(award.holder_id or "")
    assert [letter.recipient for letter in letters] == ["zoe@autre.fr"] * 2


def test_the_team_sees_evidence_whose_door_is_shut(studio: Studio, award: Award) -> None:
    """A photo that others may not see opens for the team, and only under its own holder."""
    file = show_photo(studio.office, award)
    awa = studio.of("Awa")
    address = f"{_home(award)}/evidence/{file.id}"
    assert awa.client.get(address, base_url=awa.base_url).data == photo()
    assert awa.get(f"/evidence/{file.id}").status_code == 410
    assert awa.get(f"{_home(award)}/evidence/other").status_code == 404


@pytest.mark.parametrize("name", ["Bruno", "Emma"])
@pytest.mark.parametrize("step", ["", "/card.pdf", "/new", "/address"])
def test_others_find_nothing(studio: Studio, award: Award, name: str, step: str) -> None:
    """For a manager of another place, and for a partner, there is neither list nor person."""
    browser = studio.of(name)
    assert browser.get("/workshop/fablab/holders").status_code == 404
    assert browser.get(_home(award) + step).status_code == 404
    elsewhere = _home(award).replace("fablab", "ecluse")
    assert browser.get(elsewhere + step).status_code == 404
    assert browser.post(f"{_home(award)}/new").status_code == 404


def test_strangers_must_sign_in(studio: Studio, award: Award) -> None:
    """Without a session no page of a person opens."""
    assert studio.browser().get(_home(award)).status_code == 403
