"""Tells Han characters apart: a network for one of them, and the recogniser of lines together with it."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from common import block
from text_network import HEIGHT, STRIDE, Residual

# Width in pixels of what is seen of a line around a character, which is about as wide as it is high.
SEEN = 48
# A step is looked at where a Han character is likelier than this.
LEAST = 0.03


class Characters(nn.Module):
    """K x 1 x 40 x 48, a character in the middle -> K x characters of logits."""

    def __init__(self, count):
        super().__init__()
        self.features = nn.Sequential(
            block(1, 16),
            block(16, 40, stride=2),  # 20 x 24
            Residual(block(40, 40)),
            block(40, 80, stride=2),  # 10 x 12
            Residual(block(80, 80)),
            block(80, 160, stride=2),  # 5 x 6
            Residual(block(160, 160)),
            block(160, 64, kernel=1, padding=0),
            nn.Flatten(),
            nn.Linear(64 * 5 * 6, 160),
            nn.BatchNorm1d(160),
            nn.ReLU(),
        )
        self.head = nn.Linear(160, count)

    def forward(self, seen):
        return self.head(self.features(seen))


def seen_at(lines, steps):
    """What is seen of N lines, N x 1 x 40 x W, around some of their steps, each counted through all lines: K x 1 x 40 x 48."""
    width = lines.shape[3]
    columns = F.pad(lines[:, 0], (SEEN // 2, SEEN // 2)).transpose(1, 2).reshape(-1, HEIGHT)
    line = torch.div(steps, width // STRIDE, rounding_mode="floor")
    start = line * (width + SEEN) + (steps - line * (width // STRIDE)) * STRIDE + STRIDE // 2
    return columns[start[:, None] + torch.arange(SEEN)].transpose(1, 2).unsqueeze(1)


def is_looked_at(main):
    """Whether a Han character is likely enough at each step, from the logarithms of probabilities of the main classes."""
    return main[..., -1] > math.log(LEAST)


class Reader(nn.Module):
    """A recogniser, and the network for the Han characters that it finds: an adaptive softmax (Grave et al., 2017) whose rare classes have
    a network of their own."""

    def __init__(self, recogniser, characters):
        super().__init__()
        self.recogniser, self.characters = recogniser, characters
        self.codes = recogniser.codes

    def told(self, lines, temperature=1.0):
        """Logarithms of probabilities under a temperature. Of the main classes, the last of which is any Han character; of vowels; of
        finals; K x Han characters for the steps where one is likely; and which steps these are, each counted through all lines. The
        first step of all is always among them."""
        main, vowels, finals = ((values / temperature).log_softmax(2) for values in self.recogniser(lines))
        # A tensor may not be empty.
        asked = is_looked_at(main).reshape(-1)[1:].nonzero()[:, 0] + 1
        steps = torch.cat([torch.zeros(1, dtype=torch.long), asked])
        any_han = main[:, :, -1].reshape(-1)[steps]
        han = (self.characters(seen_at(lines, steps)) / temperature).log_softmax(1) + any_han[:, None]
        return main, vowels, finals, han, steps

    def forward(self, lines):
        """Logarithms of probabilities: of the main classes with all Han characters instead of the last, of vowels, of finals. Steps
        where it was not told which share what there is for Han characters evenly."""
        main, vowels, finals, han, steps = self.told(lines)
        count = han.shape[1]
        every = (main[:, :, self.codes.han :] - math.log(count)).expand(-1, -1, count).reshape(-1, count).clone()
        every[steps] = han
        return torch.cat([main[:, :, : self.codes.han], every.reshape(*main.shape[:2], count)], 2), vowels, finals
