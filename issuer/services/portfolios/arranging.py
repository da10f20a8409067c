"""What holders do with their portfolio: make it, choose, order, tell in words, show and withdraw.

Nobody at the place learns of it, so nothing of it enters the journal, which its manager reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from issuer.errors import InvalidRequest, NotFound
from issuer.model import VISIBILITIES, Holder, Portfolio, PortfolioItem, Visibility
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import is_open_by_link
from issuer.services.holders.opening import OpenCard, held_card
from issuer.services.imports.reading import showable
from issuer.services.portfolios.reading import Collection, Entry, collection_of
from issuer.services.portfolios.standing import widening
from issuer.services.texts import clean_optional_line, clean_optional_text

BADGES_LIMIT = 100
"""Badges of one portfolio: more of them nobody reads."""
TITLE_LENGTH = 120
INTRODUCTION_LENGTH = 800


@dataclass(frozen=True)
class Choice:
    """A badge that may stand in the portfolio, and whether it does."""

    entry: Entry
    is_chosen: bool


def make(office: Office, card: OpenCard) -> Portfolio:
    """The portfolio of a card, made when there is none: every badge that is shown, seen by nobody.

    Raises:
        NotFound: the card was changed meanwhile.
    """
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        known = work.portfolios.of_holder(held.holder.id)
        if known is not None:
            return known
        now = office.clock.now()
        language = language_of(held.holder)
        made = Portfolio(
            id=office.identifiers.uuid(),
            holder=held.holder.id,
            title=default_title(held.holder, language),
            language=language,
            created=now,
            changed=now,
        )
        work.portfolios.add(made)
        first = [award.id for award in held.awards if is_open_by_link(award)][:BADGES_LIMIT]
        work.portfolios.put_items(made.id, _placed(made.id, [(name, None) for name in first]))
        return made


def default_title(holder: Holder, language: str) -> str:
    """What a portfolio is called as long as its holder says nothing else."""
    return Translator(language, "issuer")("portfolio.default_title", person=holder.name)


def language_of(holder: Holder) -> str:
    """The language of the fixed words of somebody's portfolio."""
    return holder.language if holder.language in LANGUAGES else DEFAULT_LANGUAGE


def choices(office: Office, card: OpenCard, collection: Collection) -> tuple[Choice, ...]:
    """Every badge of the card that may stand in the portfolio, those that do first, in order."""
    chosen = {entry.name for entry in collection.entries}
    with office.store.read() as work:
        elsewhere = showable(work, card.holder.id)
    ours = [Entry(award.id, award=award) for award in card.awards if award.forgotten is None]
    others = [*ours, *(Entry(badge.id, imported=badge) for badge in elsewhere)]
    rest = (Choice(entry, False) for entry in others if entry.name not in chosen)  # noqa: FBT003 - the field is named where it is read
    return (*(Choice(entry, True) for entry in collection.entries), *rest)  # noqa: FBT003 - as above


def choose(office: Office, card: OpenCard, names: Sequence[str]) -> None:
    """Put these badges into the portfolio; those that stood there keep their order, then the new.

    Raises:
        InvalidRequest: more than `BADGES_LIMIT` (`portfolio.too_many`).
        NotFound: the card has no portfolio, or none of its badges is called so.
    """
    wanted = dict.fromkeys(names)
    if len(wanted) > BADGES_LIMIT:
        raise InvalidRequest("portfolio.too_many", field="badge", limit=BADGES_LIMIT)
    with _arranged(office, card) as (work, collection):
        known = {award.id: (award.id, None) for award in card.awards if award.forgotten is None}
        others = showable(work, collection.holder.id)
        pairs = {**known, **{badge.id: (None, badge.id) for badge in others}}
        if not wanted.keys() <= pairs.keys():
            raise NotFound("portfolio.no_badge")
        kept = [entry.name for entry in collection.entries if entry.name in wanted]
        ordered = dict.fromkeys((*kept, *wanted))
        _put(office, work, collection, [pairs[name] for name in ordered])


