"""The predictions and the exercise of notebook 00, start here."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Name
from raftlib.questions.runs import start_here as runs

same_seed = Choice(
    "Two clusters are built with seed 10, each for itself. Whom will they elect, and when?",
    {
        "a": "perhaps two different servers: the timeouts are drawn at random",
        "b": "the same server, but not at exactly the same time",
        "c": "the same server at the same time, to the last digit",
    },
    FromRun(lambda: (runs.elected(), runs.elected()), runs.likeness),
    reason="All that is random in a run is drawn from its seed, so the two runs are one and the same.",
    hint="Where does a computer take its random numbers from?",
    wrong=[
        ("a", "They are drawn, but not afresh: a computer calculates its random numbers, and the seed is the number "
              "that it begins with. From the same seed it calculates the same timeouts."),
        ("b", "On real machines that is what you would see. Here the time is simulated too: how long each message "
              "takes is drawn from the seed, just as the timeouts are."),
    ],
)

four_left = Choice(
    "S1 is down from the start. When will the other four have a leader?",
    {
        "a": "earlier than at 175 ms: there are fewer votes to wait for",
        "b": "later than at 175 ms: they must wait for another timer",
        "c": "at 175 ms again: the seed is the same, and so is the time",
        "d": "never: one of the five is missing",
    },
    FromRun(lambda: (runs.elected(), runs.elected(crashed="S1")), runs.without_the_winner),
    reason="The others drew the same timeouts as before, and the next of them is S3's.",
    hint="S1 won because its timer was the first to run out. Whose is the next, and when?",
    wrong=[
        ("a", "The voting itself takes no longer with five than with four. What takes time is the wait before it, and "
              "S1's timer, which was the first to run out, is gone."),
        ("c", "The seed fixes what is drawn, not what happens: a server that is down does not stand, so another one "
              "must, and its timer runs out at another time."),
        ("d", "A cluster of five does not need all its servers, or it would be no better than a single one. Three of "
              "five are enough to elect."),
    ],
)

seed_three = Name(
    "Run the panel's cell again and set its seed to 3, nothing else: which server is elected? Answer with its id in "
    "quotes.",
    ["S1", "S2", "S3", "S4", "S5"],
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
