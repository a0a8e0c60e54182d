"""Forms in which a catalogue editor writes the catalogue's files."""