def move(office: Office, card: OpenCard, name: str, step: int) -> None:
    """Move a badge up (`step` -1) or down (1) by one; at an end it stays where it is.

    Raises:
        NotFound: the card has no portfolio, or no such badge in it (`portfolio.no_badge`).
    """
    with _arranged(office, card) as (work, collection):
        entries = list(collection.entries)
        names = [entry.name for entry in entries]
        if name not in names:
            raise NotFound("portfolio.no_badge")
        here = names.index(name)
        there = here + (1 if step > 0 else -1)
        if 0 <= there < len(entries):
            entries[here], entries[there] = entries[there], entries[here]
            _put(office, work, collection, [_pair(entry) for entry in entries])


def describe(office: Office, card: OpenCard, title: str, introduction: str) -> None:
    """Give the portfolio a title and a few words; without a title it has the usual one.

    Raises:
        InvalidRequest: a text is too long, or holds what could deceive.
        NotFound: the card has no portfolio.
    """
    named = clean_optional_line(title, "title", limit=TITLE_LENGTH)
    told = clean_optional_text(introduction, "introduction", limit=INTRODUCTION_LENGTH)
    with _arranged(office, card) as (work, collection):
        portfolio = collection.portfolio
        usual = default_title(collection.holder, portfolio.language)[: TITLE_LENGTH * 2]
        changed = replace(portfolio, title=named or usual, introduction=told)
        work.portfolios.replace(replace(changed, changed=office.clock.now()))


def show_to(office: Office, card: OpenCard, visibility: str) -> None:
    """Say who sees the portfolio, from this instant.

    Raises:
        InvalidRequest: no such circle (`portfolio.no_circle`).
        NotFound: the card has no portfolio.
    """
    known: dict[str, Visibility] = {circle: circle for circle in VISIBILITIES}
    if visibility not in known:
        raise InvalidRequest("portfolio.no_circle", field="visibility")
    with _arranged(office, card) as (work, collection):
        wanted = replace(collection.portfolio, visibility=known[visibility])
        if wanted != collection.portfolio:
            work.portfolios.replace(replace(wanted, changed=office.clock.now()))


def show_also(office: Office, card: OpenCard) -> int:
    """Show every badge of the portfolio to whoever sees the portfolio; how many were not before.

    Raises:
        NotFound: the card has no portfolio.
    """
    with _arranged(office, card) as (work, collection):
        decision = widening(collection.portfolio.visibility)
        unseen = [entry.award for entry in collection.unseen if entry.award is not None]
        for award in unseen:
            work.awards.replace_state(award._replace(choice=decision))
        return len(unseen)


def another_link(office: Office, card: OpenCard) -> None:
    """Give the portfolio another private link: the former ones open nothing any more.

    Raises:
        NotFound: the card has no portfolio.
    """
    with _arranged(office, card) as (work, collection):
        portfolio = collection.portfolio
        work.portfolios.replace(replace(portfolio, link=portfolio.link + 1))


def forget(office: Office, card: OpenCard) -> None:
    """Remove the portfolio for good; the badges stay what they are.

    Raises:
        NotFound: the card has no portfolio.
    """
    with _arranged(office, card) as (work, collection):
        work.portfolios.forget(collection.portfolio.id)


@contextmanager
def _arranged(office: Office, card: OpenCard) -> Iterator[tuple[UnitOfWork, Collection]]:
    """The portfolio of a card while nobody else changes anything of its place."""
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        portfolio = work.portfolios.of_holder(held.holder.id)
        if portfolio is None:
            raise NotFound("portfolio.none")
        yield work, collection_of(work, portfolio)


def _pair(entry: Entry) -> tuple[str | None, str | None]:
    return (entry.name, None) if entry.award is not None else (None, entry.name)


def _put(
    office: Office,
    work: UnitOfWork,
    collection: Collection,
    pairs: Sequence[tuple[str | None, str | None]],
) -> None:
    portfolio = replace(collection.portfolio, changed=office.clock.now())
    work.portfolios.replace(portfolio)
    work.portfolios.put_items(portfolio.id, _placed(portfolio.id, pairs))


def _placed(
    portfolio: str, pairs: Sequence[tuple[str | None, str | None]]
) -> tuple[PortfolioItem, ...]:
    return tuple(
        PortfolioItem(portfolio, position, award, imported)
        for position, (award, imported) in enumerate(pairs)
    )
