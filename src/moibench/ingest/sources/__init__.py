"""Sources that figures are fetched from, each kind of connector a folder."""
