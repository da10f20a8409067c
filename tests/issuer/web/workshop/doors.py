"""A place with one of everything, and what each of its addresses asks for: for `test_every_door`.

A new address is told in `ACTION`, with what one must be allowed to do there.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from werkzeug.routing import Rule

from issuer.ports import Office
from issuer.services import achievements, evidence, people
from issuer.services.applications import asking, posters
from issuer.services.applications.asking import Asking
from issuer.services.applications.words import APPLICATION, POSTER
from issuer.services.mail.writing import write
from issuer.services.people import Action, tokens
from issuer.services.word_codes import lookup_of, words_for
from tests.issuer.services.holders.cards import photo, show_photo
from tests.issuer.web.workshop.groups import signed
from tests.issuer.web.workshop.studio import Browser, Studio

PREFIX = "/workshop/<place>"

ACTION: dict[str, Action] = {
    "workshop.place_home": "count.read",
    "workshop.awards": "award.issue",
    "workshop.award": "award.issue",
    "workshop.award_all": "award.issue",
    "workshop.award_all_sent": "award.issue",
    "workshop.award_continue": "award.issue",
    "workshop.discard_award": "award.issue",
    "workshop.award_look": "award.issue",
    "workshop.award_look_sent": "award.issue",
    "workshop.award_sheets": "award.issue",
    "workshop.award_card": "award.issue",
    "workshop.award_files": "award.issue",
    "workshop.award_people": "award.issue",
    "workshop.award_people_sent": "award.issue",
    "workshop.award_line": "award.issue",
    "workshop.award_line_sent": "award.issue",
    "workshop.award_progress": "award.issue",
    "workshop.award_trust": "award.issue",
    "workshop.new_award": "award.issue",
    "workshop.begin_award": "award.issue",
    "workshop.badges": "award.issue",
    "workshop.turn_badge_draft": "achievement.archive",
    "workshop.badge_step": "achievement.edit",
    "workshop.keep_badge_step": "achievement.edit",
    "workshop.drop_badge": "achievement.edit",
    "workshop.edit_badge": "achievement.edit",
    "workshop.badge_languages": "achievement.edit",
    "workshop.badge_look": "achievement.edit",
    "workshop.badge_picture": "achievement.edit",
    "workshop.publish_badge": "achievement.publish",
    "workshop.badge_library": "achievement.edit",
    "workshop.copy_badge": "achievement.edit",
    "workshop.new_badge": "achievement.add",
    "workshop.begin_badge": "achievement.add",
    "workshop.badge_life": "award.read",
    "workshop.badge_act": "award.read",
    "workshop.turn_badge": "award.read",
    "workshop.list_holders": "award.read",
    "workshop.show_holder": "award.read",
    "workshop.holder_step": "award.read",
    "workshop.holder_address": "award.correct",
    "workshop.holder_card": "award.issue",
    "workshop.erase_holder": "person.erase",
    "workshop.holder_evidence": "award.read",
    "workshop.holder_export": "person.export",
    "workshop.keep_holder_card": "award.issue",
    "workshop.new_holder_card": "award.issue",
    "workshop.holder_privacy": "person.erase",
    "workshop.write_holder": "award.issue",
    "workshop.journal": "journal.read",
    "workshop.journal_table": "journal.read",
    "workshop.list_letters": "mail.read",
    "workshop.show_letter": "mail.read",
    "workshop.hand_letter": "mail.read",
    "workshop.retry_letter": "mail.read",
    "workshop.list_wordings": "mail.edit",
    "workshop.show_wording": "mail.edit",
    "workshop.change_wording": "mail.edit",
    "workshop.network": "place.edit",
    "workshop.change_network": "place.edit",
    "workshop.profile": "place.edit",
    "workshop.change_profile": "place.edit",
    "workshop.sharing": "place.edit",
    "workshop.list_posters": "poster.make",
    "workshop.show_poster": "poster.make",
    "workshop.close_poster": "poster.make",
    "workshop.code_of_poster": "poster.make",
    "workshop.screen_poster": "poster.make",
    "workshop.sheet_of_poster": "poster.make",
    "workshop.new_poster": "poster.make",
    "workshop.make_poster": "poster.make",
    "workshop.privacy": "person.erase",
    "workshop.archive": "person.export",
    "workshop.archive_file": "person.export",
    "workshop.list_requests": "application.decide",
    "workshop.show_request": "application.decide",
    "workshop.decide_request": "application.decide",
    "workshop.file_of_request": "application.decide",
    "workshop.accept_poster": "application.decide",
    "workshop.show_team": "team.read",
    "workshop.show_mate": "team.edit",
    "workshop.change_mate": "team.edit",
    "workshop.new_mate": "team.edit",
    "workshop.invite_mate": "team.edit",
    "workshop.list_tokens": "token.edit",
    "workshop.revoke_token": "token.edit",
    "workshop.new_token": "token.edit",
    "workshop.make_token": "token.edit",
}
STEPS = {
    "workshop.badge_step": ("competency", "words", "picture", "options"),
    "workshop.keep_badge_step": ("competency", "words", "picture", "options", "languages"),
    "workshop.turn_badge_draft": ("archive", "reopen"),
    "workshop.badge_act": ("renew", "correct", "suspend", "reinstate", "revoke"),
    "workshop.turn_badge": ("renew", "correct", "suspend", "reinstate", "revoke"),
    "workshop.holder_step": ("new", "address"),
    "workshop.award_sheets": ("certificates", "cards", "stickers"),
}
"""The words that some addresses choose among."""
FORMS: dict[str, dict[str, str]] = {
    "workshop.begin_award": {"names": "Intrus", "do": "look"},
    "workshop.award_people_sent": {"names": "Intrus", "do": "look"},
    "workshop.award_all_sent": {"title": "Intrus", "level": "N1"},
    "workshop.award_line_sent": {"person": "Intrus", "do": "next"},
    "workshop.award_look_sent": {"do": "confirm"},
    "workshop.award_trust": {"do": "keep", "trust": "keep"},
    "workshop.keep_badge_step": {"name": "Intrus", "chosen": "TL-FAB-01"},
    "workshop.begin_badge": {"chosen": "TL-FAB-01"},
    "workshop.copy_badge": {"achievement": "decoupe-laser-en-autonomie"},
    "workshop.turn_badge": {
        "do": "done",
        "reason": "Intrus",
        "life_name": "Intrus",
        "seen": "1",
        "life_valid_until": "2030-01-01",
    },
    "workshop.holder_address": {"email": "intrus@example.org"},
    "workshop.erase_holder": {"confirm": "effacer"},
    "workshop.keep_holder_card": {"kept": "yes"},
    "workshop.change_wording": {"do": "save", "subject": "Intrus", "text": "Intrus {link}"},
    "workshop.change_network": {"place": "ecluse"},
    "workshop.change_profile": {"place_name": "Intrus"},
    "workshop.make_poster": {"badge": "decoupe-laser-en-autonomie", "until": "2026-11-22"},
    "workshop.decide_request": {"do": "refuse", "answer": "Intrus"},
    "workshop.change_mate": {"role": "manager", "do": "role"},
    "workshop.invite_mate": {
        "mate_name": "Intrus",
        "mate_email": "i@example.org",
        "role": "manager",
    },
    "workshop.make_token": {
        "token_name": "Intrus",
        "scope-credentials.status": "yes",
        "days": "90",
    },
}
"""What a form must say to do something, for those who try where they may not."""
COMMON = {"slug": "tiers-lieux", "name": "TL-FAB-01", "suffix": ".jsonld"}
"""What fills the addresses that are of no place."""
SEEN_BY_SERVER = frozenset({"attempts", "sessions"})
"""Tables that tell that somebody came, and nothing of what they did."""


@dataclass(frozen=True)
class Town:
    """A studio whose fablab has one of everything, and the values that fill its addresses."""

    studio: Studio
    directory: Path
    values: dict[str, str]
    draft_batch: str

    @property
    def rules(self) -> list[tuple[Rule, str]]:
        """Every address of a place, once for each method."""
        return [
            (rule, method)
            for rule in self.studio.app.url_map.iter_rules()
            if rule.rule.startswith(PREFIX)
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]

    def paths(self, rule: Rule, place: str = "fablab") -> list[str]:
        """The addresses of a rule with the things of the fablab, under the slug of `place`."""
        found = []
        for word in STEPS.get(rule.endpoint, ("",)):
            chosen = dict.fromkeys(CHOICES, word) if word else {}
            values = {**COMMON, **self.values, "place": place, **chosen}
            if rule.endpoint == "workshop.file_of_request":
                values["file"] = values["photo"]
            with self.studio.app.test_request_context():
                known = {name: values[name] for name in rule.arguments}
                built = rule.build(known, append_unknown=False)
            assert built is not None, rule
            found.append(built[1])
        batch = self.values["batch"]
        drafts = [
            path.replace(batch, self.draft_batch)
            for path in found
            if batch in path and "/papers/" not in path
        ]
        return [*found, *drafts]

    def kept(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that the store keeps, table by table."""
        with closing(sqlite3.connect(self.directory / "studio.sqlite3")) as database:
            names = [
                name
                for (name,) in database.execute("select name from sqlite_master where type='table'")
                if name not in SEEN_BY_SERVER
            ]
            return {name: list(database.execute(f'select * from "{name}"')) for name in names}  # noqa: S608 - names of our own tables


