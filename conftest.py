"""What holds for every test: the notebooks' too, which pytest finds in another folder than the others."""
import os

# The saved outputs are those of a reader who has answered nothing yet, whatever was answered here.
os.environ["RAFT_PROGRESS"] = "off"
