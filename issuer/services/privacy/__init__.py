"""What is kept of people, told to them, handed to them and erased for them (RGPD).

`statement` says what is kept and why, `durations` how long, `retention` makes it true every day.
`exporting` hands out everything about one person, `erasing` removes it, and `tracing` finds by an
address those who have no card at hand.
"""
