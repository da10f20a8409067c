"""The command `serve`: the verifier's door alone, until the process is told to stop."""

import argparse
import os

from badges.i18n import Translator
from badges.settings import PREFIX, read_settings


def serve(options: argparse.Namespace, words: Translator) -> int:
    """Serve the verifier's door only.

    Raises:
        SettingsError: a wrong setting is told now, in one sentence.
    """
    from badges.web import server  # noqa: PLC0415 - no server to verify one badge

    del words
    read_settings(os.environ)
    listening = server.Listening(options.host, options.port, options.workers)
    server.serve(listening, {**os.environ, f"{PREFIX}DOORS": "verifier"})
    return 0
