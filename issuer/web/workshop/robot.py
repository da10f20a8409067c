"""Asks this very site for a page as a given program would, without leaving the process.

Asking over the network could wait for a worker that is waiting for us.
"""

from flask import current_app

from issuer.services.sharing.self_test import Seen


def visit(path: str, program: str) -> Seen:
    """What the site answers at `path` to that `User-Agent`, following no redirection."""
    client = current_app.test_client(use_cookies=False)
    with current_app.app_context():  # its own `g`, not the one of the request being answered
        answer = client.get(path, headers={"Accept": "*/*", "User-Agent": program})
        return Seen(answer.status_code, answer.mimetype or "", answer.get_data())
