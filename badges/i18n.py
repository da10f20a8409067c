"""Codes travel, words are added at the door: catalogues of sentences in French and English.

A catalogue is the union of the TOML files `locale/<language>/*.toml` of a package, each a flat
list of `"code" = "sentence with {parameter}"`. Stable codes are the keys, so a test can prove that
both languages say everything (ADR 5).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"

_SHARED = "badges"


@cache
def catalogue(package: str, language: str) -> Mapping[str, str]:
    """The sentences of `package` in `language`, keyed by code; empty when it has none."""
    folder = files(package) / "locale" / language
    sentences: dict[str, str] = {}
    if folder.is_dir():
        for resource in sorted(folder.iterdir(), key=lambda item: item.name):
            if resource.name.endswith(".toml"):
                sentences |= tomllib.loads(resource.read_text("utf-8"))
    return sentences


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
