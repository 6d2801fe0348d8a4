"""What the training scripts share: the generator's pipe, checkpoints, the learning-rate schedule, export with a card."""
import argparse
import contextlib
import hashlib
import json
import math
import os
import pathlib
import subprocess
import sys
import time

import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUNS = ROOT / "training" / "runs"
CHECKPOINTS = ROOT / "training" / "checkpoints"
MODELS = ROOT / "models"


def block(inputs, outputs, kernel=3, stride=1, padding=None):
    """A convolution, batch normalisation, ReLU; padded to keep the size unless told otherwise."""
    padding = kernel // 2 if padding is None else padding
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


def normalised(pictures):
    """Pictures of bytes as networks that see colour want them: black is -1, white is 1."""
    return pictures.float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


# Whether the processor multiplies bfloat16. Elsewhere that is slower than float32.
BF16 = torch.cpu.get_capabilities().get("avx512_bf16", False)


class Rounded(nn.Module):
    """A network whose products are of bfloat16; its weights stay float32."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, values):
        with torch.autocast("cpu", torch.bfloat16):
            return self.model(values).float()


def quick(model, compiled, **how):
    """What steps of training go through: the same network, rounded where that is faster, compiled if wanted."""
    model = Rounded(model) if BF16 else model
    return torch.compile(model, **how) if compiled else model


def generator(*arguments):
    """The command line of the generator. Build it first: cargo build --release -p specimen."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return [target / "release" / "specimen-stream", *arguments]


@contextlib.contextmanager
def stream(kind, seed, split, *data):
    """The generator's standard output."""
    command = generator(kind, str(seed), split, *data)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=1 << 22)
    try:
        yield process.stdout
    finally:
        process.kill()
        process.wait()


def read_exactly(pipe, count):
    data = pipe.read(count)
    if len(data) != count:
        raise RuntimeError("the generator stopped")
    return data


def replayed(source, size, replay, vary, seed, keep):
    """Endless lists of `size` samples: fresh ones mixed with `replay` times as many varied ones of the last `keep`.

    Drawing a picture costs more than learning from it once.
    """
    generator = torch.Generator().manual_seed(seed)
    kept, fresh = [], 0
    while True:
        batch = []
        while len(batch) < size:
            if len(kept) >= 64 and torch.rand((), generator=generator) < replay / (replay + 1):
                batch.append(vary(*kept[int(torch.randint(len(kept), (), generator=generator))], generator))
            else:
                batch.append(next(source))
                if replay:
                    kept[fresh % keep : fresh % keep + 1] = batch[-1:]
                    fresh += 1
        yield batch


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


