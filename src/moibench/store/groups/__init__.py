"""Groups of units that people named and keep."""
