"""What every page refuses, in words and without losing what was typed."""

import re
from html import unescape

import pytest

from issuer.services import people
from issuer.services.commons import proposals
from tests.issuer.web.workshop.studio import (
    PAGE,
    Browser,
    Studio,
    begin_framework,
    hidden,
    said,
)

PROPOSAL = {
    "framework": "tiers-lieux",
    "label": "Souder à l'arc",
    "statement": "Je soude deux pièces.",
    "type": "technique",
    "reason": "Vu à l'atelier <b>mercredi</b>.",
}
NEW = "/workshop/proposals/new"


@pytest.mark.parametrize("token", [None, "", "wrong", "é", "x" * 10_000])
def test_a_form_without_the_token_of_the_session_does_nothing(
    studio: Studio, awa: Browser, token: str | None
) -> None:
    """Refused in plain words, with everything that was typed; the next press sends it."""
    fields = dict(PROPOSAL) if token is None else {**PROPOSAL, "csrf": token}
    answer = awa.client.post(NEW, base_url=awa.base_url, data=fields, headers=PAGE)
    assert answer.status_code == 403
    assert "Je soude deux pièces." in said(answer)
    assert proposals.listing(studio.office) == ()
    kept = hidden(answer)
    assert {name: kept[name] for name in PROPOSAL} == PROPOSAL
    again = awa.client.post(NEW, base_url=awa.base_url, data=kept, headers=PAGE)
    assert again.status_code == 303
    assert [item.label for item in proposals.listing(studio.office)] == ["Souder à l'arc"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_and_never_offered_again(
    studio: Studio, awa: Browser, headers: dict[str, str]
) -> None:
    """Even with the right token: no button of ours sends what somebody else has written."""
    answer = awa.post(NEW, PROPOSAL, headers={**PAGE, **headers})
    assert answer.status_code == 403
    assert f'action="{NEW}"' not in answer.get_data(as_text=True)
    assert proposals.listing(studio.office) == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://badges.example.fr", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://BADGES.example.fr"},
        {},
    ],
)
def test_a_form_of_ours_is_taken(studio: Studio, awa: Browser, headers: dict[str, str]) -> None:
    """With the headers of today's browsers and with those of an old one."""
    assert awa.post(NEW, PROPOSAL, headers={**PAGE, **headers}).status_code == 303
    assert len(proposals.listing(studio.office)) == 1


def test_a_table_that_was_cut_is_never_sent_again_by_a_button(awa: Browser) -> None:
    """A text longer than any field is shown as far as it goes, without the button."""
    answer = awa.post(NEW, {**PROPOSAL, "reason": "x" * 30_000, "csrf": "no"})
    assert answer.status_code == 403
    assert f'action="{NEW}"' not in answer.get_data(as_text=True)


def test_the_token_of_somebody_else_is_worth_nothing(studio: Studio, awa: Browser) -> None:
    """A token belongs to one session."""
    bruno = studio.of("Bruno")
    assert awa.token != bruno.token
    assert awa.post(NEW, {**PROPOSAL, "csrf": bruno.token}).status_code == 403


def test_a_session_that_ended_loses_no_text(studio: Studio, awa: Browser) -> None:
    """What was typed is on the page that refuses, to copy or to send after coming back."""
    studio.town.clock.advance(days=31)
    answer = awa.post(NEW, PROPOSAL)
    assert answer.status_code == 403
    assert "Je soude deux pièces." in said(answer)
    kept = hidden(answer)
    browser = awa
    assert browser.post(studio.link("Awa")).status_code == 303
    once_more = browser.post(NEW, {**kept, "csrf": "old"})
    assert browser.post(NEW, hidden(once_more)).status_code == 303


def test_the_page_of_a_refusal_shows_no_markup_of_a_stranger(awa: Browser) -> None:
    """Everything that is shown again is text."""
    hostile = {"label": "<script>alert(1)</script>", 'x"><img src=y>': "<svg onload=z>"}
    text = awa.post(NEW, {**hostile, "csrf": "no"}).get_data(as_text=True)
    assert "<script>" not in text
    assert "<img src=y" not in text
    assert "<svg onload" not in text


PAGES = (
    "",
    "/edit",
    "/changes",
    "/publish",
    "/import",
    "/competencies/new",
    "/competencies/reparer",
    "/competencies/reparer/end",
    "/draft.csv",
    "/draft.jsonld",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_referential_of_another_place_is_closed(
    studio: Studio, awa: Browser, page: str
) -> None:
    """Pages and forms of a working document are for the place that keeps it, and its writers."""
    slug = begin_framework(awa)
    for name in ("Bruno", "Chloé", "Emma"):
        other = studio.of(name)
        path = f"/workshop/frameworks/{slug}{page}"
        answer = other.get(path)
        assert answer.status_code == 403, name
        assert "Nos gestes" in said(answer)
        if page not in ("", "/changes", "/draft.csv", "/draft.jsonld"):
            assert other.post(path, {"label": "x"}).status_code == 403


def test_nobody_writes_in_the_referential_that_nobody_keeps(awa: Browser) -> None:
    """The one that comes with the program is read, taken up, and proposed to."""
    answer = awa.get("/workshop/frameworks/tiers-lieux")
    assert answer.status_code == 403
    assert "le reprendre" in said(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/workshop/frameworks/unknown",
        "/workshop/frameworks/%00",
        "/workshop/frameworks/%F0%9F%92%A9",
        "/workshop/frameworks/%C3%28",
        "/workshop/frameworks/" + "x" * 3_000,
        "/workshop/frameworks/..%2f..%2fetc",
        "/workshop/frameworks/a%0d%0ab",
        "/workshop/proposals/unknown",
        "/workshop/mappings/unknown",
        "/workshop/unknown",
        "/workshop/frameworks/tiers-lieux/competencies/x",
    ],
)
def test_what_is_not_there_is_not_found(awa: Browser, path: str) -> None:
    """Any name in an address ends in a page, never in a failure."""
    answer = awa.get(path)
    assert answer.status_code in (403, 404)
    assert "<h1>" in answer.get_data(as_text=True)


