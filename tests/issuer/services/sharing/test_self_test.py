"""Does sharing work here? Each point is found good, or to mend, for what the site answers."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from issuer.model import Award
from issuer.services import places
from issuer.services.holders import choosing
from issuer.services.sharing.self_test import PERSON, ROBOT, Seen, SelfTest, examine
from tests.issuer.services.holders.cards import award_zoe, open_badge
from tests.issuer.world import ONLINE, Town

PLACE = "fablab-rural"


def _png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    )


@dataclass
class Site:
    """A site that answers as we like, and remembers who asked for what."""

    answers: dict[str, Seen] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def visit(self, path: str, program: str) -> Seen:
        """The answer kept for that path, else 404."""
        self.asked.append((path, program))
        return self.answers.get(path, Seen(404, "text/plain", b""))


def _page(**tags: str) -> bytes:
    told = {
        "title": "Découpe &amp; laser",
        "description": "Un badge.",
        "url": f"{ONLINE}/credentials/x",
        "image": f"{ONLINE}/card.png",
        **tags,
    }
    metas = "".join(
        f'<meta property="og:{name}" content="{value}">' for name, value in told.items() if value
    )
    return f"<!doctype html><head>{metas}</head><p>Un badge.".encode()


def _site(award: Award) -> Site:
    return Site(
        {
            f"/credentials/{award.id}": Seen(200, "text/html", _page()),
            "/card.png": Seen(200, "image/png", _png(1200, 627)),
            "/robots.txt": Seen(200, "text/plain", b"User-agent: *\nDisallow: /verify\n"),
        }
    )


def _outcomes(test: SelfTest) -> dict[str, str]:
    return {check.name: check.outcome for check in test.checks}


def _wrong(test: SelfTest) -> list[str]:
    return [name for name, outcome in _outcomes(test).items() if outcome != "good"]


def test_a_site_in_order_is_told_so(city: Town) -> None:
    """Every point is good; the page is asked for as LinkedIn's robot and as a person."""
    award = award_zoe(city)
    site = _site(award)
    test = examine(city.office, PLACE, site.visit)
    assert test.is_good
    assert _wrong(test) == []
    assert test.picture == "/card.png"
    assert test.company == "https://www.linkedin.com/company/1234567/"
    assert test.inspector is not None
    assert {program for path, program in site.asked if "credentials" in path} == {ROBOT, PERSON}


Break = Callable[[Site, str], None]


def _set(path: str, seen: Seen) -> Break:
    return lambda site, page: site.answers.__setitem__(path or page, seen)


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (_set("", Seen(303, "text/html", _page())), ["page"]),
        (_set("", Seen(200, "application/vc", _page())), ["page"]),
        (_set("", Seen(200, "text/html", _page(description=""))), ["tags"]),
        (_set("", Seen(200, "text/html", _page(url="/credentials/x"))), ["absolute"]),
        (_set("", Seen(200, "text/html", _page() + b" " * 70_000)), ["size"]),
        (_set("/card.png", Seen(404, "image/png", b"")), ["picture", "weight"]),
        (
            _set("/card.png", Seen(200, "image/png", _png(600, 600))),
            ["picture", "weight"],
        ),
        (_set("/card.png", Seen(200, "image/png", b"\x89PNG")), ["picture", "weight"]),
        (
            _set("/card.png", Seen(200, "image/png", _png(1200, 627) + b"x" * 5_000_000)),
            ["weight"],
        ),
        (
            _set("/robots.txt", Seen(200, "text/plain", b"User-agent: *\nDisallow: /\n")),
            ["robots"],
        ),
        (
            _set(
                "/robots.txt",
                Seen(200, "text/plain", b"User-agent: LinkedInBot\nDisallow: /card.png\n"),
            ),
            ["robots"],
        ),
    ],
    ids=[
        "redirected",
        "not_a_page",
        "no_description",
        "relative",
        "heavy",
        "no_card",
        "small_card",
        "broken_card",
        "heavy_card",
        "shut_to_all",
        "shut_to_linkedin",
    ],
)
def test_what_is_wrong_is_named(city: Town, spoil: Break, wrong: list[str]) -> None:
    """One thing wrong is one thing to mend, and the whole is not said to be good."""
    award = award_zoe(city)
    site = _site(award)
    spoil(site, f"/credentials/{award.id}")
    test = examine(city.office, PLACE, site.visit)
    assert _wrong(test) == wrong
    assert not test.is_good


def test_a_page_that_changes_with_who_reads_it_is_named(city: Town) -> None:
    """Robots and people must read the same."""
    award = award_zoe(city)
    site = _site(award)

    def visit(path: str, program: str) -> Seen:
        seen = site.visit(path, program)
        return seen if program == ROBOT else replace(seen, body=seen.body + b"!")

    assert _wrong(examine(city.office, PLACE, visit)) == ["same"]


def test_a_picture_from_elsewhere_is_never_asked_for(city: Town) -> None:
    """The test asks this site and nobody else."""
    award = award_zoe(city)
    site = _site(award)
    page = _page(image="https://elsewhere.example/card.png")
    site.answers[f"/credentials/{award.id}"] = Seen(200, "text/html", page)
    test = examine(city.office, PLACE, site.visit)
    assert _wrong(test) == ["absolute", "picture", "weight"]
    assert test.picture is None
    assert {path for path, _ in site.asked} == {f"/credentials/{award.id}", "/robots.txt"}


def test_a_site_without_robots_txt_lets_everybody_in(city: Town) -> None:
    """As RFC 9309 says."""
    award = award_zoe(city)
    site = _site(award)
    del site.answers["/robots.txt"]
    assert examine(city.office, PLACE, site.visit).is_good


def test_a_laptop_is_told_kindly(village: Town) -> None:
    """Without https LinkedIn opens nothing: that is the point to mend, and no inspector helps."""
    award_zoe(village)
    test = examine(village.office, PLACE, Site().visit)
    assert _outcomes(test)["https"] == "to_mend"
    assert test.inspector is None


def test_only_a_badge_that_anybody_may_open_is_looked_at(city: Town) -> None:
    """A hidden or private badge is not; without another one nothing is asked for."""
    award = award_zoe(city)
    choosing.choose(city.office, open_badge(city.office, award), "private")
    site = Site()
    test = examine(city.office, PLACE, site.visit)
    assert test.award is None
    assert not test.is_good
    assert site.asked == []
    assert list(_outcomes(test)) == ["https", "organisation"]


@pytest.mark.parametrize(
    ("number", "said"), [(None, "none"), ("12", "odd"), ("1234567", "good")], ids=str
)
def test_the_number_of_the_page_is_looked_at(city: Town, number: str | None, said: str) -> None:
    """Without a number, or with an odd one, there is something to see and nothing is broken."""
    award = award_zoe(city)
    places.edit(city.office, PLACE, linkedin_id=number)
    test = examine(city.office, PLACE, _site(award).visit)
    assert [check.said for check in test.checks if check.name == "organisation"] == [said]
    assert test.is_good
