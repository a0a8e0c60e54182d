"""Result → what a template prints: texts, graphics and addresses, nothing left to decide."""
