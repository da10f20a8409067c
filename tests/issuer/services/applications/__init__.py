"""Tests of requests for badges, and of the posters that lead to them."""
