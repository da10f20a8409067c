"""The modules that verify inside a browser give the canonical form of jsonld.js, or none."""

import pytest

from badges.documents import JsonObject, parse
from badges.errors import BadgeError
from tests.browser.node import Modules, lay_out
from tests.corpus.library import make
from tests.corpus.specimen import World
from tests.interop.node_programs import NodePrograms

pytestmark = pytest.mark.interop

ENOUGH = 50


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Modules:
    """The modules with the contexts that are served."""
    return lay_out(tmp_path_factory.mktemp("browser"))


def _documents() -> dict[str, JsonObject]:
    """Each document of the corpus that reads as JSON, without its proofs."""
    found: dict[str, JsonObject] = {}
    for specimen in make(World()):
        try:
            document = parse(specimen.material)
        except BadgeError:
            continue
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        found[specimen.name] = unsigned
    return found


def test_documents_have_the_canonical_form_of_jsonld_js(
    modules: Modules, node: NodePrograms
) -> None:
    """Whatever a browser walks has the statements that jsonld.js and rdf-canonize find in it."""
    documents = _documents()
    cases = {
        name: {"ask": "canonical", "of": {"document": document, "anyWord": False}}
        for name, document in documents.items()
    }
    here = modules.ask(cases)
    walked = [name for name in documents if isinstance(here[name], str)]
    assert len(walked) > ENOUGH
    theirs = node.run("linked_data", {name: {"document": documents[name]} for name in walked})
    assert {n for n in walked if theirs[n].get("canonical", theirs[n]) != here[n]} == set()
