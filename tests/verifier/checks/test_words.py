"""Whatever these checks can say is said in both languages, and mended where an issuer can."""

import re
from pathlib import Path

import pytest

from badges.i18n import LANGUAGES, Translator

SOURCES = Path(__file__).parents[3]
FILES = (
    *("verifier/checks/result_consistent.py", "verifier/checks/image_integrity.py"),
    *("verifier/checks/resource_integrity.py", "verifier/checks/credential_refresh.py"),
    *("verifier/checks/issuer_entitled.py", "verifier/checks/status_message.py"),
    *("badges/baking/inspection.py", "badges/model/related_resources.py"),
)
_CODE = re.compile(
    r'"((?:result|image|resource|refresh|entitled|picture|status)\.[a-z_]+'
    r'|model\.related_[a-z_]+)"'
)
UNMENDABLE = {
    # Nothing is wrong, nothing can be known, or the reader's own lists decide.
    *("result.none", "image.none", "image.sound", "image.elsewhere", "image.too_many"),
    *("resource.none", "resource.intact", "resource.algorithm", "resource.address"),
    *("resource.too_many", "refresh.none", "refresh.done", "refresh.nothing_newer"),
    *("refresh.other_credential", "refresh.older", "entitled.own", "entitled.listed"),
    *("entitled.not_listed", "entitled.other_creator", "status.message", "status.no_message"),
    *("status.clear", "image.integrity", "resource.integrity", "result.consistent"),
}
IDS = {"status.revocation", "status.suspension"}


def codes() -> set[str]:
    """Every code that stands in the source of these files."""
    texts = ((SOURCES / name).read_text("utf-8") for name in FILES)
    return {code for text in texts for code in _CODE.findall(text)} - IDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    """A code without words would stand on the page as it is."""
    words = Translator(language, "verifier")
    assert len(codes()) > 40
    named = {code for code in codes() if words.find(f"check.{code}") is None}
    assert not {code for code in named if words.find(code) is None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_issuer_can_mend_has_its_repair(language: str) -> None:
    """For each code of a finding, unless there is nothing to mend."""
    words = Translator(language, "verifier")
    mendable = {
        code for code in codes() - UNMENDABLE if not code.startswith(("picture.", "model."))
    }
    assert not {code for code in mendable if words.find(f"repair.{code}") is None}
