"""Trains the recogniser of printed text lines and exports it.

A convolutional network with a CTC head: a grey line 1 x 40 x W in, scores of symbols for every 4 pixels of width out.
Attention gives each step the sight of the whole line, depthwise convolutions that of its neighbours; no recurrence, so that any width
works.

The head is a product: one distribution over blank, the 19 initial consonants of Hangul and all other symbols, one over 21
vowels, one over 28 final consonants. A syllable's probability at a step is the product of its three parts, so that all
11,172 syllables cost 68 classes. Han characters are one class of the first, and told apart where that one is likely. The other head spells
syllables as two or three symbols; `trial` measures them.

    python text.py alphabet                  # text-alphabet.txt: all symbols but syllables, as the generator lists them
    python text.py trial --minutes 6 --widest 256 --least-height 14    # the same trunk under both heads, same lines
    python text.py train --minutes 60        # goes on from runs/text-recogniser.pt when it exists
    python text.py evaluate                  # by script and glyph height, and how far its confidence can be trusted
    python text.py export                    # models/text-recogniser.onnx and its card, temperature included
    python text.py samples                   # drawn lines for the tests of crates/ocr
"""
import argparse
import itertools
import time

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import common
import han
import text_lines
from han_network import SEEN, Reader, is_looked_at
from text_network import HEADS, HEIGHT, STRIDE, Recogniser, is_han, loss_of

NAME = "text-recogniser"


