"""The files of one badge are one badge; nothing else is left unjudged beside them."""

from verifier.intake.whole_badge import without_copies

SET = ("badge.json", "badge.pdf", "did.json", "verification.zip")


def test_the_copies_of_one_badge_are_not_judged_again() -> None:
    """Of such a set only the signed JSON is, in whatever folder it lies."""
    assert without_copies(SET) == {"badge.json"}
    assert without_copies(f"zoe/{name}" for name in SET) == {"zoe/badge.json"}


def test_a_stranger_among_the_copies_is_judged() -> None:
    """A genuine badge hides no other file: a forged one that is put beside it has its verdict."""
    assert without_copies((*SET, "diplome.pdf")) == {"badge.json", "diplome.pdf"}
