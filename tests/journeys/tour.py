"""Every page of the product, both doors open, as a stranger, a learner and a manager meet them.

The addresses come from the application: a new one whose parts nobody told here is an error, so that
no page escapes the rules that are asked of all of them.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from badges.errors import Unreachable
from badges.ports import Fetched
from badges.web.in_process import InProcessFetcher
from issuer.model import Award, ImportedBadge
from issuer.services import people, private_links
from issuer.services.applications.words import APPLICATION, POSTER
from issuer.services.portfolios import arranging
from issuer.services.wallets.offers import open_offer
from issuer.services.word_codes import words_for
from tests.issuer.services.holders.cards import open_badge, open_card, words_on_card
from tests.issuer.web.workshop.doors import PREFIX, Town, furnish
from tests.issuer.web.workshop.studio import Browser, add_competency, begin_framework, open_studio
from verifier.bootstrap import bootstrap
from verifier.web import open_door

HTML = "text/html"
MANAGER = "Farid"
SIGNED_IN = "/workshop"
LANGUAGES = ("fr", "en")

ALONE = ("static", "operations.", "case_api.", "checking.", "documents.")
"""Addresses for programs, which show nothing to people."""


@dataclass
class Tour:
    """The application with one of everything, and who looks at it."""

    town: Town
    browsers: dict[str, Browser] = field(default_factory=dict)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The paths at which somebody reads a page, each once."""
        found = [path for rule in self._rules() for path in self._paths(rule)]
        return tuple(path for path in dict.fromkeys(found) if self._is_page(path))

    def get(self, path: str, language: str = "fr", accept: str = HTML) -> TestResponse:
        """What is answered there: to the manager in the workshop, to a stranger elsewhere."""
        headers = {"Accept": accept, "Accept-Language": language, "User-Agent": "Mozilla/5.0"}
        answer = self._browser(path).get(path, headers=headers)
        answer.get_data()  # read now, since a file that is served stays open until it is closed
        answer.close()
        return answer

    def _browser(self, path: str) -> Browser:
        if path.startswith(SIGNED_IN) and "/sign-in" not in path:
            return self.town.studio.of(MANAGER)
        if "stranger" not in self.browsers:
            self.browsers["stranger"] = self.town.studio.browser()
        return self.browsers["stranger"]

    def _rules(self) -> list[Rule]:
        rules = self.town.studio.app.url_map.iter_rules()
        readable = [rule for rule in rules if "GET" in (rule.methods or ())]
        return [rule for rule in readable if not rule.endpoint.startswith(ALONE)]

    def _paths(self, rule: Rule) -> list[str]:
        if rule.rule.startswith(PREFIX):
            return self.town.paths(rule)
        values = {**_of_family(self.values, rule.endpoint), **self.values.get(rule.endpoint, {})}
        for name, converter in rule._converters.items():  # noqa: SLF001 - what an address may be
            if isinstance(converter, AnyConverter) and values.get(name) not in converter.items:
                values[name] = min(converter.items)
        unknown = rule.arguments - values.keys()
        assert not unknown, f"tests.journeys.tour does not know {unknown} of {rule}"
        with self.town.studio.app.test_request_context():
            built = rule.build(
                {name: values[name] for name in rule.arguments}, append_unknown=False
            )
        assert built is not None, rule
        return [f"{built[1]}{query}" for query in self._asked(rule.endpoint)]

    def _asked(self, endpoint: str) -> tuple[str, ...]:
        """The queries with which a page is looked at."""
        if endpoint != "verify.by_address":
            return ("",)
        badge = self.values[""]["award"]
        base = self.town.studio.office.settings.base_url
        return (f"?url={base}/credentials/{badge}",)

    def _is_page(self, path: str) -> bool:
        answer = self.get(path)
        assert answer.status_code < 500, (path, answer.status_code)
        return answer.mimetype == HTML and answer.location is None

    @cached_property
    def values(self) -> dict[str, dict[str, str]]:
        """What fills the addresses that are of no place, by family of endpoints or by endpoint."""
        kept = self.town.values
        office = self.town.studio.office
        with office.store.read() as work:
            award = work.awards.get(kept["award"])
        assert award is not None
        offer = open_offer(office, open_badge(office, award)).id
        brought = _brought(self.town, award)
        return {
            "": {
                "award": award.id,
                "badge": brought.id,
                "code": award.short_code,
                "file": kept["file"],
                "file_id": kept["file"],
                "key": private_links.key_of(office, award),
                "name": award.id,
                "slug": "fablab",
                "offer": offer,
                "offer_id": offer,
                "words": words_on_card(office, award).replace(" ", "-"),
            },
            "achievements.": {"slug": award.achievement, "number": "1"},
            "asking.": {"slug": award.achievement, "words": _words_of_request(self.town)},
            "frameworks.": {
                "slug": "tiers-lieux",
                "name": "securite-en-atelier",
                "domain": "fabriquer",
                "code": "N2",
                "version": "1.0.0",
                "suffix": "jsonld",
            },
            "frameworks.official_": {"scheme": "rome", "code": "C1"},
            "places.": {"name": "key-1"},
            "portfolios.": _gathered(self.town, award, brought),
            "posters.": {"words": _words_on_wall(self.town)},
            "problems.": {"code": "settings.origin"},
            **self._commons(),
        }

    def _commons(self) -> dict[str, dict[str, str]]:
        """A framework that the manager writes, a bridge to review, a skill that was proposed."""
        farid = self.town.studio.of(MANAGER)
        slug = begin_framework(farid)
        added = urlsplit(add_competency(farid, slug)).query
        competency = parse_qs(added)["added"][0]
        proposal = farid.send("/workshop/proposals/new", PROPOSAL).rpartition("/")[2]
        with self.town.studio.office.store.read() as work:
            bridge = work.bridges.of("tiers-lieux")[0]
        return {
            "workshop.": {"slug": slug, "name": competency, "suffix": ".jsonld"},
            "workshop.enter": {"code": "nothing"},
            "workshop.fork": {"slug": "tiers-lieux"},
            "workshop.proposal": {"name": proposal},
            "workshop.bridge": {"name": bridge.id},
        }


