"""How far what an engine read is from the truth. The same rules as in `vidimus eval` (crates/eval/src/print.rs)."""
from dataclasses import dataclass, field

from shapely.geometry import Polygon

KEYS = ("number", "rrn", "name", "surname", "given", "hanja", "dob", "issue_date", "expiry", "address")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
LEAST = 3  # characters of a word that does not occur by chance
SAME = 0.5  # intersection over union above which a line was found


@dataclass
class Line:
    """A line of print: what it says, and its four corners from its own top left."""

    text: str
    quad: list | None = None


@dataclass
class Tally:
    """Sums over one set."""

    lines: int = 0
    exact: int = 0
    characters: int = 0
    wrong: int = 0
    read: int = 0
    found: int = 0
    words: int = 0
    words_found: int = 0
    values: int = 0
    values_found: int = 0
    milliseconds: list = field(default_factory=list)

    def add_line(self, truth, read):
        """A true line, and what was read there; None where nothing was found."""
        self.lines += 1
        self.characters += len(truth)
        self.wrong += distance(truth, read or "")
        self.exact += read == truth

    def add_page(self, truth, read):
        """True lines and read ones. Every true line takes the read one that overlaps it most."""
        left = list(read)
        for line in truth:
            nearest = max(left, key=lambda other: overlap(line.quad, other.quad), default=None)
            if nearest is not None and overlap(line.quad, nearest.quad) >= SAME:
                left.remove(nearest)
                self.found += 1
            else:
                nearest = None
            self.add_line(line.text, nearest and nearest.text)
        self.read += len(read)
        # Boxes left aside: an engine may outline print loosely and still read it.
        text = "".join(bare(line.text) for line in read)
        words = [word for word in (bare(word) for line in truth for word in line.text.split()) if len(word) >= LEAST]
        self.words += len(words)
        self.words_found += sum(word in text for word in words)

    def add_values(self, fields, read):
        """Values that are printed on a document, and the lines read of it."""
        text = "".join(bare(line.text) for line in read)
        for key, value in fields.items():
            if key in KEYS and isinstance(value, str):
                self.values += 1
                self.values_found += any(all(word in text for word in words) for words in spellings(value))


def distance(a, b):
    """Characters inserted, dropped or changed (Levenshtein, 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        diagonal, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            diagonal, row[j + 1] = row[j + 1], min(diagonal + (x != y), row[j] + 1, row[j + 1] + 1)
    return row[-1]


def overlap(a, b):
    """Intersection over union of two quads."""
    a, b = Polygon(a), Polygon(b)
    if not (a.is_valid and b.is_valid):
        return 0.0
    shared = a.intersection(b).area
    return shared / max(a.area + b.area - shared, 1e-9)


def true_lines(words):
    """The lines that the words of a drawn page make, with a quad around each."""
    by_line = {}
    for word in words:
        by_line.setdefault(word["line"], []).append(word)
    return [
        Line(
            " ".join(word["text"] for word in line),
            [line[0]["quad"][0], line[-1]["quad"][1], line[-1]["quad"][2], line[0]["quad"][3]],
        )
        for line in by_line.values()
    ]


def bare(text):
    """Letters and digits alone, capitals."""
    return "".join(c for c in text if c.isalnum()).upper()


def spellings(value):
    """The ways in which a value may be printed, each as words that must all occur: a date in any order of its parts, other
    values word by word."""
    parts = value.split()[0].replace(".", "-").split("-") if value.split() else []
    if len(parts) == 3 and len(parts[0]) == 4 and all(p.isdigit() for p in parts) and 1 <= int(parts[1]) <= 12:
        year, month, day = parts
        name = MONTHS[int(month) - 1]
        ways = []
        for m, d in ((f"{int(month):02}", f"{int(day):02}"), (str(int(month)), str(int(day)))):
            for y in (year, year[2:]):
                ways += [y + m + d, d + m + y, m + d + y, d + name + y, name + d + y]
        return [[way] for way in ways]
    return [[word for word in map(bare, value.split()) if word]]
