"""Codes travel, words are added at the door: catalogues of sentences in French and English.

A catalogue is the union of the TOML files `locale/<language>/*.toml` of a package, each a flat
list of `"code" = "sentence with {parameter}"`. Stable codes are the keys, so a test can prove that
both languages say everything (ADR 5).
"""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"

_SHARED = "badges"
_SIGNS = r'[^"\\\x00-\x1f\x7f]*'
_ONE_LINE = re.compile(rf'"({_SIGNS})" = "({_SIGNS}(?:\\["\\n]{_SIGNS})*)"')
"""A sentence as nearly all are written; what is escaped in it JSON escapes likewise."""


@cache
def catalogue(package: str, language: str) -> Mapping[str, str]:
    """The sentences of `package` in `language`, keyed by code; empty when it has none."""
    folder = files(package) / "locale" / language
    sentences: dict[str, str] = {}
    if folder.is_dir():
        for resource in sorted(folder.iterdir(), key=lambda item: item.name):
            if resource.name.endswith(".toml"):
                sentences.update(read_sentences(resource.read_text("utf-8")))
    return sentences


def read_sentences(text: str) -> Mapping[str, str]:
    """The sentences of one file of a catalogue, by code.

    Nearly all stand on a line of their own, and are read so: to read some thousand of them as TOML
    would take as long as the rest of a command.
    """
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    found = [_ONE_LINE.fullmatch(line) for line in lines]
    sentences = {match[1]: match[2] for match in found if match is not None}
    if len(sentences) < len(lines):  # longer than a line, or a code said twice
        return tomllib.loads(text)
    return {
        code: json.loads(f'"{sentence}"') if "\\" in sentence else sentence
        for code, sentence in sentences.items()
    }


@cache
def _together(packages: tuple[str, ...], language: str) -> Mapping[str, str]:
    """The sentences of several packages in one place; the first package that has a code says it."""
    sentences: dict[str, str] = {}
    for package in reversed(packages):
        sentences |= catalogue(package, language)
    return sentences


class Translator:
    """Words of one language, looked up in the catalogues of `packages`, then in the shared one."""

    def __init__(self, language: str, *packages: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._sentences = _together((*packages, _SHARED), self.language)

    def __call__(self, code: str, /, **params: Any) -> str:
        """The sentence of `code` with `params` filled in; the code itself when nobody wrote one."""
        sentence = self._sentences.get(code)
        if sentence is None:
            return code
        # A report says fifty sentences, most of which have nothing to fill in.
        if "{" not in sentence and "}" not in sentence:
            return sentence
        return sentence.format_map(_Lenient(params))

    def find(self, code: str) -> str | None:
        """The sentence of `code` as written, or None."""
        return self._sentences.get(code)


class _Lenient(dict[str, Any]):
    """Leaves an unknown parameter visible instead of failing in front of a person."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
