"""An official item as JSON-LD: a SKOS concept, as its publisher's edition told it to us.

Our context has no word for synonyms and longer texts, which only official items have: they are
defined beside it, in the document itself, so that its terms keep their one meaning.
"""

from badges.documents import JsonObject
from badges.frameworks.addresses import collection, concept_url
from badges.frameworks.tiers_lieux import load_context
from badges.model.competencies import LANGUAGE_TAG, is_address
from badges.model.concepts import Concept, Scheme

_OWN_TERMS: JsonObject = {
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "note": {"@id": "skos:note", "@container": "@language"},
}
_UNDETERMINED = "und"


def concept_jsonld(
    scheme: Scheme,
    concept: Concept,
    base_url: str,
    *,
    broader: Concept | None = None,
    gone: bool = False,
) -> JsonObject:
    """The item alone, with the scheme that it is of; `gone` when this edition has it no more."""
    node: JsonObject = {
        "id": concept_url(scheme.key, concept.code, concept.uri, base_url),
        "type": "Concept",
        "notation": concept.code,
        "prefLabel": _worded(concept.language, concept.label),
    }
    texts = {
        "altLabel": concept.other_labels,
        "definition": (concept.definition,),
        "note": concept.texts,
    }
    for member, told in texts.items():
        kept = list(dict.fromkeys(text for text in told if text))
        if kept:
            node[member] = _worded(concept.language, kept if len(kept) > 1 else kept[0])
    if broader is not None:
        node["broader"] = concept_url(scheme.key, broader.code, broader.uri, base_url)
    if gone:
        node["deprecated"] = True
    node |= {"versionInfo": scheme.version, "inScheme": _scheme(scheme, base_url)}
    return {"@context": [load_context()["@context"], _OWN_TERMS], **node}


def _scheme(scheme: Scheme, base_url: str) -> JsonObject:
    """The referential in its edition, with the line that its licence asks to show."""
    address = collection(base_url) + scheme.key
    node: JsonObject = {
        "id": address,
        "type": "ConceptScheme",
        "title": _worded(scheme.language, scheme.name),
        "versionInfo": scheme.version,
    }
    if scheme.licence is not None and is_address(scheme.licence):
        node["licence"] = scheme.licence
    if scheme.attribution:
        credit = {
            "id": f"{address}#attribution-1",
            "type": "Attribution",
            "position": 1,
            "description": _worded(scheme.language, scheme.attribution),
        }
        node["attributions"] = [credit]
    return node


def _worded(language: str, text: str | list[str]) -> JsonObject:
    """A text under its language; files of others may name one that is no language at all."""
    return {language if LANGUAGE_TAG.fullmatch(language) else _UNDETERMINED: text}
