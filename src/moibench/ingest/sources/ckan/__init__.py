"""A resource of an open data portal that runs CKAN."""
