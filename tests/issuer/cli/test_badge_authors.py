"""`badge-issuer achievement` and `place network`: versions, archive, members."""

import pytest

from tests.issuer.cli.conftest import ACHIEVEMENT, Shell


@pytest.fixture
def cafe(shell: Shell) -> Shell:
    """A shell with two places, the first of which has a badge."""
    shell("init", "--place", "Fablab du Moulin")
    shell("place", "add", "Café", "--slug", "cafe")
    written = shell.write("badge.yaml", ACHIEVEMENT)
    answer = shell("achievement", "add", written, "--place", "fablab-du-moulin", "--json")
    assert answer.status == 0, answer.err
    return shell


def _slug(shell: Shell) -> str:
    return str(shell("achievement", "list", "--json").value[0]["slug"])


def test_a_badge_is_archived_and_given_back(cafe: Shell) -> None:
    """Its state is shown each time; its versions are listed."""
    slug = _slug(cafe)
    assert cafe("achievement", "archive", slug, "--json").value["state"] == "archived"
    assert cafe("achievement", "reopen", slug, "--json").value["state"] == "published"
    versions = cafe("achievement", "versions", slug, "--json").value
    assert [item["version"] for item in versions] == [1]
    assert slug in cafe("achievement", "list").out
    assert cafe("achievement", "archive", "nothing").status != 0


def test_a_network_is_listed_joined_and_left(cafe: Shell) -> None:
    """Members come and go; a name of nobody is refused."""
    joined = cafe("place", "network", "add", "fablab-du-moulin", "cafe", "--json")
    assert joined.value == [{"network": "fablab-du-moulin", "slug": "cafe", "name": "Café"}]
    assert cafe("place", "network", "list", "--json").value == joined.value
    assert cafe("place", "network", "list", "cafe", "--json").value == []
    assert cafe("place", "network", "remove", "fablab-du-moulin", "cafe", "--json").value == []
    assert cafe("place", "network", "remove", "fablab-du-moulin", "cafe").status != 0
    assert cafe("place", "network", "add", "fablab-du-moulin", "nowhere").status != 0
