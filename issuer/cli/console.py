"""How a command speaks: results on standard output, words for people on standard error.

With `--json` exactly one JSON value goes to standard output, an error included, so that a program
needs no other channel.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

import orjson

from badges.errors import BadgeError, SettingsError
from badges.i18n import Translator
from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.ports import Office, Queue

DONE, FAILED, USAGE = 0, 1, 2

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey instead of showing: texts of strangers stand in what we print."""


class LateQueue:
    """`ports.Queue` that is loaded with its first word: most commands have none to say."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def batch_waits(self, batch_id: str) -> None:
        """A batch was confirmed."""
        self._queue.batch_waits(batch_id)

    def letters_wait(self) -> None:
        """Letters were written."""
        self._queue.letters_wait()

    @cached_property
    def _queue(self) -> Queue:
        from issuer.jobs import listening  # noqa: PLC0415 - loaded with the first word

        return listening(self._office).queue


@dataclass(frozen=True)
class Console:
    """One command at work: its settings, its language, and where its words go."""

    settings: Settings
    environment: Mapping[str, str]
    as_json: bool
    actor: str

    @cached_property
    def office(self) -> Office:
        """The issuer, opened when a command first needs it."""
        office = bootstrap(self.settings)
        return replace(office, queue=LateQueue(office))

    @property
    def data_dir(self) -> Path:
        """The data directory, made by opening the issuer so that only its owner can look in."""
        return self.office.settings.data_dir

    @cached_property
    def words(self) -> Translator:
        """Sentences in the language of the settings."""
        return Translator(self.settings.language, "issuer")

    def close(self) -> None:
        """Give the database back, when this command opened it."""
        if "office" in self.__dict__:  # where `cached_property` keeps what it made
            self.office.store.close()

    def say(self, code: str, /, **params: Any) -> None:
        """One sentence for people; silent in no mode, since programs read standard output only."""
        print(_shown(self.words(code, **params), sys.stderr), file=sys.stderr)

    def show(self, value: Any, *lines: str) -> None:
        """The result: `value` for programs, `lines` for people."""
        if self.as_json:
            _print_json(value)
        else:
            for line in lines:
                print(_shown(line, sys.stdout))

    def pour(self, document: str) -> None:
        """A whole document, byte for byte: it goes into a file or to another program."""
        sys.stdout.flush()
        sys.stdout.buffer.write(document.encode())
        sys.stdout.flush()

    def show_many(self, head: Mapping[str, Any], name: str, items: Iterable[str]) -> None:
        """For programs: one JSON object of `head` and of a list, whose items come as JSON text.

        They are written one by one, however many they are.
        """
        opened = json_text(head).removesuffix("\n}")
        write = sys.stdout.write
        write(f'{opened},\n  "{name}": [')
        between = "\n    "
        for item in items:
            write(f"{between}{item}")
            between = ",\n    "
        sys.stdout.write("\n  ]\n}\n")

    def fail(self, error: BadgeError) -> int:
        """Say what is wrong and how to mend it; return the exit status."""
        sentence = self.words(error.code, **error.params)
        if sentence == error.code:
            sentence = self.words("cli.unexplained", code=error.code)
        if self.as_json:
            print_refusal(error.code, error.params, sentence)
        said = f"badge-issuer: {sentence} [{error.code}]"
        print(_shown(said, sys.stderr), file=sys.stderr)
        return USAGE if isinstance(error, SettingsError) else FAILED


def print_refusal(code: str, params: Mapping[str, object], sentence: str) -> None:
    """The one JSON value of a command that did nothing: why."""
    texts = {name: str(value) for name, value in params.items()}
    report = {"code": code, "params": texts, "message": sentence}
    _print_json({"error": report})


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """One JSON value, escaped where standard output could not say it otherwise."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    plain = text == _shown(text, sys.stdout)
    return text if plain else json.dumps(value, indent=indent)


def json_line(value: Any) -> str:
    """As `json_text`, on one line and without a space that means nothing: for thousands of them."""
    text = orjson.dumps(value).decode()
    is_plain = _ACTING.search(text) is None and _can_be_said(text, sys.stdout)
    return text if is_plain else json.dumps(value)


def _can_be_said(text: str, stream: TextIO) -> bool:
    try:
        return stream.encoding == "utf-8" or bool(text.encode(stream.encoding or "utf-8"))
    except UnicodeEncodeError:
        return False


def _print_json(value: Any) -> None:
    print(json_text(value))


def _shown(text: str, stream: TextIO) -> str:
    """`text` as a stream can say it and a terminal may get it: `?` where a sign has to go."""
    encoding = stream.encoding or "utf-8"
    return _ACTING.sub("?", text).encode(encoding, "replace").decode(encoding)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows as aligned text; the last column is left as long as it is."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
