"""The runs and searches that answer the questions of the quiz."""
