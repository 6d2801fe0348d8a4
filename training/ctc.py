"""Connectionist temporal classification (Graves et al., 2006) over log-probabilities that were gathered per label.

torch's own loss wants one normalised distribution a step and one class a label. Here a label may be a product of several
distributions (an initial consonant, a vowel, a final one), so the caller gathers log-probabilities of the labels and this
module sums over alignments.
"""
import torch

IMPOSSIBLE = -1e30  # stands for log 0: sums of it stay finite


def states(labels, lengths):
    """N x L label codes (any numbers above 0 that tell labels apart) -> N x (2L + 1) codes with blanks, 0, around each."""
    count, longest = labels.shape
    around = torch.zeros(count, 2 * longest + 1, dtype=torch.long)
    around[:, 1::2] = labels
    return around, 2 * lengths + 1


def _forward(emissions, codes, ends):
    """Log-probability of all beginnings that are in a state at a step, emission included; T x N x S."""
    steps, count, size = emissions.shape
    may_skip = torch.zeros(count, size, dtype=torch.bool)
    may_skip[:, 2:] = (codes[:, 2:] != codes[:, :-2]) & (codes[:, 2:] != 0)
    skip = torch.where(may_skip, 0.0, IMPOSSIBLE)[:, 2:]
    outside = torch.where(torch.arange(size)[None] < ends[:, None], 0.0, IMPOSSIBLE)
    here = torch.full((count, size), IMPOSSIBLE)
    here[:, :2] = 0.0
    here = here + emissions[0] + outside
    columns = [here]
    for step in emissions[1:]:
        after = here.clone()
        after[:, 1:] = torch.logaddexp(here[:, 1:], here[:, :-1])
        after[:, 2:] = torch.logaddexp(after[:, 2:], here[:, :-2] + skip)
        here = after + step + outside
        columns.append(here)
    return torch.stack(columns)


def _mirrored(values, ends):
    """States in the opposite order, each line's own states only."""
    size = values.shape[-1]
    index = (ends[:, None] - 1 - torch.arange(size)[None]).clamp(min=0)
    return torch.gather(values, -1, index.expand(values.shape) if values.dim() == 3 else index)


class _Negative(torch.autograd.Function):
    """Minus the log-probability of each line; the gradient is minus the probability of being in a state at a step."""

    @staticmethod
    def forward(ctx, emissions, codes, ends):
        back = _mirrored(emissions.flip(0), ends)
        # Both directions in one recursion.
        both = _forward(
            torch.cat([emissions, back], 1), torch.cat([codes, _mirrored(codes, ends)]), torch.cat([ends, ends])
        )
        count = len(codes)
        ahead, behind = both[:, :count], _mirrored(both[:, count:], ends).flip(0)
        last = ahead[-1]
        final = torch.gather(last, 1, (ends - 1)[:, None])[:, 0]
        blankless = torch.gather(last, 1, (ends - 2).clamp(min=0)[:, None])[:, 0]
        total = torch.where(ends > 1, torch.logaddexp(final, blankless), final)
        possible = total > IMPOSSIBLE / 2
        inside = torch.arange(emissions.shape[2])[None] < ends[:, None]
        occupied = (ahead + behind - emissions - total[None, :, None]).clamp(max=0).exp()
        ctx.save_for_backward(torch.where(inside & possible[:, None], occupied, 0.0))
        return torch.where(possible, -total, 0.0)

    @staticmethod
    def backward(ctx, gradient):
        (occupied,) = ctx.saved_tensors
        return -occupied * gradient[None, :, None], None, None


def negative_log_likelihood(emissions, codes, ends):
    """Minus the log-probability of each of N lines; 0 for a line that has more labels than the steps allow.

    `emissions` is T x N x S, the log-probability of each state of `states` at each step; `codes` and `ends` are what
    `states` gave.
    """
    return _Negative.apply(emissions, codes, ends)
