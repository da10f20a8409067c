"""What one machine does, the other knows at the very next question: nothing true is in memory."""

from pathlib import Path

import pytest

from badges.documents import parse
from issuer.errors import AlreadyRevoked, Conflict, KeyUnavailable, TooManyAttempts
from issuer.ports import Office
from issuer.services import (
    achievements,
    issuing,
    keyring,
    people,
    places,
    publishing,
    shared_secret,
    status_lists,
)
from issuer.services.commons import authoring, referentials
from issuer.services.commons.authoring import CompetencyRequest, DomainRequest, FrameworkRequest
from issuer.services.holders import opening
from issuer.services.holders.holding import find_holder, words_of
from issuer.services.life import revoking
from issuer.services.people import lockout, sessions, tokens
from tests.issuer.jobs.forge import open_office
from tests.issuer.scale.conftest import Machines
from tests.issuer.world import CAMILLE, LASER

PLACE = "fablab-rural"
BY = people.operator("zoe")
HERE = "192.0.2.7"


def _bits(office: Office, list_id: str) -> str:
    document = parse(status_lists.publish(office, list_id).body)
    return str(document["credentialSubject"]["encodedList"])


def test_a_framework_published_by_one_is_read_by_the_other(machines: Machines) -> None:
    """Also when the other has the former version at hand, and the draft."""
    one, other = machines
    asked = FrameworkRequest({"fr": "Bois"}, PLACE, domains=(DomainRequest({"fr": "Bois"}),))
    slug = authoring.create(one, asked, by=BY).framework.slug
    for count in (1, 2):
        added = CompetencyRequest({"fr": f"Scier {count}"}, {"fr": "Je scie droit."}, "BOI")
        authoring.add_competency(one, slug, added, by=BY)
        authoring.publish(one, slug, by=BY)
        assert len(referentials.published(other, slug).competencies) == count
        assert referentials.published(other, slug) == referentials.published(one, slug)


def test_a_place_edited_by_one_is_so_in_the_badges_of_the_other(machines: Machines) -> None:
    """The next badge bears the new name, and so does the page of the place."""
    one, other = machines
    issuing.issue(other, CAMILLE)
    places.edit(one, PLACE, name="Le Grand Fablab")
    assert places.get(other, PLACE).name == "Le Grand Fablab"
    made = parse(issuing.issue(other, CAMILLE._replace(name="Karim")).json)
    assert made["issuer"]["name"] == "Le Grand Fablab"


def test_a_key_revoked_by_one_signs_nothing_on_the_other(machines: Machines) -> None:
    """The other has opened the key; it signs with the new one, and publishes it."""
    one, other = machines
    before = parse(issuing.issue(other, CAMILLE).json)["proof"]
    method = str((before[0] if isinstance(before, list) else before)["verificationMethod"])
    name = method.partition("#")[2]
    keyring.revoke(one, PLACE, name, reason="volée")
    after = parse(issuing.issue(other, CAMILLE._replace(name="Karim")).json)["proof"]
    new = str((after[0] if isinstance(after, list) else after)["verificationMethod"])
    assert new != method
    assert new in publishing.did_document(other, PLACE)["assertionMethod"]
    assert method not in publishing.did_document(other, PLACE)["assertionMethod"]


def test_a_badge_revoked_by_one_is_revoked_for_the_other(machines: Machines) -> None:
    """The list that the other publishes says so, and the other cannot revoke it again."""
    one, other = machines
    award = issuing.issue(other, CAMILLE)
    before = _bits(other, award.status.list_id)
    revoking.revoke(one, award.id, BY, reason="Erreur")
    assert _bits(other, award.status.list_id) == _bits(one, award.status.list_id) != before
    with pytest.raises(AlreadyRevoked):
        revoking.revoke(other, award.id, BY, reason="Erreur")


def test_an_achievement_archived_by_one_is_awarded_by_nobody(machines: Machines) -> None:
    """The other had awarded it a moment ago."""
    one, other = machines
    made = issuing.issue(other, CAMILLE)
    achievements.archive(one, BY, PLACE, made.achievement)
    with pytest.raises(Conflict):
        issuing.issue(other, CAMILLE._replace(name="Karim"))
    assert achievements.get(other, made.achievement).name == LASER.name


def test_a_session_ended_by_one_is_over_on_the_other(machines: Machines) -> None:
    """A session opened on one machine is one on the other, until either ends it."""
    one, other = machines
    people.add(one, "Awa", place=PLACE, role="manager")
    entered = people.enter(one, people.sign_in_link(other, "Awa").rpartition("/")[2])
    visitor = sessions.who(other, entered.token)
    assert visitor is not None
    assert visitor.person.name == "Awa"
    sessions.leave(one, entered.token)
    assert sessions.who(other, entered.token) is None


def test_a_token_revoked_by_one_opens_nothing_on_the_other(machines: Machines) -> None:
    """It did a moment before."""
    one, other = machines
    made = tokens.add_token(one, BY, PLACE, "robot", ("credentials.issue",))
    assert tokens.use_token(other, made.secret) is not None
    tokens.revoke_token(one, BY, PLACE, "robot")
    assert tokens.use_token(other, made.secret) is None


def test_failures_to_come_in_are_counted_together(machines: Machines) -> None:
    """Half of the guesses on each machine close the door on both."""
    for number in range(lockout.ACCOUNT_LIMIT):
        lockout.guard(machines[number % 2], "password", "awa", HERE).failed()
    for office in machines:
        with pytest.raises(TooManyAttempts):
            lockout.guard(office, "password", "awa", HERE)


def test_words_of_a_card_open_it_on_both(machines: Machines) -> None:
    """They follow from the secret that both machines have."""
    one, other = machines
    award = issuing.issue(one, CAMILLE)
    with one.store.read() as work:
        holder = find_holder(work, PLACE, award.holder_id or "")
    words = " ".join(words_of(one, holder))
    assert opening.open_card(other, words, HERE).holder.id == holder.id
    shared_secret.require_same(other)


def test_a_machine_set_up_without_the_secret_is_told(machines: Machines, tmp_path: Path) -> None:
    """Before anybody has a card it may have its own; then words would open nothing there."""
    url = machines.one.settings.database_url
    stranger = open_office(url, tmp_path / "forgotten")
    shared_secret.require_same(stranger)
    issuing.issue(machines.one, CAMILLE)
    with pytest.raises(KeyUnavailable, match=r"keys\.secret_differs"):
        shared_secret.require_same(stranger)
    stranger.store.close()
