"""A page of a widget as the one text that anywidget takes: its ES modules, joined in the order of their imports.

Each file in `js/` is a module that a browser can import as it is. Joined, each is a function that is called once and
gives what the module exports: so it keeps its own names for itself, and two modules may use the same one. One form of
import and of export is known, each on a line of its own:

    import { a, b } from "./other.js";            or from another folder: "../../widgets/player/js/ring.js"
    export function a() { … }        or const, class, async function
"""
import re
from pathlib import Path

IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "(?:\./)?((?:\.\./[\w./]*)?\w+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
OTHER_FORM = re.compile(r"(?:^|;)\s*(?:import|export)\b|\bimport\s*[.(]")


class Module:
    """One file of the page: the names it imports (by file) and exports, and its text without these words."""

    def __init__(self, path: Path):
        self.name, self.path = path.name, path
        text = path.read_text(encoding="utf-8")
        self.imports: dict[str, list[str]] = {}
        for names, file in IMPORT.findall(text):
            self.imports.setdefault(file, []).extend(names.split(", "))
        self.exports = EXPORT.findall(text)
        self.text = EXPORT.sub("", IMPORT.sub("", text))
        for line in self.text.splitlines():
            if "port" in line and OTHER_FORM.search(line):
                raise ValueError(f"{self.name} has the line {line!r}: a module of the page may only say "
                                 'import { a } from "./b.js"; or export before a function, const or class.')

    def as_function(self) -> str:
        """The function that the module is in the joined text, called at once."""
        taken = (f"const {{ {', '.join(names)} }} = {variable(file)};" for file, names in self.imports.items())
        return "\n".join([f"const {variable(self.name)} = (() => {{", *taken,
                          f"{self.text}return {{ {', '.join(self.exports)} }};", "})();"])


def variable(file: str) -> str:
    """What holds the exports of a module in the joined text."""
    return f"${Path(file).stem}"


def joined(entry: Path) -> str:
    """The text of a module and of all that it imports, each once, behind those that it needs itself.

    Its default export holds what `entry` exports. Raises ValueError for another form of import or export, a circle, and
    a file or name that is imported and isn't there.
    """
    functions = [module.as_function() for module in in_order(entry.resolve(), {}, ()).values()]
    return "\n".join([*functions, f"export default {variable(entry.name)};", ""])


def in_order(path: Path, done: dict[str, Module], asking: tuple[str, ...]) -> dict[str, Module]:
    """The modules so far, and this one behind all that it imports; `asking` are those that wait for it."""
    if path.name in done:
        if done[path.name].path != path:
            raise ValueError(f"{path.name} is in two folders: the modules of a page need names of their own.")
        return done
    if path.name in asking:
        raise ValueError(f"{' imports '.join([*asking[asking.index(path.name):], path.name])}: that is a circle.")
    if not path.is_file():
        raise ValueError(f"{asking[-1] if asking else 'The page'} imports {path.name}: there is no such file.")
    module = Module(path)
    for file, names in module.imports.items():
        other = (path.parent / file).resolve()
        in_order(other, done, (*asking, path.name))
        missing = [name for name in names if name not in done[other.name].exports]
        if missing:
            raise ValueError(f"{path.name} imports {', '.join(missing)} from {other.name}, which does not export it.")
    done[path.name] = module
    return done
