"""Everything with which somebody shows a badge, and what stands on its card."""

from datetime import timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from issuer.model import Award, AwardState, Choice
from issuer.services import cards, people
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.private_links import open_by_link, path_of
from issuer.services.sharing.kit import Kit, kit_of
from tests.issuer.services.holders.cards import award_zoe, kept, open_badge
from tests.issuer.world import ONLINE, Town


def _kit(town: Town, award: Award, language: str = "fr") -> Kit:
    return kit_of(town.office, award, language)


def _decided(town: Town, award: Award, decision: choosing.Decision) -> Award:
    choosing.choose(town.office, open_badge(town.office, award), decision)
    return kept(town.office, award)


def test_the_texts_say_what_the_badge_says(city: Town) -> None:
    """Title, place, month, statement and address; typeset, and nothing more."""
    award = award_zoe(city)
    kit = _kit(city, award)
    for text in (kit.post, kit.letter, kit.cv_line):
        assert "«\u00a0Découpe laser en autonomie\u00a0»" in text
        assert "Fablab rural" in text
        assert "novembre 2026" in text
    assert "«\u00a0Je travaille sans danger pour moi et pour les autres.\u00a0»" in kit.post
    assert award.url in kit.letter
    assert kit.cv_line.endswith(f"{ONLINE}/v/{award.short_code}")
    assert "\n" not in kit.cv_line
    assert "Zoé" not in kit.post + kit.letter + kit.cv_line


def test_the_texts_speak_english_too(city: Town) -> None:
    """In the language of the reader; what the place wrote stays in its own."""
    kit = _kit(city, award_zoe(city), "en")
    assert kit.post.startswith("I received the skill badge “Découpe laser en autonomie”")
    assert "in November 2026" in kit.post


def test_every_link_carries_the_address_once(city: Town) -> None:
    """Each message ends on the address of the badge, and can be read back."""
    award = award_zoe(city)
    kit = _kit(city, award)
    found = dict(kit.messages)
    assert list(found) == ["mail", "sms", "whatsapp", "facebook", "bluesky"]
    assert unquote(found["mail"]).endswith(f"{award.url}\r\n")
    assert unquote(found["sms"]).endswith(f"\n{award.url}")
    for name, key in (("whatsapp", "text"), ("bluesky", "text"), ("facebook", "u")):
        [(told, value)] = parse_qsl(urlsplit(found[name]).query)
        assert told == key
        assert value.endswith(award.url)
    host = urlsplit(kit.mastodon("mamot.fr"))
    assert (host.netloc, host.path) == ("mamot.fr", "/share")
    assert parse_qsl(host.query) == [("text", kit.message)]


def test_braces_in_a_title_stay_braces(city: Town) -> None:
    """What people wrote is never taken for a sentence of ours."""
    city.laser()
    award = city.issue(name="Zoé")
    odd = award.json.replace("Découpe laser en autonomie".encode(), b"{page} {0} {x.y}")
    kit = _kit(city, award._replace(json=odd))
    assert "{page} {0} {x.y}" in kit.post


def test_a_private_badge_is_shown_by_its_private_link(city: Town) -> None:
    """Every link and text carries the private link, which opens the badge, and no other address."""
    award = _decided(city, award_zoe(city), "private")
    kit = _kit(city, award)
    page = f"{ONLINE}{path_of(city.office, award)}"
    assert kit.is_private
    assert (kit.page, kit.short) == (page, page)
    assert dict(parse_qsl(urlsplit(kit.profile or "").query))["certUrl"] == page
    assert award.short_code not in kit.cv_line
    assert open_by_link(city.office, award.id, page.rpartition("/")[2]).id == award.id


@pytest.mark.parametrize("choice", ["none", "kept", "public"])
def test_a_badge_that_is_shown_is_given_by_its_address(city: Town, choice: Choice) -> None:
    """Whoever has its address may read it: the private link is not needed."""
    award = award_zoe(city)._replace(choice=choice)
    kit = _kit(city, award)
    assert (kit.page, kit.is_private) == (award.url, False)
    assert kit.profile is not None
    assert kit.feed is not None


def test_linkedin_is_offered_only_under_https(village: Town) -> None:
    """A laptop's address would be of no use on a profile; the rest can be copied by hand."""
    award = award_zoe(village)
    kit = _kit(village, award)
    assert (kit.profile, kit.feed) == (None, None)
    assert dict(kit.by_hand) == {
        "name": "Découpe laser en autonomie",
        "organization": "Fablab rural",
        "issueMonth": "novembre",
        "issueYear": "2026",
        "certId": award.short_code,
        "certUrl": award.url,
    }


def test_the_end_is_among_what_is_copied(city: Town) -> None:
    """The month in words, as LinkedIn's form shows it."""
    award = award_zoe(city, valid_until="2027-12-31")
    told = dict(_kit(city, award).by_hand)
    assert (told["expirationMonth"], told["expirationYear"]) == ("décembre", "2027")


def test_a_card_says_title_place_statement_and_day(city: Town) -> None:
    """As the badge was signed; a name stands on it only when its holder made it public."""
    award = award_zoe(city)
    card = cards.card_of(city.office, award)
    assert (card.title, card.place) == ("Découpe laser en autonomie", "Fablab rural")
    assert card.statement == "Je travaille sans danger pour moi et pour les autres."
    assert card.date == "22\u00a0novembre 2026"
    assert (card.state, card.language) == ("active", "fr")
    for choice, person in (("kept", None), ("private", None), ("public", "Zoé Martin")):
        changed = award._replace(choice=choice)  # type: ignore[arg-type] # three of its choices
        assert cards.card_of(city.office, changed).person == person


def test_the_version_follows_what_is_drawn(city: Town) -> None:
    """Twelve hexadecimal digits: the same for the same card, others when anything changes."""
    award = award_zoe(city)
    first = cards.card_version(city.office, award)
    assert len(first) == len(bytes.fromhex(first)) * 2 == 12
    assert cards.card_version(city.office, award) == first
    public = cards.card_version(city.office, award._replace(choice="public"))
    by = people.operator("local")
    taken_back = revoking.revoke(city.office, award.id, by, reason="Erreur")
    revoked = cards.card_version(city.office, taken_back)
    assert len({first, public, revoked}) == 3


@pytest.mark.parametrize("state", ["revoked", "suspended"])
def test_a_card_tells_since_when_a_badge_was_taken_back(city: Town, state: AwardState) -> None:
    """The day on which the place did it."""
    award = award_zoe(city)._replace(state=state, state_changed=city.office.clock.now())
    card = cards.card_of(city.office, award)
    assert (card.state, card.date) == (state, "22\u00a0novembre 2026")


def test_a_card_tells_the_first_and_the_last_day(city: Town) -> None:
    """Of a badge that is over, and of one that has not begun."""
    award, day = award_zoe(city), timedelta(days=1)
    now = city.office.clock.now()
    over = cards.card_of(city.office, award._replace(valid_until=now - day))
    assert (over.state, over.date) == ("expired", "21\u00a0novembre 2026")
    to_come = cards.card_of(city.office, award._replace(valid_from=now + day))
    assert (to_come.state, to_come.date) == ("not_yet_valid", "23\u00a0novembre 2026")
