"""Narratives are Markdown from strangers: rendered without raw HTML, images or trusted links."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

LENGTH_LIMIT = 20_000


def render(text: str) -> Markup:
    """HTML of a narrative, at most 20,000 characters of it (DM-24: Markdown is allowed there).

    Headings become strong paragraphs, so that a stranger's text cannot reorder the page's outline.
    """
    return Markup(_RENDERER.render(text[:LENGTH_LIMIT]))  # noqa: S704 - the renderer escapes all HTML


def _link_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    environment: MutableMapping[str, Any],
) -> str:
    tokens[index].attrSet("rel", "nofollow noopener noreferrer")
    return renderer.renderToken(tokens, index, options, environment)


def _heading_open(*_: Any) -> str:
    return "<p><strong>"


def _heading_close(*_: Any) -> str:
    return "</strong></p>\n"


def _make() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 10}).disable("image")
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule("heading_open", _heading_open)
    markdown.add_render_rule("heading_close", _heading_close)
    return markdown


_RENDERER = _make()
