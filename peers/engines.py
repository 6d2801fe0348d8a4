"""The engines side by side. Each reads pictures of whole pages, and pictures of single lines.

`pages(files)` gives for every file its lines (`Line`) and the milliseconds that it took, loading of networks left
out where the engine tells them apart. `lines(files)` gives what each picture of a line says. An engine that cannot
do one of them gives None.
"""
import csv
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Line:
    """A line of print: what it says, and its four corners from its own top left."""

    text: str
    quad: list


class Tesseract:
    """Tesseract 5 as Debian packages it, for Korean and English. One process reads all pictures, so that its model is loaded
    once; the time is shared among them."""

    name = "Tesseract 5, kor+eng"

    def __init__(self, threads):
        self.environment = {**os.environ, "OMP_THREAD_LIMIT": str(threads)}

    def pages(self, files):
        return self._run(files, mode=3)

    def lines(self, files):
        return [" ".join(line.text for line in lines) for lines, _ in self._run(files, mode=7)]

    def _run(self, files, mode):
        with tempfile.TemporaryDirectory() as folder:
            names = Path(folder) / "files.txt"
            names.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            begun = time.perf_counter()
            subprocess.run(
                ["tesseract", names, Path(folder) / "out", "-l", "kor+eng", "--psm", str(mode), "tsv"],
                env=self.environment,
                check=True,
                stderr=subprocess.DEVNULL,
            )
            each = (time.perf_counter() - begun) * 1000 / max(len(files), 1)
            rows = csv.DictReader(
                (Path(folder) / "out.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
            )
            pages = [{} for _ in files]
            for row in rows:
                page = pages[int(row["page_num"]) - 1]
                key = (row["block_num"], row["par_num"], row["line_num"])
                if row["level"] == "4":
                    x, y, w, h = (int(row[side]) for side in ("left", "top", "width", "height"))
                    page[key] = Line("", [[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
                elif row["level"] == "5" and row["text"].strip():
                    page[key].text = f"{page[key].text} {row['text']}".strip()
            return [([line for line in page.values() if line.text], each) for page in pages]


class RapidOcr:
    """RapidOCR as its wheel installs, with the networks that are in it."""

    name = "RapidOCR 3.10"

    def __init__(self, threads):
        from rapidocr import RapidOCR

        setting = "EngineConfig.onnxruntime.intra_op_num_threads"
        self.engine = RapidOCR(params={setting: threads, "Global.log_level": "critical"})

    def pages(self, files):
        self.engine(str(files[0]), use_det=True, use_cls=True)  # loads the networks
        read = []
        for file in files:
            begun = time.perf_counter()
            result = self.engine(str(file), use_det=True, use_cls=True)  # what was said last would stay
            milliseconds = (time.perf_counter() - begun) * 1000
            boxes = [] if result.boxes is None else result.boxes.tolist()
            read.append(([Line(text, box) for text, box in zip(result.txts or (), boxes)], milliseconds))
        return read

    def lines(self, files):
        results = (self.engine(str(file), use_det=False, use_cls=False) for file in files)
        return [" ".join(result.txts or ()) for result in results]


class Vidimus:
    """The binary of this repository, with the packs in a folder or without any."""

    def __init__(self, binary, threads, packs=None):
        self.name = "Vidimus" if packs is None else "Vidimus with the pack"
        self.binary = binary
        self.environment = {
            **os.environ,
            "VIDIMUS_INFERENCE_THREADS": str(threads),
            "VIDIMUS_MODELS_FOLDER": str(packs or "/nonexistent"),
        }

    def pages(self, files):
        answers = [json.loads(line) for line in self._run("read", "--text", "--format", "jsonl", *files).splitlines()]
        read = []
        for answer in answers:
            lines = [line for sheet in answer["sheets"] for line in sheet.get("text", [])]
            taken = (answer["milliseconds"] or {}).get("total", 0.0)
            read.append(([Line(line["text"], line["quad"]) for line in lines], taken))
        return read

    def lines(self, files):
        folder = Path(files[0]).parent
        pictures = json.loads(self._run("eval", "--json", folder))["pictures"]
        read = {picture["file"]: picture["print"]["lines"][0]["read"] or "" for picture in pictures if picture["print"]}
        return [read.get(Path(file).name, "") for file in files]

    def _run(self, *arguments):
        done = subprocess.run([self.binary, *arguments], env=self.environment, stdout=subprocess.PIPE)
        # 1: done, and a zone's check digits disagree.
        if done.returncode not in (0, 1):
            raise SystemExit(f"{self.binary} {arguments[0]} ended with {done.returncode}")
        return done.stdout.decode()
