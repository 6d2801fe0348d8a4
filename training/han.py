"""Trains the network that tells Han characters apart. `text.py export` puts it into one file with the recogniser of lines.

Thousands of characters that each come rarely are hard to learn as classes of a recogniser of lines. There they are one class; this network
sees each alone, where the recogniser, when it knows what the line says, puts it.

    python han.py train --minutes 90    # with the recogniser as it was exported last, which does not change
    python han.py evaluate
"""
import collections
import itertools

import torch
from torch import nn
from torch.nn import functional as F

import common
import ctc
import text_lines
from han_network import Characters, is_looked_at, seen_at
from text_network import HEADS, STRIDE, Recogniser, alignment, is_han

NAME = "han-recogniser"

# What is seen, its class, the height of the line's glyphs.
Character = collections.namedtuple("Character", "seen symbol height")


def symbols():
    """The Han characters in the order of their classes."""
    return [symbol for symbol in text_lines.others() if is_han(symbol)]


def recogniser():
    """With the weights that were exported last: those of a run that goes on are not what will be read with."""
    model = Recogniser(HEADS["product"], text_lines.others())
    model.load_state_dict(common.load("text-recogniser", [common.CHECKPOINTS])["model"])
    return model.eval()


def aligned(logits, labels):
    """For each step of each line, counted through all lines, which of its labels stands there, in one of the alignments that the logits
    make likely; -1 for blank, and for the steps of lines that have too little room for what they say."""
    emissions, around, ends = alignment(logits, labels)
    emissions = emissions.detach().requires_grad_()
    ctc.negative_log_likelihood(emissions, around, ends).sum().backward()
    # The gradient is minus the probability of being in a state at a step; state 2i + 1 is label i.
    stays = -emissions.grad.clamp(max=0).transpose(0, 1).flatten(0, 1)
    stays[:, 0] += 1e-6
    return [state // 2 if state % 2 else -1 for state in torch.multinomial(stays, 1)[:, 0].tolist()]


def characters(model, source):
    """Han characters of lines, as the network sees them."""
    index = {symbol: i for i, symbol in enumerate(symbols())}
    for width, lines in source:
        pictures = text_lines.pictures(lines, width)
        texts = [text_lines.as_seen(line.text) for line in lines]
        with torch.no_grad():
            logits = model(pictures)
        asked = is_looked_at(logits[0].log_softmax(2)).flatten()
        found = []
        for step, label in enumerate(aligned(logits, [model.codes.encode(text) for text in texts])):
            line = step // (width // STRIDE)
            if asked[step] and label >= 0 and texts[line][label] in index:
                found.append((step, index[texts[line][label]], lines[line].height))
        if found:
            seen = seen_at(pictures, torch.tensor([step for step, *_ in found]))
            yield from (Character(picture, symbol, height) for picture, (_, symbol, height) in zip(seen, found))


def drawn(model, seed, split):
    return characters(model, text_lines.batches(text_lines.lines(seed, split, "han")))


def held_out(model, options):
    return list(itertools.islice(drawn(model, 4242, "validation"), options.validation))


def tallies(network, some):
    """The share that is told rightly, of all and by band of height, and how many they are."""
    network.eval()
    right = collections.defaultdict(list)
    with torch.no_grad():
        for part in (some[i : i + 256] for i in range(0, len(some), 256)):
            told = network(torch.stack([one.seen for one in part])).argmax(1).tolist()
            for one, symbol in zip(part, told):
                for key in ("all", text_lines.band_of(one.height)):
                    right[key].append(symbol == one.symbol)
    network.train()
    return ", ".join(f"{key} {sum(told) / len(told):.4f} ({len(told)})" for key, told in sorted(right.items()))


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = recogniser()
    network = Characters(len(symbols())).to(memory_format=torch.channels_last)
    quick = common.quick(network, options.compile, dynamic=False)
    optimiser = common.Muon(network.features, network.head, options.rate)
    run = common.Run(NAME, network, optimiser)
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    validation = held_out(model, options)
    # Neighbours of a line do not come in one batch.
    source = text_lines.shuffled(drawn(model, options.seed + run.seen, "train"), options.seed)
    for some in common.replayed(source, options.batch, 0, None, options.seed, 0):
        if schedule.done():
            break
        schedule.set()
        seen = torch.stack([one.seen for one in some]).contiguous(memory_format=torch.channels_last)
        loss = F.cross_entropy(quick(seen), torch.tensor([one.symbol for one in some]))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        run.step(len(some), loss.item())
        if run.due():
            run.report(f"validation: {tallies(network, validation)}")
    run.report(f"validation: {tallies(network, validation)}")


def newest():
    """The network as its newest checkpoint has it, untrained when there is none, and how many characters it has seen."""
    network, state = Characters(len(symbols())), common.load(NAME)
    if state:
        network.load_state_dict(state["model"])
    return network.eval(), state["seen"] if state else 0


def evaluate(options):
    network, seen = newest()
    print(f"{seen} characters; validation: {tallies(network, held_out(recogniser(), options))}")


if __name__ == "__main__":
    common.command_line(__doc__, train, evaluate, data=False, batch=128, validation=2048)
