"""A second opinion on single characters of a line: the network that gives it, and the recogniser of lines together with it."""
import math

import torch
from torch import nn
from torch.nn import functional as F

import hangul
from common import block
from text_network import HEIGHT, STRIDE, Residual, is_han

# Width in pixels of what is seen of a line around a character, most of which are no wider than 30.
SEEN = 48
# A step is looked at where it is likelier than this that there is a character, but, if there is, none is as likely as that; or where a Han
# character is as likely as this.
SEES, SURE, HAN = 0.3, 0.95, 0.03


class Characters(nn.Module):
    """K x 1 x 40 x 48, a character in the middle -> logits: K x main classes of the recogniser but blank; vowels; finals; Han characters."""

    SIZE = 160

    def __init__(self, codes):
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
            nn.Linear(64 * 5 * 6, self.SIZE),
            nn.BatchNorm1d(self.SIZE),
            nn.ReLU(),
        )
        sizes = codes.classes - 1, hangul.VOWELS, hangul.FINALS, sum(map(is_han, codes.others))
        self.heads = nn.ModuleList(nn.Linear(self.SIZE, size) for size in sizes)

    def forward(self, seen):
        features = self.features(seen)
        return tuple(head(features) for head in self.heads)


def seen_at(lines, steps):
    """What is seen of N lines, N x 1 x 40 x W, around some of their steps, each counted through all lines: K x 1 x 40 x 48."""
    width = lines.shape[3]
    columns = F.pad(lines[:, 0], (SEEN // 2, SEEN // 2)).transpose(1, 2).reshape(-1, HEIGHT)
    line = torch.div(steps, width // STRIDE, rounding_mode="floor")
    start = line * (width + SEEN) + (steps - line * (width // STRIDE)) * STRIDE + STRIDE // 2
    return columns[start[:, None] + torch.arange(SEEN)].transpose(1, 2).unsqueeze(1)


def together(first, second):
    """The symbol, vowel and final at some steps under two opinions, the first being log-probabilities of all main classes, of vowels and of
    finals: logits. What the second says is what it takes the first to be wrong by."""
    return tuple(values + more for values, more in zip((first[0][:, 1:], *first[1:]), second))


def is_looked_at(main, vowels, finals):
    """At which steps the recogniser sees a character and is not sure which, or sees a Han character; all are log-probabilities."""
    parts = 1 + hangul.INITIALS
    syllable = main[:, 1:parts].amax(1) + vowels.amax(1) + finals.amax(1)
    best = torch.maximum(syllable, main[:, parts:].amax(1)).exp()
    is_one = 1 - main[:, 0].exp()
    return (main[:, -1].exp() > HAN) | (is_one > SEES) & (best < SURE * is_one)


class Reader(nn.Module):
    """A recogniser, and the network that looks once more at the characters that it sees and is not sure of. Which Han character it is,
    only that one tells: the rare classes of an adaptive softmax (Grave et al., 2017) with a network of their own."""

    def __init__(self, recogniser, characters):
        super().__init__()
        self.recogniser, self.characters = recogniser, characters
        self.codes = recogniser.codes

    def told(self, lines, temperature=1.0):
        """Logarithms of probabilities under a temperature. Of the main classes, the last of which is any Han character; of vowels; of
        finals; K x Han characters for the steps where one is likely; and which steps these are, each counted through all lines. The
        first step of all is always among them."""
        first = self.recogniser(lines)
        main, vowels, finals = ((values.flatten(0, 1) / temperature).log_softmax(1) for values in first)
        steps = some(is_looked_at(main, vowels, finals))
        *second, han = (values / temperature for values in self.characters(seen_at(lines, steps)))
        symbol, vowel, final = (v.log_softmax(1) for v in together((main[steps], vowels[steps], finals[steps]), second))
        # Whether there is a character, the second has not learnt to say.
        blank = main[steps, :1]
        symbol = symbol + torch.log1p(-blank.exp().clamp(max=1 - 1e-6))
        main = main.index_put((steps,), torch.cat([blank, symbol], 1))
        vowels, finals = vowels.index_put((steps,), vowel), finals.index_put((steps,), final)
        of_han = some(symbol[:, -1] > math.log(HAN))
        han = han[of_han].log_softmax(1) + symbol[of_han, -1:]
        shaped = (values.reshape(*first[0].shape[:2], -1) for values in (main, vowels, finals))
        return *shaped, han, steps[of_han]

    def forward(self, lines):
        """Logarithms of probabilities: of the main classes with all Han characters instead of the last, of vowels, of finals. Steps
        where it was not told which share what there is for Han characters evenly."""
        main, vowels, finals, han, steps = self.told(lines)
        count = han.shape[1]
        every = (main[:, :, self.codes.han :] - math.log(count)).expand(-1, -1, count).reshape(-1, count).clone()
        every[steps] = han
        return torch.cat([main[:, :, : self.codes.han], every.reshape(*main.shape[:2], count)], 2), vowels, finals


def some(which):
    """The places where it is so, and the first in any case: a tensor may not be empty."""
    rest = which[1:].nonzero()[:, 0] + 1
    return torch.cat([torch.zeros(1, dtype=torch.long), rest])
