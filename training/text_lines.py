"""Drawn text lines: from the generator's pipe to batches, and how well they were read."""
import collections
import functools
import pathlib
import struct
import subprocess
import unicodedata
import zlib

import numpy as np
import torch

import common
import hangul
from text_network import HEIGHT, best_paths, is_han, losses_of

ALPHABET = pathlib.Path(__file__).with_name("text-alphabet.txt")
# Rows of letters that Latin, Cyrillic and Greek print alike, "_" where a script has none.
HOMOGLYPHS = common.ROOT / "crates" / "ocr" / "src" / "text" / "homoglyphs.txt"
# Lines are padded to the next of these widths, so that few shapes occur, and a batch has about as many columns of pixels.
WIDTHS = (96, 160, 256, 384, 640)
COLUMNS = 10240
# Added to the deviation of a line's grey values before they are divided by it: an empty line stays quiet.
CONTRAST_FLOOR = 4.0

Line = collections.namedtuple("Line", "grey text height")


def others():
    """All symbols but the syllables of Hangul, in the order of their classes."""
    if not ALPHABET.exists():
        raise SystemExit(f"{ALPHABET.name} is missing: python text.py alphabet")
    return ALPHABET.read_text(encoding="utf-8").rstrip("\n")


@functools.cache
def alike():
    """For each letter that looks like one of another script, the one that stands for all of them."""
    rows = HOMOGLYPHS.read_text(encoding="utf-8").split()
    others = [[letter for letter in row if letter != "_"] for row in rows]
    return str.maketrans({letter: row[0] for row in others for letter in row[1:]})


def as_seen(text):
    """The text as it can be told from the picture: letters that several scripts share are one. The reader gives them to the
    script of their word (crates/ocr/src/text/homoglyphs.rs)."""
    return text.translate(alike())


def collect_alphabet():
    """Writes what the generator may draw to where `others` finds it, Han characters behind all others."""
    drawn = subprocess.run(common.generator("alphabet"), check=True, capture_output=True).stdout.decode()
    symbols = sorted({c for c in drawn if not hangul.parts(c) and c not in "\r\n"}, key=lambda c: (is_han(c), c))
    ALPHABET.write_text("".join(symbols) + "\n", encoding="utf-8")


def lines(seed, split, kind="lines"):
    """Endless lines from the generator: drawn one by one, or `cuts`, those of a sheet as the reader cuts them out, which come
    together. A record is the width W and the number N of bytes of the text, as u32, the text
    in UTF-8, the height of its glyphs on the photo in pixels as f32, and 40 rows of W grey values; little-endian.

    Lines that hold a symbol of no class, or are too wide, are left out.
    """
    known = set(others())
    with common.stream(kind, seed, split) as pipe:
        while True:
            width, count = np.frombuffer(common.read_exactly(pipe, 8), "<u4").tolist()
            text = common.read_exactly(pipe, count).decode()
            (height,) = np.frombuffer(common.read_exactly(pipe, 4), "<f4").tolist()
            grey = np.frombuffer(common.read_exactly(pipe, HEIGHT * width), np.uint8).reshape(HEIGHT, width)
            if width <= WIDTHS[-1] and text and all(c in known or hangul.parts(c) for c in text):
                yield Line(grey, text, height)


def shuffled(source, seed, keep=3000):
    """The same lines, each some way from those that it came with."""
    chance = np.random.default_rng(seed)
    kept = []
    for line in source:
        kept.append(line)
        if len(kept) > keep:
            at = int(chance.integers(len(kept)))
            kept[at], kept[-1] = kept[-1], kept[at]
            yield kept.pop()


def mixed(first, second, share, seed):
    """Endless lines of two sources, `share` of them of the second."""
    chance = np.random.default_rng(seed)
    while True:
        yield next(second if chance.random() < share else first)


def padded_width(line):
    return next(width for width in WIDTHS if width >= line.grey.shape[1])


def batches(source, columns=COLUMNS):
    """Groups lines by padded width: pairs of a width and its lines. What is left over at the end comes last."""
    waiting = {width: [] for width in WIDTHS}
    for line in source:
        width = padded_width(line)
        waiting[width].append(line)
        if len(waiting[width]) * width >= columns:
            yield width, waiting[width]
            waiting[width] = []
    yield from ((width, some) for width, some in waiting.items() if some)


def standardised(grey):
    """Grey values of one line with mean 0 and about deviation 1."""
    grey = grey.astype(np.float32)
    return (grey - grey.mean()) / (grey.std() + CONTRAST_FLOOR)


def pictures(some, width):
    """N x 1 x 40 x width, lines padded with their mean."""
    out = np.zeros((len(some), 1, HEIGHT, width), np.float32)
    for slot, line in zip(out, some):
        slot[0, :, : line.grey.shape[1]] = standardised(line.grey)
    return torch.from_numpy(out).contiguous(memory_format=torch.channels_last)


