"""A learner puts a badge into a wallet: from the card, without script, on a small phone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.model.sharing import OfferState
from issuer.ports import Office
from issuer.services import issuing, people
from issuer.services.life import revoking
from issuer.services.wallets import offers
from issuer.services.wallets.tokens import GRANT_TYPE
from tests.issuer.services.holders.cards import words_on_card
from tests.issuer.services.wallets.wallet import LDP, Wallet
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import DESK, serving, settings_of
from tests.journeys.gestures import enter, follow, strike, touch
from tests.journeys.traffic import answers_to

pytestmark = pytest.mark.journey

SMALL = 360
NOW = 1_795_348_800
WEIGHT = 60_000
OFFER_STATES: tuple[OfferState, ...] = ("open", "taken", "received", "closed")


@dataclass(frozen=True)
class Bench:
    """A running server, its office, and the browser that visits it."""

    url: str
    office: Office
    browser: Browser

    def badge(self) -> Award:
        """A fresh badge of somebody without e-mail."""
        request = AwardRequest(achievement="decoupe-laser", name="Zoé Martin")
        return issuing.issue(self.office, request)

    def page_of(self, award: Award) -> str:
        """The address of the badge behind its card."""
        words = "-".join(words_on_card(self.office, award).split())
        return f"{self.url}/claim/{words}/{award.id}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Bench]:
    """A server with two places."""
    directory = tmp_path_factory.mktemp("bench")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    furnish(office)
    with serving(directory, settings) as url:
        yield Bench(url, office, browser)
    office.store.close()


def _context(bench: Bench, *, script: bool = False, width: int = SMALL) -> BrowserContext:
    return bench.browser.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=script, locale="fr-FR"
    )


def _reads(page: Page) -> str:
    return page.locator("main").inner_text().replace("\u2019", "'").replace("\u00a0", " ")


def _prepared(bench: Bench, page: Page, award: Award) -> None:
    """Walk from the badge to the square."""
    page.goto(bench.page_of(award))
    follow(page.locator(f"main a[href$='{award.id}/wallet']"))
    follow(page.get_by_role("button", name="Préparer"))


def _fetch(bench: Bench, page: Page) -> None:
    """Do what a wallet does with the link of the page and the digits."""
    link = page.get_by_role("link", name="Ouvrir dans mon téléphone").get_attribute("href") or ""
    (reference,) = parse_qs(urlsplit(link).query)["credential_offer_uri"]
    ask = page.request
    offer = ask.get(reference).json()
    pin = "".join((page.locator(".wallet-pin").text_content() or "").split())
    code = offer["grants"][GRANT_TYPE]["pre-authorized_code"]
    form = {"grant_type": GRANT_TYPE, "pre-authorized_code": code, "tx_code": pin}
    token = ask.post(f"{bench.url}/wallet/token", form=form).json()["access_token"]
    nonce = ask.post(f"{bench.url}/wallet/nonce").json()["c_nonce"]
    wallet = Wallet()
    proof = wallet.proof(offer["credential_issuer"], nonce, NOW)
    body = {"credential_configuration_id": LDP, "proofs": {"jwt": [proof]}}
    headers = {"Authorization": f"Bearer {token}"}
    given = ask.post(f"{bench.url}/wallet/credential", data=body, headers=headers)
    assert wallet.did in given.text()


def test_a_badge_goes_from_the_card_into_a_wallet(bench: Bench) -> None:
    """Prepared, fetched with the six digits, and the page says that it is done; no script."""
    page = _context(bench).new_page()
    _prepared(bench, page, bench.badge())
    assert "Ouvrez votre portefeuille numérique, puis visez ce carré." in _reads(page)
    assert "Valable une seule fois, jusqu'à 13 h 10." in _reads(page)
    assert not page.locator(".wallet-pin").is_visible()
    touch(page.get_by_text("Mon code secret"))
    expect(page.locator(".wallet-pin")).to_be_visible()
    follow(page.get_by_role("link", name="terminé"))
    assert "Votre portefeuille n'est pas encore venu." in _reads(page)
    _fetch(bench, page)
    follow(page.get_by_role("link", name="terminé"))
    assert "Le badge est dans votre portefeuille." in _reads(page)


def test_starting_again_shows_another_square(bench: Bench) -> None:
    """The former one says that it no longer works, and offers to start again."""
    page = _context(bench).new_page()
    _prepared(bench, page, bench.badge())
    former = page.url
    follow(page.get_by_role("button", name="Recommencer"))
    assert page.url != former
    page.goto(former)
    assert "Ce carré ne sert plus" in _reads(page)
    follow(page.get_by_role("button", name="Recommencer"))
    assert "Votre badge est prêt" in _reads(page)


def test_a_cancelled_badge_is_told_kindly(bench: Bench) -> None:
    """Somebody who comes by an old page learns why, and stays on it."""
    award = bench.badge()
    page = _context(bench).new_page()
    page.goto(f"{bench.page_of(award)}/wallet")
    revoking.revoke(bench.office, award.id, people.operator("local"), reason="Erreur")
    follow(page.get_by_role("button", name="Préparer"))
    assert "Ce badge est annulé : il ne va dans aucun portefeuille." in _reads(page)


def test_the_square_of_one_badge_is_no_page_of_another(bench: Bench) -> None:
    """The address of an offer works behind its own card only."""
    page = _context(bench).new_page()
    _prepared(bench, page, bench.badge())
    offer = page.url.rpartition("/")[2]
    other = bench.page_of(bench.badge())
    page.goto(f"{other}/wallet/{offer}")
    assert page.url == f"{other}/wallet"
    assert page.request.get(f"{other}/wallet/{offer}/qr.svg").status == 404


def test_the_keyboard_alone_is_enough(bench: Bench) -> None:
    """Tab and Enter lead from the badge to the square, and open the secret code."""
    award = bench.badge()
    page = _context(bench, width=DESK).new_page()
    page.goto(f"{bench.page_of(award)}/wallet")
    page.get_by_role("button", name="Préparer").focus()
    enter(page)
    summary = page.locator("main summary").last
    summary.focus()
    strike(page)
    expect(page.locator(".wallet-pin")).to_be_visible()


@pytest.fixture(scope="module")
def states(bench: Bench) -> list[str]:
    """The addresses of the pages in each state that they can show."""
    page = _context(bench).new_page()
    found = [f"{bench.page_of(bench.badge())}/wallet"]
    for state in OFFER_STATES:
        _prepared(bench, page, bench.badge())
        offer = page.url.rpartition("/")[2]
        with bench.office.store.write() as work:
            kept = offers.find_offer(work, offer)
            moved = replace(kept, state=state, taken=kept.created if state == "taken" else None)
            work.wallet_offers.replace(moved)
        found.append(page.url)
    return found


def test_axe_finds_nothing_and_pages_fit(bench: Bench, states: list[str]) -> None:
    """Every rule of axe in each state; no page too wide, no button too small."""
    page = _context(bench, script=True).new_page()
    found: list[tuple[str, str, str]] = []
    for address in states:
        page.goto(address)
        found += faults(page)
        small = page.locator("main :is(button, .button)").evaluate_all(
            "items => items.map(item => item.getBoundingClientRect().height)"
        )
        found += [(address, "low", str(height)) for height in small if height < 44]
    assert found == []


def test_the_pages_are_light_and_ask_nobody_else(bench: Bench, states: list[str]) -> None:
    """Under 60 KB each with its styles, pictures apart, and no request leaves our origin."""
    page = _context(bench).new_page()
    strangers: list[str] = []
    answers = answers_to(page)
    for address in states:
        answers.clear()
        page.goto(address, wait_until="load")
        strangers += [item.url for item in answers if not item.url.startswith(bench.url)]
        weighed = [len(item.body()) for item in answers if not item.url.endswith(".svg")]
        assert 0 < sum(weighed) < WEIGHT, address
    assert strangers == []
