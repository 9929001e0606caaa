"""The exercise of notebook 00, start here."""
from raftlib.exercises.kinds import Value

seed_three = Value(
    "Set the panel's seed to 3 and leave all other sliders as they are: which server is elected? "
    "Answer with its id in quotes.",
    right="S4",
    reason="With seed 3 it's always S4, on your computer as on any other: the seed decides all that is random "
           "in a run.",
    hint="Read the sentence above the picture. Do all other sliders stand where they stood at first?",
    wrong=[
        ("S2", "With seed 3 S2 stands for election too, but second: "
               "move the slider, and read who won."),
        ("S1", "S1 is elected with seed 10, where the slider stands at first. Move it to 3, "
               "and read the sentence again."),
    ],
)