CHOICES = ("step", "turn", "act", "kind")


def furnish(studio: Studio, directory: Path) -> Town:
    """Give the fablab a group and all that follows from it, by the hands of its manager Farid."""
    office, farid = studio.office, studio.of("Farid")
    farid.get("/workshop")
    batch = signed(studio, farid).rpartition("/")[2]
    with office.store.read() as work:
        line = work.batches.lines(batch)[0]
        award = work.awards.get(line.award or "")
    assert award is not None
    draft_batch = _draft_batch(farid, award.achievement)
    letter = _letter(office, award.holder_id)
    by = people.contributor(office, "Farid", "fablab", operator=False)
    draft = achievements.begin(office, by, "fablab", {"chosen": "TL-FAB-01", "name": "Brouillon"})
    poster, application, asked_file = _ask(office, award.achievement)
    values = {
        "batch": batch,
        "number": "1",
        "draft": draft.slug,
        "award": award.id,
        "holder": award.holder_id or "",
        "file": show_photo(office, award).id,
        "letter": letter,
        "tongue": "fr",
        "kind": "claim",
        "poster": poster,
        "application": application,
        "photo": asked_file,
        "person": people.find(office, "Chloé").id,
        "token": tokens.add_token(
            office, by, "fablab", "Planning", ("credentials.status",)
        ).token.id,
    }
    return Town(studio, directory, values, draft_batch)


