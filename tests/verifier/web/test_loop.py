"""An address that leads back to the verifier."""

import pytest
from flask.testing import FlaskClient

from badges.net import USER_AGENT


@pytest.mark.requirement("VER-03")
def test_the_verifier_does_not_verify_for_itself(client: FlaskClient) -> None:
    """A badge's address that redirects to `/verify?url=` of itself ends at the first turn."""
    answer = client.get("/verify?url=https://example.org/", headers={"User-Agent": USER_AGENT})
    assert answer.status_code == 508
