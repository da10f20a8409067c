"""The portfolio behind the card: made, chosen, ordered, told in words, shown and withdrawn.

One thing a page, and every page works without a script.
"""

from flask import Blueprint, Response, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import InvalidRequest, NotFound
from issuer.model import VISIBILITIES, Award
from issuer.ports import Office
from issuer.services.holders.opening import OpenCard
from issuer.services.portfolios import arranging, reading
from issuer.services.portfolios.reading import Collection
from issuer.web.pages.claiming import (
    card_page,
    claim_pages,
    go,
    just_done,
    kindly,
    mend,
    open_card,
    sheet_of,
    told,
    typed,
)
from issuer.web.portfolio_sheet import look

_TEXT_LIMIT = 4 * arranging.INTRODUCTION_LENGTH
_CHOSEN_LIMIT = 1_000


def make_portfolio_editing(office: Office) -> Blueprint:
    """The addresses of the portfolio of a card."""
    pages = claim_pages("portfolio_editing", office)
    for add in (_add_home, _add_badges, _add_order, _add_words, _add_circle, _add_end):
        add(pages, office)
    return pages


def _add_home(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/portfolio")
    @kindly
    def home(words: str) -> str:
        card = open_card(office, words)
        collection = reading.of_card(office, card)
        if collection is None:
            return card_page("portfolio_new", card)
        return card_page(
            "portfolio_home",
            card,
            collection=collection,
            portfolio=collection.portfolio,
            unseen=[sheet_of(office, card, one.award) for one in collection.unseen if one.award],
            shared=reading.shared_path(office, collection.portfolio),
            base_url=office.settings.base_url,
            can_sign=look(office, collection).can_sign,
            done=just_done(),
        )

    @pages.post("/claim/<words>/portfolio")
    @kindly
    def make(words: str) -> BaseResponse:
        card = open_card(office, words)
        arranging.make(office, card)
        return go(f"{_home(card)}/badges")

    @pages.get("/claim/<words>/portfolio/preview")
    @kindly
    def preview(words: str) -> str:
        card, collection = _opened(office, words)

        def locate(award: Award) -> tuple[str, str]:
            own = f"{card.path}/{award.id}"
            return own, f"{own}/badge.svg"

        seen = look(office, collection, locate)
        return card_page("portfolio_preview", card, seen=seen, portfolio=collection.portfolio)


def _add_badges(pages: Blueprint, office: Office) -> None:
    def page(card: OpenCard, collection: Collection) -> dict[str, object]:
        choices = arranging.choices(office, card, collection)
        sheets = {
            one.entry.name: sheet_of(office, card, one.entry.award)
            for one in choices
            if one.entry.award is not None
        }
        return {"choices": choices, "sheets": sheets, "limit": arranging.BADGES_LIMIT}

    @pages.get("/claim/<words>/portfolio/badges")
    @kindly
    def badges(words: str) -> str:
        card, collection = _opened(office, words)
        return card_page("portfolio_badges", card, **page(card, collection))

    @pages.post("/claim/<words>/portfolio/badges")
    @kindly
    def choose(words: str) -> str | BaseResponse:
        card, collection = _opened(office, words)
        try:
            arranging.choose(office, card, request.form.getlist("badge")[:_CHOSEN_LIMIT])
        except InvalidRequest as problem:
            return _refused("portfolio_badges", card, problem, **page(card, collection))
        return go(f"{_home(card)}?done=portfolio")


def _add_order(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/portfolio/order")
    @kindly
    def order(words: str) -> str:
        card, collection = _opened(office, words)
        sheets = {
            one.name: sheet_of(office, card, one.award)
            for one in collection.entries
            if one.award is not None
        }
        moved = request.args.get("moved", "")
        return card_page(
            "portfolio_order", card, entries=collection.entries, sheets=sheets, moved=moved
        )

    @pages.post("/claim/<words>/portfolio/order")
    @kindly
    def move(words: str) -> BaseResponse:
        card = open_card(office, words)
        name, step = (typed("up"), -1) if typed("up") else (typed("down"), 1)
        arranging.move(office, card, name, step)
        return go(f"{_home(card)}/order?moved={name}#b-{name}")


def _add_words(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/portfolio/words")
    @kindly
    def texts(words: str) -> str:
        card, collection = _opened(office, words)
        portfolio = collection.portfolio
        return card_page(
            "portfolio_words",
            card,
            title=portfolio.title,
            introduction=portfolio.introduction or "",
        )

    @pages.post("/claim/<words>/portfolio/words")
    @kindly
    def tell(words: str) -> BaseResponse:
        card, _ = _opened(office, words)
        title = request.form.get("title", "")[:_TEXT_LIMIT]
        introduction = request.form.get("introduction", "")[:_TEXT_LIMIT]
        try:
            arranging.describe(office, card, title, introduction)
        except InvalidRequest as problem:
            return mend("portfolio_words", card, problem, title=title, introduction=introduction)
        return go(f"{_home(card)}?done=portfolio")


def _add_circle(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/portfolio/circle")
    @kindly
    def circle(words: str) -> str:
        card, collection = _opened(office, words)
        now = collection.portfolio.visibility
        return card_page("portfolio_circle", card, circles=VISIBILITIES, now=now)

    @pages.post("/claim/<words>/portfolio/circle")
    @kindly
    def show(words: str) -> BaseResponse:
        card, collection = _opened(office, words)
        try:
            arranging.show_to(office, card, typed("visibility"))
        except InvalidRequest as problem:
            now = collection.portfolio.visibility
            return _refused("portfolio_circle", card, problem, now=now, circles=VISIBILITIES)
        is_hidden = typed("visibility") == "hidden"
        return go(f"{_home(card)}?done=portfolio_{'withdrawn' if is_hidden else 'shown'}")

    @pages.post("/claim/<words>/portfolio/also")
    @kindly
    def also(words: str) -> BaseResponse:
        card = open_card(office, words)
        arranging.show_also(office, card)
        return go(f"{_home(card)}?done=portfolio_also")

    @pages.post("/claim/<words>/portfolio/link")
    @kindly
    def link(words: str) -> BaseResponse:
        card = open_card(office, words)
        arranging.another_link(office, card)
        return go(f"{_home(card)}?done=portfolio_link")


def _add_end(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/portfolio/erase")
    @kindly
    def erase(words: str) -> str:
        card, _ = _opened(office, words)
        return card_page("portfolio_erase", card)

    @pages.post("/claim/<words>/portfolio/erase")
    @kindly
    def erased(words: str) -> BaseResponse:
        card = open_card(office, words)
        arranging.forget(office, card)
        return go(f"{card.path}?done=portfolio_erased")


def _opened(office: Office, words: str) -> tuple[OpenCard, Collection]:
    """The card of the words in an address, and its portfolio.

    Raises:
        NotFound: they open no card, or it has no portfolio (`portfolio.none`).
        TooManyAttempts: too many failures of late.
    """
    card = open_card(office, words)
    collection = reading.of_card(office, card)
    if collection is None:
        raise NotFound("portfolio.none")
    return card, collection


def _refused(name: str, card: OpenCard, problem: InvalidRequest, **more: object) -> Response:
    """The page as it stands, and what to mend: nothing of a refused choice is kept."""
    return make_response(card_page(name, card, problem=told(problem), **more), 400)


def _home(card: OpenCard) -> str:
    return f"{card.path}/portfolio"
