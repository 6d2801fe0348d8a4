"""The recogniser of printed text lines: a trunk, heads to choose from, what their classes stand for, and the loss."""
import unicodedata

import torch
from torch import nn

from common import block
import ctc
import hangul

HEIGHT, STRIDE = 40, 4


class Residual(nn.Sequential):
    def forward(self, values):
        return values + super().forward(values)


def along(channels):
    """Looks 7 steps wide along the line."""
    wide = nn.Conv2d(channels, channels, (1, 7), padding=(0, 3), groups=channels, bias=False)
    return Residual(wide, block(channels, channels, kernel=1, padding=0))


class Attention(nn.Module):
    """Adds to each step what others along the line say (Vaswani et al., 2017): a letter's script and case, its word. Where a step
    is in the line is not told; the convolutions before know its neighbours."""

    HEADS, SIZE = 3, 32

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.asked = nn.Conv2d(channels, 3 * self.HEADS * self.SIZE, 1)
        self.answer = nn.Conv2d(self.HEADS * self.SIZE, channels, 1)
        nn.init.zeros_(self.answer.weight)
        nn.init.zeros_(self.answer.bias)

    def forward(self, values):
        """N x C x 1 x T -> the same."""
        asked = self.asked(self.norm(values)).reshape(values.shape[0], 3, self.HEADS, self.SIZE, -1)
        query, key, value = asked.transpose(3, 4).unbind(1)
        shares = (query @ key.transpose(2, 3) / self.SIZE**0.5).softmax(3)
        heard = (shares @ value).transpose(2, 3).reshape(values.shape[0], self.HEADS * self.SIZE, 1, -1)
        return values + self.answer(heard)


def mixing(channels, inner):
    """Mixes the channels of each step once more; it starts by adding nothing."""
    last = nn.Conv2d(inner, channels, 1)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return Residual(nn.BatchNorm2d(channels), nn.Conv2d(channels, inner, 1), nn.ReLU(), last)


class Trunk(nn.Sequential):
    """N x 1 x 40 x W -> N x W/4 x 192."""

    SIZE = 192

    def __init__(self):
        super().__init__(
            block(1, 16, stride=2),  # 20 x W/2
            block(16, 48, stride=2),  # 10 x W/4
            block(48, 56),
            block(56, 80, stride=(2, 1)),  # 5 x W/4
            Residual(block(80, 80)),
            block(80, self.SIZE, kernel=(5, 1), padding=0),  # 1 x W/4
            Attention(self.SIZE),
            along(self.SIZE),
            along(self.SIZE),
            mixing(self.SIZE, 160),
        )

    def forward(self, lines):
        return super().forward(lines).squeeze(2).transpose(1, 2)


def scores(classes, rank):
    """A low-rank layer: many classes would otherwise cost more than the rest of the network."""
    return nn.Sequential(nn.Linear(Trunk.SIZE, rank), nn.Linear(rank, classes))


def is_han(symbol):
    """Whether a symbol is a Han character. They stand behind all others in an alphabet."""
    return unicodedata.name(symbol, "").startswith("CJK ")


class Codes:
    """What a head's classes stand for. Labels are rows (main, vowel, final), the last two -1 where they do not count.

    All Han characters are one class, the last: which of them it is, another network tells (han_network.py). Where that has been told, the
    classes from there on are the Han characters."""

    def __init__(self, others, first):
        self.others, self.first = others, first
        self.han = first + sum(not is_han(symbol) for symbol in others)
        self.classes = self.han + 1
        self.index = {symbol: min(first + i, self.han) for i, symbol in enumerate(others)}

    def encode(self, text):
        """The labels of a text, all of whose symbols must be in the alphabet."""
        return [row for character in text for row in self.symbol(character)]


class ProductCodes(Codes):
    """Main classes: blank, the initial consonants, the other symbols."""

    def __init__(self, others):
        super().__init__(others, 1 + hangul.INITIALS)

    def symbol(self, character):
        parts = hangul.parts(character)
        if parts:
            return [(1 + parts[0], parts[1], parts[2])]
        return [(self.index[character], -1, -1)]

    def text(self, rows):
        return "".join(
            hangul.syllable(main - 1, vowel, final) if main < self.first else self.others[main - self.first]
            for main, vowel, final in rows
        )


class JamoCodes(Codes):
    """Main classes: blank, initial consonants, vowels, final consonants, the other symbols; no other distribution."""

    def __init__(self, others):
        self.vowels = 1 + hangul.INITIALS
        self.finals = self.vowels + hangul.VOWELS
        super().__init__(others, self.finals + hangul.FINALS - 1)

    def symbol(self, character):
        parts = hangul.parts(character)
        if parts:
            initial, vowel, final = parts
            spelt = [1 + initial, self.vowels + vowel] + ([self.finals + final - 1] if final else [])
            return [(main, -1, -1) for main in spelt]
        return [(self.index[character], -1, -1)]

    def text(self, rows):
        """Puts syllables together; a part without its fellows stands as the conjoining jamo that it is."""

        def symbol(main):
            if main >= self.first:
                return self.others[main - self.first]
            starts = [(self.finals, 0x11A8), (self.vowels, 0x1161), (1, 0x1100)]
            return next(chr(unicode + main - start) for start, unicode in starts if main >= start)

        return unicodedata.normalize("NFC", "".join(symbol(main) for main, _, _ in rows))


