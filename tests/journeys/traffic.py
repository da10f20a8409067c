"""What a page is answered while somebody looks at it."""

from playwright.sync_api import Page, Response


def answers_to(page: Page) -> list[Response]:
    """The answers from now on: a list that grows; read their bodies once the page is there, whole.

    A body that is read as its answer comes in may arrive after the page was judged without it.
    """
    kept: list[Response] = []

    def keep(response: Response) -> None:
        kept.append(response)

    page.on("response", keep)
    return kept
