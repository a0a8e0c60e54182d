"""Views: read the request, ask analysis, hand to presentation, render."""
