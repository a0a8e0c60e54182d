"""Local products that officers add to a unit's product champions."""
