"""Who may do what: accounts, roles in units, the rules, and the log of who did what."""
