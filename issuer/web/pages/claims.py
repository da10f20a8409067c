"""The card of a learner, opened by its words or its code: no account, no script, nothing public.

Whoever holds the words holds the card, so its addresses are kept by no cache, listed by no search
engine and told to no other site.
"""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import words as sentences
from badges.web.security import scripted
from issuer.errors import Conflict, InvalidRequest, NotFound, TooManyAttempts
from issuer.ports import Office
from issuer.services import private_links, publishing
from issuer.services.finding import is_shown
from issuer.services.holders import changing, choosing, opening, taking
from issuer.services.holders.opening import APPLICATION, POSTER
from issuer.services.privacy import erasing, exporting
from issuer.web.pages.claiming import (
    badge_page,
    card_page,
    claim_pages,
    file_answer,
    go,
    just_done,
    kindly,
    mend,
    open_badge,
    open_card,
    sheet_of,
    typed,
)
from issuer.web.pages.credentials import zip_answer
from issuer.web.pages.evidence import evidence_answer

# Words say where they lead; a card has pages of its own.
_ELSEWHERE = {POSTER: "/poster", APPLICATION: "/request"}


def make_claims(office: Office) -> Blueprint:
    """The addresses of cards."""
    pages = claim_pages("claims", office)
    for add in (
        _add_door,
        _add_card,
        _add_badge,
        _add_decisions,
        _add_visibility,
        _add_address,
        _add_words,
        _add_own,
    ):
        add(pages, office)
    return pages


