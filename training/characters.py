"""Trains the network that looks once more at characters of which the recogniser of lines is not sure, and tells which Han character
it sees. `text.py export` puts both into one file.

It learns from single characters where the recogniser, aligned with the truth, says that they stand, and only from such as it will be
asked for when it reads. What it says is added to what the recogniser says there, so that it learns what that one does not know.

    python characters.py train --minutes 90    # with the recogniser as it was exported last, which does not change
    python characters.py evaluate
"""
import argparse
import collections
import itertools

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common
import ctc
import text_lines
from character_network import Characters, is_looked_at, seen_at, together
from text_network import HEADS, STRIDE, ProductCodes, Recogniser, alignment, is_han

NAME = "character-recogniser"
# Of the characters that it learns from, the shares of those from each kind of line that the generator draws.
KINDS = dict(lines=0.45, cuts=0.25, han=0.3)

# What is seen, what the recogniser says (log-probabilities), the main class but blank, vowel and final (-1 where it has none), Han
# character (or -1), height of the glyphs.
Character = collections.namedtuple("Character", "seen said symbol vowel final han height")


def recogniser():
    """With the weights that were exported last: those of a run that goes on are not what will be read with."""
    model = Recogniser(HEADS["product"], text_lines.others())
    model.load_state_dict(common.load("text-recogniser", [common.CHECKPOINTS])["model"])
    return model.eval()


def places(codes, logits, labels):
    """For each label of each line, in their order, a step at which it stands: one of those that the alignment with the truth gives
    it. None where a line has too little room for what it says."""
    emissions, around, ends = alignment(logits, labels)
    emissions = emissions.detach().requires_grad_()
    ctc.negative_log_likelihood(emissions, around, ends).sum().backward()
    stays = -emissions.grad.clamp(max=0)  # The gradient is minus the probability of being in a state at a step.
    for i, rows in enumerate(labels):
        here = stays[:, i, 1 : 2 * len(rows) : 2].T
        if len(rows) and here.sum(1).amin() > 0.5:
            yield torch.multinomial(here, 1)[:, 0].tolist()
        else:
            yield [None] * len(rows)


