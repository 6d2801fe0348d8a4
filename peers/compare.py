"""Reads the same pictures with Vidimus, Tesseract and RapidOCR and prints one table.

    .runtime/peers/bin/python peers/compare.py [--lines N] [--pages N] [--data DIR --take N --only FOLDER,FOLDER] [--seed N] [--threads N]

Lines and pages are drawn by `vidimus specimen`, held out from training, by a seed. What each engine read is judged by
`vidimus eval --readings`, by the same rules for all (docs/BENCHMARKS.md, Print). Boxes that are looser or tighter than the print
lose by them, so the words that occur anywhere in the text are counted too. DIR is a folder with an `index.jsonl`
whose rows have `file` and `fields`, values that are printed on the document.
"""
import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from statistics import mean

from engines import Line, RapidOcr, Tesseract, Vidimus

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/vidimus")
    parser.add_argument("--packs", type=Path, default=ROOT / ".runtime/models", help="the folder of `vidimus models add`")
    parser.add_argument("--lines", type=int, default=200, help="drawn lines")
    parser.add_argument("--pages", type=int, default=20, help="drawn pages")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a folder with true values; may be repeated")
    parser.add_argument("--only", help="of the folders, rows whose file begins with this; several with commas")
    parser.add_argument("--take", type=int, default=None, help="of the folders, so many rows at most")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    engines = [Vidimus(options.binary, options.threads)]
    if any(options.packs.glob("*/*.toml")):
        engines.append(Vidimus(options.binary, options.threads, options.packs))
    engines += [RapidOcr(options.threads), Tesseract(options.threads)]
    with tempfile.TemporaryDirectory() as folder:
        sets = [
            Set(options.binary, Path(folder) / "lines", drawn(options, folder, "lines")),
            Set(options.binary, Path(folder) / "pages", drawn(options, folder, "pages")),
            Set(options.binary, Path(folder) / "documents", documents(options)),
        ]
        results = [(engine.name, *measure(engine, *sets)) for engine in engines]
    print(", ".join(f"{len(some.rows)} {some.folder.name}" for some in sets), f"{options.threads} threads", sep="; ", end="\n\n")
    print(table(results))


class Set:
    """Pictures, and the truth of their print: rows of an index whose files are absolute paths."""

    def __init__(self, binary, folder, rows):
        self.binary, self.folder, self.rows = binary, folder, rows
        self.files = [row["file"] for row in rows]
        folder.mkdir(exist_ok=True)
        write(folder / "index.jsonl", rows)

    def judged(self, read):
        """What the lines that were read of each file come to."""
        readings = self.folder / "readings.jsonl"
        lines = ([vars(line) for line in some] for some in read)
        write(readings, ({"file": file, "lines": some} for file, some in zip(self.files, lines)))
        command = [self.binary, "eval", self.folder, "--readings", readings, "--json"]
        report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        return report["total"]["print"]


def write(path, rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def index(folder):
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [{**row, "file": str(folder / row["file"])} for row in map(json.loads, filter(str.strip, lines))]


def drawn(options, folder, kind):
    """The rows of a set that `vidimus specimen` draws."""
    home = Path(folder) / f"drawn-{kind}"
    seed = ["--seed", str(options.seed), "--held-out"]
    subprocess.run([options.binary, "specimen", kind, home, "--count", str(getattr(options, kind)), *seed], check=True)
    return index(home)


def documents(options):
    """The pictures of folders whose truth has values that are printed as such."""
    wanted = tuple(options.only.split(",")) if options.only else ("",)
    rows = [
        {"file": row["file"], "fields": row["fields"]}
        for data in options.data
        for row in index(data)
        if row.get("fields") and str(Path(row["file"]).relative_to(data)).startswith(wanted)
    ]
    return rows[: options.take]


def measure(engine, lines, pages, documents):
    """What one engine makes of each set, None for a set that it cannot read; and the mean milliseconds of the last two."""
    print(f"{engine.name} ...", flush=True)
    texts = engine.lines(lines.files) if lines.files else None
    results = [lines.judged([Line(text, None)] for text in texts) if texts else None]
    for some in (pages, documents):
        read = engine.pages(some.files) if some.files else None
        results += [some.judged(found for found, _ in read), mean(taken for _, taken in read)] if read else [None, None]
    return results


def table(results):
    """One row for each engine."""
    heads = ["engine", "lines: exact", "characters wrong", "pages: found", "of those read", "lines exact", "characters wrong"]
    heads += ["words found", "ms a page", "documents: values found", "ms a document"]
    body = []
    for name, lines, pages, page_time, documents, document_time in results:
        cells = [name, share(lines, "exact"), percent(lines)]
        cells += [*(share(pages, key) for key in ("recall", "precision", "exact")), percent(pages), share(pages, "words")]
        cells += [milliseconds(page_time), share(documents, "values"), milliseconds(document_time)]
        body.append(cells)
    rule = ["---"] * len(heads)
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, rule, *body])


def share(judged, key):
    """Of how many, and in percent."""
    if not judged or not judged[key]["of"]:
        return "-"
    count, of = judged[key]["count"], judged[key]["of"]
    return f"{count}/{of} {100 * count / of:.1f} %"


def percent(judged):
    """Of characters that were read wrong."""
    rate = judged and judged["character_error_rate"]
    return "-" if rate is None else f"{100 * rate:.1f} %"


def milliseconds(taken):
    return "-" if taken is None else f"{taken:.0f}"


if __name__ == "__main__":
    main()
