"""The HTML of letters: the same words, nothing that acts, links to us alone."""

from issuer.delivery.messages import html
from tests.issuer.world import ONLINE


def test_words_are_escaped() -> None:
    """What looks like HTML is shown as it was typed."""
    page = html('<script>alert("x")</script> & </p><img src=x>', "fr", ONLINE)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_only_our_own_addresses_are_links() -> None:
    """An address of somebody else stays text, one that begins like ours included."""
    page = html(
        f"{ONLINE}/claim/a, https://mal.example/x {ONLINE}.mal.example/y {ONLINE}@mal.example",
        "fr",
        ONLINE,
    )
    assert page.count("<a ") == 1
    assert f'<a href="{ONLINE}/claim/a">{ONLINE}/claim/a</a>,' in page


def test_an_address_does_not_leave_its_attribute() -> None:
    """Quotes end an address; what follows is text."""
    page = html(f'{ONLINE}/x"onclick="y {ONLINE}/&quot;z\'', "fr", ONLINE)
    assert 'onclick="y' not in page
    assert page.count('"') == 2 * page.count("<a ") + 4


def test_paragraphs_and_small_print() -> None:
    """Empty lines part paragraphs; who writes and why stands small at the end."""
    page = html("Un\ndeux\n\ntrois\n\n-- \nFin\n", "en", ONLINE)
    assert "<p>Un<br>deux</p><p>trois</p><p><small>Fin</small></p>" in page
    assert '<html lang="en">' in page
