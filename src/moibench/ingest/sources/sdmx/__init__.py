"""A data flow of an SDMX 2.1 or 3.0 service."""
