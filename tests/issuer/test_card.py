"""The card of a badge for social networks: its size, what it says, and how a bad badge looks."""

import hashlib
import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from issuer.artwork import DrawnArtwork
from issuer.artwork.card import draw_card
from issuer.errors import InvalidRequest
from issuer.model import ArtworkSpec, SharingCard
from issuer.services.cards import CARD_HEIGHT, CARD_WIDTH, DRAWING

STATES = ("active", "revoked", "suspended", "expired", "not_yet_valid")
ROUND = ArtworkSpec("round", "FAB", "tools", "Découpe laser", 3)
CARD = SharingCard(
    artwork=ROUND,
    title="Découpe laser en autonomie",
    place="Fablab des Deux Rives",
    statement="Je travaille sans danger pour moi et pour les autres.",
    date="22 novembre 2026",
    language="fr",
)
LONGEST = (
    "Documenter et partager une façon de faire pour que d’autres la reprennent, en toute liberté"
)
LIMIT = 300_000


def _picture(card: SharingCard) -> Image.Image:
    return Image.open(io.BytesIO(DrawnArtwork().sharing_card(card)))


@pytest.mark.parametrize("state", STATES)
def test_a_card_is_a_light_picture_of_the_size_that_networks_show(state: str) -> None:
    """A PNG of 1200 by 627 under 300 KB, whatever the state of the badge."""
    body = DrawnArtwork().sharing_card(replace(CARD, state=state))
    with Image.open(io.BytesIO(body)) as image:
        assert (image.format, image.size) == ("PNG", (CARD_WIDTH, CARD_HEIGHT))
    assert len(body) < LIMIT


def test_the_longest_words_still_fit() -> None:
    """A title of ninety letters, a long place and a long statement leave the edges clear."""
    card = replace(
        CARD,
        title=LONGEST,
        place="Association des habitantes et habitants du Consortium des tiers-lieux ruraux" * 2,
        statement=CARD.statement * 8,
        person="Bartholomée-Emmanuelle de La Rochefoucauld-Montmorency d'Ajaccio",
    )
    picture = _picture(card).convert("RGB")
    paper = picture.getpixel((5, 5))
    edges = [picture.getpixel((x, y)) for y in range(0, 540, 3) for x in (1150, 1175, 1199)]
    rows = [picture.getpixel((x, y)) for x in range(560, 1200, 3) for y in (0, 8, 535)]
    assert set(edges) == {paper}
    assert set(rows) == {paper}


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    """Networks can keep the picture: it changes with what it says, and with nothing else."""
    first = DrawnArtwork().sharing_card(CARD)
    assert DrawnArtwork().sharing_card(replace(CARD)) == first
    others = (
        replace(CARD, title="Autre"),
        replace(CARD, place="Ailleurs"),
        replace(CARD, statement="Je change."),
        replace(CARD, date="23 novembre 2026"),
        replace(CARD, language="en"),
        replace(CARD, person="Zoé Martin"),
        replace(CARD, state="expired"),
    )
    drawn = {DrawnArtwork().sharing_card(card) for card in others}
    assert first not in drawn
    assert len(drawn) == len(others)


@pytest.mark.parametrize("state", STATES[1:])
def test_a_badge_that_does_not_count_shows_no_badge(state: str) -> None:
    """No picture of it, no name, no statement: nothing that could pass for a valid one."""
    drawn = draw_card(replace(CARD, state=state, person="Zoé Martin"))
    assert "<desc>" in draw_card(CARD)
    assert "<desc>" not in drawn
    assert drawn == draw_card(replace(CARD, state=state, person=None, statement="Je mens."))
    others = {draw_card(replace(CARD, state=other)) for other in STATES if other != state}
    assert drawn not in others


def test_a_card_refers_to_nothing_outside() -> None:
    """Letters are outlines: no font, no link, no script."""
    drawn = draw_card(replace(CARD, title='<script>&"é🎉'))
    assert not re.search(r"<(text|image|use|script|style|a)\b|href|url\(", drawn)


def test_a_card_without_a_letter_that_can_be_drawn_is_still_drawn() -> None:
    """Emoji alone leave the rest of the card in place."""
    empty = replace(CARD, title="🎉", statement="", person="🙂")
    assert _picture(empty).size == (CARD_WIDTH, CARD_HEIGHT)


def test_what_cannot_be_drawn_is_refused() -> None:
    """As for the badge itself."""
    with pytest.raises(InvalidRequest):
        DrawnArtwork().sharing_card(replace(CARD, artwork=replace(ROUND, icon="nothing")))


def test_another_drawing_has_another_number() -> None:
    """The address of a picture follows what it shows: change `DRAWING` with the drawing."""
    drawn = "".join(draw_card(replace(CARD, state=state)) for state in STATES)
    assert (DRAWING, hashlib.sha256(drawn.encode()).hexdigest()[:16]) == (1, "bfe528d5307a1a86")
