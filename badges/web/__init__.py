"""The shared Web room: application factory, layout, languages, errors, headers, negotiation.

Each door adds its own pages to the application that `badges.web.app.create_app` makes.
"""
