"""A corpus of badges in every form, each with the state that a verifier must find, and why.

`python -m tests.corpus FOLDER` writes it out: the files, `manifest.json` with what is expected of
each, and `fetch-map.json`, the small web in which they are to be verified (`BADGES_FETCH_MAP`).
"""
