"""Finding a competency by the words of the people who look for it."""