class Learner:
    """A network and what trains it, with a clock that counts only the processor's time for its own steps."""

    def __init__(self, head, rate, compiled=False):
        self.model = Recogniser(HEADS[head], text_lines.others()).to(memory_format=torch.channels_last)
        # The widths of batches are few, so each is worth compiling for; what is evaluated comes in any shape.
        self.trunk = common.quick(self.model.trunk, compiled, dynamic=False)
        self.optimiser = common.Muon(self.model.trunk, self.model.head, rate)
        self.seconds = 0.0

    def clock(self):
        return self.seconds

    def learn(self, width, some):
        started = time.process_time()
        labels = [self.model.codes.encode(text_lines.as_seen(line.text)) for line in some]
        loss = loss_of(self.model.head(self.trunk(text_lines.pictures(some, width))), labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.seconds += time.process_time() - started
        return loss.item()


def wanted(source, options):
    """The lines that are not too wide and whose glyphs are not too small."""
    return (line for line in source if line.grey.shape[1] <= options.widest and line.height >= options.least_height)


def held_out(options, seed=4242, kind="lines"):
    source = text_lines.lines(seed, "validation", kind)
    some = list(itertools.islice(wanted(source, options), options.validation))
    source.close()
    return list(text_lines.batches(some))


def drawn(options, seen):
    """Batches to learn from: fresh lines, `cuts` of them from sheets, and each again `replay` times in another light."""
    seed = options.seed + seen
    fresh = text_lines.lines(seed, "train")
    if options.cuts:
        cuts = text_lines.shuffled(text_lines.lines(seed, "train", "cuts"), seed)
        fresh = text_lines.mixed(fresh, cuts, options.cuts, seed)
    replayed = common.replayed(wanted(fresh, options), 1, options.replay, text_lines.varied, seed, keep=20000)
    return text_lines.batches(itertools.chain.from_iterable(replayed))


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    learner = Learner("product", options.rate, options.compile)
    run = common.Run(NAME, learner.model, learner.optimiser, every=480)
    validation, cuts = held_out(options), held_out(options, kind="cuts")
    schedule = common.Schedule(learner.optimiser, options.rate, options.minutes * 60)

    reader = Reader(learner.model, han.newest()[0])

    def report(how):
        tallies = text_lines.evaluate(reader, validation)
        how(f"validation: {tallies['all', 'all']}; cuts: {text_lines.evaluate(reader, cuts)['all', 'all']}")
        return tallies

    for width, some in drawn(options, run.seen):
        if schedule.done():
            break
        schedule.set()
        run.step(len(some), learner.learn(width, some))
        if run.due():
            report(run.report)
    print(text_lines.table(report(run.report)))


def trial(options):
    """Both heads learn from the same batches, each for as many minutes of the processor's time."""
    torch.set_num_threads(options.threads)
    validation = held_out(options)
    contest = {}
    for head in HEADS:
        torch.manual_seed(options.seed)
        learner = Learner(head, options.rate)
        run = common.Run(f"text-trial-{head}", learner.model, learner.optimiser)
        schedule = common.Schedule(learner.optimiser, options.rate, options.minutes * 60, clock=learner.clock)
        contest[head] = learner, run, schedule
    for width, some in drawn(options, 0):
        going = [entry for entry in contest.values() if not entry[2].done()]
        if not going:
            break
        for learner, run, schedule in going:
            schedule.set()
            run.step(len(some), learner.learn(width, some))
            if run.due():
                tally = text_lines.evaluate(learner.model, validation)["all", "all"]
                run.report(f"{learner.seconds / 60:.1f} min of its own; validation: {tally}")
    for head, (learner, run, _) in contest.items():
        tallies = text_lines.evaluate(learner.model, validation)
        run.report(f"{learner.seconds / 60:.1f} min of its own; validation: {tallies['all', 'all']}")
        print(f"{head}: {run.seen} lines\n{text_lines.table(tallies)}", flush=True)


def restored():
    """What reads lines, and what it has seen."""
    model = Recogniser(HEADS["product"], text_lines.others())
    seen, minutes = common.restore(NAME, model)
    second, han_seen = han.newest()
    return Reader(model, second).eval(), f"{seen} drawn lines and {han_seen} Han characters, {minutes:.0f} minutes"


def gflop(network, width):
    """What a network costs for one picture of this width; a multiply-add is two."""
    with FlopCounterMode(display=False) as counted, torch.no_grad():
        network(torch.zeros(1, 1, HEIGHT, width))
    return counted.get_total_flops() / 1e9


def cost(model, some):
    """What reading costs, in words: a line, and how often what is looked at again for how many Han characters."""
    with torch.no_grad():
        asked = [is_looked_at(model.recogniser(text_lines.pictures(lines, width))[0].log_softmax(2)) for width, lines in some]
    characters = sum(is_han(symbol) for _, lines in some for line in lines for symbol in text_lines.as_seen(line.text))
    looks = sum(int(one.sum()) for one in asked)
    line, look = gflop(model.recogniser, 160), gflop(model.characters, SEEN)
    return f"{line:.3f} GFLOP a line of {HEIGHT} x 160, {look:.3f} a look at a Han character: {looks} for {characters} of them"


def evaluate(options):
    torch.set_num_threads(options.threads)
    model, learnt = restored()
    print(learnt)
    validation = held_out(options)
    print(cost(model, validation))
    print(text_lines.table(text_lines.evaluate(model, validation)))
    print(f"cut from sheets\n{text_lines.table(text_lines.evaluate(model, held_out(options, kind='cuts')))}")
    model.eval()
    temperature = text_lines.temperature_of(model, held_out(options, seed=4343))
    print(f"temperature {temperature}, found on other lines")
    print(text_lines.reliability(text_lines.confidences(model, validation, [temperature])[temperature]))


def samples(_options):
    """Writes drawn lines with their texts for the tests of the crate `ocr`."""
    folder = common.ROOT / "crates" / "ocr" / "testdata" / "lines"
    folder.mkdir(parents=True, exist_ok=True)
    source = text_lines.lines(77, "validation")
    some = list(itertools.islice((line for line in source if line.height >= 14), 24))
    source.close()
    for i, line in enumerate(some):
        (folder / f"{i:02}.png").write_bytes(text_lines.png(line.grey))
    (folder / "lines.txt").write_text("".join(f"{line.text}\n" for line in some), encoding="utf-8")


def alphabet(_options):
    text_lines.collect_alphabet()
    print(f"{len(text_lines.others())} symbols")


class Normalised(nn.Module):
    """A network that gives logarithms of probabilities under a temperature, worked out where it is done fastest."""

    def __init__(self, model, temperature):
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(self, lines):
        *outputs, steps = self.model.told(lines, self.temperature)
        return *outputs, steps.float()


def export(options):
    torch.set_num_threads(options.threads)
    model, learnt = restored()
    temperature = text_lines.temperature_of(model, held_out(options, seed=4343))
    print(f"temperature {temperature}")
    codes = model.codes
    common.keep(han.NAME)
    steps = {0: "lines", 1: "steps"}
    common.export(
        Normalised(model, temperature).eval(),
        NAME,
        example=torch.zeros(1, 1, HEIGHT, 320),
        input_axes={0: "lines", 3: "width"},
        output_names=["symbols", "vowels", "finals", "han", "han_steps"],
        output_axes=[steps] * 3 + [{0: "told"}] * 2,
        card=dict(
            task="text-recognition",
            licence="MIT OR Apache-2.0",
            trained_on=f"{learnt} on a CPU",
            alphabet=codes.others,
            stride=STRIDE,
            multiple_of=STRIDE,
            ctc=dict(
                values="log_probabilities",
                blank=0,
                first=codes.first,
                contrast_floor=text_lines.CONTRAST_FLOOR,
                hangul=dict(initials=1, vowels="vowels", finals="finals"),
                rare=dict(output="han", steps="han_steps"),
            ),
            # The middles of what the generator draws around a line.
            extra=dict(line_share=0.75, margin=0.2),
        ),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    jobs = (("train", train, 60), ("trial", trial, 10), ("evaluate", evaluate, None), ("export", export, None))
    for name, function, minutes in jobs:
        command = commands.add_parser(name)
        command.add_argument("--threads", type=int, default=1)
        command.add_argument("--validation", type=int, default=1536, help="lines to measure on")
        command.add_argument("--widest", type=int, default=640, help="leave out lines wider than this, in pixels")
        command.add_argument("--least-height", type=float, default=0, help="leave out lines with smaller glyphs")
        command.set_defaults(run=function)
        if minutes:
            command.add_argument("--minutes", type=float, default=minutes)
            command.add_argument("--rate", type=float, default=2e-3)
            command.add_argument("--seed", type=int, default=1)
            command.add_argument("--replay", type=float, default=1.0, help="how often a line comes again, varied")
            command.add_argument("--cuts", type=float, default=0.4, help="share of the lines that are cut from drawn sheets")
            command.add_argument("--compile", action="store_true", help="worth its first minutes in runs of an hour")
    commands.add_parser("alphabet").set_defaults(run=alphabet)
    commands.add_parser("samples").set_defaults(run=samples)
    arguments = parser.parse_args()
    arguments.run(arguments)
