"""`/frameworks/search`: one question asked of every referential at hand, and honest answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from badges.model.concepts import Scheme
from badges.model.framework import Competency, Coverage, Framework
from badges.web.languages import current, words
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.services.commons.referentials import FrameworkCard
from issuer.services.official import items as official
from issuer.services.search import searching
from issuer.services.search.searching import Hit, Results
from issuer.web.pages.frameworks.addresses import item_path, path_of
from issuer.web.pages.frameworks.answering import page

PAGE_SIZE = 20
PAGES = 5
LENGTH = 200
_NEAR = 4
_WORD_LENGTH = 60
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Answer:
    """One hit in the words of the page."""

    path: str
    label: str
    language: str
    text: str
    is_statement: bool
    source: str
    kind: str
    code: str
    above: tuple[str, ...]
    why: str
    coverage: Coverage | None


@dataclass(frozen=True)
class Question:
    """What the address asks, within bounds."""

    sought: str
    scheme: str
    kind: str
    number: int

    @classmethod
    def asked(cls) -> "Question":
        """What the current request asks."""
        number = request.args.get("page", "1")
        known = int(number) if _NUMBER.fullmatch(number) else 1
        return cls(
            request.args.get("q", "").strip()[:LENGTH],
            request.args.get("in", "").strip()[:_WORD_LENGTH],
            request.args.get("kind", "").strip()[:_WORD_LENGTH],
            min(max(known, 1), PAGES),
        )

    def page(self, number: int) -> str:
        """The address of another page of the same answers."""
        asked = {"q": self.sought, "in": self.scheme, "kind": self.kind, "page": str(number)}
        return "/frameworks/search?" + urlencode({k: v for k, v in asked.items() if v})


def add_search(pages: Blueprint, office: Office) -> None:
    """The page of the big search box."""

    @pages.get("/frameworks/search")
    def search() -> Response:
        return _page(office, Question.asked())


def _page(office: Office, question: Question) -> Response:
    cards = referentials.cards(office)
    schemes = official.schemes(office)
    results = _results(office, question)
    reachable = min(results.total, PAGES * PAGE_SIZE)
    # Beyond the last answer stands the last page, not "nothing found".
    number = min(question.number, max(1, ceil(reachable / PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    shown = results.hits[start : start + PAGE_SIZE]
    more = start + PAGE_SIZE < reachable
    searched_official = {item.scheme.key for item in schemes} & {s.key for s in results.searched}
    return page(
        "issuer/search.html",
        sought=question.sought,
        scheme=question.scheme,
        kind=question.kind,
        length=LENGTH,
        hits=_answers(office, shown),
        total=results.total,
        most=PAGES * PAGE_SIZE,
        corrected=results.corrected,
        only_ours=bool(searched_official) and _only_ours(results),
        searched_official=bool(searched_official),
        first=start + 1,
        number_of_page=number,
        previous=question.page(number - 1) if number > 1 else None,
        next=question.page(number + 1) if more else None,
        enough=bool(shown) and not more and results.total > reachable,
        names=", ".join(_edition(scheme) for scheme in results.searched),
        near=[] if results.hits else _near(office, cards, question.sought),
        cards=cards,
        kinds=official.kinds(office, question.scheme) if question.scheme else (),
        sources=[(card.slug, card.title.say(current())) for card in cards]
        + [(item.scheme.key, item.scheme.name) for item in schemes],
    )


def _results(office: Office, question: Question) -> Results:
    """What the search answers, up to the page that is asked for and one more."""
    if not question.sought:
        return Results((), 0, None, ())
    return searching.search(
        office,
        question.sought,
        schemes=(question.scheme,) if question.scheme else (),
        kinds=(question.kind,) if question.kind else (),
        limit=question.number * PAGE_SIZE,
        language=current(),
    )


def _only_ours(results: Results) -> bool:
    """Whether every answer there is was seen, and none of them is official."""
    seen = bool(results.hits) and len(results.hits) == results.total
    return seen and all(hit.framework_slug for hit in results.hits)


def _edition(scheme: Scheme) -> str:
    return f"{scheme.name} {scheme.version}".strip()


def _answers(office: Office, hits: Iterable[Hit]) -> list[Answer]:
    say = words()
    return [
        _own(office, hit, hit.framework_slug, why) if hit.framework_slug else _official(hit, why)
        for hit in hits
        # A name that holds the words shows it by itself: saying so on every line is noise.
        for why in ("" if hit.why == "label" else say(f"search.why.{hit.why}"),)
    ]


def _own(office: Office, hit: Hit, slug: str, why: str) -> Answer:
    """A competency of ours, in its own words: the sentence before the definition."""
    framework = referentials.published(office, slug)
    item = framework.find(hit.concept.code)
    return Answer(
        path=path_of(framework, item),
        label=item.label.say(current()),
        language=current(),
        text=item.statement.say(current()),
        is_statement=True,
        source=framework.edition(current()),
        kind=item.type,
        code=item.notation,
        above=(item.domain.label.say(current()),),
        why=why,
        coverage=item.coverage,
    )


def _official(hit: Hit, why: str) -> Answer:
    concept = hit.concept
    return Answer(
        path=item_path(hit.scheme.key, concept.code),
        label=concept.label,
        language=concept.language,
        text=concept.definition,
        is_statement=False,
        source=_edition(hit.scheme),
        kind=concept.kind,
        code=concept.code,
        above=tuple(above.label for above in reversed(hit.broader)),
        why=why,
        coverage=None,
    )


def _near(
    office: Office, cards: Iterable[FrameworkCard], sought: str
) -> list[tuple[Framework, Competency]]:
    """The competencies of ours that hold at least some of the words."""
    found = []
    for card in cards:
        framework = referentials.published(office, card.slug)
        found += [(framework, item) for item in framework.search(sought)[:_NEAR]]
    return found[:_NEAR]
