"""The twelve steps of notebook 10: what is asked for, and what is answered."""
