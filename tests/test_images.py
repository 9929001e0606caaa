"""images/ is what raftlib draws today; `make images` draws it anew."""
import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("images", ROOT / ".ci" / "images.py")
images = importlib.util.module_from_spec(spec)
spec.loader.exec_module(images)


def test_the_committed_images_are_up_to_date(tmp_path):
    images.main(tmp_path)
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "images").iterdir()}
    assert drawn == committed


def test_every_image_is_used():
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("notebooks/*.ipynb")]]
    unused = [path.name for path in (ROOT / "images").iterdir() if not any(path.name in text for text in texts)]
    assert unused == []
