"""Trains the MRZ line recogniser from drawn strips and exports it.

A plain convolutional network with a CTC head (Graves et al., 2006): grey strip 1 x 32 x W in, log-probabilities of
38 classes (0-9 A-Z < and blank, in this order) for every 4 pixels of width out. Plain 3x3 convolutions because they are
the fastest on CPUs; no recurrence, so that any width works.

    python recogniser.py train --minutes 60      # goes on from runs/mrz-recogniser.pt when it exists
    python recogniser.py export                  # models/mrz-recogniser.onnx and its card
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common
from common import block

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
BLANK = len(ALPHABET)
HEIGHT, WIDTH = 32, 256
INDEX = np.full(256, -1, np.int64)
INDEX[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(37)


class Recogniser(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            block(1, 16, stride=2),  # 16 x W/2
            block(16, 24),
            block(24, 40, stride=2),  # 8 x W/4
            block(40, 48),
            block(48, 64, stride=(2, 1)),  # 4 x W/4
            block(64, 64),
            block(64, 96, stride=(2, 1)),  # 2 x W/4
            block(96, 96),
            block(96, 128, kernel=(2, 3), padding=(0, 1)),  # 1 x W/4
            block(128, 128, kernel=(1, 5), padding=(0, 2)),
        )
        self.head = nn.Conv2d(128, 38, 1)

    def forward(self, strips):
        """N x 1 x 32 x W, normalised to mean 0 and deviation 1 per strip -> N x 38 x W/4 log-probabilities."""
        return F.log_softmax(self.head(self.body(strips)).squeeze(2), dim=1)


def normalise(grey):
    grey = grey.float()
    mean = grey.mean(dim=(2, 3), keepdim=True)
    deviation = grey.std(dim=(2, 3), keepdim=True, unbiased=False)
    return (grey - mean) / (deviation + 4.0)


def batches(seed, split, size):
    """Endless batches from the generator: strips and their padded labels."""
    record = 48 + HEIGHT * WIDTH
    with common.stream("strips", seed, split) as pipe:
        while True:
            raw = np.frombuffer(common.read_exactly(pipe, record * size), np.uint8).reshape(size, record)
            lengths = raw[:, 0].astype(np.int64)
            labels = INDEX[raw[:, 1:48]]
            labels[labels < 0] = 0
            grey = raw[:, 48:].reshape(size, 1, HEIGHT, WIDTH)
            yield torch.from_numpy(grey.copy()), torch.from_numpy(labels), torch.from_numpy(lengths)


def evaluate(model, data):
    """Share of strips read exactly and character error rate, greedy decoding."""
    model.eval()
    wrong, total, edits, characters = 0, 0, 0, 0
    with torch.no_grad():
        for grey, labels, lengths in data:
            best = model(normalise(grey)).argmax(1).numpy()
            for row, label, length in zip(best, labels.numpy(), lengths.numpy()):
                read = [c for c, previous in zip(row, [-1, *row[:-1]]) if c != previous and c != BLANK]
                truth = list(label[:length])
                wrong += read != truth
                edits += common.edit_distance(read, truth)
                total += 1
                characters += length
    model.train()
    return 1 - wrong / total, edits / characters


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = Recogniser().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=1e-4)
    run = common.Run("mrz-recogniser", model, optimiser)
    held_out = batches(4242, "validation", options.batch)
    validation = [next(held_out) for _ in range(options.validation // options.batch)]
    held_out.close()
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    step_model = torch.compile(model) if options.compile else model
    for grey, labels, lengths in batches(options.seed + run.seen, "train", options.batch):
        if schedule.done():
            break
        schedule.set()
        logits = step_model(normalise(grey).contiguous(memory_format=torch.channels_last))
        steps = torch.full((len(grey),), logits.shape[2], dtype=torch.long)
        loss = F.ctc_loss(logits.permute(2, 0, 1), labels, steps, lengths, blank=BLANK, zero_infinity=True)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        run.step(len(grey), loss.item())
        if run.due():
            exact, errors = evaluate(model, validation)
            run.report(f"validation: strips exact {exact:.4f}, character errors {errors:.5f}")
    exact, errors = evaluate(model, validation)
    run.report(f"validation: strips exact {exact:.4f}, character errors {errors:.5f}")


def export(_options):
    model = Recogniser()
    seen, minutes = common.restore("mrz-recogniser", model)
    common.export(
        model.eval(),
        "mrz-recogniser",
        example=torch.zeros(1, 1, HEIGHT, 640),
        input_axes={0: "lines", 3: "width"},
        output_names=["log_probabilities"],
        output_axes=[{0: "lines", 2: "steps"}],
        card=dict(
            task="mrz-recognition",
            licence="MIT OR Apache-2.0",
            trained_on=f"{seen} drawn strips (specimen-stream strips), {minutes:.0f} minutes on a CPU",
            alphabet=ALPHABET,
            stride=4,
        ),
    )


if __name__ == "__main__":
    common.command_line(__doc__, train, export, data=False, batch=64, validation=1024)
