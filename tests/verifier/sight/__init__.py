"""Tests of the room that looks at pictures and PDF files, and of the two intakes that ask it."""
