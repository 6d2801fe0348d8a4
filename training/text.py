"""Trains the recogniser of printed text lines and exports it.

A convolutional network with a CTC head: a grey line 1 x 40 x W in, scores of symbols for every 4 pixels of width out.
Depthwise convolutions along the line give each step the sight of its neighbours; no recurrence, so that any width works.

The head is a product: one distribution over blank, the 19 initial consonants of Hangul and all other symbols, one over 21
vowels, one over 28 final consonants. A syllable's probability at a step is the product of its three parts, so that all
11,172 syllables cost 68 classes. The other head spells syllables as two or three symbols; `trial` measures them.

    python text.py alphabet                  # text-alphabet.txt: all symbols but syllables, as the generator lists them
    python text.py trial --minutes 10        # the same trunk under both heads, on the same lines
    python text.py train --minutes 60        # goes on from runs/text-recogniser.pt when it exists
    python text.py evaluate                  # by script and glyph height
    python text.py export                    # models/text-recogniser.onnx and its card
"""
import argparse
import itertools
import time

import torch
from torch import nn

import common
import text_lines
from text_network import HEADS, HEIGHT, STRIDE, Recogniser, loss_of

NAME = "text-recogniser"


class Learner:
    """A network and what trains it, with a clock that counts only the processor's time for its own steps."""

    def __init__(self, head, rate):
        self.model = Recogniser(HEADS[head], text_lines.others()).to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=rate, weight_decay=1e-3)
        self.step_model, self.seconds = self.model, 0.0

    def clock(self):
        return self.seconds

    def learn(self, width, some):
        started = time.process_time()
        labels = [self.model.codes.encode(line.text) for line in some]
        loss = loss_of(self.step_model(text_lines.pictures(some, width)), labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.seconds += time.process_time() - started
        return loss.item()


def held_out(count):
    source = text_lines.lines(4242, "validation")
    some = list(itertools.islice(source, count))
    source.close()
    return list(text_lines.batches(some))


def drawn(options, seen):
    """Batches to learn from: fresh lines, and each again `replay` times in another light."""
    fresh = text_lines.lines(options.seed + seen, "train")
    replayed = common.replayed(fresh, 1, options.replay, text_lines.varied, options.seed + seen, keep=20000)
    return text_lines.batches(itertools.chain.from_iterable(replayed))


def train(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    learner = Learner("product", options.rate)
    run = common.Run(NAME, learner.model, learner.optimiser)
    validation = held_out(options.validation)
    schedule = common.Schedule(learner.optimiser, options.rate, options.minutes * 60)
    if options.compile:
        learner.step_model = torch.compile(learner.model)
    for width, some in drawn(options, run.seen):
        if schedule.done():
            break
        schedule.set()
        run.step(len(some), learner.learn(width, some))
        if run.due():
            run.report(f"validation: {text_lines.evaluate(learner.model, validation)['all', 'all']}")
    tallies = text_lines.evaluate(learner.model, validation)
    run.finish(f"validation: {tallies['all', 'all']}")
    print(text_lines.table(tallies))


def trial(options):
    """Both heads learn from the same batches, each for as many minutes of the processor's time."""
    torch.set_num_threads(options.threads)
    validation = held_out(options.validation)
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
        run.finish(f"{learner.seconds / 60:.1f} min of its own; validation: {tallies['all', 'all']}")
        print(f"{head}: {run.seen} lines\n{text_lines.table(tallies)}", flush=True)


def restored():
    model = Recogniser(HEADS["product"], text_lines.others())
    seen, minutes = common.restore(NAME, model)
    return model.eval(), seen, minutes


def evaluate(options):
    torch.set_num_threads(options.threads)
    model, seen, minutes = restored()
    print(f"{seen} lines, {minutes:.0f} minutes")
    print(text_lines.table(text_lines.evaluate(model, held_out(options.validation))))


def alphabet(_options):
    text_lines.collect_alphabet()
    print(f"{len(text_lines.others())} symbols")


def export(_options):
    model, seen, minutes = restored()
    codes = model.codes
    steps = {0: "lines", 1: "steps"}
    common.export(
        model,
        NAME,
        example=torch.zeros(1, 1, HEIGHT, 320),
        input_axes={0: "lines", 3: "width"},
        output_names=list(model.head.outputs),
        output_axes=[steps] * len(model.head.outputs),
        card=dict(
            task="text-recognition",
            version="1",
            licence="MIT OR Apache-2.0",
            trained_on=f"{seen} drawn lines (specimen-stream lines), {minutes:.0f} minutes on a CPU",
            alphabet=codes.others,
            stride=STRIDE,
            multiple_of=STRIDE,
            ctc=dict(
                values="logits",
                blank=0,
                first=codes.first,
                temperature=1.0,
                contrast_floor=text_lines.CONTRAST_FLOOR,
                hangul=dict(initials=1, vowels="vowels", finals="finals"),
            ),
        ),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function, minutes in (("train", train, 60), ("trial", trial, 10), ("evaluate", evaluate, None)):
        command = commands.add_parser(name)
        command.add_argument("--threads", type=int, default=1)
        command.add_argument("--validation", type=int, default=1536, help="lines to measure on")
        command.set_defaults(run=function)
        if minutes:
            command.add_argument("--minutes", type=float, default=minutes)
            command.add_argument("--rate", type=float, default=2e-3)
            command.add_argument("--seed", type=int, default=1)
            command.add_argument("--replay", type=float, default=1.0, help="how often a line comes again, varied")
            command.add_argument("--compile", action="store_true")
    commands.add_parser("alphabet").set_defaults(run=alphabet)
    commands.add_parser("export").set_defaults(run=export)
    arguments = parser.parse_args()
    arguments.run(arguments)
