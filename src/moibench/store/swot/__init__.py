"""What officers decided on the SWOT of a unit. Nothing here is changed or removed."""
