"""The people who were awarded badges, and the cards that open them.

`holding` says whose badge it is, `opening` opens a card by its words, `choosing` is what its holder
decides, `changing` their address and card, `taking` what they carry away. `keeping` and `finding`
are for the team of the place, `forgetting` and `reminding` for both.
"""
