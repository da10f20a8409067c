"""HTML as values: whatever is put into a tag is escaped, unless it is a tag already."""

from collections.abc import Iterable

from markupsafe import Markup, escape

_VOID = frozenset(("img", "link", "meta"))
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

Part = str | Markup | None


def tag(name: str, /, *inside: Part, **attributes: str | None) -> Markup:
    """An element; a final underscore goes (`class_`), others become dashes, None leaves out."""
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    # The name is a word of this program; what came from outside was escaped above.
    start = Markup(f"<{name}{told}>")  # noqa: S704 - see above
    if name in _VOID:
        return start
    return start + joined(inside) + Markup(f"</{name}>")  # noqa: S704 - see above


def joined(parts: Iterable[Part]) -> Markup:
    """Parts one after the other, a line each; None is left out."""
    return Markup("\n").join(escape(part) for part in parts if part is not None)


def listed(items: Iterable[Markup], class_: str | None = None) -> Markup | None:
    """A list of items; None when there are none."""
    rows = [tag("li", item) for item in items]
    return tag("ul", *rows, class_=class_) if rows else None


def facts(rows: Iterable[tuple[str, Part]]) -> Markup:
    """Names and what is said of each; a row that says nothing is left out."""
    shown = [tag("div", tag("dt", name), tag("dd", value)) for name, value in rows if value]
    return tag("dl", *shown, class_="facts")


def document(
    language: str,
    title: str,
    root: str,
    *,
    main: Iterable[Part],
    foot: Iterable[Part],
    head: Iterable[Part] = (),
    is_public: bool = False,
) -> bytes:
    """A whole page, whose own files are found from `root`; it runs and asks nothing elsewhere."""
    robots = None if is_public else tag("meta", name="robots", content="noindex, nofollow")
    top = joined(
        (
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(_POLICY),
            tag("title", title),
            robots,
            tag("meta", name="color-scheme", content="light dark"),
            tag("link", rel="stylesheet", href=f"{root}style.css"),
            tag("link", rel="icon", href=f"{root}favicon.svg", type="image/svg+xml"),
            *head,
        )
    )
    body = joined((tag("main", *main, id="main"), tag("footer", tag("div", *foot), class_="foot")))
    return str(
        Markup("<!doctype html>\n")
        + tag("html", tag("head", top), tag("body", body), lang=language)
        + "\n"
    ).encode("utf-8", "replace")
