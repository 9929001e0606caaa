"""The sentence of rules that a reader has written: which of them were asked in an event, whatever they decided."""

OWN_RULES = "own rules"

OWN = {OWN_RULES: "{} acts by your own {}"}

# By reason, as in `sentences`: from all values but the id, what stands in the other places of the sentence.
OWN_WORDS = {OWN_RULES: lambda *names: (" and ".join(filter(None, (", ".join(names[:-1]), names[-1]))),)}


def with_own(notes: tuple[tuple, ...], id: str, name: str) -> tuple[tuple, ...]:
    """What a server has noted, and before it that a rule of the reader's own was asked, each of them once."""
    if not notes or notes[0][0] != OWN_RULES:
        return ((OWN_RULES, id, name), *notes)
    return notes if name in notes[0][2:] else ((*notes[0], name), *notes[1:])
