"""Behind a card: put a badge into a wallet. Nobody else can make the offer that wallets read.

The page needs no script: its state is what the offer is when somebody looks.
"""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import BadgeError
from issuer.errors import Conflict, NotFound, TooManyAttempts
from issuer.model import WalletOffer
from issuer.ports import Office
from issuer.services.holders.opening import OpenBadge
from issuer.services.wallets import interactions, offers
from issuer.web.pages.claiming import (
    badge_page,
    claim_pages,
    file_answer,
    go,
    kindly,
    open_badge,
    told,
)

_SVG = "image/svg+xml"
_ASKED = "asked"
_PART = offers.PIN_LENGTH // 2


def make_wallets(office: Office) -> Blueprint:
    """The pages of a card that lead to wallets."""
    pages = claim_pages("wallets", office)
    _add_start(pages, office)
    _add_offer(pages, office)
    return pages


def _add_start(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/<award>/wallet")
    @kindly
    def wallet(words: str, award: str) -> str:
        return badge_page("claim_wallet", office, open_badge(office, words, award))

    @pages.post("/claim/<words>/<award>/wallet")
    @kindly
    def prepare(words: str, award: str) -> BaseResponse:
        opened = open_badge(office, words, award)
        try:
            offer = offers.open_offer(office, opened)
        except Conflict as problem:
            return _sorry(office, opened, problem, 409)
        except TooManyAttempts as problem:
            return _sorry(office, opened, problem, 429)
        return go(f"{opened.path}/wallet/{offer.id}")


def _add_offer(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/<award>/wallet/<offer>")
    @kindly
    def ready(words: str, award: str, offer: str) -> str | BaseResponse:
        opened = open_badge(office, words, award)
        try:
            return _state(office, opened, _own_offer(office, opened, offer))
        except NotFound:  # it is forgotten after a day
            return go(f"{opened.path}/wallet")

    @pages.get("/claim/<words>/<award>/wallet/<offer>/qr.svg")
    @kindly
    def qr(words: str, award: str, offer: str) -> BaseResponse:
        found = _own_offer(office, open_badge(office, words, award), offer)
        address = interactions.interaction_url(office, found)
        return file_answer(office.artwork.qr_svg(address), _SVG, "qr.svg")


def _own_offer(office: Office, opened: OpenBadge, offer_id: str) -> WalletOffer:
    """The offer of that id, when it is one of this badge."""
    with office.store.read() as work:
        found = offers.find_offer(work, offer_id)
    if found.award != opened.award.id:
        raise NotFound("wallet.unknown")
    return found


def _state(office: Office, opened: OpenBadge, offer: WalletOffer) -> str:
    standing = offers.standing(office, offer)
    if standing != "open":
        return badge_page("claim_wallet_after", office, opened, offer=offer, standing=standing)
    pin = offers.pin_of(office, offer)
    return badge_page(
        "claim_wallet_ready",
        office,
        opened,
        offer=offer,
        found=interactions.interaction(office, offer.id),
        pin=(pin[:_PART], pin[_PART:]),
        asked=_ASKED in request.args,
    )


def _sorry(office: Office, opened: OpenBadge, problem: BadgeError, status: int) -> BaseResponse:
    page = badge_page("claim_wallet", office, opened, problem=told(problem))
    return make_response(page, status)
