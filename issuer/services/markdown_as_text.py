"""Markdown from people as plain words, for paper: paragraphs, and points of a list.

Narratives are Markdown (DM-24). Paper has neither links nor bold, so what remains is the text: one
line for each paragraph, `• ` or `2. ` before each point of a list.
"""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

POINT = "• "
LENGTH_LIMIT = 20_000

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 10})
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def as_text(text: str) -> str:
    """The words of a narrative without its marks, at most 20,000 characters of it."""
    return "\n".join(_lines(_MARKDOWN.parse(text[:LENGTH_LIMIT])))


def _lines(tokens: list[Token]) -> Iterator[str]:
    sign = ""
    for token in tokens:
        if token.type == "list_item_open":
            sign = f"{token.info}{token.markup} " if token.info else POINT
        elif token.type == "inline":
            yield sign + "".join(map(_words, token.children or ()))
            sign = ""
        elif token.type in ("fence", "code_block"):
            yield sign + token.content.rstrip()
            sign = ""


def _words(token: Token) -> str:
    return _BREAKS.get(token.type, token.content)
