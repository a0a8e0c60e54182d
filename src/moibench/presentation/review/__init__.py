"""What units report themselves, in words: lists, one filing, completeness, mails, JSON."""