def _add_door(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim")
    def door() -> str:
        return render_template("issuer/claim.html", typed="", problem="")

    @pages.post("/claim")
    @kindly
    def enter() -> BaseResponse:
        found = opening.find_door(office, typed("words"), request.remote_addr)
        return go(f"{_ELSEWHERE.get(found.purpose, '/claim')}/{'-'.join(found.words)}")

    @pages.get("/claim/lost")
    def lost() -> str:
        return render_template("issuer/claim_lost.html")

    @pages.get("/claim/done")
    def done() -> str:
        return render_template("issuer/claim_gone.html")


def _add_card(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>")
    @kindly
    def card(words: str) -> str | BaseResponse:
        found = opening.find_door(office, words, request.remote_addr)
        if found.purpose in _ELSEWHERE:
            return go(f"{_ELSEWHERE[found.purpose]}/{'-'.join(found.words)}")
        opened = open_card(office, words)
        sheets = [sheet_of(office, opened, award) for award in opened.awards]
        return card_page("claim_card", opened, sheets=sheets, done=just_done())

    @pages.get("/claim/<words>/card")
    @kindly
    def settings(words: str) -> str:
        opened = open_card(office, words)
        able = any(is_shown(award) and award.state == "active" for award in opened.awards)
        return card_page("claim_settings", opened, done=just_done(), printable=able)

    @pages.get("/claim/<words>/<any('passport.pdf', 'card.pdf'):kind>")
    @kindly
    def paper(words: str, kind: str) -> Response:
        opened = open_card(office, words)
        make = taking.passport if kind == "passport.pdf" else taking.card
        return file_answer(make(office, opened), publishing.PDF, kind)


def _add_badge(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/<award>")
    @kindly
    def badge(words: str, award: str) -> str:
        opened = open_badge(office, words, award)
        return badge_page("claim_badge", office, opened)

    @pages.get(f"/claim/<words>/<award>/badge.<any({', '.join(taking.FILES)}):kind>")
    @kindly
    def badge_file(words: str, award: str, kind: str) -> Response:
        opened = open_badge(office, words, award)
        body, media_type = taking.file(office, opened, kind)
        return file_answer(body, media_type, f"badge.{kind}")

    @pages.get("/claim/<words>/<award>/all.zip")
    @kindly
    def everything(words: str, award: str) -> Response:
        return zip_answer(office, open_badge(office, words, award).award)

    @pages.get("/claim/<words>/<award>/evidence/<file>")
    @kindly
    def evidence_file(words: str, award: str, file: str) -> Response:
        opened = open_badge(office, words, award)
        return evidence_answer(*taking.shown_file(office, opened, file))


def _add_decisions(pages: Blueprint, office: Office) -> None:
    @pages.post(f"/claim/<words>/<award>/<any({', '.join(choosing.DECISIONS)}):decision>")
    @kindly
    def decide(words: str, award: str, decision: choosing.Decision) -> BaseResponse:
        opened = open_badge(office, words, award)
        is_first = opened.award.choice == "none" and decision == "kept"
        choosing.choose(office, opened, decision)
        return go(f"{opened.path}{'' if is_first else '/visibility'}?done={decision}")

    @pages.get("/claim/<words>/<award>/refuse")
    @kindly
    def refuse(words: str, award: str) -> str:
        return badge_page("claim_refuse", office, open_badge(office, words, award))

    @pages.post("/claim/<words>/<award>/refuse")
    @kindly
    def refused(words: str, award: str) -> BaseResponse:
        opened = open_badge(office, words, award)
        choosing.refuse(office, opened)
        is_last = len(opened.card.awards) == 1
        return go("/claim/done" if is_last else f"{opened.card.path}?done=refused")

    @pages.post("/claim/<words>/<award>/evidence/<file>")
    @kindly
    def show(words: str, award: str, file: str) -> BaseResponse:
        opened = open_badge(office, words, award)
        choosing.show_file(office, opened, file, shown=typed("shown") == "yes")
        return go(f"{opened.path}?done=evidence#shown")


def _add_visibility(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/<award>/visibility")
    @kindly
    def visibility(words: str, award: str) -> str | BaseResponse:
        opened = open_badge(office, words, award)
        path = private_links.path_of(office, opened.award)
        page = badge_page(
            "claim_visibility",
            office,
            opened,
            decisions=choosing.DECISIONS,
            link=office.settings.base_url + path,
        )
        return scripted(page)

    @pages.post("/claim/<words>/<award>/another-link")
    @kindly
    def another_link(words: str, award: str) -> BaseResponse:
        opened = open_badge(office, words, award)
        choosing.another_link(office, opened)
        return go(f"{opened.path}/visibility?done=another_link")


def _add_address(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/address")
    @kindly
    def address(words: str) -> str:
        return card_page("claim_address", open_card(office, words))

    @pages.post("/claim/<words>/address")
    @kindly
    def set_address(words: str) -> BaseResponse:
        opened = open_card(office, words)
        if typed("do") == "forget":
            changing.drop_address(office, opened)
            return go(f"{opened.path}/card?done=forgotten")
        try:
            changing.set_address(office, opened, typed("email"), typed("again"))
        except InvalidRequest as problem:
            return mend("claim_address", opened, problem, email=typed("email"))
        return go(f"{opened.path}/card?done=address")


def _add_words(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/change")
    @kindly
    def change(words: str) -> str:
        return card_page("claim_change", open_card(office, words))

    @pages.post("/claim/<words>/change")
    @kindly
    def changed(words: str) -> BaseResponse:
        made = changing.change_card(office, open_card(office, words))
        return go(f"/claim/{'-'.join(made)}/changed")

    @pages.get("/claim/<words>/changed")
    @kindly
    def new_card(words: str) -> str:
        return card_page("claim_changed", open_card(office, words))

    @pages.get("/claim/<words>/join")
    @kindly
    def join(words: str) -> str:
        return card_page("claim_join", open_card(office, words))

    @pages.post("/claim/<words>/join")
    @kindly
    def joined(words: str) -> BaseResponse:
        opened = open_card(office, words)
        try:
            other = open_card(office, typed("words"))
            changing.join_cards(office, opened, other)
        except (NotFound, Conflict, TooManyAttempts) as problem:
            return mend("claim_join", opened, problem, typed=typed("words"))
        return go(f"{opened.path}?done=joined")


def _add_own(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/export.zip")
    @kindly
    def export(words: str) -> Response:
        body = exporting.export_card(office, open_card(office, words))
        return file_answer(body, exporting.ZIP, "export.zip")

    @pages.get("/claim/<words>/erase")
    @kindly
    def erase(words: str) -> str:
        return card_page("privacy_card", open_card(office, words))

    @pages.post("/claim/<words>/erase")
    @kindly
    def erased(words: str) -> BaseResponse:
        opened = open_card(office, words)
        try:
            erasing.require_word(typed("confirm"), sentences()("privacy.word"))
        except InvalidRequest as problem:
            return mend("privacy_card", opened, problem, confirm=typed("confirm"))
        erasing.erase_card(office, opened)
        return go("/claim/done")
