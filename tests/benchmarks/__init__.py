"""What measures must hold to, so that their figures mean something; no test measures time."""
