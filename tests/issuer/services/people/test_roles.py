"""Each role, each action, in one's own place, in another one, and in what nobody here keeps."""

import pytest

from issuer.errors import NotAllowed
from issuer.model import PlaceRequest
from issuer.services import people, places
from issuer.services.people import ACTIONS, Action, Contributor
from tests.issuer.world import Town

ROLES = ("partner", "facilitator", "author", "manager", "steward")

# What was agreed, written out: an x for yes, a dot for no, in the order of ROLES.
OWN_PLACE = """
count.read            x x x x x
proposal.add          . x x x x
bridge.propose        . x x x x
framework.read        . x x x x
award.issue           . x x x x
award.read            . x x x x
award.correct         . x x x x
application.decide    . x x x x
poster.make           . x x x x
mail.read             . x x x x
team.read             . x x x x
framework.edit        . . x x x
framework.publish     . . x x x
proposal.decide       . . x x x
bridge.review         . . x x x
bridge.publish        . . x x x
achievement.add       . . x x x
achievement.edit      . . x x x
achievement.publish   . . x x x
achievement.archive   . . x x x
award.revoke          . . . x x
award.suspend         . . . x x
award.reinstate       . . . x x
award.renew           . . . x x
mail.edit             . . . x x
team.edit             . . . x x
journal.read          . . . x x
person.export         . . . x x
person.erase          . . . x x
token.edit            . . . x x
place.edit            . . . x x
framework.keep        . . . . x
network.edit          . . . . x
"""
# Helping the commons needs a role somewhere, whatever place keeps them.
OTHER_PLACE = """
proposal.add          . x x x x
bridge.propose        . x x x x
bridge.review         . . x x x
"""
NO_PLACE = """
proposal.add          . x x x x
bridge.propose        . x x x x
bridge.review         . . x x x
proposal.decide       . . . . x
bridge.publish        . . . . x
"""


def _cells(table: str) -> set[tuple[str, str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return {
        (role, row[0])
        for row in rows
        for role, cell in zip(ROLES, row[1:], strict=True)
        if cell == "x"
    }


def test_the_table_speaks_of_every_action() -> None:
    """An action that is added to the program must be agreed upon here too."""
    assert [line.split()[0] for line in sorted(OWN_PLACE.strip().splitlines())] == sorted(ACTIONS)


@pytest.mark.parametrize(
    ("place", "table"),
    [("atelier", OWN_PLACE), ("jardin", OTHER_PLACE), (None, NO_PLACE)],
    ids=["own", "other", "none"],
)
def test_each_role_may_do_what_was_agreed(village: Town, place: str | None, table: str) -> None:
    """The program answers yes and no exactly where the table does, to both its questions."""
    for name in ("Atelier", "Jardin"):
        places.add(village.office, PlaceRequest(name))
    allowed, required = set(), set()
    for role in ROLES:
        person = people.add(village.office, f"Léa {role}", place="atelier", role=role)
        allowed |= {
            (role, action)
            for action in ACTIONS
            if people.may(village.office, person, place, action)
        }
        by = Contributor(person.name, person.id, "atelier")
        required |= {(role, action) for action in ACTIONS if _passes(village, by, action, place)}
    assert allowed == _cells(table)
    assert required == _cells(table)


def _passes(village: Town, by: Contributor, action: Action, place: str | None) -> bool:
    with village.office.store.read() as work:
        try:
            people.require(work, by, action, place)
        except NotAllowed:
            return False
    return True


def test_a_role_in_one_place_says_nothing_in_another(village: Town) -> None:
    """Who reviews here and is a partner there reviews in the name of here only."""
    for name in ("Atelier", "Jardin"):
        places.add(village.office, PlaceRequest(name))
    person = people.add(village.office, "Léa", place="atelier", role="author")
    people.add(village.office, "Léa", place="jardin", role="partner")
    with village.office.store.read() as work:
        for place, expected in (("atelier", True), ("jardin", False)):
            by = Contributor("Léa", person.id, place)
            assert people.is_allowed(work, by, "bridge.review", None) is expected
        assert not people.is_allowed(work, Contributor("Léa"), "count.read", "atelier")
        assert people.is_allowed(work, people.operator("root"), "place.edit", "atelier")
