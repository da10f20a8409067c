"""The badges of the demonstration, as a place would write them."""
