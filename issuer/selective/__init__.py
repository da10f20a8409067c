"""SD-JWT VC, by somebody else's library: the only room that speaks openvc."""
