"""Alignments of a badge: ours first, then only the official items that do not claim too much."""

import re
from itertools import chain

import pytest

from badges.documents import JsonObject
from badges.frameworks import load_tiers_lieux
from badges.frameworks.alignments import IN_CREDENTIALS, TARGET_TYPES, alignments

BASE = "https://lieu.example"


def every_alignment() -> list[JsonObject]:
    """The alignments of all the competencies."""
    framework = load_tiers_lieux()
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
    framework = load_tiers_lieux()
    for item in framework.competencies:
        codes = [alignment["targetCode"] for alignment in alignments(item, framework, BASE)]
        kept = [match.code for match in item.matches if match.relation in IN_CREDENTIALS]
        assert codes == [item.notation, *kept]
    assert sorted(IN_CREDENTIALS) == ["broadMatch", "closeMatch", "exactMatch"]


def test_an_official_alignment_says_its_version_and_that_it_is_proposed() -> None:
    """A code may change meaning between versions, and nobody has reviewed the bridge yet."""
    framework = load_tiers_lieux()
    item = framework.find("TL-COO-01")
    rome = alignments(item, framework, BASE)[1]
    assert rome == {
        "type": ["Alignment"],
        "targetType": "ext:ROME",
        "targetCode": "300469",
        "targetName": "Préparer et animer une réunion, un groupe de travail, un atelier",
        "targetDescription": "L’élément officiel est plus large "
        "(correspondance proposée, pas encore relue).",
        "targetFramework": "ROME 4.0 v60 (18/09/2025)",
        "targetUrl": f"{BASE}/frameworks/rome/300469",
    }
    english = alignments(item, framework, BASE, "en")[1]
    assert english["targetDescription"] == (
        "The official item is broader (proposed link, not yet reviewed)."
    )


def test_our_words_follow_the_language_of_the_badge() -> None:
    """A badge in English names the competency in English."""
    framework = load_tiers_lieux()
    own = alignments(framework.find("TL-FAB-05"), framework, BASE, "en")[0]
    assert own["targetName"] == "Sewing and transforming textiles"
    assert own["targetFramework"] == "Competence framework of tiers-lieux 1.0.0"
