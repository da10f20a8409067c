"""The people who were awarded badges, and the cards that open them."""
