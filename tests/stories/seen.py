"""What a story's sentence says that servers are at its moment, read from its words: the discs beside it show the same.
"""
import re

ROLES = "follower|candidate|leader"
FORMS = [  # a server, and its role or its term as they are once the sentence is true
    rf"(?P<id>S\d) (?:becomes|is|comes back as|is still) (?:a |the )?(?P<role>{ROLES})\b"
    r"(?:, in term (?P<term>\d+) still)?",
    r"(?P<id>S\d) (?P<leader>leads)(?! no more)(?: term (?P<term>\d+))?",
    r"(?P<id>S\d) is in term (?P<term>\d+)",
    r"(?P<id>S\d) (?P<down>crashes)\b(?! and comes back)",
    r"(?P<id>S\d) is (?P<down>down)\b",
    r"(?P<id>S\d) becomes a candidate[^.]*(?:election number|starts term|in term) (?P<term>\d+)",
]


def said_to_be(sentence):
    """(server, role or None, term or None) for each server of which the sentence says what it is: the last it says."""
    found, last = [match for form in FORMS for match in re.finditer(form, sentence)], {}
    for match in sorted(found, key=lambda each: each.start()):
        said = match.groupdict()
        role = "leader" if said.get("leader") else "down" if said.get("down") else said.get("role")
        before = last.get(said["id"], (None, None))
        last[said["id"]] = role or before[0], said.get("term") or before[1]
    return [(id, role, term and int(term)) for id, (role, term) in last.items()]
