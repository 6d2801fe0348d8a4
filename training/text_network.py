"""The recogniser of printed text lines: a trunk, heads to choose from, what their classes stand for, and the loss."""
import math
import unicodedata

import torch
from torch import nn
from torch.nn import functional as F

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
    """What a head's classes stand for. Labels are rows (main, vowel, final), the last two -1 where they do not count."""

    def __init__(self, others):
        self.others = others

    def encode(self, text):
        """The labels of a text, all of whose symbols must be in the alphabet."""
        return [row for character in text for row in self.symbol(character)]


class ProductCodes(Codes):
    """Main classes: blank, the initial consonants, the other symbols."""

    def __init__(self, others):
        super().__init__(others)
        self.first = 1 + hangul.INITIALS
        self.classes = self.first + len(others)
        self.index = {symbol: self.first + i for i, symbol in enumerate(others)}

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
        super().__init__(others)
        self.vowels = 1 + hangul.INITIALS
        self.finals = self.vowels + hangul.VOWELS
        self.first = self.finals + hangul.FINALS - 1
        self.classes = self.first + len(others)
        self.index = {symbol: self.first + i for i, symbol in enumerate(others)}

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
    """The thousands of Han characters are scored apart from the other main classes, one of which says that it is one of them
    (adaptive softmax, Grave et al., 2017): most lines have none, and their steps need not be scored for them."""

    Codes = ProductCodes

    def __init__(self, classes, han):
        super().__init__()
        self.common, self.han = classes - han, han
        self.symbols, self.ideographs = scores(self.common + 1, 96), scores(han, 48)
        self.vowels, self.finals = nn.Linear(Trunk.SIZE, hangul.VOWELS), nn.Linear(Trunk.SIZE, hangul.FINALS)

    def forward(self, steps):
        """Logits; those of the main classes are logarithms of probabilities."""
        common, any_han = self.main(steps)
        return torch.cat([common, any_han + self.ideographs(steps).log_softmax(2)], 2), self.vowels(steps), self.finals(steps)

    def main(self, steps, temperature=1.0):
        """Log-probabilities of all main classes that are not Han characters, and that it is any of these."""
        return (self.symbols(steps) / temperature).log_softmax(2).split([self.common, 1], 2)

    def sampled(self, steps, han, offsets, lines):
        """The same with some of the Han characters only, in this order, `offsets` added to their logits, and these told apart only
        in some of the lines."""
        common, any_han = self.main(steps)
        told = (any_han - math.log(len(han))).expand(-1, -1, len(han))
        if len(lines):
            narrow, wide = self.ideographs
            logits = F.linear(narrow(steps[lines]), wide.weight[han], wide.bias[han] + offsets)
            told = told.index_copy(0, lines, any_han[lines] + logits.log_softmax(2))
        return torch.cat([common, told], 2), self.vowels(steps), self.finals(steps)

    def probabilities(self, steps, temperature, least=1e-3):
        """What is exported: logarithms of probabilities under a temperature. Of the main classes those that are no Han characters, and
        that it is any of these; of vowels; of finals; K x Han characters for the steps where one of them is at least as likely as
        `least`; and which steps these are, each counted through all lines. The first step of all is always among them."""
        common, any_han = self.main(steps, temperature)
        any_han = any_han.reshape(-1)
        # A tensor may not be empty.
        told = torch.cat([torch.zeros(1, dtype=torch.long), (any_han > math.log(least)).nonzero()[:, 0]])
        characters = self.ideographs(steps.reshape(-1, Trunk.SIZE)[told]) / temperature
        han = characters.log_softmax(1) + any_han[told][:, None]
        others = ((values / temperature).log_softmax(2) for values in (self.vowels(steps), self.finals(steps)))
        return torch.cat([common, any_han.reshape(*steps.shape[:2], 1)], 2), *others, han, told.float()


class Jamo(nn.Module):
    Codes = JamoCodes

    def __init__(self, classes, _han):
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
        self.head = head(self.codes.classes, sum(map(is_han, others)))

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


# Han characters that stand for nothing in a batch and are weighed against those that do all the same.
RIVALS = 512


def sampled_loss(model, trunk, lines, labels, generator):
    """The mean loss with the Han characters of the labels and a random share of the others, each of which stands for as many as it
    was drawn from: nearly the loss over all of them, at a fraction of the time that thousands cost (sampled softmax, Bengio and
    Senecal, 2008). Lines without any only learn that they have none.

    `trunk` is the model's, compiled or not."""
    common = model.head.common
    needed = torch.zeros(model.head.han, dtype=torch.bool)
    needed[[row[0] - common for rows in labels for row in rows if row[0] >= common]] = True
    others = (~needed).nonzero()[:, 0]
    rivals = others[torch.randperm(len(others), generator=generator)[:RIVALS]]
    han = torch.cat([needed.nonzero()[:, 0], rivals])
    offsets = torch.zeros(len(han))
    offsets[len(han) - len(rivals) :] = math.log(len(others) / max(1, len(rivals)))
    place = torch.zeros(model.head.han, dtype=torch.long)
    place[han] = common + torch.arange(len(han))
    place = [*range(common), *place.tolist()]
    with_han = [i for i, rows in enumerate(labels) if any(row[0] >= common for row in rows)]
    logits = model.head.sampled(trunk(lines), han, offsets, torch.tensor(with_han, dtype=torch.long))
    return loss_of(logits, [[(place[main], vowel, final) for main, vowel, final in rows] for rows in labels])


def losses_of(logits, labels):
    """Minus the log-probability of each line's labels; `labels` is a list of lists of rows."""
    lengths = torch.tensor([len(rows) for rows in labels])
    padded = torch.full((len(labels), int(lengths.max()), 3), -1)
    for out, rows in zip(padded, labels):
        out[: len(rows)] = torch.tensor(rows, dtype=torch.long).reshape(-1, 3)
    # One number a label, above 0, for the question whether two labels are the same.
    main, vowel, final = padded.unbind(2)
    around, ends = ctc.states((main.clamp(min=0) * 1024 + (vowel + 1) * 32 + final + 1).clamp(min=1), lengths)
    rows = torch.tensor([0, -1, -1]).repeat(*around.shape, 1)
    rows[:, 1::2] = torch.where(padded[:, :, :1] >= 0, padded, rows[:, 1::2])
    return ctc.negative_log_likelihood(gathered(logits, rows), around, ends)


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
