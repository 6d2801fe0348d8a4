"""Reads the same pictures with Vidimus, Tesseract and RapidOCR and prints one table.

    .runtime/peers/bin/python peers/compare.py [--lines N] [--pages N] [--data DIR --take N] [--threads N]

Lines and pages are drawn by `vidimus specimen`, held out from training, by a seed. A line of a page is found when a box
overlaps it by half; characters of lines that are not found count as wrong. Boxes that are looser or tighter than the print
lose by that, so the words that occur anywhere in the text are counted too. DIR is a folder with an `index.jsonl`
whose rows have `file` and `fields`, values that are printed on the document.
"""
import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from engines import RapidOcr, Tesseract, Vidimus
from metrics import Tally, true_lines

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
        sets = [drawn(options, folder, kind) for kind in ("lines", "pages")]
        documents = [row for data in options.data for row in with_values(data, options.only)][: options.take]
        results = [(engine.name, *measure(engine, *sets, documents)) for engine in engines]
    print(f"\n{len(sets[0][1])} lines, {len(sets[1][1])} pages, {len(documents)} documents; {options.threads} threads\n")
    print(table(results))


def drawn(options, folder, kind):
    """A set that `vidimus specimen` draws: its folder and the rows of its index."""
    home, count = Path(folder) / kind, getattr(options, kind)
    seed = ["--seed", str(options.seed), "--held-out"]
    subprocess.run([options.binary, "specimen", kind, home, "--count", str(count), *seed], check=True)
    return home, rows(home)


def rows(folder):
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def with_values(folder, only):
    """The pictures of a folder whose truth has values that are printed as such."""
    wanted = tuple(only.split(",")) if only else ("",)
    return [(folder / row["file"], row["fields"]) for row in rows(folder) if row.get("fields") and row["file"].startswith(wanted)]


def measure(engine, lines, pages, documents):
    """What one engine makes of each set; None for a set that it cannot read."""
    print(f"{engine.name} ...", flush=True)
    folder, truth = lines
    by_line, by_page, by_value = Tally(), Tally(), Tally()
    read = engine.lines(folder, [folder / row["file"] for row in truth]) if truth else []
    for row, text in zip(truth, read or []):
        by_line.add_line(row["text"], text)

    folder, truth = pages
    read = engine.pages([folder / row["file"] for row in truth]) if truth else []
    for row, (found, milliseconds) in zip(truth, read or []):
        by_page.add_page(list(true_lines(row["words"], found)), found)
        by_page.milliseconds.append(milliseconds)

    values = engine.pages([file for file, _ in documents]) if documents else []
    for (_, fields), (found, milliseconds) in zip(documents, values or []):
        by_value.add_values(fields, found)
        by_value.milliseconds.append(milliseconds)
    return by_line, by_page, by_value


def table(results):
    """One row for each engine."""
    heads = ["engine", "lines: exact", "characters wrong", "pages: found", "of those read", "lines exact", "characters wrong"]
    heads += ["words found", "ms a page", "documents: values found", "ms a document"]
    body = []
    for name, lines, pages, documents in results:
        cells = [name, share(lines.exact, lines.lines), percent(lines.wrong, lines.characters)]
        cells += [share(pages.found, pages.lines), share(pages.found, pages.read), share(pages.exact, pages.lines)]
        cells += [percent(pages.wrong, pages.characters), share(pages.words_found, pages.words), mean(pages.milliseconds)]
        cells += [share(documents.values_found, documents.values), mean(documents.milliseconds)]
        body.append(cells)
    rule = ["---"] * len(heads)
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, rule, *body])


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def share(part, whole):
    return f"{part}/{whole} {percent(part, whole)}" if whole else "-"


def mean(values):
    return f"{sum(values) / len(values):.0f}" if values else "-"


if __name__ == "__main__":
    main()
