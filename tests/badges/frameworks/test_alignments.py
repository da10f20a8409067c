"""Alignments of a badge: ours first, then only what people agreed on and that claims no more."""

import re
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.documents import JsonObject
from badges.frameworks import load_tiers_lieux
from badges.frameworks.alignments import IN_CREDENTIALS, TARGET_TYPES, alignments, target_type
from badges.model.framework import Framework
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE


def published() -> Framework:
    """The referential of tiers-lieux as if people had published all its bridges."""
    framework = load_tiers_lieux()
    return framework.with_matches(
        {
            item.uuid: tuple(replace(match, status="published") for match in item.matches)
            for item in framework.competencies
        }
    )


def every_alignment() -> list[JsonObject]:
    """The alignments of all the competencies."""
    framework = published()
    return list(
        chain.from_iterable(alignments(item, framework, BASE) for item in framework.competencies)
    )


@pytest.mark.requirement("DM-08")
def test_types_of_ours_have_the_extension_form() -> None:
    """Extended types are `ext:` with letters, digits, dots and underscores: a hyphen is a trap."""
    used = {alignment["targetType"] for alignment in every_alignment()} - {"CFItem"}
    assert used == set(TARGET_TYPES.values()) - {"ext:ROME_fiche"}
    for name in TARGET_TYPES.values():
        assert re.fullmatch(r"ext:[A-Za-z0-9._]+", name)


@pytest.mark.requirement("CASE-03")
def test_an_official_item_leads_to_its_publisher_or_to_our_page_of_it() -> None:
    """ESCO and DigComp lead to their publishers; ROME items, which have no page, to ours."""
    starts = {
        "CFItem": f"{BASE}/frameworks/tiers-lieux/",
        "ext:ROME": f"{BASE}/frameworks/rome/",
        "ext:ROME_savoir": f"{BASE}/frameworks/rome/",
        "ext:ESCOSkill": "http://data.europa.eu/esco/skill/",
        "ext:DigComp": "https://doi.org/10.2760/0001149",
    }
    for alignment in every_alignment():
        assert alignment["targetUrl"].startswith(starts[alignment["targetType"]])


def test_related_and_narrower_items_stay_out_of_credentials() -> None:
    """A badge does not list an item that the person may not master, nor a mere neighbour."""
    framework = published()
    for item in framework.competencies:
        codes = [alignment["targetCode"] for alignment in alignments(item, framework, BASE)]
        kept = [match.code for match in item.matches if match.relation in IN_CREDENTIALS]
        assert codes == [item.notation, *kept]
    assert sorted(IN_CREDENTIALS) == ["broadMatch", "closeMatch", "exactMatch"]


@pytest.mark.parametrize("status", worlds.STATUSES)
def test_only_published_bridges_enter_a_badge(status: str) -> None:
    """A badge is signed for years: it repeats nothing that is still only proposed or reviewed."""
    framework = worlds.light(1)
    item = framework.competencies[0]
    match = worlds.bridge(status=status)
    told = alignments(replace(item, matches=(match,)), framework, BASE)
    assert [one["targetCode"] for one in told[1:]] == ["300469"] * (status == "published")


def test_the_referential_that_comes_with_the_program_is_only_proposed() -> None:
    """Nobody has reviewed its bridges yet: its badges name our own item alone."""
    framework = load_tiers_lieux()
    for item in framework.competencies:
        (own,) = alignments(item, framework, BASE)
        assert own["targetCode"] == item.notation


@pytest.mark.requirement("CASE-03")
def test_an_official_alignment_says_its_version_and_that_it_is_broader() -> None:
    """A code may change meaning between versions, and a broader item says less than the badge."""
    framework = published()
    item = framework.find("TL-COO-01")
    rome = alignments(item, framework, BASE)[1]
    assert rome == {
        "type": ["Alignment"],
        "targetType": "ext:ROME",
        "targetCode": "300469",
        "targetName": "Préparer et animer une réunion, un groupe de travail, un atelier",
        "targetDescription": "L’élément officiel est plus large (lien publié).",
        "targetFramework": "ROME 4.0 v60 (18/09/2025)",
        "targetUrl": f"{BASE}/frameworks/rome/300469",
    }
    english = alignments(item, framework, BASE, "en")[1]
    assert english["targetDescription"] == "The official item is broader (published link)."


@given(st.text(max_size=12), st.text(max_size=12))
@pytest.mark.requirement("DM-08")
def test_any_referential_has_a_type(framework: str, kind: str) -> None:
    """An imported referential of any name gives a type of the official form, never an error."""
    match = worlds.bridge(framework=framework, kind=kind)
    assert re.fullmatch(r"ext:[A-Za-z0-9._]+", target_type(match))


def test_an_imported_referential_is_named_and_found_here() -> None:
    """An item without address is answered by our own page of it, under its scheme."""
    framework = worlds.light(1)
    match = worlds.bridge(framework="Foo-Bar 2", kind="thème", code="a/b", version="")
    item = replace(framework.competencies[0], matches=(match,))
    told = alignments(item, framework, BASE)[1]
    assert told["targetType"] == "ext:Foo_Bar_2_th_me"
    assert told["targetUrl"] == f"{BASE}/frameworks/foo-bar-2/a%2Fb"
    assert told["targetFramework"] == "Foo-Bar 2"


def test_a_light_competency_is_described_by_its_sentence() -> None:
    """Without a definition, the plain statement says what was recognised."""
    framework = worlds.light(1)
    (own,) = alignments(framework.competencies[0], framework, BASE)
    assert own["targetDescription"] == "Je fais le geste 1."


def test_our_words_follow_the_language_of_the_badge() -> None:
    """A badge in English names the competency in English."""
    framework = load_tiers_lieux()
    own = alignments(framework.find("TL-FAB-05"), framework, BASE, "en")[0]
    assert own["targetName"] == "Sewing and transforming textiles"
    assert own["targetFramework"] == "Competence framework of tiers-lieux 1.0.0"
