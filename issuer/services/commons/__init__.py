"""The commons: referentials that places write, publish and share, and their bridges."""
