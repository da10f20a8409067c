"""An independent opinion: pyoxigraph reads and canonicalises JSON-LD without a line of ours."""

import json

import pyoxigraph

from badges.documents import JsonObject
from schemas.catalogue import CURRENT, Catalogue


def canonical(document: JsonObject, catalogue: Catalogue = CURRENT) -> str:
    """Canonical N-Quads of a document; the contexts are inlined, since pyoxigraph loads none."""
    inlined = _inline(document, catalogue)
    quads = pyoxigraph.parse(json.dumps(inlined), format=pyoxigraph.RdfFormat.JSON_LD)
    return _canonical(pyoxigraph.Dataset(quads))


def canonical_nquads(text: str) -> str:
    """Canonical form of an N-Quads document."""
    return _canonical(
        pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS))
    )


def _canonical(dataset: pyoxigraph.Dataset) -> str:
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def _inline(value: object, catalogue: Catalogue) -> object:
    if isinstance(value, list):
        return [_inline(item, catalogue) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        # pyoxigraph looks at how a number is written; JSON-LD says that 48.0 is the integer 48.
        return int(value)
    if not isinstance(value, dict):
        return value
    return {
        name: _contexts(item, catalogue) if name == "@context" else _inline(item, catalogue)
        for name, item in value.items()
    }


def _contexts(contexts: object, catalogue: Catalogue) -> object:
    if isinstance(contexts, str):
        return catalogue.document(contexts)["@context"]
    if not isinstance(contexts, list):
        return contexts
    bodies: list[object] = []
    for context in contexts:
        body = _contexts(context, catalogue)
        bodies.extend(body if isinstance(body, list) else [body])
    return bodies
