"""Trains the finder of MRZ lines from drawn, roughly rectified sheets and exports it.

A small encoder with one way back up looks at a sheet of 448 x 320 pixels and says for every cell of 4 x 4 pixels how
likely it is covered by a line of a machine-readable zone (from capital height to baseline).

    python spotter.py train DATA --minutes 40
    python spotter.py export
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common
from common import block

WIDTH, HEIGHT, STRIDE = 448, 320, 4
CELLS = (WIDTH // STRIDE) * (HEIGHT // STRIDE)
RECORD = WIDTH * HEIGHT * 3 + CELLS


class Spotter(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(block(3, 8, 2), block(8, 20, 2))  # 1/4
        self.eighth = nn.Sequential(block(20, 32, 2), block(32, 32))
        self.sixteenth = nn.Sequential(block(32, 64, 2), block(64, 64), block(64, 64))
        self.up8 = nn.Conv2d(64, 32, 1)
        self.merge8 = block(32, 32)
        self.up4 = nn.Conv2d(32, 20, 1)
        self.merge4 = block(20, 16)
        self.head = nn.Conv2d(16, 1, 1)

    def forward(self, sheet):
        """N x 3 x 320 x 448 in -1..1 -> N x 1 x 80 x 112 logits."""
        fourth = self.stem(sheet)
        eighth = self.eighth(fourth)
        up = lambda x: F.interpolate(x, scale_factor=2.0, mode="nearest")
        eighth = self.merge8(eighth + up(self.up8(self.sixteenth(eighth))))
        return self.head(self.merge4(fourth + up(self.up4(eighth))))


def records(seed, split, data):
    with common.stream("sheets", seed, split, data) as pipe:
        while True:
            raw = np.frombuffer(common.read_exactly(pipe, RECORD), np.uint8)
            sheet = raw[:-CELLS].reshape(HEIGHT, WIDTH, 3).transpose(2, 0, 1)
            yield torch.from_numpy(sheet.copy()), torch.from_numpy(raw[-CELLS:].reshape(1, HEIGHT // STRIDE, WIDTH // STRIDE).copy())


def shifted(sheet, mask, generator):
    """The same sheet moved by whole cells, turned upside down, its colours swapped: a cheap second look."""
    dy, dx = (int(v) for v in torch.randint(-6, 7, (2,), generator=generator))
    sheet = sheet.roll((dy * STRIDE, dx * STRIDE), (1, 2))
    mask = mask.roll((dy, dx), (1, 2))
    if torch.rand((), generator=generator) < 0.3:
        sheet, mask = sheet.flip(1, 2), mask.flip(1, 2)
    return sheet[torch.randperm(3, generator=generator)], mask


def batches(seed, split, size, data, replay):
    for batch in common.replayed(records(seed, split, data), size, replay, shifted, seed, 1500):
        yield torch.stack([b[0] for b in batch]), torch.stack([b[1] for b in batch]).float() / 255


def evaluate(model, data):
    """Intersection over union of the line cells."""
    model.eval()
    shared = union = 0
    with torch.no_grad():
        for sheets, masks in data:
            said, truth = model(common.normalised(sheets)) > 0, masks > 0.5
            shared += int((said & truth).sum())
            union += int((said | truth).sum())
    model.train()
    return shared / max(1, union)


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = Spotter().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    run = common.Run("mrz-spotter", model, optimiser)
    held_out = batches(4242, "validation", options.batch, options.data, 0)
    validation = [next(held_out) for _ in range(options.validation // options.batch)]
    held_out.close()
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    step_model = torch.compile(model) if options.compile else model
    for sheets, masks in batches(options.seed + run.seen, "train", options.batch, options.data, options.replay):
        if schedule.done():
            break
        schedule.set()
        logits = step_model(common.normalised(sheets))
        said = torch.sigmoid(logits)
        overlap = (2 * (said * masks).sum((1, 2, 3)) + 20) / (said.sum((1, 2, 3)) + masks.sum((1, 2, 3)) + 20)
        loss = 4 * F.binary_cross_entropy_with_logits(logits, masks) + (1 - overlap).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        run.step(len(sheets), loss.item())
        if run.due():
            run.report(f"validation: line cells IoU {evaluate(model, validation):.3f}")
    run.report(f"validation: line cells IoU {evaluate(model, validation):.3f}")


def export(_options):
    model = Spotter()
    seen, minutes = common.restore("mrz-spotter", model)
    common.export(
        model.eval(),
        "mrz-spotter",
        example=torch.zeros(1, 3, HEIGHT, WIDTH),
        input_axes={},
        output_names=["lines"],
        output_axes=[{}],
        card=dict(
            task="mrz-line-spotting",
            licence="MIT OR Apache-2.0",
            trained_on=f"{seen} drawn sheets (specimen-stream sheets), {minutes:.0f} minutes on a CPU",
            mean=0.5,
            std=0.5,
            stride=STRIDE,
        ),
    )


if __name__ == "__main__":
    common.command_line(__doc__, train, export, replay=2, batch=16, validation=64)
