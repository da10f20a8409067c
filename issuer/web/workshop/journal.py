"""The journal of a place for those who run it: who did what, and when, in plain words."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, make_response, render_template, request

from badges.web.languages import words
from issuer.errors import NotAllowed
from issuer.model import JournalEntry, Place
from issuer.ports import Office
from issuer.services import journal_pages
from issuer.services.people import team
from issuer.web.workshop import sessions
from issuer.web.workshop.forms import Form
from issuer.web.workshop.place_home import own_place

_JOURNAL = "/workshop/<place>/journal"
_ACTIONS = """
award.issue award.revoke award.suspend award.reinstate award.renew award.remind award.correct
award.forget credential.issue credential.set credential.clear
batch.create batch.mend batch.confirm batch.done batch.refuse batch.discard
batch.print_certificates batch.print_cards batch.print_stickers batch.print_files
holder.claim holder.address holder.card holder.join holder.keep
holder.hand_back holder.print holder.remind holder.write holder.export holder.erase
application.add application.complete application.accept application.more application.refuse
application.withdraw application.forget poster.add poster.close
achievement.draft achievement.draft_drop achievement.add achievement.publish achievement.archive
achievement.reopen
framework.create framework.edit framework.publish framework.fork framework.import framework.keep
framework.absence
competency.add competency.edit competency.remove competency.deprecate competency.restore
proposal.add proposal.remark proposal.accepted proposal.merged proposal.refused
bridge.propose bridge.agree bridge.refuse bridge.publish bridge.reopen bridge.import
person.add person.invite person.join person.role person.link person.leave token.add token.revoke
letter.hand letter.retry letter.bounce letter.template letter.template_reset
network.add network.join network.remove network.leave
place.add place.edit place.archive place.archive_take
key.create key.retire key.revoke
"""
ACTIONS = tuple(_ACTIONS.split())
"""What has a sentence here; another action is shown as it is written."""

_NUMBER_LENGTH = 10
_PAGES = {"award": "credentials", "holder": "holders", "application": "requests"}
"""The nouns of actions whose subject has a page in the place, and where."""


@dataclass(frozen=True)
class Told:
    """A line of the journal as the page tells it.

    `about` is the colleague or the thing that it is about, when it may be named; `path` leads to
    its page.
    """

    entry: JournalEntry
    actor: str
    sentence: str
    about: str = ""
    path: str = ""
    reason: str = ""


def add_journal(pages: Blueprint, office: Office) -> None:
    """The addresses of the journal of a place."""

    @pages.get(_JOURNAL)
    def journal(place: str) -> str:
        return _page(office, _readable(office, place), Form.asked(request))

    @pages.get(f"{_JOURNAL}.csv")
    def journal_table(place: str) -> Response:
        keeper = _readable(office, place)
        by = sessions.speaking(office, keeper.slug)
        table = journal_pages.export(office, by, keeper.slug, actors=_actors())
        response = make_response(table)
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        name = f"journal-{keeper.slug}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _readable(office: Office, slug: str) -> Place:
    """A place whose journal the person reads.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: others read it.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("journal.read", place.slug):
        raise NotAllowed("team.not_yours", place=place.name)
    return place


def _page(office: Office, place: Place, asked: Form) -> str:
    by = sessions.speaking(office, place.slug)
    kind, before = asked.get("kind"), _number(asked.get("before"))
    found = journal_pages.page(office, by, place.slug, action=kind or None, before=before)
    names = {mate.person.id: mate.person.name for mate in team.list_team(office, by, place.slug)}
    return render_template(
        "workshop/journal.html",
        place=place,
        lines=[_told(entry, place, names) for entry in found.entries],
        older=found.older,
        is_first=before is None,
        kind=kind if kind in ACTIONS else "",
        kinds=_kinds(),
    )


def _told(entry: JournalEntry, place: Place, names: dict[str, str]) -> Told:
    say, noun = words(), entry.action.partition(".")[0]
    code = f"journal.act.{entry.action}"
    sentence = say(code)
    about, path, reason = "", "", entry.reason or ""
    if noun == "person":
        about = names.get(entry.subject, say("journal.gone"))
        role = f"team.role.{reason}"
        reason = say(role) if reason and say(role) != role else reason
    elif noun in _PAGES:
        path = f"/workshop/{place.slug}/{_PAGES[noun]}/{entry.subject}"
    elif noun == "achievement":
        path = f"/achievements/{entry.subject}"
    actor = _actors().get(entry.actor, entry.actor)
    told = entry.action if sentence == code else sentence
    return Told(entry, actor, told, about, path, reason)


def _actors() -> dict[str, str]:
    """Those who have no name of their own, in plain words."""
    say = words()
    return {actor: say(f"journal.actor.{actor}") for actor in journal_pages.ACTORS}


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The actions by what they are about, each with its sentence."""
    say = words()
    return [
        (say(f"journal.noun.{noun}"), [(item, say(f"journal.act.{item}")) for item in found])
        for noun, found in groupby(ACTIONS, lambda action: action.partition(".")[0])
    ]


def _number(text: str) -> int | None:
    """The number of a line in an address; another text is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_LENGTH else None
