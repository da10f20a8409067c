"""The general way: PyLD's expansion in safe mode, our RDF, our RDFC-1.0. Thorough, not fast."""

from badges.documents import JsonObject
from badges.errors import LostTerm
from badges.jsonld.active_contexts import UnsupportedError, active_contexts, context_urls
from badges.jsonld.dataset import Dataset
from badges.jsonld.expansion import ActiveContext, SafeProcessor
from badges.jsonld.nquads import Quad
from badges.jsonld.rdfc import canonicalize
from badges.jsonld.safety import Survey
from schemas.catalogue import Catalogue


def dataset(document: JsonObject, catalogue: Catalogue) -> list[Quad]:
    """The quads that `document` states.

    Raises:
        JsonLdError: as `badges.jsonld.canonicalize`.
    """
    survey = Survey(document)
    root = _root(document, catalogue) if survey.contexts == 1 else None
    expanded = SafeProcessor(catalogue).expand_safely(document, survey, root)
    quads = Dataset(expanded).quads
    if not quads:
        raise LostTerm("jsonld.empty_node", pointer="")
    return quads


def _root(document: JsonObject, catalogue: Catalogue) -> ActiveContext | None:
    """The active context that the document starts with, when it is only a list of URLs.

    A document with contexts of its own inside gets nothing that is shared: PyLD writes into the
    contexts that an `@import` names.
    """
    try:
        return active_contexts(catalogue, context_urls(document)).root.context
    except UnsupportedError:
        return None


def canonical_text(
    document: JsonObject, catalogue: Catalogue, work_limit: int, hash_algorithm: str = "sha256"
) -> str:
    """The canonical N-Quads of `document`.

    Raises:
        JsonLdError: as `badges.jsonld.canonicalize`.
    """
    quads = dataset(document, catalogue)
    return canonicalize(quads, hash_algorithm=hash_algorithm, work_limit=work_limit)
