"""`badge-issuer revoke`, `suspend`, `reinstate`, `renew`, `correct`, as one types them."""

from pathlib import Path

import pytest

from badges.baking import unbake
from tests.issuer.cli.conftest import ACHIEVEMENT, Answer, Shell
from tests.issuer.web.house import NOW


@pytest.fixture(autouse=True)
def _noon(shell: Shell) -> None:
    """The day stands still from the first command on: a journal never runs ahead of its clock."""
    shell.environment["BADGES_NOW"] = NOW


@pytest.fixture
def bag(place: Shell) -> Shell:
    """A shell whose place recognises a badge that can be suspended, on a day that stands still."""
    text = ACHIEVEMENT.replace("coudre-un-sac", "porter-un-sac").replace("Coudre", "Porter")
    path = place.write("porter.yaml", f"{text}\nstatus_purpose: suspension\n")
    assert place("achievement", "add", path).status == 0
    return place


def award(shell: Shell, achievement: str = "porter-un-sac", *more: str) -> str:
    """The short code of a badge just awarded."""
    answer = shell(
        "issue", achievement, "--name", "Camile Martin", "--no-email", "--json",
        "-o", str(shell.folder / "out"), *more,
    )  # fmt: skip
    assert answer.status == 0, answer.err
    found: str = answer.value["short_code"]
    return found


def refused(answer: Answer) -> str:
    """The code of a refusal."""
    assert answer.status == 1, answer.out
    found: str = answer.value["error"]["code"]
    return found


def test_a_badge_is_suspended_given_back_and_cancelled(bag: Shell) -> None:
    """Each answer names the new state, and words for people go to standard error."""
    code = award(bag)
    for arguments, state in (
        (("suspend", code, "--reason", "vu", "--public-reason", "looking"), "suspended"),
        (("reinstate", code), "active"),
        (("revoke", code, "--reason", "fini", "--public-reason", "Machine changée"), "revoked"),
    ):
        answer = bag(*arguments, "--json")
        assert answer.status == 0, answer.err
        assert answer.value["state"] == state
        assert code in answer.err
    assert refused(bag("reinstate", code, "--json")) == "award.revoked_for_good"


def test_a_person_acts_with_the_rights_of_their_role(bag: Shell) -> None:
    """With `--as`, a facilitator corrects and does not cancel."""
    assert bag("user", "add", "Zoé", "--role", "facilitator").status == 0
    code = award(bag)
    taken = bag("revoke", code, "--reason", "r", "--as", "Zoé", "--json")
    assert refused(taken) == "person.not_allowed"
    mended = bag("correct", code, "--name", "Camille Martin", "--reason", "r", "--as", "Zoé")
    assert mended.status == 0, mended.err


def test_a_correction_writes_the_new_files(bag: Shell) -> None:
    """The same code and address; the files carry the new name."""
    code = award(bag)
    answer = bag(
        "correct", code, "--name", "Camille Martin", "--level", "N4", "--reason", "Nom mal écrit",
        "--json", "-o", str(bag.folder / "new"),
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert answer.value["short_code"] == code
    picture = Path(answer.value["files"]["png"]).read_bytes()
    name = unbake(picture).document["credentialSubject"]["identifier"][0]["identityHash"]
    assert name == "Camille Martin"
    assert refused(bag("correct", code, "--name", "Zoé", "--reason", "r", "--json")) == (
        "correct.other_person"
    )
    assert refused(bag("correct", code, "--reason", "r", "--json")) == "correct.nothing"


def test_a_renewal_is_a_new_badge_with_its_files(bag: Shell) -> None:
    """Another code; a second renewal of the same badge is refused and names the first."""
    code = award(bag, "coudre-un-sac", "--valid-until", "2027-01-15")
    answer = bag("renew", code, "--valid-until", "2029-01-15", "--json")
    assert answer.status == 0, answer.err
    assert answer.value["short_code"] != code
    document = unbake(Path(answer.value["files"]["png"]).read_bytes()).document
    assert document["validUntil"] == "2029-01-15T22:59:59Z"
    again = bag("renew", code, "--json")
    assert refused(again) == "renew.already"
    assert answer.value["short_code"] in again.err


def test_refusals_say_how_to_mend(bag: Shell) -> None:
    """Too early, no end, a badge that only cancels: a code and a sentence."""
    endless, early = (
        award(bag, "coudre-un-sac"),
        award(bag, "coudre-un-sac", "--valid-until", "2028-01-15"),
    )
    assert refused(bag("renew", endless, "--json")) == "renew.no_end"
    too_early = bag("renew", early, "--json")
    assert refused(too_early) == "renew.early"
    assert "2027-10-18" in too_early.err
    assert refused(bag("suspend", endless, "--reason", "r", "--json")) == "award.not_suspendable"
    assert refused(bag("revoke", "00000-00000", "--reason", "r", "--json")) == "award.unknown"
    assert bag("revoke", endless).status == 2
