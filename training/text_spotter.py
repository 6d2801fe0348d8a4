"""Trains the finder of printed text from drawn, rectified sheets and exports it.

A small encoder with one way back up looks at a rectified sheet and says for every cell of 4 x 4 pixels whether it lies in
the core of a run of words, which way it runs, and how high its line is. A run is what stands in one line with no more than
spaces between: where words part, the recogniser sees better. The core is the run's box made thinner and shorter, so that
touching lines and neighbouring columns stay apart (after the shrunk kernels of PSENet, Wang et al., 2019, and DB,
Liao et al., 2020); direction and height give the box back.

    python text_spotter.py train DATA --minutes 60    # DATA: folder with backgrounds and faces to draw from
    python text_spotter.py export
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common
from common import block

WIDTH, HEIGHT, STRIDE = 640, 448, 4
COLUMNS, ROWS = WIDTH // STRIDE, HEIGHT // STRIDE
# Between words of one run lies no more than this, in heights: more is another column.
SPACE = 0.8
# What of a run's box is core: of its height, and what is left out at each end in heights.
THIN, SHORT = 0.5, 0.15
# The unit of heights: the network says ln(height / UNIT).
UNIT = 16.0


class TextSpotter(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(block(3, 16, stride=2), block(16, 24, stride=2))  # 1/4
        self.eighth = nn.Sequential(block(24, 48, stride=2), block(48, 48))
        self.sixteenth = nn.Sequential(block(48, 80, stride=2), block(80, 80))
        self.thirtysecond = nn.Sequential(block(80, 128, stride=2), block(128, 128), block(128, 128))
        self.up16, self.merge16 = nn.Conv2d(128, 80, 1), block(80, 80)
        self.up8, self.merge8 = nn.Conv2d(80, 48, 1), block(48, 48)
        self.up4, self.merge4 = nn.Conv2d(48, 24, 1), block(24, 24)
        self.head = nn.Conv2d(24, 4, 1)

    def forward(self, sheet):
        """N x 3 x H x W in -1..1, sides multiples of 32 -> N x 4 x H/4 x W/4: logit of being core; cosine and sine of the
        angle of the text's direction to the right, clockwise; ln(line height / 16 pixels)."""
        fourth = self.stem(sheet)
        eighth = self.eighth(fourth)
        sixteenth = self.sixteenth(eighth)
        up = lambda x: F.interpolate(x, scale_factor=2.0, mode="nearest")
        sixteenth = self.merge16(sixteenth + up(self.up16(self.thirtysecond(sixteenth))))
        eighth = self.merge8(eighth + up(self.up8(sixteenth)))
        return self.head(self.merge4(fourth + up(self.up4(eighth))))


def targets(quads):
    """Core, direction, height and weight of every cell, 5 x ROWS x COLUMNS, from runs N x 4 x 2 in pixels."""
    maps = np.zeros((5, ROWS, COLUMNS), np.float32)
    maps[4] = 1
    for quad in quads:
        along, down = quad[1] - quad[0] + quad[2] - quad[3], quad[3] - quad[0] + quad[2] - quad[1]
        length, height = np.linalg.norm(along) / 2, np.linalg.norm(down) / 2
        if length < 1 or height < 2:
            continue
        along, centre = along / np.linalg.norm(along), quad.mean(0)
        # Thin print keeps a core of one cell's diagonal.
        half_high = max(height * THIN / 2, 0.36 * STRIDE * 2)
        half_long = max(length / 2 - SHORT * height, STRIDE / 2)
        reach = np.array([half_long + height, half_high + height])
        spread = np.abs(along) * reach[0] + np.abs(along)[::-1] * reach[1]
        low = np.clip(np.floor((centre - spread) / STRIDE), 0, [COLUMNS, ROWS]).astype(int)
        high = np.clip(np.ceil((centre + spread) / STRIDE) + 1, 0, [COLUMNS, ROWS]).astype(int)
        if (high <= low).any():
            continue
        x = (np.arange(low[0], high[0]) + 0.5) * STRIDE - centre[0]
        y = (np.arange(low[1], high[1]) + 0.5)[:, None] * STRIDE - centre[1]
        u, v = np.abs(x * along[0] + y * along[1]), np.abs(y * along[0] - x * along[1])
        part = maps[:, low[1] : high[1], low[0] : high[0]]
        core = (u <= half_long) & (v <= half_high)
        # Between core and border nothing is learned: where exactly the core ends does not matter.
        part[4][(u <= half_long + STRIDE) & (v <= half_high + 0.25 * height) & ~core & (part[0] == 0)] = 0.2
        part[4][core] = 1
        for plane, value in zip(part[:4], (1, along[0], along[1], np.log(height / UNIT))):
            plane[core] = value
    return maps


