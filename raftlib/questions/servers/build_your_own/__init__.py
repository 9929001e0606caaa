"""Notebook 10's rules, step by step: those of the paper as a reader would write them, and wrong ones with a hint."""
