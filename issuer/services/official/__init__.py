"""Official referentials: imported as published, counted for evidence, shown item by item."""
