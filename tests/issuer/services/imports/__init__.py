"""Badges that learners bring from elsewhere."""