class Product(nn.Module):
    Codes = ProductCodes

    def __init__(self, classes):
        super().__init__()
        self.symbols = scores(classes, 96)
        self.vowels, self.finals = nn.Linear(Trunk.SIZE, hangul.VOWELS), nn.Linear(Trunk.SIZE, hangul.FINALS)

    def forward(self, steps):
        return self.symbols(steps), self.vowels(steps), self.finals(steps)


class Jamo(nn.Module):
    Codes = JamoCodes

    def __init__(self, classes):
        super().__init__()
        self.symbols = scores(classes, 48)

    def forward(self, steps):
        return (self.symbols(steps),)


HEADS = dict(product=Product, jamo=Jamo)


class Recogniser(nn.Module):
    def __init__(self, head, others):
        super().__init__()
        self.codes = head.Codes(others)
        self.trunk = Trunk()
        self.head = head(self.codes.classes)

    def forward(self, lines):
        """N x 1 x 40 x W -> one N x W/4 x classes of logits for each distribution of the head."""
        return self.head(self.trunk(lines))


class _LogProbabilities(torch.autograd.Function):
    """The log-probabilities of some classes. torch's own operations would go over the thousands of others many times."""

    @staticmethod
    def forward(ctx, values, index):
        shares = values.softmax(2)
        # The largest share is far from 0, so its logarithm is exact.
        total = values.amax(2, keepdim=True) - shares.amax(2, keepdim=True).log()
        ctx.shares, ctx.index = shares, index
        return values.gather(2, index) - total

    @staticmethod
    def backward(ctx, gradient):
        out = ctx.shares.mul_(-gradient.sum(2, keepdim=True))
        return out.scatter_add_(2, ctx.index, gradient), None


def gathered(logits, rows):
    """The log-probability of each of N x S labels at each step, T x N x S; row (0, -1, -1) is blank."""
    total = 0.0
    for values, column in zip(logits, rows.unbind(2)):
        index = column.clamp(min=0)[:, None].expand(-1, values.shape[1], -1)
        total = total + torch.where(column[:, None] >= 0, _LogProbabilities.apply(values, index), 0.0)
    return total.transpose(0, 1)


def alignment(logits, labels):
    """What `ctc.negative_log_likelihood` wants for lines and their labels, a list of lists of rows: label i of a line is its state 2i + 1."""
    lengths = torch.tensor([len(rows) for rows in labels])
    padded = torch.full((len(labels), int(lengths.max()), 3), -1)
    for out, rows in zip(padded, labels):
        out[: len(rows)] = torch.tensor(rows, dtype=torch.long).reshape(-1, 3)
    # One number a label, above 0, for the question whether two labels are the same.
    main, vowel, final = padded.unbind(2)
    around, ends = ctc.states((main.clamp(min=0) * 1024 + (vowel + 1) * 32 + final + 1).clamp(min=1), lengths)
    rows = torch.tensor([0, -1, -1]).repeat(*around.shape, 1)
    rows[:, 1::2] = torch.where(padded[:, :, :1] >= 0, padded, rows[:, 1::2])
    return gathered(logits, rows), around, ends


def losses_of(logits, labels):
    """Minus the log-probability of each line's labels."""
    return ctc.negative_log_likelihood(*alignment(logits, labels))


def loss_of(logits, labels):
    """The mean of `losses_of`."""
    return losses_of(logits, labels).mean()


def best_paths(logits):
    """The rows that the likeliest symbol of every step gives, repeats taken once and blanks dropped; a list a line."""
    tops = [values.log_softmax(2).max(2) for values in logits]
    symbols = tops[0].indices
    if len(tops) == 3:
        # A syllable is as likely as its three parts together, so a weaker other symbol may win.
        main = logits[0].log_softmax(2)
        first = 1 + hangul.INITIALS
        initial, other = main[:, :, 1:first].max(2), main.clone()
        other[:, :, 1:first] = ctc.IMPOSSIBLE
        other = other.max(2)
        is_syllable = initial.values + tops[1].values + tops[2].values > other.values
        symbols = torch.where(is_syllable, initial.indices + 1, other.indices)
        none = torch.full_like(symbols, -1)
        columns = [symbols, *(torch.where(is_syllable, top.indices, none) for top in tops[1:])]
    else:
        columns = [symbols, torch.full_like(symbols, -1), torch.full_like(symbols, -1)]
    for line in torch.stack(columns, 2).tolist():
        yield [tuple(row) for row, before in zip(line, [None, *line[:-1]]) if row != before and row[0] != 0]
