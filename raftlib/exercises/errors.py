"""What a reader's code raised, in one line, with the line of the reader's own that did or led to it."""
import traceback
from pathlib import Path

from raftlib.protocol.log import Entry, Log

EXERCISES = Path(__file__).parent
LIBRARY = EXERCISES.parent


def in_words(error: BaseException) -> str:
    """That an answer raised an exception, in one line, with the line of the reader's that did or led to it."""
    said = not_appended(error) or traceback.format_exception_only(error)[-1].strip().rstrip(".")
    frames = traceback.extract_tb(error.__traceback__)
    # The reader's method is called from here; deeper down the library may be called once more.
    called = max(number for number, frame in enumerate(frames) if Path(frame.filename).parent == EXERCISES)
    # From the inside out, and no further than needed: looking up the lines of a deep recursion takes seconds.
    own = next((frame for frame in reversed(frames[called + 1:]) if is_readers(frame) and frame.line), None)
    if own is None:
        return f"raised {said}"
    if is_readers(frames[-1]):
        return f'raised {said}, in the line "{own.line}"'
    return f'asks for something that can\'t be done, in the line "{own.line}" ({said})'


def is_of_the_code(error: BaseException) -> bool:
    """Whether a line of the reader's is written wrongly, in whatever situation; else the situation counts, too."""
    frames = traceback.extract_tb(error.__traceback__)
    if not any(map(is_readers, frames)):  # it could not even be called
        return True
    nothing_there = isinstance(error, AttributeError) and error.obj is None
    return is_readers(frames[-1]) and not (nothing_there or isinstance(error, LookupError))


def is_lacking(error: BaseException) -> bool:
    """Whether the library lacks a package, as in a browser with no network to get numpy from."""
    return isinstance(error, ImportError) and not is_readers(traceback.extract_tb(error.__traceback__)[-1])


def not_appended(error: BaseException) -> str:
    """What was given to a log's append that is no entry, in words; "" if that is not what went wrong."""
    given = next((frame.f_locals["entries"] for frame, _ in traceback.walk_tb(error.__traceback__)
                  if frame.f_code is Log.append.__code__), ())
    wrong = next((each for each in given if not isinstance(each, Entry)), None)
    if isinstance(wrong, list | tuple):
        return (f"append takes entries one by one, and got a {type(wrong).__name__} of {len(wrong)}: a star before it "
                "hands over what is in it, as in append(*entries)")
    if wrong is not None:
        shown = repr(wrong) if isinstance(wrong, str | int) else type(wrong).__name__
        return f"append takes entries, and got this: {shown}"
    return ""


def is_readers(frame: traceback.FrameSummary) -> bool:
    """Whether a line of a traceback is the reader's own, and not the library's."""
    return not Path(frame.filename).is_relative_to(LIBRARY)
