"""Value chains: what officers wrote, kept in versions, and the state beside each factor."""
