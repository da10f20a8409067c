"""The report as plain text, for a terminal."""

from textwrap import fill

from badges.documents import JsonObject
from badges.i18n import Translator
from verifier.cli.style import Style, Tone, one_line_of, plain
from verifier.report import Finding, Outcome, Report, Verdict, stamp, written_date

_UNASKED = (Outcome.NOT_APPLICABLE, Outcome.SKIPPED)
_WIDTH = 78
_NAME = 120
_WORK = 600
_SHOWN = 5


def render(report: Report, words: Translator, style: Style) -> str:
    """The report as plain text: the verdict first, then who, what, by whom, when, then checks.

    The claims of a badge that is not accepted stand below, as claims.
    """
    opening = _opening(report, words, style)
    facts = _facts(report, words)
    checks = [_title("cli.how", words, style)]
    checks += [_line(finding, words, style) for finding in report.findings]
    if report.verdict is Verdict.ACCEPTED:
        blocks = [opening, facts, _endorsements(report, words, style), checks]
    else:
        claims = [_title("cli.claims", words, style), *facts] if facts else []
        blocks = [opening, checks, claims, _endorsements(report, words, style)]
    blocks.append(_parts(report, words, style))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def one_line(report: Report, name: str, words: Translator, style: Style) -> str:
    """One badge among many: its mark, its file, its state, and then what it says or what is wrong.

    What a badge claims is said only when the badge is accepted.
    """
    told = [plain(report.headline(words.language))]
    if report.verdict is Verdict.ACCEPTED:
        told += [item for item in (report.summary.achievement, report.summary.holder) if item]
    elif report.decisive is not None:
        told.append(report.decisive.brief(words))
    said = one_line_of(" · ".join(told))
    return f"{style.verdict(report.verdict)} {shown_name(name)}  {said}"


def shown_name(name: str) -> str:
    """The name of a file as a terminal can show it, in one line."""
    return one_line_of(name)[-_NAME:] or "–"


def _opening(report: Report, words: Translator, style: Style) -> list[str]:
    tone = style.verdict_tone(report.verdict)
    headline = style.paint(plain(report.headline(words.language)), tone, Tone.TITLE)
    lines = [f"{style.verdict(report.verdict)} {headline}"]
    lines.append(_fill(report.sentence(words.language), words))
    if report.source.as_of is not None:
        moment = stamp(report.source.as_of)
        lines.append(_fill(words("cli.as_of", date=moment), words))
    return lines


def _title(code: str, words: Translator, style: Style) -> str:
    return style.paint(words(code), Tone.TITLE)


def _facts(report: Report, words: Translator) -> list[str]:
    summary = report.summary.to_json(words.language)
    does = [_competency(item) for item in summary["competencies"]] or [summary["achievement"]]
    creator = summary["creator"]
    facts = {
        "cli.person": summary["holder"],
        "cli.achievement": " ; ".join(item for item in does if item) or None,
        "cli.work": _cut(summary["narrative"] or "", _WORK),
        "web.report.evidence": _evidence(summary["evidence"]),
        "cli.issuer": _issuer(summary["issuer"]),
        "cli.creator": words("web.report.creator", name=_cut(creator)) if creator else None,
        "cli.when": _when(report, words),
    }
    return [
        "  " + one_line_of(words("cli.finding", title=words(label), message=value))
        for label, value in facts.items()
        if value
    ]


def _evidence(items: list[JsonObject]) -> str:
    """What is said to show it, unopened: the words, the name and the address of each."""
    told = [
        " · ".join(
            _cut(text, _WORK)
            for text in (item["narrative"], item["name"] or item["genre"], item["url"])
            if text
        )
        for item in items[:_SHOWN]
    ]
    if len(items) > _SHOWN:
        told.append("…")
    return " ; ".join(item for item in told if item)


def _cut(text: str, limit: int = _NAME) -> str:
    """A text of a badge, at a length that a terminal shows at once."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


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


def _line(finding: Finding, words: Translator, style: Style) -> str:
    """One check: its mark, and what was found when it was asked."""
    title = words(f"check.{finding.check}")
    mark = style.outcome(finding.outcome, is_grave=finding.is_grave)
    if finding.outcome in _UNASKED:
        return f"  {mark} {style.paint(title, Tone.QUIET)}"
    message = words("cli.finding", title=title, message=finding.message(words))
    lines = [_fill(message, words, "    ")]
    if (repair := finding.repair(words)) is not None:
        lines.append(f"{style.arrow()} {_fill(repair, words, '    ')}")
    return f"  {mark} " + "\n    ".join(lines)


def _endorsements(report: Report, words: Translator, style: Style) -> list[str]:
    """Who recommends, in which words, and whether that holds."""
    lines = []
    for claim in report.summary.endorsements:
        verdict = Verdict(claim.verdict)
        said = words("cli.endorsement", issuer=claim.issuer or "–", comment=claim.comment or "–")
        if verdict is not Verdict.ACCEPTED:
            said = words("cli.finding", title=said, message=words(claim.code))
        lines.append(f"  {style.verdict(verdict)} {_fill(said, words, '    ')}")
    return [_title("cli.endorsements", words, style), *lines] if lines else []


def _parts(report: Report, words: Translator, style: Style) -> list[str]:
    """The credentials inside a wrapping, one line each."""
    lines = [
        "  " + one_line(part, part.source.name or str(number), words, style)
        for number, part in enumerate(report.parts, 1)
    ]
    return [_title("cli.parts", words, style), *lines] if lines else []


def _fill(text: str, words: Translator, indent: str = "") -> str:
    """Lines of a readable length; French signs stay with the word that they belong to."""
    text = plain(text)
    if words.language == "fr":
        for loose, tight in (
            ("« ", "«\u00a0"),
            (" »", "\u00a0»"),
            (" :", "\u00a0:"),
            (" ;", "\u00a0;"),
        ):
            text = text.replace(loose, tight)
    return fill(text, _WIDTH, subsequent_indent=indent)
