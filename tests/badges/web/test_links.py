"""Which texts of strangers may become links."""

import pytest

from badges.web.links import web_address


@pytest.mark.parametrize("text", ["https://example.org/a?b=c", "http://127.0.0.1:8000/"])
def test_web_addresses_are_links(text: str) -> None:
    """Addresses of the Web are."""
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "https://",
        "https://[",
        "https://a.example/\n",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_everything_else_stays_text(text: object) -> None:
    """Other schemes, broken addresses and endless ones are not."""
    assert web_address(text) is None
