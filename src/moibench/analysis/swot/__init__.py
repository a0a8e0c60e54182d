"""What a unit's figures propose for its SWOT, and the board on which officers decide."""
