"""The corpus of badges: the browser agrees with our verifier, or says that it cannot check."""

from collections import Counter

import pytest

from tests.browser.node import Answers, Modules, verifying
from tests.corpus.library import make
from tests.corpus.specimen import GENUINE, Specimen, World

CANNOT_CHECK = "cannot_check"


@pytest.fixture(scope="module")
def world() -> World:
    """The world of the corpus, without other people's programs."""
    return World()


@pytest.fixture(scope="module")
def corpus(world: World) -> tuple[Specimen, ...]:
    """Every specimen that we can make alone."""
    return make(world)


@pytest.fixture(scope="module")
def answers(modules: Modules, world: World, corpus: tuple[Specimen, ...]) -> Answers:
    """What the browser says of each."""
    pages = {url: page.body for url, page in world.web.pages.items()}
    cases = {specimen.name: verifying(specimen.material) for specimen in corpus}
    return modules.ask(cases, pages, f"{world.instant:%Y-%m-%dT%H:%M:%SZ}")


@pytest.mark.requirement("VER-21")
def test_nothing_is_called_otherwise_than_by_the_service(
    corpus: tuple[Specimen, ...], answers: Answers
) -> None:
    """Of each file the state is the one that is written beside it, or left open."""
    wrong = {
        specimen.name: (specimen.state, answers.state(specimen.name))
        for specimen in corpus
        if answers.state(specimen.name) not in (specimen.state, CANNOT_CHECK)
    }
    assert not wrong


def test_every_state_is_found_somewhere(corpus: tuple[Specimen, ...], answers: Answers) -> None:
    """The browser is no mere shrug: it finds each state that it can decide, in several files."""
    found = Counter(answers.state(specimen.name) for specimen in corpus)
    assert set(found) == {
        *("genuine", "revoked", "suspended", "expired", "not_yet_valid", "altered"),
        *("not_the_issuer", "unreadable", "cannot_check"),
    }
    assert found[GENUINE] > 20
    assert found["altered"] > 50


@pytest.mark.parametrize(
    "name",
    [
        "ours/eddsa-rdfc-2022-ed25519-by-key.json",
        "ours/eddsa-rdfc-2022-ed25519-by-web.json",
        "ours/vc-jwt-ed25519-by-key.jwt",
        "ours/vc-jwt-p-256-by-key.jwt",
        "ours/vc-jwt-p-256-by-web.jwt",
        "ours/two-proofs.json",
        "ours/baked-json.png",
        "ours/baked-jwt.png",
    ],
)
def test_what_we_issue_is_verified(answers: Answers, name: str) -> None:
    """Both suites, both ways to name an issuer, and pictures that hold a badge."""
    assert answers.state(name) == GENUINE
