"""Averages the weights of a run with those of other checkpoints of the same network and writes them to the run.

A network that went on learning from other pictures forgets some of what it knew; the mean of both often keeps both, as does the mean
of runs side by side (model soups, Wortsman et al., 2022).

    python average.py locator before.pt beside.pt && python locator.py export
"""
import argparse
import os

import torch

import common


def average(states):
    """The mean of each weight; whole numbers, such as counters, as in the last."""
    *_, last = states

    def mean(key):
        return sum(state[key] for state in states) / len(states) if last[key].is_floating_point() else last[key]

    return {key: mean(key) for key in last}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network")
    parser.add_argument("others", nargs="+", help="paths of the other checkpoints")
    options = parser.parse_args()
    path = common.RUNS / f"{options.network}.pt"
    run, *others = (torch.load(name, map_location="cpu", weights_only=True) for name in (path, *options.others))
    # Checkpoints have their numbers in half precision.
    widened = [{key: value.float() for key, value in other["model"].items()} for other in others]
    run["model"] = average([*widened, run["model"]])
    torch.save(run, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)
