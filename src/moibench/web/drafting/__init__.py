"""Forms in which a catalogue editor writes the catalogue's files, one kind of entry after another."""
