"""Whose badge it is when one is awarded."""

import pytest

from issuer.errors import NotFound
from issuer.model import PlaceRequest
from issuer.services import places
from issuer.services.word_codes import lookup_of
from tests.issuer.services.holders.cards import award_zoe, holder_of, words_on_card
from tests.issuer.world import Town


def test_the_same_address_is_the_same_person(town: Town) -> None:
    """Two badges for one address, typed with other capitals, stand behind one card."""
    first = award_zoe(town, email="zoe@example.org")
    second = award_zoe(town, email=" ZOE@example.org")
    assert first.holder_id == second.holder_id
    assert holder_of(town.office, first).email == "zoe@example.org"


def test_without_address_each_badge_has_its_card(town: Town) -> None:
    """Two people of the same name are not taken for one."""
    assert award_zoe(town).holder_id != award_zoe(town).holder_id


def test_a_card_that_is_named_takes_the_badge(town: Town) -> None:
    """Somebody without address gets their next badge behind the card that they have."""
    first = award_zoe(town)
    second = award_zoe(town, holder_id=first.holder_id)
    assert second.holder_id == first.holder_id


def test_an_address_given_later_is_kept_with_the_card(town: Town) -> None:
    """A card without address learns the one that comes with the next badge."""
    first = award_zoe(town)
    award_zoe(town, holder_id=first.holder_id, email="zoe@example.org")
    third = award_zoe(town, email="zoe@example.org")
    assert third.holder_id == first.holder_id


def test_a_card_of_another_place_is_unknown(town: Town) -> None:
    """No place puts a badge behind the card of another one."""
    award = award_zoe(town)
    other = places.add(town.office, PlaceRequest(name="Ailleurs"))
    with town.office.store.write() as work:
        holder = holder_of(town.office, award)
        work.holders.replace(holder._replace(place=other.slug))
    with pytest.raises(NotFound) as refused:
        award_zoe(town, holder_id=award.holder_id)
    assert refused.value.code == "holder.unknown"


def test_the_words_are_nowhere_in_the_database(village: Town) -> None:
    """Whoever copies the database finds a digest, and no word of any card."""
    award = award_zoe(village)
    words = tuple(words_on_card(village.office, award).split())
    holder = holder_of(village.office, award)
    assert holder.lookup == lookup_of(village.office, "card", words)
    content = (village.office.settings.data_dir / "badges.sqlite3").read_bytes()
    assert "-".join(words).encode() not in content
    assert " ".join(words).encode() not in content
