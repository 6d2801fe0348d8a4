"""How far what an engine read is from the truth. The same rules as in `vidimus eval` (crates/eval/src/print.rs)."""
import itertools
import math
from dataclasses import dataclass, field

from shapely.geometry import MultiPoint, Polygon

KEYS = ("number", "rrn", "name", "surname", "given", "hanja", "dob", "issue_date", "expiry", "address")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
LEAST = 3  # characters of a word that does not occur by chance
SAME = 0.5  # intersection over union above which a line was found
GAP, ALIKE = 2.0, 0.4  # words that may be seen as one line: gap in heights, least share of the higher one's height
NEAR = 0.5  # words of a line that are nearer, in heights, are one line however they are read
COVERED = 0.5  # share of a word that a line covers whose word it is


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


def outline(words):
    """The smallest rectangle around words."""
    return MultiPoint([corner for word in words for corner in word["quad"]]).minimum_rotated_rectangle


def rows(words):
    """Words that follow each other in a row, in reading order, as crates/document/src/row.rs has it."""
    places = [_Place(word["quad"]) for word in words]
    before = {}
    for i, place in enumerate(places):
        gaps = [(place.gap_to(other), j) for j, other in enumerate(places) if j != i]
        gap, after = min(((gap, j) for gap, j in gaps if gap is not None), default=(None, None))
        if gap is not None and (after not in before or gap < before[after][0]):
            before[after] = gap, i
    after = {i: j for j, (_, i) in before.items()}
    for i in range(len(words)):
        if i not in before:
            row = [i]
            while row[-1] in after:
                row.append(after[row[-1]])
            yield [words[at] for at in row]


class _Place:
    """A word's place along its own direction."""

    def __init__(self, quad):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
        self.start, self.end = ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)
        length = max(math.dist(self.start, self.end), 1e-3)
        self.along = (self.end[0] - self.start[0]) / length, (self.end[1] - self.start[1]) / length
        self.height = (math.dist((ax, ay), (dx, dy)) + math.dist((bx, by), (cx, cy))) / 2

    def gap_to(self, other):
        """How far behind this word the other one begins, when it may be the next of the row."""
        height = max(self.height, other.height)
        x, y = other.start[0] - self.end[0], other.start[1] - self.end[1]
        gap = x * self.along[0] + y * self.along[1]
        step = abs(y * self.along[0] - x * self.along[1])
        parallel = self.along[0] * other.along[0] + self.along[1] * other.along[1] > 0.97
        alike = min(self.height, other.height) > ALIKE * height
        near = -0.5 * height < gap < GAP * height and step < 0.35 * height
        return max(gap, 0.0) if parallel and alike and near else None


def true_lines(words, read):
    """The lines that the words of a drawn page make, with a quad around each. What is printed as two lines beside each other may be
    seen as one, and one whose words are far apart as two: there the lines that were read decide."""
    areas = [polygon for polygon in (Polygon(line.quad) for line in read) if polygon.is_valid]

    def covering(word):
        word = Polygon(word["quad"])
        return {i for i, area in enumerate(areas) if area.intersection(word).area > COVERED * word.area}

    for row in rows(words):
        covers = [covering(word) for word in row]
        lines = [[row[0]]]
        for (one, first), (following, second) in itertools.pairwise(zip(row, covers)):
            heights = max(_Place(one["quad"]).height, _Place(following["quad"]).height)
            is_near = math.dist(one["quad"][1], following["quad"][0]) < NEAR * heights
            is_printed_so = one["line"] == following["line"] and (is_near or not (first or second))
            if first & second or is_printed_so:
                lines[-1].append(following)
            else:
                lines.append([following])
        for line in lines:
            yield Line(" ".join(word["text"] for word in line), list(outline(line).exterior.coords)[:4])


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
