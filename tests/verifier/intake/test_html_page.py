"""Web pages: the badge in them or behind their links is found, whatever else is there."""

import json

import pytest

from badges import baking
from badges.documents import Secured, serialize
from tests.verifier.badges_to_read import Place, badge
from tests.verifier.intake.opening import many, one, refusal
from tests.world import WebOfDocuments

PAGE = "https://badges.example.fr/b/1"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0"/></svg>'


@pytest.fixture
def signed(place: Place) -> Secured:
    """A badge."""
    return place.sign(badge(place))


def page(head: str = "", body: str = "") -> bytes:
    """A page for people."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_the_badge_in_the_page_is_read(signed: Secured) -> None:
    """Linked data in a script is the badge when it says so; other metadata is not."""
    other = '<script type="application/ld+json">{"@context":"https://schema.org"}</script>'
    head = f'{other}<SCRIPT id=b TYPE="application/LD+json">\n{signed.text}\n</Script>'
    found = one(page(head))
    assert found.secured.payload == signed.payload
    assert (found.container, found.path) == ("html_page", ("html_page", "json_document"))


def test_an_older_badge_in_the_page_is_found() -> None:
    """A badge of Open Badges 2.0 is passed on too, to be named as what it is."""
    assertion = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": PAGE}
    script = f'<script type="application/ld+json">{json.dumps(assertion)}</script>'
    web = WebOfDocuments()
    web.publish(PAGE, page(script), "text/html")
    from_page = _what_is_told(PAGE.encode(), web)
    assert from_page == _what_is_told(serialize(assertion), web)


def _what_is_told(material: bytes, web: WebOfDocuments) -> object:
    """What is read, or the code of the refusal: readers of other standards may come later."""
    try:
        return one(material, web).secured.document
    except Exception as error:  # noqa: BLE001 - compared with another one below
        return str(error)


LINKS = {
    "typed": '<link rel="alternate" type="application/vc" href="/b/1.json">',
    "many relations": "<link rel='ALTERNATE nofollow' type=application/ld+json href=1.json>",
    "anchor by its type": '<a type="application/vc+ld+json; charset=utf-8" href="1.json">x</a>',
    "anchor by its end": '<a class="x" href="https://badges.example.fr/b/1.json?v=3#top">x</a>',
    "entities": '<a download href="&#x2F;b/1&period;json?v=3">x</a>',
    "base": '<base href="https://badges.example.fr/b/"><a href="1.json">x</a>',
    "broken over lines": '<a\n href="1.\njson"\n>x</a>',
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_the_linked_badge_is_read(signed: Secured, link: str) -> None:
    """The links that lead to a badge are followed, as browsers understand them."""
    web = WebOfDocuments()
    web.publish(PAGE, page(link), "text/html")
    for address in ("https://badges.example.fr/b/1.json", "https://badges.example.fr/b/1.json?v=3"):
        web.publish(address, signed.body)
    found = one(PAGE.encode(), web)
    assert found.secured.body == signed.body
    assert found.path == ("url", "html_page", "json_document")
    assert found.url is not None
    assert found.url.startswith("https://badges.example.fr/b/1.json")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_the_linked_picture_or_jwt_is_read(place: Place, suite: str) -> None:
    """A download of the baked picture, or of the JWT, serves as well."""
    signed = place.sign(badge(place), suite)
    web = WebOfDocuments()
    web.publish(PAGE, page(body='<a href="1.svg" download>image</a>'))
    web.publish(f"{PAGE}.svg", baking.bake(SVG, signed), "image/svg+xml")
    assert one(PAGE.encode(), web).secured.body == signed.body
    web.publish(PAGE, page(body='<a href="1.jwt">jwt</a>'))
    web.publish(f"{PAGE}.jwt", signed.body)
    if suite == "vc-jwt":
        assert one(PAGE.encode(), web).secured.body == signed.body


def test_the_most_telling_link_is_followed_first(signed: Secured) -> None:
    """What says of itself that it is a credential comes before what may be anything."""
    web = WebOfDocuments()
    links = (
        '<a href="/logo.png" download>x</a><a href="/feed.json">x</a>'
        '<link rel="alternate" type="application/json" href="/api.json">'
        '<link rel="alternate" type="application/vc" href="/badge">'
    )
    web.publish(PAGE, page(links))
    web.publish("https://badges.example.fr/badge", signed.body)
    assert one(PAGE.encode(), web).secured.body == signed.body
    assert web.visits == [PAGE, "https://badges.example.fr/badge"]


def test_only_so_many_links_are_followed() -> None:
    """A page cannot send us around: three addresses, each once, then we stop."""
    web = WebOfDocuments()
    links = "".join(f'<a href="/{n % 50}.json">x</a>' for n in range(500))
    web.publish(PAGE, page(links))
    for number in range(50):
        web.publish(f"https://badges.example.fr/{number}.json", {"type": "Feed"})
    assert refusal(PAGE.encode(), web) == "page.no_badge"
    assert len(web.visits) == 4
    assert refusal(PAGE.encode(), web, page_links=0) == "page.no_badge"


def test_what_a_link_leads_to_must_be_a_badge(signed: Secured) -> None:
    """Pages, feeds and plain pictures behind better links are left for the next one."""
    web = WebOfDocuments()
    web.publish(PAGE, page('<a href="/a.jsonld"></a><a href="/b.json"></a><a href="/c.svg"></a>'))
    web.publish("https://badges.example.fr/a.jsonld", page(), "text/html")
    web.publish("https://badges.example.fr/b.json", {"@context": "https://schema.org"})
    web.publish("https://badges.example.fr/c.svg", baking.bake(SVG, signed))
    assert one(PAGE.encode(), web).secured.body == signed.body
    web.publish("https://badges.example.fr/c.svg", SVG)
    assert refusal(PAGE.encode(), web) == "page.no_badge"


def test_a_link_that_cannot_be_fetched_is_told() -> None:
    """A badge out of reach is not the same as no badge."""
    web = WebOfDocuments()
    web.publish(PAGE, page('<link rel="alternate" type="application/vc" href="/gone">'))
    assert refusal(PAGE.encode(), web) == "fetch.unreachable"


NO_LINKS = {
    "preview": '<meta property="og:image" content="https://badges.example.fr/b/1.json">',
    "stylesheet": '<link rel="stylesheet" type="application/vc" href="1.json">',
    "feed": '<link rel="alternate" type="application/rss+xml" href="1.json">',
    "script address": '<a href="javascript:alert(1).json">x</a>',
    "file": '<a href="file:///etc/passwd.json">x</a>',
    "data": '<a href="data:application/vc,x.json">x</a>',
    "mail": '<a href="mailto:a@example.org/1.json">x</a>',
    "bad host": '<a href="https://[::1/1.json">x</a>',
    "commented out": '<!-- <a href="1.json">x</a> -->',
    "in a script": "<script>var x = '<a href=\"1.json\">'</script>",
    "in a field": '<textarea><a href="1.json">x</a></textarea>',
    "in a template": '<template><a href="1.json">x</a></template>',
    "the page itself": f'<a type="application/json" href="{PAGE}#x">x</a>',
    "not ascii": '<a href="/inès.json">x</a>',
    "image tag": '<img src="1.json">',
    "no address": "<a download>x</a>",
    "never closed": '<a href="1.json"',
}


@pytest.mark.parametrize("link", NO_LINKS.values(), ids=NO_LINKS)
def test_what_is_no_link_to_a_badge_is_not_followed(signed: Secured, link: str) -> None:
    """Only http and https links of the page itself count."""
    web = WebOfDocuments()
    web.publish(PAGE, f"<html><body>{link}".encode())
    web.publish("https://badges.example.fr/b/1.json", signed.body)
    assert refusal(PAGE.encode(), web) == "page.no_badge"
    assert web.visits == [PAGE]


def test_a_page_without_address_has_no_relative_links(signed: Secured) -> None:
    """An uploaded page came from nowhere: only its absolute links lead somewhere."""
    web = WebOfDocuments()
    web.publish("https://badges.example.fr/b/1.json", signed.body)
    assert refusal(page('<a href="1.json">x</a>'), web) == "page.no_badge"
    absolute = page('<a href="https://badges.example.fr/b/1.json">x</a>')
    assert one(absolute, web).secured.body == signed.body


def test_old_pages_have_another_alphabet(place: Place) -> None:
    """A page that is not UTF-8 is read all the same; its badge must be ASCII then."""
    signed = place.sign(badge(place))
    text = json.dumps(signed.payload, ensure_ascii=True)
    script = f'<title>é</title><script type="application/ld+json">{text}</script>'
    found = one(f"<html>{script}".encode("latin-1"))
    assert found.secured.payload == signed.payload


def test_a_page_in_a_page_is_not_followed() -> None:
    """A link to the next page of a site is no badge, and nothing is fetched from there."""
    web = WebOfDocuments()
    web.publish(PAGE, page('<a href="/2.json">x</a>'))
    web.publish("https://badges.example.fr/2.json", page('<a href="/3.json">x</a>'))
    assert refusal(PAGE.encode(), web) == "page.no_badge"
    assert len(web.visits) == 2


def test_a_page_may_lead_to_an_archive_of_nothing() -> None:
    """What is behind a link must be a badge by its content."""
    web = WebOfDocuments()
    web.publish(PAGE, page('<a href="/2.json">x</a>'))
    web.publish("https://badges.example.fr/2.json", b"PK\x05\x06" + b"\0" * 18)
    assert refusal(PAGE.encode(), web) == "page.no_badge"


HOSTILE = {
    "angles": b"<" * 5_000_000,
    "anchors": b"<a " * 1_600_000,
    "open quotes": b'<a href="' * 550_000,
    "comments": b"<!--" * 1_200_000,
    "declarations": b"<!" * 2_400_000,
    "scripts": b"<script>" * 600_000,
    "linked data": b'<script type="application/ld+json">{</script>' * 100_000,
    "closed scripts": b"<script></script>" * 290_000,
    "spaces": b"<a" + b" " * 4_900_000,
    "many links": b'<a href="x.json">' * 290_000,
    "entities": b'<a href="' + b"&#38;" * 900_000 + b'">',
    "nulls": b"<html>" + b"\0" * 4_900_000,
    "not utf-8": b"<html>" + b"\xff" * 4_900_000,
    "surrogates": b"<html>" + b"\xed\xa0\x80" * 1_600_000,
}


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize("material", HOSTILE.values(), ids=HOSTILE)
def test_pages_made_to_hurt_are_read_in_one_pass(material: bytes) -> None:
    """Five million bytes of anything end with the same answer, without long thinking."""
    assert refusal(material) == "page.no_badge"


def test_deep_linked_data_is_no_badge() -> None:
    """A script that nests without end is left alone."""
    deep = "[" * 100_000
    script = f'<script type="application/ld+json">{{"a":{deep}</script>'
    assert refusal(page(script)) == "page.no_badge"


def test_a_list_may_hold_the_address_of_a_page(signed: Secured) -> None:
    """Forms combine: an address in a list, a page at the address, the badge in the page."""
    web = WebOfDocuments()
    script = f'<script type="application/ld+json">{signed.text}</script>'
    web.publish(PAGE, page(script))
    found = many(json.dumps([PAGE, signed.payload]).encode(), web)
    assert one(found.parts[0].material, web).secured.payload == signed.payload
