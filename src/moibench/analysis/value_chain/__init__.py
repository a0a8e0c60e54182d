"""Value chains: what an officer wrote of one, kept in versions, and the state beside each factor."""
