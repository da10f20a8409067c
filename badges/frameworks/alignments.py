"""The alignments of a badge with a competency, as Open Badges 3.0 `Alignment` objects."""

import re

from badges.documents import JsonObject
from badges.frameworks.addresses import competency_url, official_page
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

# The official class of an extended type holds no hyphen: `|-|` is a range in it (DM-08).
_NOT_IN_A_TYPE = re.compile(r"[^A-Za-z0-9.]+")


def target_type(match: OfficialMatch) -> str:
    """The extended type of an official item: `ext:` and a name made of its referential and kind."""
    known = TARGET_TYPES.get((match.framework, match.kind))
    if known is not None:
        return known
    parts = (_NOT_IN_A_TYPE.sub("_", text).strip("_") for text in (match.framework, match.kind))
    return "ext:" + ("_".join(part for part in parts if part) or "item")


def in_credentials(match: OfficialMatch) -> bool:
    """Whether a badge names this official item: a published bridge to one as broad or broader."""
    return match.status == "published" and match.relation in IN_CREDENTIALS


def alignments(
    competency: Competency, framework: Framework, base_url: str, language: str = "fr"
) -> tuple[JsonObject, ...]:
    """Our own item first (CASE-02), then the official items that are as broad or broader (CASE-03).

    Only published bridges enter: a badge is signed for years, a proposal may be refused tomorrow.
    Narrower and merely related items stay on the page of the competency: a reader of the badge
    could take them for something that was recognised (referential.md 4.2).
    """
    official = (
        _official(match, base_url, language)
        for match in competency.matches
        if in_credentials(match)
    )
    return (_own(competency, framework, base_url, language), *official)


def _own(competency: Competency, framework: Framework, base_url: str, language: str) -> JsonObject:
    return {
        "type": ["Alignment"],
        "targetType": "CFItem",
        "targetCode": competency.notation,
        "targetName": competency.label.say(language),
        "targetDescription": competency.full_statement(language),
        "targetFramework": framework.edition(language),
        "targetUrl": competency_url(framework, competency, base_url),
    }


def _official(match: OfficialMatch, base_url: str, language: str) -> JsonObject:
    say = Translator(language)
    return {
        "type": ["Alignment"],
        "targetType": target_type(match),
        "targetCode": match.code,
        "targetName": match.label,
        "targetDescription": say(
            "framework.alignment",
            relation=say(f"framework.relation.{match.relation}"),
            status=say(f"framework.status.{match.status}"),
        ),
        "targetFramework": f"{match.framework} {match.version}".strip(),
        "targetUrl": official_page(match, base_url),
    }
