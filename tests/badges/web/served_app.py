"""A small application that the real server of both commands serves in tests."""

import os
import time

from flask import Flask, request

from badges.settings import Settings
from badges.web import admission
from badges.web.app import create_app


def make() -> Flask:
    """A page, an address that takes its time, and one that is heavy."""
    app = create_app(Settings(doors=()))

    @app.get("/page")
    def page() -> str:
        return "a page"

    @app.get("/process")
    def process() -> str:
        return str(os.getpid())

    @app.get("/slow")
    def slow() -> str:
        time.sleep(float(request.args["seconds"]))
        return "slowly"

    @app.post("/heavy")
    def heavy() -> str:
        return str(len(request.get_data()))

    @app.post("/light")
    def light() -> str:
        return str(len(request.get_data()))

    admission.declare(app, ["heavy"])
    return app
