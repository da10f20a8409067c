"""The alignments of a badge with a competency, as Open Badges 3.0 `Alignment` objects."""

from badges.documents import JsonObject
from badges.frameworks.addresses import competency_url, official_url
from badges.i18n import Translator
from badges.model.framework import Competency, Framework, OfficialMatch

IN_CREDENTIALS = frozenset({"exactMatch", "closeMatch", "broadMatch"})

TARGET_TYPES = {
    ("ROME", "competence"): "ext:ROME",
    ("ROME", "savoir"): "ext:ROME_savoir",
    ("ROME", "fiche"): "ext:ROME_fiche",
    ("ESCO", "skill"): "ext:ESCOSkill",
    ("DigComp", "competence"): "ext:DigComp",
}

# Where a publisher has one page for the whole referential, and none for an item.
_OFFICIAL_PAGES = {"DigComp": "https://doi.org/10.2760/0001149"}


def alignments(
    competency: Competency, framework: Framework, base_url: str, language: str = "fr"
) -> tuple[JsonObject, ...]:
    """Our own item first (CASE-02), then the official items that are as broad or broader (CASE-03).

    Narrower and merely related items stay on the page of the competency: a reader of the badge
    could take them for something that was recognised (referential.md 4.2).
    """
    official = (
        _official(match, base_url, language)
        for match in competency.matches
        if match.relation in IN_CREDENTIALS
    )
    return (_own(competency, framework, base_url, language), *official)


def _own(competency: Competency, framework: Framework, base_url: str, language: str) -> JsonObject:
    return {
        "type": ["Alignment"],
        "targetType": "CFItem",
        "targetCode": competency.notation,
        "targetName": competency.label.say(language),
        "targetDescription": competency.definition.say(language),
        "targetFramework": framework.edition(language),
        "targetUrl": competency_url(framework, competency, base_url),
    }


def _official(match: OfficialMatch, base_url: str, language: str) -> JsonObject:
    say = Translator(language)
    return {
        "type": ["Alignment"],
        "targetType": TARGET_TYPES[match.framework, match.kind],
        "targetCode": match.code,
        "targetName": match.label,
        "targetDescription": say(
            "framework.alignment",
            relation=say(f"framework.relation.{match.relation}"),
            status=say(f"framework.status.{match.status}"),
        ),
        "targetFramework": f"{match.framework} {match.version}",
        "targetUrl": _OFFICIAL_PAGES.get(match.framework) or official_url(match, base_url),
    }
