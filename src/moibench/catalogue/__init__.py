"""What is measured, as data files, and the one schema that reads them. No database here."""

from moibench.catalogue.load import Catalogue, CatalogueError, load_catalogue

__all__ = ["Catalogue", "CatalogueError", "load_catalogue"]
