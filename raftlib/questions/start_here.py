"""The predictions and the exercise of notebook 00, start here."""
from raftlib.exercises.exercise import FromRun
from raftlib.exercises.kinds import Choice, Name
from raftlib.questions.runs import start_here as runs

same_seed = Choice(
    "What does the story tell when the slider is back at 20?",
    {
        "a": "perhaps of another leader: what is random is drawn anew",
        "b": "of the same leader, but not at exactly the same times",
        "c": "of the same leader, at the same times",
    },
    FromRun(lambda: (runs.elected(), runs.elected()), runs.likeness),
    reason="All that is random in a run is drawn from its seed, so the two runs are equal, to the last digit.",
    hint="Where does a computer take its random numbers from?",
    wrong=[
        ("a", "It is drawn, but not afresh: a computer calculates its random numbers, and the seed is the number "
              "that it begins with. From the same seed it calculates the same numbers."),
        ("b", "On real machines the times would differ, and perhaps the leader, too. Here the time is simulated: how "
              "long each message takes is drawn from the seed, just as the timers are."),
    ],
)

after_the_crash = Choice(
    "What do the other four do?",
    {
        "a": "nothing: without the leader nobody can decide anything until it is back",
        "b": "they know of it within some 20 ms, and one of them takes over at once",
        "c": "nothing for a while; then one of them asks for votes, and leads",
        "d": "they ask for votes again and again, and nobody can win: one of the five is missing",
    },
    FromRun(runs.leaderless, runs.aftermath),
    reason="Silence is all that they notice. The first timer that runs out begins the next election.",
    hint="In the story, what made S5 ask for votes? Is it different now?",
    wrong=[
        ("a", "At the start nobody led either, and that ended by itself. What was it that each server waited for?"),
        ("b", "Who should tell them? A server that crashes can tell nobody. They notice only that the leader's "
              "messages stop."),
        ("d", "Three votes are more than half of five, and four servers are up. If all five were needed, five servers "
              "would be worse than one."),
    ],
)

another_seed = Name(
    "Set the seed of the story to 5, nothing else: which server is elected? Answer with its id in quotes.",
    ["S1", "S2", "S3", "S4", "S5"],
    right="S2",
    reason="With seed 5 it's always S2, on your computer as on any other: the seed decides all that is random "
           "in a run.",
    hint="Let the story tell who has three votes. Does the slider stand at 5?",
    wrong=[
        ("S4", "With seed 5 S4's timer is the second to run out, shortly after the first one. Let the story tell who "
               "has three votes."),
        ("S5", "With seed 20 it is S5. Move the slider to 5, and let the story tell who has three votes."),
    ],
)
