"""The report as plain text, for a terminal."""

import unicodedata
from textwrap import fill

from badges.documents import JsonObject
from badges.i18n import Translator
from verifier.report import Finding, Outcome, Report, Verdict, written_date

_MARKS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.SKIPPED: "·",
}
_UNASKED = (Outcome.NOT_APPLICABLE, Outcome.SKIPPED)
_WIDTH = 78


def render(report: Report, words: Translator) -> str:
    """The report as plain text: the verdict first, then who, what, by whom, when, then checks.

    The claims of a badge that is not accepted stand below, as claims.
    """
    language = words.language
    opening = [report.headline(language), _fill(report.sentence(language), words)]
    facts = _facts(report, words)
    checks = [words("cli.how")] + [_line(finding, words) for finding in report.findings]
    if report.verdict is Verdict.ACCEPTED:
        blocks = [opening, facts, checks]
    else:
        blocks = [opening, checks, [words("cli.claims"), *facts] if facts else []]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _facts(report: Report, words: Translator) -> list[str]:
    summary = report.summary.to_json(words.language)
    does = [_competency(item) for item in summary["competencies"]] or [summary["achievement"]]
    facts = {
        "cli.person": summary["holder"],
        "cli.achievement": " ; ".join(item for item in does if item) or None,
        "cli.issuer": _issuer(summary["issuer"]),
        "cli.when": _when(report, words),
    }
    return [
        "  " + words("cli.finding", title=words(label), message=value)
        for label, value in facts.items()
        if value
    ]


def _issuer(issuer: JsonObject) -> str | None:
    """The place by its name, and how to reach it."""
    told = (issuer["name"] or issuer["id"], issuer["url"], issuer["email"])
    return " · ".join(item for item in told if item) or None


def _competency(item: JsonObject) -> str:
    level = item["level_name"] or item["level"]
    return f"{item['name']} ({level})" if level else str(item["name"])


def _when(report: Report, words: Translator) -> str | None:
    awarded, until = report.summary.awarded, report.summary.valid_until
    if awarded is None:
        return None
    day = written_date(awarded, words)
    return words("cli.until", awarded=day, until=written_date(until, words)) if until else day


def _line(finding: Finding, words: Translator) -> str:
    """One check: its mark, and what was found when it was asked."""
    title, mark = words(f"check.{finding.check}"), _MARKS[finding.outcome]
    if finding.outcome in _UNASKED:
        return f"  {mark} {title}"
    lines = [words("cli.finding", title=title, message=finding.message(words))]
    if (repair := finding.repair(words)) is not None:
        lines.append(f"→ {repair}")
    wrapped = [_fill(line, words, "    ") for line in lines]
    return f"  {mark} " + "\n    ".join(wrapped)


def _fill(text: str, words: Translator, indent: str = "") -> str:
    """Lines of a readable length; French signs stay with the word that they belong to."""
    if words.language == "fr":
        for loose, tight in (
            ("« ", "«\u00a0"),
            (" »", "\u00a0»"),
            (" :", "\u00a0:"),
            (" ;", "\u00a0;"),
        ):
            text = text.replace(loose, tight)
    return fill(text, _WIDTH, subsequent_indent=indent)


def plain(text: str) -> str:
    """Text for a terminal: what a badge says must not move the cursor or turn the line around."""
    return "".join(
        character
        for character in text
        if character == "\n" or not unicodedata.category(character).startswith("C")
    )
