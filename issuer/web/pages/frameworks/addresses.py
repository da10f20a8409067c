"""The parts of the addresses of referentials: what a slug and a frozen version look like."""

from urllib.parse import quote

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from badges.model.framework import Competency, Framework


class Slug(BaseConverter):
    """A slug of ours: no dot in it, so that a suffix names a format and nothing else."""

    regex = r"[a-z0-9][a-z0-9-]*"


class Frozen(BaseConverter):
    """A frozen version, `v1.0.0`: no competency may bear such a slug."""

    regex = r"v[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}"

    def to_python(self, value: str) -> str:
        """The version without its letter."""
        return value[1:]

    def to_url(self, value: str) -> str:
        """The version with its letter."""
        return f"v{value}"


def prepare(pages: Blueprint) -> None:
    """Let the addresses of `pages` speak of slugs and frozen versions."""

    @pages.record
    def _converters(state: BlueprintSetupState) -> None:
        state.app.url_map.converters.update(fw=Slug, frozen=Frozen)


def home_of(framework: Framework) -> str:
    """Where people read about the framework."""
    return f"/frameworks/{framework.slug}"


def path_of(framework: Framework, competency: Competency) -> str:
    """Where people read about one of its competencies."""
    return f"{home_of(framework)}/{competency.slug}"


def item_path(scheme: str, code: str) -> str:
    """Where people read about an official item on this instance."""
    return f"/frameworks/{scheme}/{quote(code, safe='')}"
