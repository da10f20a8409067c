"""Front door: reads the settings, opens the doors they name, nothing else.

Servers call `wsgi:create_app()` or take `wsgi:app`, which is made at first use.
"""

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask

from badges.settings import Settings, read_settings
from badges.web import logs
from badges.web.app import create_app as create_plain_app


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    """The application with the doors that `environment` names, by default the process's own.

    Raises:
        SettingsError: a setting is wrong.
        BadgeError: a door cannot open (database, keys or trust lists cannot be read).
    """
    settings = read_settings(os.environ if environment is None else environment)
    logs.install(settings)
    app = create_plain_app(settings)
    for door in settings.doors:
        _OPENERS[door](app, settings)
    return app


def _open_issuer(app: Flask, settings: Settings) -> None:
    # A verifier is installed without the issuer's libraries, so they are imported on demand.
    from badges.web import in_process  # noqa: PLC0415 - only when this door opens
    from issuer.bootstrap import bootstrap, open_fetcher  # noqa: PLC0415 - see above
    from issuer.jobs import listening  # noqa: PLC0415 - same
    from issuer.web import open_door  # noqa: PLC0415 - same

    fetcher = in_process.InProcessFetcher(app, settings.base_url, open_fetcher(settings))
    examiner = in_process.InProcessExaminer(app) if "verifier" in settings.doors else None
    open_door(app, listening(bootstrap(settings, fetcher=fetcher, examiner=examiner)))


def _open_verifier(app: Flask, settings: Settings) -> None:
    from badges.web.in_process import InProcessFetcher  # noqa: PLC0415 - only when this door opens
    from verifier.bootstrap import bootstrap, open_fetcher  # noqa: PLC0415 - same
    from verifier.web import open_door  # noqa: PLC0415 - same

    fetcher = InProcessFetcher(app, settings.base_url, open_fetcher(settings))
    open_door(app, bootstrap(settings, fetcher=fetcher))


_OPENERS = {"issuer": _open_issuer, "verifier": _open_verifier}


def __getattr__(name: str) -> Any:
    """`app`, made when a server first asks for it."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = create_app()
    return globals()["app"]
