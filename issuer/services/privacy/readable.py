"""The page that opens an export: what the records say, in words, without any program but a browser.

It stands alone in a folder, so it brings its own style, and it runs nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from badges.i18n import Translator
from badges.web.wording import minute, typography
from issuer.services.privacy.collecting import Record
from issuer.services.privacy.statement import Duration, Entry, as_said

Say = Callable[..., str]
"""The sentence of a code, its parameters filled in."""

_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.5 system-ui,sans-serif;"
    "color:#1b1b1b;background:#fff}dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}"
    "dl{border-left:.25rem solid #bbb;padding-left:1rem}li{margin-bottom:.4rem}"
)
_ORDER = (
    "cards",
    "badges",
    "requests",
    "groups",
    "evidence",
    "portfolios",
    "imports",
    "letters",
    "accounts",
    "journal",
)
_LIMIT = 2_000


def page(
    language: str, sections: Mapping[str, Sequence[Record]], made: str, left_out: int = 0
) -> bytes:
    """The whole page; `left_out` files were too heavy to come along."""
    say = Translator(language, "issuer")
    named = [name for name in _ORDER if name in sections]
    named += [name for name in sections if name not in _ORDER]
    title = _text(say, "privacy.export.title")
    body = [
        f"<h1>{title}</h1>",
        f"<p>{_text(say, 'privacy.export.made', when=minute(made, say.language))}</p>",
        f"<p>{_text(say, 'privacy.export.files')}</p>",
        f"<p>{_text(say, 'privacy.export.left_out', count=left_out)}</p>" if left_out else "",
        *(_section(say, name, sections[name]) for name in named),
    ]
    return (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"{''.join(body)}</body></html>\n"
    ).encode("utf-8", "replace")


def kept_for(say: Say, entry: Entry) -> str:
    """The sentence that says how long something is kept."""
    times = {name: told(say, as_said(time)) for name, time in entry.keeps.items()}
    return say(f"privacy.record.{entry.name}.keeps", **times)


def told(say: Say, duration: Duration) -> str:
    """A duration in words."""
    one = ".one" if duration.count == 1 else ""
    return say(f"privacy.time.{duration.unit}{one}", count=duration.count)


def _section(say: Translator, name: str, records: Sequence[Record]) -> str:
    shown = "".join(_record(say, record) for record in records[:_LIMIT])
    return f"<h2>{_text(say, f'privacy.section.{name}')} ({len(records)})</h2>{shown}"


def _record(say: Translator, record: Record) -> str:
    rows = "".join(
        f"<dt>{_text(say, f'privacy.field.{name}')}</dt><dd>{_shown(say, value)}</dd>"
        for name, value in record.items()
        if value not in (None, "", [], {})
    )
    return f"<dl>{rows}</dl>"


def _shown(say: Translator, value: Any) -> str:
    if isinstance(value, Mapping):
        parts = (f"{escape(str(name))} : {_shown(say, item)}" for name, item in value.items())
        return "<br>".join(parts)
    if isinstance(value, list | tuple):
        return "<ul>" + "".join(f"<li>{_shown(say, item)}</li>" for item in value) + "</ul>"
    if isinstance(value, bool):
        return _text(say, "privacy.yes" if value else "privacy.no")
    return escape(str(value))


def _text(say: Translator, code: str, **params: Any) -> str:
    return escape(typography(say(code, **params), say.language))
