"""Trains the sheet locator from drawn photos and exports it.

A small encoder with one way back up (a feature pyramid, Lin et al., 2017) looks at a 256 x 256 square and says, per cell
of a coarse grid, whether a sheet's middle is there, where its four corners lie, and which of them is the document's own
top left; and on a fine grid how much each cell looks like a corner, and like each of the four sides. Corners are regressed in the order in which they
appear in the picture, so that a doubt about which way is up does not blur them.

    python locator.py train DATA --minutes 60    # DATA: folder with backgrounds and faces to draw from; goes on if it can
    python locator.py export
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common
from common import block

SIDE, COARSE, FINE = 256, 8, 4
RECORD = 64 + SIDE * SIDE * 3


class Locator(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(block(3, 12, stride=2), block(12, 24, stride=2))  # 1/4
        self.eighth = nn.Sequential(block(24, 48, stride=2), block(48, 48))
        self.sixteenth = nn.Sequential(block(48, 80, stride=2), block(80, 80))
        self.thirtysecond = nn.Sequential(block(80, 128, stride=2), block(128, 128), block(128, 128), block(128, 128))
        self.up16 = nn.Conv2d(128, 80, 1)
        self.merge16 = block(80, 80)
        self.up8 = nn.Conv2d(80, 48, 1)
        self.merge8 = block(48, 48)
        self.up4 = nn.Conv2d(48, 24, 1)
        self.merge4 = block(24, 24)
        self.sheets = nn.Sequential(block(48, 64), nn.Conv2d(64, 13, 1))
        self.corners = nn.Conv2d(24, 1, 1)
        self.sides = nn.Sequential(block(24, 24), nn.Conv2d(24, 4, 1))

    def forward(self, square):
        """N x 3 x 256 x 256 in -1..1 -> N x 13 x 32 x 32 (score logit; x, y of 4 corners in sides from the cell's centre,
        clockwise from the picture's top left; 4 logits for which of them is the document's top left),
        N x 1 x 64 x 64 corner logits, and N x 4 x 64 x 64 side logits: top, right, bottom, left as the picture shows them."""
        fourth = self.stem(square)
        eighth = self.eighth(fourth)
        sixteenth = self.sixteenth(eighth)
        deep = self.thirtysecond(sixteenth)
        up = lambda x: F.interpolate(x, scale_factor=2.0, mode="nearest")
        sixteenth = self.merge16(sixteenth + up(self.up16(deep)))
        eighth = self.merge8(eighth + up(self.up8(sixteenth)))
        fourth = self.merge4(fourth + up(self.up4(eighth)))
        return self.sheets(eighth), self.corners(fourth), self.sides(fourth)


def records(seed, split, data):
    """Squares as uint8 3 x 256 x 256, quads 2 x 4 x 2 in pixels with NaN for none."""
    with common.stream("photos", seed, split, data) as pipe:
        while True:
            raw = np.frombuffer(common.read_exactly(pipe, RECORD), np.uint8)
            quads = raw[:64].copy().view("<f4").reshape(2, 4, 2)
            square = raw[64:].reshape(SIDE, SIDE, 3).transpose(2, 0, 1)
            yield torch.from_numpy(square.copy()), torch.from_numpy(quads)


def turned(square, quads, generator):
    """The same photo turned by quarters, its colours swapped."""
    for _ in range(int(torch.randint(4, (), generator=generator)) if torch.rand((), generator=generator) < 0.3 else 0):
        square = square.rot90(1, (1, 2))
        quads = torch.stack([quads[..., 1], SIDE - quads[..., 0]], -1)
    return square[torch.randperm(3, generator=generator)], quads


def batches(seed, split, size, data, replay):
    for batch in common.replayed(records(seed, split, data), size, replay, turned, seed, 2500):
        yield torch.stack([b[0] for b in batch]), torch.stack([b[1] for b in batch])


def grid(cells, stride):
    at = (torch.arange(cells, dtype=torch.float32) + 0.5) * stride
    return torch.stack(torch.meshgrid(at, at, indexing="xy"), -1)  # y, x -> (x, y)


COARSE_GRID, FINE_GRID = grid(SIDE // COARSE, COARSE), grid(SIDE // FINE, FINE)


def inside(points, quads, shrink):
    """Which points lie in each quad after shrinking it about its centre: quads N x S x 4 x 2 -> N x S x H x W."""
    centre = quads.mean(2, keepdim=True)
    q = centre + (quads - centre) * shrink
    result = torch.ones(*q.shape[:2], *points.shape[:2], dtype=torch.bool)
    for i in range(4):
        a, b = q[:, :, i, None, None], q[:, :, (i + 1) % 4, None, None]
        result &= (b[..., 0] - a[..., 0]) * (points[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (points[..., 0] - a[..., 0]) > 0
    return result


def as_seen(quads):
    """Quads N x S x 4 x 2 from the document's top left -> from the picture's, and the index of the document's in them."""
    edge = quads[:, :, 1] - quads[:, :, 0] + quads[:, :, 2] - quads[:, :, 3]
    quarters = torch.nan_to_num(torch.round(torch.atan2(edge[..., 1], edge[..., 0]) / (np.pi / 2)), 0).long() % 4
    index = (torch.arange(4) - quarters[..., None]) % 4
    return quads.gather(2, index[..., None].expand(-1, -1, -1, 2)), quarters


