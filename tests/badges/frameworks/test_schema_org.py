"""schema.org for the pages: true to the framework, and unable to break out of its element."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.frameworks import load_tiers_lieux, schema_org
from badges.model.framework import Words
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE


def test_a_competency_is_a_defined_term_of_its_set() -> None:
    """A search engine learns the name, the code, the meaning and the set."""
    framework = load_tiers_lieux()
    item = framework.find("TL-FAB-05")
    term = schema_org.competency_term(framework, item, BASE, "en")
    address = f"{BASE}/frameworks/tiers-lieux"
    assert term == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"{address}/{item.slug}",
        "name": "Sewing and transforming textiles",
        "termCode": "TL-FAB-05",
        "url": f"{address}/{item.slug}",
        "description": item.definition.say("en"),
        "disambiguatingDescription": item.statement.say("en"),
        "identifier": item.uuid.urn,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": address,
            "name": "Competence framework of tiers-lieux",
            "url": address,
        },
    }


def test_a_framework_lists_the_terms_that_are_in_use() -> None:
    """The set tells its version and licence, and no term that was retired."""
    framework = worlds.full()
    told = schema_org.framework_terms(framework, BASE)
    assert told["@type"] == "DefinedTermSet"
    assert (told["version"], told["license"]) == (framework.version, framework.licence)
    assert [term["termCode"] for term in told["hasDefinedTerm"]] == [
        item.notation for item in framework.competencies if not item.deprecated
    ]
    assert len(told["hasDefinedTerm"]) == 4


@pytest.mark.parametrize(("status", "said"), [("published", True), ("proposed", False)])
def test_only_a_published_exact_bridge_says_the_same(status: str, *, said: bool) -> None:
    """Nobody is told that two things are one before people agreed."""
    framework = worlds.light(1)
    match = worlds.bridge(relation="exactMatch", status=status)
    framework = framework.with_matches({framework.competencies[0].uuid: (match,)})
    term = schema_org.competency_term(framework, framework.competencies[0], BASE)
    assert ("sameAs" in term) == said


class _Scripts(HTMLParser):
    """Reads a page as a browser does: the texts of script elements, and every other tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class names it
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts += data


@given(
    st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(("</script><b>", "<!--<script>", "]]>", "&lt;", "\u2028"))
)
def test_no_text_ends_the_element(text: str) -> None:
    """The page has one element, whose JSON says exactly what was written."""
    item = replace(worlds.light(1).competencies[0], label=Words({"fr": text}))
    framework = replace(worlds.light(1), competencies=(item,))
    document = schema_org.competency_term(framework, item, BASE)
    block = schema_org.data_block(document)
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{block}</script>')
    page.close()
    assert page.tags == ["script"]
    assert json.loads(page.texts) == document
    assert not set("<>&\u2028\u2029") & set(block)
