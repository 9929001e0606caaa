"""Rules that a reader writes, a file for each notebook: how they are asked for, and what is answered."""