def targets(quads):
    """Score target and weight, corner offsets, which corner is the document's first, corner heat, heat of the four sides."""
    middle, whole = inside(COARSE_GRID, quads, 0.5), inside(COARSE_GRID, quads, 0.85)
    # A small sheet may hold no cell centre: the cell nearest its middle stands for it.
    nearest = ((COARSE_GRID - quads.mean(2)[:, :, None, None]) ** 2).sum(-1)
    present = ~torch.isnan(quads[:, :, 0, 0])
    middle |= (nearest < COARSE**2) & present[:, :, None, None]
    score = middle.any(1)
    ignored = whole.any(1) & ~score
    owner = middle.float().argmax(1)
    rows = torch.arange(len(quads))[:, None, None]
    seen, first = as_seen(quads)
    offsets = (seen[rows, owner] - COARSE_GRID[None, :, :, None]) / SIDE  # N x 32 x 32 x 4 x 2
    distance = ((FINE_GRID[None, None, :, :, None] - quads[:, :, None, None]) ** 2).sum(-1)  # N x S x 64 x 64 x 4
    heat = torch.nan_to_num(torch.exp(-distance / (2 * 3.0**2)), 0.0).amax((1, 4))[:, None]
    sides = torch.stack([line_heat(seen[:, :, i], seen[:, :, (i + 1) % 4]) for i in range(4)], 1)
    return score, ~ignored, offsets.flatten(3).permute(0, 3, 1, 2), first[rows, owner], heat, sides


def line_heat(start, end):
    """How near each fine cell is to the stretch from start to end of any sheet: N x S x 2 each -> N x 64 x 64."""
    along = end - start
    from_start = FINE_GRID - start[:, :, None, None]
    share = (from_start * along[:, :, None, None]).sum(-1) / (along**2).sum(-1)[:, :, None, None]
    nearest = share.clamp(0, 1)[..., None] * along[:, :, None, None]
    distance = ((from_start - nearest) ** 2).sum(-1)
    return torch.nan_to_num(torch.exp(-distance / (2 * 3.0**2)), 0.0).amax(1)


def heat_loss(logits, heat):
    """Cross-entropy where the network errs, most where there is heat (after focal loss, Lin et al., 2017)."""
    weight = (1 + 20 * heat) * (torch.sigmoid(logits) - heat).abs().detach()
    return (F.binary_cross_entropy_with_logits(logits, heat, reduction="none") * weight).mean()


def loss_of(model, squares, quads):
    sheets, corners, sides = model(common.normalised(squares))
    score, counted, offsets, first, heat, side_heat = targets(quads)
    bce = F.binary_cross_entropy_with_logits(sheets[:, 0], score.float(), reduction="none")
    score_loss = (bce * counted * (1 + 2 * score)).mean()
    count = score.sum() + 1
    # Small sheets count as much as large ones.
    size = torch.nan_to_num(offsets.amax(1) - offsets.amin(1), 1.0).clamp(min=0.1)
    wrong = (sheets[:, 1:9] - offsets).abs().sum(1) / size
    offset_loss = torch.where(score, wrong, 0.0).sum() / (8 * count)
    turn_loss = torch.where(score, F.cross_entropy(sheets[:, 9:], first, reduction="none"), 0.0).sum() / count
    line_loss = 20 * heat_loss(corners, heat) + 6 * heat_loss(sides, side_heat)
    return 3 * score_loss + 8 * offset_loss + 0.5 * turn_loss + line_loss