def runs(quads, lines):
    """The boxes of words that belong together, M x 4 x 2, from those of words in reading order and the numbers of their lines."""
    joined, last = [], None
    for quad, line in zip(quads, lines):
        if joined and line == last:
            before = joined[-1]
            along, down = before[1] - before[0], before[3] - before[0]
            gap = (quad[0] - before[1]) @ along / max(1e-6, np.linalg.norm(along))
            if gap <= SPACE * np.linalg.norm(down):
                joined[-1] = np.stack([before[0], quad[1], quad[2], before[3]])
                continue
        joined.append(quad)
        last = line
    return np.array(joined, np.float32).reshape(-1, 4, 2)


def records(seed, split, data):
    """Sheets as uint8 3 x HEIGHT x WIDTH with their runs: smaller ones padded, of larger ones a part."""
    window = np.random.default_rng(seed)
    with common.stream("pages", seed, split, data) as pipe:
        while True:
            width, height, count = np.frombuffer(common.read_exactly(pipe, 12), "<u4").astype(int)
            words = np.frombuffer(common.read_exactly(pipe, 36 * count), np.uint8).reshape(count, 36)
            quads = runs(words[:, :32].copy().view("<f4").reshape(count, 4, 2), words[:, 32:].copy().view("<u4")[:, 0])
            page = np.frombuffer(common.read_exactly(pipe, width * height * 3), np.uint8).reshape(height, width, 3)
            # Of two parts the one with more print.
            corner = lambda: [int(window.integers(0, max(1, size - most + 1))) for size, most in ((width, WIDTH), (height, HEIGHT))]
            left, top = max(corner(), corner(), key=lambda at: ((quads > at) & (quads < np.add(at, [WIDTH, HEIGHT]))).all((1, 2)).sum())
            sheet = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
            part = page[top : top + HEIGHT, left : left + WIDTH]
            sheet[: part.shape[0], : part.shape[1]] = part
            yield torch.from_numpy(sheet.transpose(2, 0, 1).copy()), quads - np.array([left, top], np.float32)


def varied(sheet, quads, generator):
    """The same sheet upside down or moved, its colours swapped."""
    if torch.rand((), generator=generator) < 0.5:
        sheet, quads = sheet.flip(1, 2), np.array([WIDTH, HEIGHT], np.float32) - quads
    dx, dy = (int(v) for v in torch.randint(-24, 25, (2,), generator=generator))
    moved = torch.full_like(sheet, 128)
    there = [slice(max(0, d), min(size, size + d)) for d, size in ((dy, HEIGHT), (dx, WIDTH))]
    here = [slice(max(0, -d), min(size, size - d)) for d, size in ((dy, HEIGHT), (dx, WIDTH))]
    moved[:, there[0], there[1]] = sheet[:, here[0], here[1]]
    return moved[torch.randperm(3, generator=generator)], quads + np.array([dx, dy], np.float32)


def batches(seed, split, size, data, replay):
    for batch in common.replayed(records(seed, split, data), size, replay, varied, seed, 600):
        yield torch.stack([b[0] for b in batch]), torch.from_numpy(np.stack([targets(b[1]) for b in batch])), [b[1] for b in batch]


def loss_of(output, maps):
    core, weight = maps[:, 0], maps[:, 4]
    bce = F.binary_cross_entropy_with_logits(output[:, 0], core, reduction="none")
    probability = torch.sigmoid(output[:, 0])
    overlap = (probability * core * weight).sum((1, 2)), ((probability + core) * weight).sum((1, 2))
    dice = (1 - (2 * overlap[0] + 1) / (overlap[1] + 1)).mean()
    count = core.sum() + 1
    direction = ((output[:, 1:3] - maps[:, 1:3]).abs().sum(1) * core).sum() / count
    height = ((output[:, 3] - maps[:, 3]).abs() * core).sum() / count
    return 3 * (bce * weight * (1 + 2 * core)).mean() + dice + direction + height


