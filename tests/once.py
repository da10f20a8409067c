"""What many tests have in common is made once a process, not for each.

Each test has its own application, of some three hundred addresses and as many templates. Werkzeug
and Jinja compile them all again for every one of them, always to the same: that was half the time
of the tests of pages. Both let the class or the cache that does it be chosen.

Each town reads the same referential from its database: a framework never changes, so equal bytes
may give the same one. And Python need not look for garbage among the thousands of tests that were
collected.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

from badges.frameworks import skos

_Builder = Callable[..., tuple[str, str]]

_FRAMEWORKS = 16
_MADE_BEFORE_A_SEARCH = 20_000

_builders: dict[tuple[str, tuple[tuple[bool, str], ...], bool], _Builder] = {}


class _Parsed(NamedTuple):
    """What Werkzeug reads in the text of a rule; none of it says for which application."""

    parts: list[RulePart]
    trace: list[tuple[bool, str]]
    converters: dict[str, BaseConverter]


_parsed: dict[str, _Parsed] = {}


class RememberedRule(Rule):
    """A rule whose parts and builder are taken from an equal rule of another application."""

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        """The parts of the text, which is read at the first call."""
        found = _parsed.get(rule)
        if found is None:
            before = len(self._trace)
            parts = list(super()._parse_rule(rule))
            trace = self._trace[before:]
            converters = {name: self._converters[name] for is_name, name in trace if is_name}
            _parsed[rule] = _Parsed(parts, trace, converters)
            return parts
        self._trace += found.trace
        self._converters |= found.converters
        self.arguments |= found.converters.keys()
        return found.parts

    def _compile_builder(self, append_unknown: bool = True) -> _Builder:  # noqa: FBT001, FBT002 - theirs
        """The function that Werkzeug compiles: it takes its converters from the rule it serves."""
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


class Templates(BytecodeCache):
    """Compiled templates, found again by their file as long as its text is the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept of this template, if anything is."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def compile_once() -> None:
    """Have every application of this process share what is compiled, and what is read."""
    Flask.url_rule_class = RememberedRule
    Flask.jinja_options = {"bytecode_cache": Templates()}
    reader = lru_cache(maxsize=_FRAMEWORKS)(skos.read_stored)
    pytest.MonkeyPatch().setattr(skos, "read_stored", reader)  # never undone


@contextmanager
def collected_for_good() -> Iterator[None]:
    """Leave what is made meanwhile out of every later search for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(_MADE_BEFORE_A_SEARCH)
        gc.enable()
