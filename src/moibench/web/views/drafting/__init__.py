"""The pages in which the catalogue is extended, checked and put in force."""
