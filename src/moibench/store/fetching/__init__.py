"""Sources that figures are fetched from, and what was fetched when."""