def _draft_batch(browser: Browser, badge: str) -> str:
    address = f"/workshop/fablab/awards/new?badge={badge}"
    target = browser.send(address, {"names": "Ulysse ulysse@example.org", "do": "add"})
    return target.split("/awards/")[1].partition("/")[0]


def _ask(office: Office, badge: str) -> tuple[str, str, str]:
    """A poster, a request that came by it and the photo in the request."""
    by = people.contributor(office, "Farid", "fablab", operator=False)
    poster = posters.make(office, by, "fablab", badge)
    wish = Asking("Ulysse", text="Voici.", files=(evidence.accept("boite.png", photo()),))
    words = words_for(office, POSTER, poster.id, poster.generation)
    followed = asking.ask_by_poster(office, words, wish, address="192.0.2.7")
    with office.store.read() as work:
        found = work.applications.by_lookup(lookup_of(office, APPLICATION, followed))
        assert found is not None
        file = work.evidence.of_application(found.id)[0]
    return poster.id, found.id, file.id


def _letter(office: Office, holder: str | None) -> str:
    """A letter with the words of a card, in the outbox of the fablab."""
    with office.store.write() as work:
        made = write(
            office,
            work,
            "claim",
            "zoe@example.org",
            place="fablab",
            language="fr",
            concerns=holder,
            words={
                "holder": "Zoé Martin",
                "person": "Zoé Martin",
                "badge": "Découpe laser",
                "link": f"{office.settings.base_url}/claim/pomme-table",
            },
        )
    return made.id
