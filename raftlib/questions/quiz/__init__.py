"""The quiz, a module for the notebook that it stands in; what answers its questions is in `runs`."""
