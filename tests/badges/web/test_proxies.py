"""The address of a visitor is believed of the proxies that are ours, and of nobody else."""

import pytest
from flask import request

from badges.errors import SettingsError
from badges.settings import Settings, read_settings
from badges.web.app import create_app

CHAIN = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")]
)
def test_as_many_addresses_are_believed_as_there_are_proxies(proxies: int, address: str) -> None:
    """A visitor who sends the header themselves adds to its left, where nobody looks."""
    app = create_app(Settings(proxies=proxies))
    app.add_url_rule("/who", view_func=lambda: request.remote_addr or "")
    assert app.test_client().get("/who", headers=CHAIN).text == address


@pytest.mark.parametrize("value", ["-1", "10", "one", "1.5", "٢"])
def test_a_number_of_proxies_is_a_digit(value: str) -> None:
    """Anything else stops the start, and says what to write."""
    with pytest.raises(SettingsError, match=r"settings\.proxies"):
        read_settings({"BADGES_PROXIES": value})