def runs_of(output):
    """Boxes of connected cores: one map 4 x H x W -> M x 4 x 2 from each run's own top left."""
    probability = 1 / (1 + np.exp(-output[0]))
    core = probability > 0.5
    label = np.zeros(core.shape, int)
    boxes = []
    for start in zip(*np.nonzero(core)):
        if label[start]:
            continue
        label[start] = len(boxes) + 1
        cells, open_cells = [], [start]
        while open_cells:
            row, column = open_cells.pop()
            cells.append((row, column))
            for r in range(max(0, row - 1), min(core.shape[0], row + 2)):
                for c in range(max(0, column - 1), min(core.shape[1], column + 2)):
                    if core[r, c] and not label[r, c]:
                        label[r, c] = label[start]
                        open_cells.append((r, c))
        rows, columns = np.array(cells).T
        along = output[1:3, rows, columns].mean(1)
        along = along / max(np.linalg.norm(along), 1e-6)
        height = UNIT * np.exp(output[3, rows, columns].mean())
        points = np.stack([columns + 0.5, rows + 0.5], 1) * STRIDE
        down = np.array([-along[1], along[0]])
        u, v = points @ along, points @ down
        half_cell = STRIDE / 2
        left, right = u.min() - half_cell - SHORT * height, u.max() + half_cell + SHORT * height
        middle = v.mean()
        corner = lambda a, b: a * along + b * down
        top, bottom = middle - height / 2, middle + height / 2
        boxes.append([corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)])
    return np.array(boxes, np.float32).reshape(-1, 4, 2)


def iou(a, b):
    """Intersection over union of two convex quads (Sutherland-Hodgman clipping)."""
    area = lambda q: 0.5 * sum(q[i - 1][0] * q[i][1] - q[i][0] * q[i - 1][1] for i in range(len(q)))
    clipped = [tuple(p) for p in a]
    for i in range(4):
        (x0, y0), (x1, y1) = b[i], b[(i + 1) % 4]
        side = lambda p: (x1 - x0) * (p[1] - y0) - (y1 - y0) * (p[0] - x0)
        points, clipped = clipped, []
        for p, q in zip([points[-1], *points[:-1]] if points else [], points):
            sp, sq = side(p), side(q)
            if (sp >= 0) != (sq >= 0):
                t = sp / (sp - sq)
                clipped.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
            if sq >= 0:
                clipped.append(tuple(q))
    shared = abs(area(clipped)) if len(clipped) > 2 else 0.0
    return shared / (abs(area(a)) + abs(area(b)) - shared + 1e-6)


def evaluate(model, data):
    """Recall and precision of runs of words at an intersection over union of 0.5, and the share of them the right way up."""
    model.eval()
    hits, upright, truths, found = 0, 0, 0, 0
    with torch.no_grad():
        for sheets, _, quads in data:
            for output, words in zip(model(common.normalised(sheets)).numpy(), quads):
                whole = [w for w in words if (w >= 0).all() and (w[:, 0] <= WIDTH).all() and (w[:, 1] <= HEIGHT).all()]
                boxes = list(runs_of(output))
                found += len(boxes)
                truths += len(whole)
                for word in whole:
                    near = [b for b in boxes if np.abs(b.mean(0) - word.mean(0)).max() < np.ptp(word, 0).max()]
                    best = max(near, key=lambda b: iou(b, word), default=None)
                    if best is not None and iou(best, word) >= 0.5:
                        hits += 1
                        upright += int((best[1] - best[0]) @ (word[1] - word[0]) > 0)
    model.train()
    return hits / max(1, truths), hits / max(1, found), upright / max(1, hits)


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = TextSpotter().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    run = common.Run("text-spotter", model, optimiser)
    held_out = batches(4242, "validation", options.batch, options.data, 0)
    validation = [next(held_out) for _ in range(options.validation // options.batch)]
    held_out.close()
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    step_model = common.quick(model, options.compile)

    def verdict():
        recall, precision, upright = evaluate(model, validation)
        return f"validation: runs found {recall:.3f}, precision {precision:.3f}, the right way up {upright:.3f}"

    for sheets, maps, _ in batches(options.seed + run.seen, "train", options.batch, options.data, options.replay):
        if schedule.done():
            break
        schedule.set()
        loss = loss_of(step_model(common.normalised(sheets)), maps)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        run.step(len(sheets), loss.item())
        if run.due():
            run.report(verdict())
    run.report(verdict())


def export(_options):
    model = TextSpotter()
    seen, minutes = common.restore("text-spotter", model)
    common.export(
        model.eval(),
        "text-spotter",
        example=torch.zeros(1, 3, HEIGHT, WIDTH),
        input_axes={2: "height", 3: "width"},
        output_names=["words"],
        output_axes=[{2: "rows", 3: "columns"}],
        card=dict(
            task="text-spotting",
            licence="MIT OR Apache-2.0",
            trained_on=f"{seen} drawn sheets (specimen-stream pages), {minutes:.0f} minutes on a CPU",
            mean=0.5,
            std=0.5,
            stride=STRIDE,
        ),
    )


if __name__ == "__main__":
    common.command_line(__doc__, train, export, replay=2, batch=8, validation=48)
