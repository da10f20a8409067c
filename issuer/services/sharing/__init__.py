"""How a badge goes out into the world: links to networks, letters, a line for a CV, a picture."""
