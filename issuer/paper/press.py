"""The press: six kinds of paper, each a layout with its contents (`issuer.ports.press.Press`)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from badges.encoding import decode_instant
from badges.errors import Malformed
from issuer.errors import IssuerError
from issuer.model.paper import Booklet, Card, Certificate, Poster, Sticker
from issuer.paper.contents import (
    Content,
    DrawCode,
    Files,
    Words,
    certificate,
    certificate_words,
    not_a_certification,
    several,
    typed_at,
)
from issuer.paper.letters import Letters
from issuer.paper.typesetter import Typesetter, Unprintable

SCAN = 25.6
"""Millimetres of the smallest code on paper: the black square, white around it not counted.

At least 25 are promised; a printer that shrinks a page to its margins takes two in a hundred.
"""
WALL = 84.0
"""Millimetres of the code on a poster: read from two metres and more."""

_CERTIFICATE_CODE = 30.0
_CARD_TEXT = 100
"""Letters that fit under the code of a card: the badges and the place."""
_COVER_LINES, _ELSEWHERE = 8, 12
_AT_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Compose = Callable[[Words, Files], Content]


class TypstPress:
    """Prints with Typst; the same content gives the same bytes on a machine with the same fonts."""

    def __init__(self, qr: DrawCode, *, has_system_fonts: bool = True) -> None:
        """`qr` draws a code as SVG, the white around it included."""
        self._qr = qr
        self._typesetter = Typesetter(has_system_fonts=has_system_fonts)
        self._letters = Letters(self._typesetter.can_print)

    def certificate(self, certificate: Certificate) -> bytes:
        """One badge on A4 (a second page when it says much), as PDF/A-3, the badge attached.

        Raises:
            InvalidRequest: an address that no code can hold.
            IssuerError: a picture that is none (`paper.unprintable`).
        """
        return self._certificates((certificate,), attachment="badge.json")

    def certificates(self, certificates: tuple[Certificate, ...]) -> bytes:
        """The certificates of a group, to print at once; no badge is attached to such a file.

        Raises:
            InvalidRequest, IssuerError: as `certificate`.
        """
        return self._certificates(certificates, attachment=None)

    def cards(self, cards: tuple[Card, ...]) -> bytes:
        """Claim cards of 85 by 54 mm, ten on a sheet, with cut marks.

        Raises:
            InvalidRequest, IssuerError: as `certificate`.
        """

        def compose(words: Words, files: Files) -> Content:
            place = words.fit(cards[0].place) if cards else ""
            return {
                "title": words("paper.cards", place=place),
                "cards": [_card(item, words, files) for item in cards],
                "say": {
                    "keep": words("paper.card.keep"),
                    "not_whole_page": words("paper.not_whole_page"),
                    "not_a_certification": not_a_certification(words.language),
                },
            }

        return self._print("cards", _language(cards), compose, _AT_EPOCH)

    def stickers(self, stickers: tuple[Sticker, ...]) -> bytes:
        """Stickers of 63.5 by 33.9 mm, twenty-four on a sheet, with cut marks.

        Raises:
            InvalidRequest, IssuerError: as `certificate`.
        """

        def compose(words: Words, files: Files) -> Content:
            return {
                "title": words("paper.stickers"),
                "stickers": [_sticker(item, words, files) for item in stickers],
                "say": {
                    "qr": words("web.credential.qr"),
                    "not_a_certification": not_a_certification(words.language),
                },
            }

        return self._print("stickers", _language(stickers), compose, _AT_EPOCH)

    def booklet(self, booklet: Booklet) -> bytes:
        """The passport of one person on A5, with every badge in it attached.

        Raises:
            InvalidRequest, IssuerError: as `certificate`.
        """
        made = max((_instant(item.made) for item in booklet.certificates), default=_AT_EPOCH)

        def compose(words: Words, files: Files) -> Content:
            return _booklet(booklet, words, files)

        return self._print("booklet", booklet.language, compose, made)

    def poster(self, poster: Poster) -> bytes:
        """The A4 sheet of a workshop's wall, its code read from two metres.

        Raises:
            InvalidRequest, IssuerError: as `certificate`.
        """

        def compose(words: Words, files: Files) -> Content:
            return _poster(poster, words, files)

        return self._print("poster", poster.language, compose, _AT_EPOCH)

    def _certificates(self, items: tuple[Certificate, ...], *, attachment: str | None) -> bytes:
        made = max((_instant(item.made) for item in items), default=_AT_EPOCH)

        def compose(words: Words, files: Files) -> Content:
            pages = [
                certificate(item, words, files, code_side=_CERTIFICATE_CODE, attachment=attachment)
                for item in items
            ]
            return {
                **_titles(items, pages, words),
                "certificates": pages,
                "say": certificate_words(words),
            }

        return self._print("certificate", _language(items), compose, made)

    def _print(self, layout: str, language: str, compose: Compose, made: datetime) -> bytes:
        """Print with every letter the fonts have, then with plain ones only."""
        for letters in (self._letters, Letters(_nothing)):
            files = Files(self._qr)
            content = compose(Words(language, letters), files)
            try:
                return self._typesetter.set(
                    layout, {**content, "language": language}, files.by_name, made
                )
            except Unprintable as error:
                reason = error
        raise IssuerError("paper.unprintable") from reason


def _titles(items: tuple[Certificate, ...], pages: list[Content], words: Words) -> Content:
    """The metadata of the file: title, author, what it is, the address of the badge."""
    if not pages:
        return {"title": words("paper.certificates", count=0, place=""), "author": None}
    place = pages[0]["place"]
    if len(pages) > 1:
        title = words("paper.certificates", count=len(pages), place=place)
        return {"title": title, "author": place}
    first = pages[0]
    return {
        "title": words("paper.title", title=first["title"], holder=first["holder"]),
        "author": place,
        "description": words("paper.description", place=place, id=items[0].identifier),
        "keywords": ["Open Badges 3.0", items[0].identifier],
    }


def _card(item: Card, words: Words, files: Files) -> Content:
    words.is_whole = True
    holder = words.name(item.holder)
    address = _typed_at_root(item.url)
    place = words.fit(item.place, _CARD_TEXT // 2)
    titles = words.fit(several(item.achievements, words), _CARD_TEXT - len(place))
    what = words("paper.card.what", achievements=titles, place=place)
    return {
        "holder": holder,
        "awarded": words.fit(item.awarded),
        "what": what,
        "how": words("paper.card.how", address=address),
        "words": [words.fit(word, 30) for word in item.words[:8]],
        "qr": files.code(item.url, SCAN),
        "opens": words("paper.card.opens", holder=holder),
        "is_whole": words.is_whole,
    }


def _sticker(item: Sticker, words: Words, files: Files) -> Content:
    title = words.fit(item.achievement)
    return {
        "title": title,
        "holder": words.name(item.holder),
        "typed_at": typed_at(item.verify_url),
        "code": item.short_code,
        "qr": files.code(item.verify_url, SCAN),
        "artwork": files.picture(item.artwork),
        "picture": words("paper.picture", title=title),
    }


def _booklet(booklet: Booklet, words: Words, files: Files) -> Content:
    holder, place = words.name(booklet.holder), words.fit(booklet.place)
    is_whole = words.is_whole
    pages = [
        certificate(
            item, words, files, code_side=26, attachment=f"badge-{number}-{item.short_code}.json"
        )
        for number, item in enumerate(booklet.certificates, 1)
    ]
    number = len(pages) + len(booklet.elsewhere)
    count = "paper.passport.count_one" if number == 1 else "paper.passport.count"
    title = words("paper.passport.title", holder=holder)
    return {
        "title": words.fit(booklet.title) if booklet.title else title,
        "author": place,
        "holder": holder,
        "place": place,
        "certificates": pages,
        "is_whole": is_whole,
        **_portfolio(booklet, words, files),
        "say": {
            **certificate_words(words),
            "passport": words("portfolio.paper.name" if booklet.url else "paper.passport"),
            "count": words(count, count=number, day=words.fit(booklet.made)),
            "inside": words("paper.passport.inside"),
            "scan": words("portfolio.paper.scan"),
            "elsewhere": words("portfolio.paper.elsewhere"),
            "page": words("portfolio.paper.page"),
        },
    }


def _portfolio(booklet: Booklet, words: Words, files: Files) -> Content:
    """What the passport of a portfolio says more: its title, words of its holder, its page."""
    return {
        "named": words.fit(booklet.title) if booklet.title else None,
        "words": words.lines(booklet.words)[:_COVER_LINES] if booklet.words else [],
        "page": files.code(booklet.url, SCAN) if booklet.url else None,
        "elsewhere": [words.fit(name) for name in booklet.elsewhere[:_ELSEWHERE]],
    }


def _poster(poster: Poster, words: Words, files: Files) -> Content:
    title = words.fit(poster.achievement)
    return {
        "title": title,
        "place": words.fit(poster.place),
        "achievement": title,
        "about": words.fit(poster.description, 500),
        "artwork": files.picture(poster.artwork),
        "picture": words("paper.picture", title=title),
        "qr": files.code(poster.url, WALL),
        "steps": [words(f"paper.poster.{step}") for step in ("scan", "say", "get")],
        "how": words("paper.poster.type", address=words.fit(poster.typed_at)),
        "words": [words.fit(word, 30) for word in poster.words[:8]],
        "until": _until(poster, words),
        "is_whole": words.is_whole,
        "say": {
            "qr": words("paper.poster.qr"),
            "badge": words("web.credential.badge"),
            "poster": words("paper.poster.ask"),
            "not_whole_page": words("paper.not_whole_page"),
            "not_a_certification": not_a_certification(words.language),
        },
    }


def _until(poster: Poster, words: Words) -> str | None:
    return words("paper.poster.until", day=words.fit(poster.until)) if poster.until else None


def _typed_at_root(url: str) -> str:
    """Where the words of a card are typed: the claim page of the same origin."""
    host = url.partition("://")[2].partition("/")[0]
    return f"{host}/claim"


def _instant(text: str) -> datetime:
    """The instant of a document; an old fixed one when the text is none."""
    try:
        return decode_instant(text)
    except Malformed:
        return _AT_EPOCH


def _language(items: tuple[Any, ...]) -> str:
    return str(items[0].language) if items else "fr"


def _nothing(_: str) -> bool:
    """What a press can print that trusts no font but its own."""
    return False
