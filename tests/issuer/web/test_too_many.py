"""A pause that a service asks for reaches browsers and programs as HTTP says it (RFC 6585)."""

import pytest

from badges.web.app import create_app
from issuer.errors import TooManyAttempts
from issuer.web import open_door
from tests.issuer.world import Town


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_too_many_attempts_say_when_to_come_back(village: Town, accept: str) -> None:
    """429, the seconds to wait, and a sentence with the minutes."""
    app = create_app(village.office.settings)
    open_door(app, village.office)

    @app.get("/guessed")
    def guessed() -> str:
        raise TooManyAttempts("entrance.too_many", seconds=42, minutes=1)

    answer = app.test_client().get("/guessed", headers={"Accept": accept})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "42"
    assert "1 min" in answer.get_data(as_text=True).replace("\u00a0", " ")