def quads_of(sheets, corners, _sides):
    """The best sheet of each square: its score and its quad from the document's top left, corners moved to the heat."""
    score = torch.sigmoid(sheets[:, 0])
    best = score.flatten(1).argmax(1)
    rows = torch.arange(len(sheets))
    cell = sheets.flatten(2)[rows, :, best]
    quads = COARSE_GRID.flatten(0, 1)[best][:, None] + cell[:, 1:9].reshape(-1, 4, 2) * SIDE
    heat = torch.sigmoid(corners[:, 0])
    size = ((quads.roll(1, 1) - quads) ** 2).sum(-1).sqrt().amin(1)
    for i in range(4):
        near = torch.exp(-((FINE_GRID - quads[:, i, None, None]) ** 2).sum(-1) / (2 * (0.08 * size[:, None, None] + 2) ** 2))
        peak = (heat * near).flatten(1).argmax(1)
        centre = FINE_GRID.flatten(0, 1)[peak]
        local = heat * (((FINE_GRID - centre[:, None, None]) ** 2).sum(-1) < (2.3 * FINE) ** 2)
        refined = (local[..., None] * FINE_GRID).flatten(1, 2).sum(1) / (local.flatten(1).sum(1)[:, None] + 1e-6)
        sure = heat.flatten(1)[rows, peak] > 0.3
        quads[:, i] = torch.where(sure[:, None], refined, quads[:, i])
    first = cell[:, 9:].argmax(1)
    order = (torch.arange(4) + first[:, None]) % 4
    return score.flatten(1).amax(1), quads.gather(1, order[..., None].expand(-1, -1, 2))


def evaluate(model, data):
    """Shares of sheets found, and found the right way up; median corner error over the sheet's short side; false alarms."""
    model.eval()
    found, upright, total, errors, alarms, empty = 0, 0, 0, [], 0, 0
    with torch.no_grad():
        for squares, quads in data:
            score, read = quads_of(*model(common.normalised(squares)))
            for s, q, truth in zip(score, read, quads):
                truths = truth[~torch.isnan(truth[:, 0, 0])]
                if len(truths) == 0:
                    empty += 1
                    alarms += int(s > 0.5)
                    continue
                total += 1
                size = ((truths.roll(1, 1) - truths) ** 2).sum(-1).sqrt().amin(1)
                turned = torch.stack([truths.roll(k, 1) for k in range(4)])
                error = ((turned - q) ** 2).sum(-1).sqrt().mean(2) / size
                found += int(s > 0.5 and error.min() < 0.1)
                upright += int(s > 0.5 and error[0].min() < 0.1)
                errors.append(float(error.min()))
    model.train()
    return found / total, upright / total, float(np.median(errors)), f"{alarms}/{empty}"


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = Locator().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    run = common.Run("locator", model, optimiser)
    held_out = batches(4242, "validation", options.batch, options.data, 0)
    validation = [next(held_out) for _ in range(options.validation // options.batch)]
    held_out.close()
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    step_model = torch.compile(model) if options.compile else model

    def verdict():
        found, upright, error, alarms = evaluate(model, validation)
        return f"validation: found {found:.3f}, upright {upright:.3f}, median corner error {error:.4f}, false alarms {alarms}"

    for squares, quads in batches(options.seed + run.seen, "train", options.batch, options.data, options.replay):
        if schedule.done():
            break
        schedule.set()
        loss = loss_of(step_model, squares, quads)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        run.step(len(squares), loss.item())
        if run.due():
            run.report(verdict())
    run.report(verdict())


def export(_options):
    model = Locator()
    seen, minutes = common.restore("locator", model)
    common.export(
        model.eval(),
        "locator",
        example=torch.zeros(1, 3, SIDE, SIDE),
        input_axes={},
        output_names=["sheets", "corners", "sides"],
        output_axes=[{}, {}, {}],
        card=dict(
            task="sheet-location",
            licence="MIT OR Apache-2.0",
            trained_on=f"{seen} drawn photos (specimen-stream photos), {minutes:.0f} minutes on a CPU",
            mean=0.5,
            std=0.5,
        ),
    )


if __name__ == "__main__":
    common.command_line(__doc__, train, export, replay=2, batch=32, validation=192)
