"""Numbers that units report themselves: drafts until they are submitted, reviewed, published."""
