"""What is measured, as data files, and the one schema that reads them. No database here."""

from moibench.catalogue.catalogue import Catalogue
from moibench.catalogue.load import CatalogueError, load_catalogue

__all__ = ["Catalogue", "CatalogueError", "load_catalogue"]
