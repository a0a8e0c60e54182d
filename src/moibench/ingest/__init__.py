"""One module or folder per kind of source: file → checked rows → store."""
