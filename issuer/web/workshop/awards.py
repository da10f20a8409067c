"""Awarding a badge to a group: one thing a screen, and everything typed is kept at once.

Choose the badge and bring the people (`awards_people`), look (`awards_look`), wait
(`awards_progress`), hand over (`awards_papers`). "Back" is always safe: nothing is signed before
the one big button.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.model.framework import Level
from badges.web.languages import words
from issuer.errors import NotFound
from issuer.model import Achievement, Batch, Place
from issuer.ports import Office
from issuer.services import achievements
from issuer.services.batches import drafting, following
from issuer.services.commons import referentials
from issuer.services.people import Contributor
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.place_home import awarding_place

_LISTED = 50
_SHOWN = 100
_DIGITS = 6


@dataclass(frozen=True)
class Group:
    """A group that somebody works on: its place, its badge, and in whose name they act."""

    office: Office
    place: Place
    batch: Batch
    definition: Achievement
    by: Contributor

    @property
    def path(self) -> str:
        """The address of the group."""
        return f"/workshop/{self.place.slug}/awards/{self.batch.id}"


def add_awards(pages: Blueprint, office: Office) -> None:
    """The addresses of the groups of a place: the list, and throwing a draft away."""

    @pages.get("/workshop/<place>/awards")
    def awards(place: str) -> str:
        found = awarding_place(office, place)
        by = speaking_for(office, found)
        batches = following.listing(office, by, found.slug, limit=_LISTED)
        return render_template(
            "workshop/awards.html",
            place=found,
            groups=[(batch, following.progress(office, by, batch.id)) for batch in batches],
            discarded=bool(request.args.get("discarded")),
        )

    @pages.post("/workshop/<place>/awards/<batch>/discard")
    def discard_award(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        drafting.discard(office, group.by, group.batch.id)
        return go(f"/workshop/{group.place.slug}/awards?discarded=yes")


def speaking_for(office: Office, place: Place) -> Contributor:
    """The person who is signed in, in the name of that place."""
    return sessions.speaking(office, place.slug)


def open_group(office: Office, slug: str, batch_id: str) -> Group:
    """A group of a place, for somebody who may award there.

    Raises:
        NotFound: no such place of theirs, or no such group of it.
        NotAllowed: they award nothing for that place.
    """
    place = awarding_place(office, slug)
    by = speaking_for(office, place)
    batch = following.get(office, by, batch_id)
    if batch.place != place.slug:
        raise NotFound("batch.unknown", batch=batch_id[:_SHOWN])
    return Group(office, place, batch, achievements.get(office, batch.achievement), by)


def number_of(text: str) -> int:
    """The number that an address or a button says; 0 for what is none of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def levels_for(office: Office, definition: Achievement) -> tuple[Level, ...]:
    """The levels that one person may have reached, in the words of the main competency."""
    try:
        framework, competency = referentials.competency(office, definition.competencies[0].notation)
    except (NotFound, IndexError):
        return ()
    return tuple(framework.level_of(competency, level.code) for level in framework.levels)


def usual_level(definition: Achievement, levels: tuple[Level, ...], language: str) -> str:
    """What is written when nobody chooses a level: that of the badge, or none."""
    aimed = definition.competencies[0].level if definition.competencies else None
    for level in levels:
        if level.code == aimed:
            return words()("awarding.level_usual", level=level.label.say(language))
    return words()("awarding.level_none")
