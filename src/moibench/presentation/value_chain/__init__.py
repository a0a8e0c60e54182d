"""Value chains as people read them: lines, picture, report, slides, terminal."""
