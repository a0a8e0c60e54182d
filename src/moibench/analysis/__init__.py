"""One question a function: catalogue + store → engine → a frozen result. No words here."""
