"""What the applications of many tests have in common is compiled once a process, not for each.

Each test has its own application, of some three hundred addresses and as many templates. Werkzeug
and Jinja compile them all again for every one of them, always to the same: that was half the time
of the tests of pages. Both let the class or the cache that does it be chosen.
"""

from collections.abc import Callable

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_Builder = Callable[..., tuple[str, str]]

_builders: dict[tuple[str, tuple[tuple[bool, str], ...], bool], _Builder] = {}


class RememberedRule(Rule):
    """A rule whose builder of addresses is taken from an equal rule of another application."""

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
    """Have every application of this process share what is compiled."""
    Flask.url_rule_class = RememberedRule
    Flask.jinja_options = {"bytecode_cache": Templates()}
