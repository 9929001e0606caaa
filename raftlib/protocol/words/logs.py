"""How a candidate's log compares with a voter's own, in words."""


def compared(joined: str, index: int, term: int, own_index: int, own_term: int) -> str:
    """How the two logs compare, joined to what stands before it; "" if both are empty, and so say nothing."""
    return joined + comparison(index, term, own_index, own_term) if index or own_index else ""


def comparison(index: int, term: int, own_index: int, own_term: int) -> str:
    """How a candidate's log, which ends in an entry of `term` at `index`, compares with the voter's own (RV3)."""
    candidates, own = ending(index, term), ending(own_index, own_term)
    if candidates == own:
        return f"the candidate's log is as new as its own (both {own})"
    newer = "newer" if (term, index) > (own_term, own_index) else "older"
    by = "last term" if index and own_index and term != own_term else "length"
    return f"the candidate's log ({candidates}) is {newer} than its own ({own}), by its {by}"


def ending(index: int, term: int) -> str:
    """Up to where a log goes."""
    return f"to index {index}, term {term}" if index else "empty"
