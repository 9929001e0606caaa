"""Draw the pictures of images/ anew: make images."""

from pathlib import Path

from raftlib.pictures.draw_message_flow import draw_message_flow
from raftlib.pictures.message_flow import message_flow
from raftlib.pictures.space_time import space_time
from raftlib.simulation import scenarios

IMAGES = Path(__file__).parents[1] / "images"


def pictures():
    """Each picture by its name."""
    return {
        "first-election": draw_message_flow(message_flow(scenarios.first_election().history, 150, 213)),
        "leader-crash": space_time(scenarios.leader_crash().history, 340, 640),
        "split-vote": space_time(scenarios.split_vote().history, 90, 150),
    }


def main(folder=IMAGES):
    """Write every picture to the folder, as SVG: a viewer scales it, and a test compares it."""
    folder.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (folder / f"{name}.svg").write_text(picture.svg(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