def characters(model, source):
    """Characters of lines, as the network sees them."""
    index = {symbol: i for i, symbol in enumerate(filter(is_han, text_lines.others()))}
    for width, lines in source:
        pictures = text_lines.pictures(lines, width)
        texts = [text_lines.as_seen(line.text) for line in lines]
        labels = [model.codes.encode(text) for text in texts]
        with torch.no_grad():
            logits = model(pictures)
        said = [values.flatten(0, 1).log_softmax(1) for values in logits]
        asked = is_looked_at(*said).tolist()
        found = [
            (i * (width // STRIDE) + step, (main - 1, vowel, final, index.get(symbol, -1), lines[i].height))
            for i, steps in enumerate(places(model.codes, logits, labels))
            for symbol, (main, vowel, final), step in zip(texts[i], labels[i], steps)
            if step is not None and asked[i * (width // STRIDE) + step]
        ]
        if found:
            steps = torch.tensor([step for step, _ in found])
            at = zip(seen_at(pictures, steps), zip(*(values[steps] for values in said)), found)
            yield from (Character(picture, first, *of) for picture, first, (_, of) in at)


def groups(source, size):
    source = iter(source)
    return iter(lambda: list(itertools.islice(source, size)), [])


def drawn(model, seed):
    """Endless characters to learn from, of all kinds of lines in turn."""
    chance = np.random.default_rng(seed)
    sources = {}
    for i, kind in enumerate(KINDS):
        batches = text_lines.batches(text_lines.lines(seed + i, "train", kind))
        sources[kind] = text_lines.shuffled(characters(model, batches), seed, keep=1000)
    while True:
        yield next(sources[chance.choice(list(KINDS), p=list(KINDS.values()))])


def held_out(model, options, kind):
    source = text_lines.lines(4242, "validation", kind)
    some = list(itertools.islice(characters(model, text_lines.batches(source)), options.validation))
    source.close()
    return some


def opinions(outputs, some):
    """Logits of symbols, vowels and finals under both opinions, and of Han characters."""
    first = [torch.stack(values) for values in zip(*(one.said for one in some))]
    return *together(first, outputs[:3]), outputs[3]


def told(outputs, some):
    """Whether each character is told rightly."""
    symbols, vowels, finals, han = (values.argmax(1).tolist() for values in outputs)
    for one, symbol, vowel, final, which in zip(some, symbols, vowels, finals, han):
        of_parts = one.vowel < 0 or (vowel, final) == (one.vowel, one.final)
        yield symbol == one.symbol and of_parts and one.han in (-1, which)


def tallies(network, some):
    """The shares of characters that the recogniser alone and both tell rightly, of all and by band of height, and how many they are.
    The recogniser alone tells no Han characters apart."""
    network.eval()
    right = collections.defaultdict(list)
    with torch.no_grad():
        for part in groups(some, 256):
            outputs = network(torch.stack([one.seen for one in part]))
            alone = told(opinions([torch.zeros_like(values) for values in outputs], part), part)
            for one, *is_right in zip(part, alone, told(opinions(outputs, part), part)):
                for key in ("all", text_lines.band_of(one.height)):
                    right[key].append(is_right)
    network.train()
    shares = {key: np.mean(told, 0).tolist() for key, told in right.items()}
    return ", ".join(f"{key} {alone:.3f} -> {both:.3f} ({len(right[key])})" for key, (alone, both) in sorted(shares.items()))


def loss_of(outputs, some):
    """The mean over all characters of minus the log-probabilities of what they are."""
    wanted = torch.tensor([(one.symbol, one.vowel, one.final, one.han) for one in some])
    pairs = zip(opinions(outputs, some), wanted.T)
    return sum(F.cross_entropy(values, labels, ignore_index=-1, reduction="sum") for values, labels in pairs) / len(some)


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = recogniser()
    network = Characters(model.codes).to(memory_format=torch.channels_last)
    features = common.quick(network.features, options.compile, dynamic=False)
    optimiser = common.Muon(network.features, network.heads, options.rate)
    run = common.Run(NAME, network, optimiser)
    schedule = common.Schedule(optimiser, options.rate, options.minutes * 60)
    validation = {kind: held_out(model, options, kind) for kind in KINDS}

    def report(how):
        how("; ".join(f"{kind}: {tallies(network, some)}" for kind, some in validation.items()))

    for some in groups(drawn(model, options.seed + run.seen), options.batch):
        if schedule.done():
            break
        schedule.set()
        seen = torch.stack([one.seen for one in some]).contiguous(memory_format=torch.channels_last)
        found = features(seen)
        loss = loss_of([head(found) for head in network.heads], some)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        run.step(len(some), loss.item())
        if run.due():
            report(run.report)
    report(run.finish)


def newest():
    """The network as its newest checkpoint has it, untrained when there is none, and how many characters it has seen."""
    network, state = Characters(ProductCodes(text_lines.others())), common.load(NAME)
    if state:
        network.load_state_dict(state["model"])
    return network.eval(), state["seen"] if state else 0


def evaluate(options):
    torch.set_num_threads(options.threads)
    model, (network, seen) = recogniser(), newest()
    print(f"{seen} characters")
    for kind in KINDS:
        print(f"{kind}: {tallies(network, held_out(model, options, kind))}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function in (("train", train), ("evaluate", evaluate)):
        command = commands.add_parser(name)
        command.add_argument("--threads", type=int, default=1)
        command.add_argument("--validation", type=int, default=1024, help="characters of each kind of line to measure on")
        command.set_defaults(run=function)
        if function is train:
            command.add_argument("--minutes", type=float, default=60)
            command.add_argument("--batch", type=int, default=128)
            command.add_argument("--rate", type=float, default=2e-3)
            command.add_argument("--seed", type=int, default=1)
            command.add_argument("--compile", action="store_true")
    arguments = parser.parse_args()
    arguments.run(arguments)
