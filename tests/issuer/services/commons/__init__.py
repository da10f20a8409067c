"""Tests of the commons: referentials that places write, publish and share."""