PROPOSAL = {
    "framework": "tiers-lieux",
    "label": "Réparer un grille-pain",
    "statement": "Je répare un grille-pain.",
    "type": "technique",
    "reason": "Vu à l’atelier.",
}


def _words_of_request(town: Town) -> str:
    """The words by which a learner follows the request of the town."""
    office = town.studio.office
    with office.store.read() as work:
        found = work.applications.get(town.values["application"])
    assert found is not None
    return "-".join(words_for(office, APPLICATION, found.id, found.generation))


def _words_on_wall(town: Town) -> str:
    """The words on the poster of the town."""
    office = town.studio.office
    with office.store.read() as work:
        found = work.posters.get(town.values["poster"])
    assert found is not None
    return "-".join(words_for(office, POSTER, found.id, found.generation))


def _of_family(values: dict[str, dict[str, str]], endpoint: str) -> dict[str, str]:
    """What is told of the families of an endpoint, the nearest last."""
    found: dict[str, str] = {}
    for name in sorted(values, key=len):
        if endpoint.startswith(name):
            found |= values[name]
    return found


def _brought(town: Town, award: Award) -> ImportedBadge:
    """A badge that the holder of an award brought from elsewhere."""
    now = town.studio.office.clock.now()
    badge = ImportedBadge(
        id="6f1c1f0e-9a52-4f0e-8a55-0d8f6a4f7a11",
        holder=award.holder_id or "",
        created=now,
        media_type="application/json",
        size=len(award.json),
        digest=hashlib.sha256(award.json).hexdigest(),
        title="Réparer un vélo",
        issuer="Atelier Vélo d’Ailleurs",
        verdict="accepted",
        state="genuine",
        examined=now,
        report={"holder": award.holder, "person": "same"},
    )
    with town.studio.office.store.write() as work:
        work.imported_badges.add(badge, award.json)
    return badge


def _gathered(town: Town, award: Award, brought: ImportedBadge) -> dict[str, str]:
    """A portfolio that its address opens, with a badge of the place and one from elsewhere."""
    office = town.studio.office
    card = open_card(office, award)
    made = arranging.make(office, card)
    arranging.choose(office, card, (award.id, brought.id))
    arranging.describe(office, card, "Ce que je sais faire", "Je cherche un atelier.")
    arranging.show_to(office, card, "unlisted")
    return {"name": made.id, "key": private_links.portfolio_key_of(office, made)}


class _NoNetwork:
    """A fetcher for which nothing but this application exists."""

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """Nothing."""
        del accept, limit
        raise Unreachable("fetch.unreachable", url=url)


@contextmanager
def open_tour(directory: Path) -> Iterator[Tour]:
    """The product with one of everything, closed at the end."""
    studio = open_studio(directory)
    settings = studio.office.settings
    fetcher = InProcessFetcher(studio.app, settings.base_url, _NoNetwork())
    open_door(studio.app, bootstrap(settings, clock=studio.town.clock, fetcher=fetcher))
    people.add(studio.office, MANAGER, place="fablab", role="steward")
    try:
        yield Tour(furnish(studio, directory))
    finally:
        studio.office.store.close()
