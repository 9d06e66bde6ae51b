"""How mistakes in questions are mended: contests, regrading, and who is told."""