def varied(grey, text, height, generator):
    """The same line as another camera might give it: contrast, brightness, noise, a pixel up or down."""

    def draw(low, high):
        return low + (high - low) * torch.rand((), generator=generator).item()

    grey = np.roll(grey, int(draw(-1.5, 2.5)), 0).astype(np.float32)
    middle = grey.mean()
    grey = (grey - middle) * draw(0.6, 1.2) * (-1 if draw(0, 1) < 0.1 else 1) + middle + draw(-20, 20)
    noise = torch.randn(grey.shape, generator=generator).numpy() * draw(0, 10)
    return Line(np.clip(grey + noise, 0, 255).astype(np.uint8), text, height)


def script_of(text):
    """The script that a line counts for: the rarest of those in it."""
    names = [unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()]
    kinds = dict(HIRAGANA="Kana", KATAKANA="Kana", CJK="Hanja", HANGUL="Hangul", CYRILLIC="Cyrillic", GREEK="Greek")
    return next((kind for name, kind in kinds.items() if name in names), "Latin" if names else "digits")


def band_of(height):
    return "<8" if height < 8 else "8-13" if height < 14 else ">=14"


class Tally:
    """Lines, lines read exactly, characters, edits."""

    def __init__(self):
        self.lines = self.exact = self.characters = self.edits = 0

    def add(self, read, truth):
        self.lines += 1
        self.exact += read == truth
        self.characters += len(truth)
        self.edits += common.edit_distance(read, truth)

    def __str__(self):
        exact, errors = self.exact / max(1, self.lines), self.edits / max(1, self.characters)
        return f"exact {exact:.4f}, character errors {errors:.4f} ({self.lines} lines)"


def evaluate(model, held_out):
    """Tallies by script and band of glyph height, plain decoding; key ("all", "all") is everything."""
    model.eval()
    tallies = collections.defaultdict(Tally)
    with torch.no_grad():
        for width, some in held_out:
            for line, rows in zip(some, best_paths(model(pictures(some, width)))):
                read = model.codes.text(rows)
                script, band = script_of(line.text), band_of(line.height)
                for key in (("all", "all"), (script, "all"), ("all", band), (script, band)):
                    tallies[key].add(as_seen(read), as_seen(line.text))
    model.train()
    return tallies


def confidences(model, held_out, temperatures):
    """For each temperature pairs of the probability that a line says what was read, and whether it does."""
    pairs = {temperature: [] for temperature in temperatures}
    with torch.no_grad():
        for width, some in held_out:
            logits = model(pictures(some, width))
            reads = list(best_paths(logits))
            right = [as_seen(model.codes.text(rows)) == as_seen(line.text) for line, rows in zip(some, reads)]
            for temperature, found in pairs.items():
                said = (-losses_of([values / temperature for values in logits], reads)).exp().tolist()
                found += zip(said, right)
    return pairs


def temperature_of(model, held_out):
    """The temperature under which the confidences explain best which lines were read exactly."""

    def cost(found):
        said, right = torch.tensor(found, dtype=torch.double).unbind(1)
        return torch.nn.functional.binary_cross_entropy(said.clamp(1e-6, 1 - 1e-6), right).item()

    pairs = confidences(model, held_out, [round(0.7 + 0.1 * i, 1) for i in range(14)])
    return min(pairs, key=lambda temperature: cost(pairs[temperature]))


def reliability(found):
    """A Markdown table: of the lines said to be so sure, how many are right."""
    rows = ["| said | lines | mean said | right |", "|---|---|---|---|"]
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
        inside = [(said, right) for said, right in found if low <= said < high]
        if inside:
            said, right = (100 * sum(column) / len(inside) for column in zip(*inside))
            rows.append(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(inside)} | {said:.1f} % | {right:.1f} % |")
    return "\n".join(rows)


def table(tallies):
    """A Markdown table: whole lines exact / character errors, scripts down, bands across."""
    bands = ["<8", "8-13", ">=14", "all"]
    rows = ["| script | " + " | ".join(f"{b} px" if b != "all" else b for b in bands) + " |", "|---" * 5 + "|"]
    for script in ["Hangul", "Latin", "digits", "Hanja", "Kana", "Cyrillic", "Greek", "all"]:
        cells = []
        for band in bands:
            t = tallies.get((script, band))
            cells.append(f"{100 * t.exact / t.lines:.1f} / {100 * t.edits / max(1, t.characters):.1f} ({t.lines})" if t else "")
        rows.append(f"| {script} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def png(grey):
    """A picture of grey values as a PNG file."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