class Muon(torch.optim.Optimizer):
    """Steps of one length in all directions of a layer: the momentum of each convolution of `trunk`, as a matrix from all its
    inputs to its outputs, is orthogonalised (Jordan et al., 2024) and brought to the size of AdamW's steps (Liu et al., 2025).
    AdamW for everything else. torch's own Muon takes matrices only, not kernels.
    """

    def __init__(self, trunk, head, rate, weight_decay=1e-3):
        is_matrix = lambda p: p.ndim >= 2 and min(p.shape[0], p[0].numel()) > 9
        kernels = [p for p in trunk.parameters() if is_matrix(p)]
        others = [p for p in trunk.parameters() if not is_matrix(p)] + list(head.parameters())
        groups = [dict(params=kernels, is_matrix=True), dict(params=others, is_matrix=False)]
        super().__init__(groups, dict(lr=rate, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            update = self.orthogonal if group["is_matrix"] else self.adam
            for p in group["params"]:
                if p.grad is not None:
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.sub_(update(self.state[p], p.grad).view_as(p), alpha=group["lr"])

    @staticmethod
    def orthogonal(state, gradient, momentum=0.95):
        if not state:
            state["momentum"] = torch.zeros_like(gradient)
        ahead = gradient + momentum * state["momentum"].mul_(momentum).add_(gradient)
        matrix = orthogonalised(ahead.reshape(len(ahead), -1))
        return 0.2 * max(matrix.shape) ** 0.5 * matrix

    @staticmethod
    def adam(state, gradient, betas=(0.9, 0.999)):
        if not state:
            state.update(steps=0, mean=torch.zeros_like(gradient), square=torch.zeros_like(gradient))
        state["steps"] += 1
        state["mean"].lerp_(gradient, 1 - betas[0])
        state["square"].lerp_(gradient**2, 1 - betas[1])
        mean, square = (state[name] / (1 - beta ** state["steps"]) for name, beta in zip(("mean", "square"), betas))
        return mean / (square.sqrt() + 1e-8)


def orthogonalised(matrix):
    """Nearly U V' of a matrix U S V', by the quintic Newton-Schulz iteration whose coefficients Jordan et al. give; in
    bfloat16 as theirs, where that is faster."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    x = x.bfloat16() if BF16 else x
    x = x.T.contiguous() if len(x) > x.shape[1] else x
    for _ in range(5):
        square = x @ x.T
        x = torch.addmm(x, torch.addmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return (x.T if len(matrix) > matrix.shape[1] else x).float()


class Schedule:
    """Linear warm-up, then cosine decay over a budget of seconds: what matters here is minutes, not steps.

    The seconds are those of the clock on the wall, unless `clock` counts others.
    """

    def __init__(self, optimiser, rate, seconds, warm_up=200, clock=time.time):
        self.optimiser, self.rate, self.seconds, self.warm_up, self.clock = optimiser, rate, seconds, warm_up, clock
        self.start, self.steps = clock(), 0

    def done(self):
        return self.clock() - self.start >= self.seconds

    def set(self):
        self.steps += 1
        elapsed = min(1.0, (self.clock() - self.start) / self.seconds)
        rate = self.rate * min(1.0, self.steps / self.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * elapsed)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate


class Run:
    """A training run that can be resumed: weights, optimiser and counters in one file, progress in a log."""

    def __init__(self, name, model, optimiser, every=240):
        RUNS.mkdir(parents=True, exist_ok=True)
        self.path, self.log = RUNS / f"{name}.pt", RUNS / f"{name}.log"
        self.model, self.optimiser, self.every = model, optimiser, every
        self.seen, self.seconds, self.losses = 0, 0.0, []
        state = load(name)
        if state:
            model.load_state_dict(state["model"])
            if state.get("kind") == type(optimiser).__name__:
                optimiser.load_state_dict(state["optimiser"])
            self.seen, self.seconds = state["seen"], state["seconds"]
        self.started, self.last, self.seen_at_start = time.time(), time.time(), self.seen

    def step(self, count, loss):
        self.seen += count
        self.losses.append(loss)

    def due(self):
        return time.time() - self.last > self.every

    def report(self, text):
        elapsed = time.time() - self.started
        loss = sum(self.losses) / max(1, len(self.losses))
        line = f"{elapsed / 60:.1f} min, {self.seen} seen, {(self.seen - self.seen_at_start) / elapsed:.0f}/s, loss {loss:.4f}; {text}"
        print(line, flush=True)
        with open(self.log, "a") as log:
            log.write(line + "\n")
        self.losses, self.last = [], time.time()
        state = dict(
            model=self.model.state_dict(),
            kind=type(self.optimiser).__name__,
            optimiser=self.optimiser.state_dict(),
            seen=self.seen,
            seconds=self.seconds + elapsed,
        )
        torch.save(state, self.path.with_suffix(".tmp"))
        os.replace(self.path.with_suffix(".tmp"), self.path)


def load(name, folders=(RUNS, CHECKPOINTS)):
    """The newest checkpoint of a network: of a run, else the small one in the repository; None when there is none."""
    for path in (folder / f"{name}.pt" for folder in folders):
        if path.exists():
            state = torch.load(path, map_location="cpu", weights_only=True)
            state["model"] = {k: v.float() if v.is_floating_point() else v for k, v in state["model"].items()}
            return state
    return None


def restore(name, model):
    """Loads the newest checkpoint; returns how many samples it has seen and for how many minutes it was trained."""
    state = load(name)
    if state is None:
        raise SystemExit(f"{name} has not been trained yet")
    model.load_state_dict(state["model"])
    return state["seen"], state["seconds"] / 60


def keep(name):
    """Writes the newest checkpoint, without the optimiser and in f16, to where the repository keeps it."""
    state = load(name)
    if state is None:
        raise SystemExit(f"{name} has not been trained yet")
    CHECKPOINTS.mkdir(exist_ok=True)
    half = {k: v.half() if v.is_floating_point() else v for k, v in state["model"].items()}
    torch.save(dict(model=half, seen=state["seen"], seconds=state["seconds"]), CHECKPOINTS / f"{name}.pt")


def toml(value):
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def store_half(path):
    """Stores the large weights of an ONNX file as float16, each behind a cast to the float32 that it is used as: half the bytes, the same
    operators."""
    model = onnx.load(path)
    large = [weight for weight in model.graph.initializer if weight.data_type == TensorProto.FLOAT and math.prod(weight.dims) >= 256]
    casts = []
    for weight in large:
        casts.append(helper.make_node("Cast", [f"{weight.name}.f16"], [weight.name], to=TensorProto.FLOAT))
        weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight).astype("float16"), f"{weight.name}.f16"))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def expect_same(path, model, example):
    """Runs an exported file on noise and stops unless it says nearly what the network says, rounded weights included."""
    noise = torch.rand(example.shape, generator=torch.Generator().manual_seed(0))
    said = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {"input": noise.numpy()})
    with torch.no_grad():
        expected = model(noise)
    for index, (one, other) in enumerate(zip(said, expected if isinstance(expected, tuple) else (expected,))):
        if one.shape != tuple(other.shape):
            raise SystemExit(f"{path}: output {index} is {one.shape}, not {tuple(other.shape)}")
        off = (torch.from_numpy(one) - other).abs().max() / (1 + other.abs().max())
        if off > 0.02:
            raise SystemExit(f"{path}: output {index} is off by {off:.4f} of its largest value")


def export(model, name, example, input_axes, output_names, output_axes, card):
    """Writes models/<name>.onnx and its card models/<name>.toml, and keeps the checkpoint; axes name what may vary."""
    keep(name)
    MODELS.mkdir(exist_ok=True)
    path = MODELS / f"{name}.onnx"
    axes = {"input": input_axes, **dict(zip(output_names, output_axes))}
    torch.onnx.export(
        model, (example,), path, input_names=["input"], output_names=output_names, dynamic_axes=axes, opset_version=17, dynamo=False
    )
    store_half(path)
    expect_same(path, model, example)
    data = path.read_bytes()
    with torch.no_grad():
        outputs = model(example)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)

    def port(port_name, shape, named):
        sizes = ", ".join(f'"{named[axis]}"' if axis in named else str(size) for axis, size in enumerate(shape))
        return f'{{ name = "{port_name}", shape = [{sizes}] }}'

    sha256 = hashlib.sha256(data).hexdigest()
    fields = dict(
        id=name,
        task=card["task"],
        version=sha256[:8],
        file=path.name,
        sha256=sha256,
        bytes=len(data),
        licence=card["licence"],
        trained_on=card["trained_on"],
    )
    lines = [f"{key} = {toml(value)}" for key, value in fields.items()]
    lines += [f"mean = {[card.get('mean', 0.0)] * 3}", f"std = {[card.get('std', 1.0)] * 3}"]
    lines += [f"{key} = {toml(card[key])}" for key in ("stride", "multiple_of", "alphabet") if key in card]
    lines.append("input = " + port("input", example.shape, input_axes))
    ports = [port(n, o.shape, a) for n, o, a in zip(output_names, outputs, output_axes)]
    lines.append("outputs = [" + ", ".join(ports) + "]")
    for table in ("ctc", "extra"):
        if table in card:
            lines += [f"[{table}]", *(f"{key} = {toml(value)}" for key, value in card[table].items())]
    (MODELS / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path}: {len(data)} bytes, {card['trained_on']}", file=sys.stderr)


def command_line(description, train, other, data=True, replay=None, batch=32, validation=192):
    """Runs `train`, or the other function by its name (`export` mostly), as the command line says. `data`: drawing needs a folder; `replay`:
    how often a drawn sample is shown again; `validation`: how many samples to measure on."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("train")
    if data:
        command.add_argument("data", help="folder with faces/people and backgrounds to draw from")
    command.add_argument("--minutes", type=float, default=60)
    command.add_argument("--batch", type=int, default=batch)
    command.add_argument("--rate", type=float, default=2e-3)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--threads", type=int, default=1)
    command.add_argument("--validation", type=int, default=validation)
    if replay is not None:
        command.add_argument("--replay", type=float, default=replay)
    command.add_argument("--compile", action="store_true")
    command.set_defaults(run=train)
    commands.add_parser(other.__name__).set_defaults(run=other, validation=validation)
    arguments = parser.parse_args()
    arguments.run(arguments)
