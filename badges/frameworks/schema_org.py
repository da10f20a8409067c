"""The words of schema.org for the HTML pages, so that search engines know a competency when met.

`DefinedTerm` and `DefinedTermSet`, https://schema.org/DefinedTerm. The block goes into the page as
`<script type="application/ld+json">`: a data block is never executed, and a content security policy
does not ask about it (HTML standard, 4.12.1: the type is looked at before the policy is).
"""

import json

from badges.documents import JsonObject
from badges.frameworks.addresses import competency_url, framework_url, official_url
from badges.model.framework import Competency, Framework

_CONTEXT = "https://schema.org"
# What could end the element or open a comment in it, and two line ends that scripts mind.
_ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def framework_terms(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The framework as a DefinedTermSet with the terms that are in use."""
    return {
        "@context": _CONTEXT,
        **_set(framework, base_url, language),
        **_described(framework.description.say(language)),
        "identifier": framework.uuid.urn,
        "version": framework.version,
        "dateModified": framework.modified,
        "license": framework.licence,
        "creator": {"@type": "Organization", "name": framework.creator},
        "inLanguage": language,
        "hasDefinedTerm": [
            _term(framework, item, base_url, language)
            for item in framework.competencies
            if not item.deprecated
        ],
    }


def competency_term(
    framework: Framework, competency: Competency, base_url: str, language: str = "fr"
) -> JsonObject:
    """One competency as a DefinedTerm of its set.

    `sameAs` names official items only where a published bridge says that they are exactly alike.
    """
    same = [
        official_url(match, base_url)
        for match in competency.matches
        if match.status == "published" and match.relation == "exactMatch"
    ]
    return {
        "@context": _CONTEXT,
        **_term(framework, competency, base_url, language),
        **_described(competency.described(language)),
        "disambiguatingDescription": competency.statement.say(language),
        "identifier": competency.uuid.urn,
        **({"sameAs": same} if same else {}),
        "inDefinedTermSet": _set(framework, base_url, language),
    }


def data_block(document: JsonObject) -> str:
    """The JSON of `document` for a `<script type="application/ld+json">` element of HTML.

    Nothing in it can end the element or begin a comment: `<`, `>` and `&` are written as escapes of
    JSON, which read the same. It may be put in a page as it is.
    """
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _set(framework: Framework, base_url: str, language: str) -> JsonObject:
    address = framework_url(framework, base_url)
    return {
        "@type": "DefinedTermSet",
        "@id": address,
        "name": framework.title.say(language),
        "url": address,
    }


def _term(framework: Framework, item: Competency, base_url: str, language: str) -> JsonObject:
    address = competency_url(framework, item, base_url)
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "name": item.label.say(language),
        "termCode": item.notation,
        "url": address,
    }


def _described(text: str) -> JsonObject:
    return {"description": text} if text else {}
