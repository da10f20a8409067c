"""Badges on their way into wallets: the offer behind a card, and OpenID4VCI 1.0 on top of it.

Only whoever holds the card makes an offer, so no visitor of a public page can take a badge. What a
wallet receives is a copy bound to its own key: same issuer, same content, same status.
"""
