"""The tables, and the only code that queries them."""