FORMS = (
    "/workshop/frameworks/new",
    "/workshop/proposals/new",
    "/workshop/mappings/new",
    "/workshop/fablab/badges/new",
    "/workshop/frameworks/tiers-lieux/fork",
)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"title=%ff%fe&label=%C3%28&name=%00&domain=%ED%A0%80",
        b"\xff\xfe=\xff&csrf=\xff",
        "label=é&statement=\u202eabc".encode(),
        b"&".join(b"f%d=x" % number for number in range(150)),
        b"title=" + b"x" * 30_000 + b"&label=" + b"y" * 30_000,
        b"relation=exactMatch&framework=tiers-lieux&competency=TL-COO-01&scheme=rome&code=C1&code=C2",
    ],
)
def test_any_form_ends_in_a_page(awa: Browser, path: str, body: bytes) -> None:
    """Bytes that are no text, marks that turn the writing, hundreds of fields: no failure."""
    token = f"csrf={awa.token}&".encode()
    for content in (body, token + body):
        answer = awa.client.post(
            path,
            base_url=awa.base_url,
            data=content,
            content_type="application/x-www-form-urlencoded",
            headers=PAGE,
        )
        assert 200 <= answer.status_code < 500
        assert answer.status_code == 303 or "<h1>" in answer.get_data(as_text=True)


def test_a_form_beyond_all_measure_is_refused_before_it_is_read(awa: Browser) -> None:
    """Too heavy, and too many fields, each with its sentence."""
    heavy = awa.post(NEW, {**PROPOSAL, "reason": "x" * 400_000})
    assert heavy.status_code == 413
    assert "trop lourd" in said(heavy)
    many = awa.post(NEW, {f"f{number}": "x" for number in range(300)})
    assert many.status_code == 400
    assert "trop de champs" in said(many)


def test_a_text_that_is_too_long_says_so_beside_its_field(awa: Browser) -> None:
    """The sentence names the field as the page does, and the text is still there."""
    answer = awa.post(NEW, {**PROPOSAL, "label": "x" * 500})
    assert answer.status_code == 400
    words = said(answer)
    assert "« Nom de la compétence »" in words
    assert 'id="label-wrong"' in words
    assert "x" * 500 in words


HOSTILE = "<script>alert(1)</script> [x](javascript:alert(2)) ![y](http://evil.example/z) \"'&"


def test_what_people_write_is_text_on_every_page(awa: Browser) -> None:
    """HTML, Markdown and quotes in every text of a proposal and a framework stay what they are."""
    slug = begin_framework(awa, title=HOSTILE, domain=HOSTILE)
    home = f"/workshop/frameworks/{slug}"
    awa.send(
        f"{home}/competencies/new",
        {
            "label": HOSTILE,
            "statement": HOSTILE,
            "type": "technique",
            "definition": HOSTILE,
            "indicators": f"{HOSTILE}\n{HOSTILE}",
            "levels-N1": HOSTILE,
        },
    )
    target = awa.send(
        NEW, {**PROPOSAL, "framework": "tiers-lieux", "label": HOSTILE, "reason": HOSTILE}
    )
    awa.post(f"{target}/remarks", {"text": HOSTILE})
    pages = [
        "/workshop",
        "/workshop/frameworks",
        home,
        f"{home}/edit",
        f"{home}/publish",
        "/workshop/proposals",
        target,
        f"/workshop/fablab/badges/new?q={HOSTILE.replace('&', '')}",
        f"/workshop/mappings/new?framework={slug}",
    ]
    for path in pages:
        raw = awa.get(path).get_data(as_text=True)
        assert "<script>" not in raw, path
        assert not re.search(r"""(href|src)=["']?\s*(javascript:|http://evil)""", raw), path
        assert "alert(1)" in unescape(raw) or path.startswith("/workshop/mappings"), path


def test_a_person_without_any_place_still_gets_a_page(studio: Studio) -> None:
    """A partner reads, and is told why nothing else is open."""
    emma = studio.of("Emma")
    assert "<h1>" in emma.page("/workshop")
    assert emma.post(NEW, PROPOSAL).status_code == 403
    assert emma.get(NEW).status_code == 403
    assert all(NEW not in emma.page(path) for path in ("/workshop", "/workshop/proposals"))
    assert NEW in studio.of("Awa").page("/workshop/proposals")
    assert emma.get("/workshop/frameworks/new").status_code == 403
    assert emma.get("/workshop/fablab/badges/new").status_code == 403
    assert people.who(studio.office, "no such token") is None
