"""Makes the small networks of this crate's tests, with their cards and the answers of ONNX's reference evaluator.

    python crates/inference/testdata/generate.py

Deterministic; needs only numpy and onnx (training/requirements.txt).
"""
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T, helper as h, numpy_helper
from onnx.reference import ReferenceEvaluator

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(20261121)


def weights(name, *shape, dtype=np.float32):
    return numpy_helper.from_array((random.standard_normal(shape) * 0.4).astype(dtype), name)


def ramp(shape):
    """The input that the tests give, the same formula there: whole numbers, so that both sides agree to the bit."""
    return ((np.arange(np.prod(shape)) * 37 % 101).astype(np.float32) / np.float32(101) - np.float32(0.5)).reshape(shape)


def conv(inputs, output, stride=1, pad=1, group=1):
    """Every attribute is written out: rten 0.27 misses those that are left to their defaults."""
    return h.make_node("Conv", inputs, [output], strides=[stride] * 2, dilations=[1, 1], pads=[pad] * 4, group=group)


def write(name, nodes, inputs, outputs, initializers, input_shape, output_shapes, run_shapes):
    graph = h.make_graph(nodes, name, inputs, outputs, initializers)
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)], ir_version=9, producer_name="vidimus-tests")
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString(deterministic=True)
    (HERE / f"{name}.onnx").write_bytes(data)
    ports = ", ".join(f"{{ name = {json.dumps(n)}, shape = {json.dumps(s)} }}" for n, s in output_shapes)
    (HERE / f"{name}.toml").write_text(
        f'id = "{name}"\ntask = "test"\nversion = "1"\nfile = "{name}.onnx"\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}\n'
        'licence = "MIT OR Apache-2.0"\ntrained_on = "nothing: fixed random weights"\n'
        "mean = [0.5, 0.5, 0.5]\nstd = [0.5, 0.5, 0.5]\n"
        f'input = {{ name = "{inputs[0].name}", shape = {json.dumps(input_shape)} }}\noutputs = [{ports}]\n')
    evaluator = ReferenceEvaluator(model)
    cases = []
    for shape in run_shapes:
        answers = evaluator.run(None, {inputs[0].name: ramp(shape)})
        cases.append({"input_shape": shape, "outputs": [
            {"shape": list(a.shape), "data": [round(float(v), 6) for v in a.ravel()]} for a in answers]})
    (HERE / f"{name}.json").write_text(json.dumps(cases) + "\n")


def wide():
    """f32 weights, a width that varies, one output."""
    write(
        "wide",
        [conv(["image", "w1", "b1"], "c1"),
         h.make_node("Relu", ["c1"], ["r1"]),
         conv(["r1", "w2", "b2"], "c2", stride=2),
         h.make_node("Sigmoid", ["c2"], ["heat"])],
        [h.make_tensor_value_info("image", T.FLOAT, [1, 3, 8, "width"])],
        [h.make_tensor_value_info("heat", T.FLOAT, [1, 2, 4, "half"])],
        [weights("w1", 4, 3, 3, 3), weights("b1", 4), weights("w2", 2, 4, 3, 3), weights("b2", 2)],
        [1, 3, 8, "width"], [("heat", [1, 2, 4, "half"])],
        [[1, 3, 8, 4], [1, 3, 8, 10], [1, 3, 8, 33]])


def half():
    """Weights stored as f16 behind Cast nodes, a batch that varies, two outputs, and the layers of an encoder
    and decoder: depthwise, Hardswish, Resize, Concat, Gemm, Softmax."""
    names = ["w1", "wd", "w2", "wf", "bf"]
    casts = [h.make_node("Cast", [n + "_f16"], [n], to=T.FLOAT) for n in names]
    f16 = np.float16
    write(
        "half",
        casts + [
            conv(["image", "w1"], "c1", stride=2),
            h.make_node("HardSwish", ["c1"], ["h1"]),
            conv(["h1", "wd"], "d1", stride=2, group=6),
            h.make_node("Relu", ["d1"], ["r1"]),
            h.make_node("Resize", ["r1", "", "scales"], ["u1"], mode="nearest", nearest_mode="floor",
                        coordinate_transformation_mode="asymmetric"),
            h.make_node("Concat", ["h1", "u1"], ["j1"], axis=1),
            conv(["j1", "w2"], "map", pad=0),
            h.make_node("GlobalAveragePool", ["r1"], ["p1"]),
            h.make_node("Flatten", ["p1"], ["f1"]),
            h.make_node("Gemm", ["f1", "wf", "bf"], ["g1"], transB=1),
            h.make_node("Softmax", ["g1"], ["score"], axis=1)],
        [h.make_tensor_value_info("image", T.FLOAT, ["n", 3, 16, 16])],
        [h.make_tensor_value_info("map", T.FLOAT, ["n", 2, 8, 8]), h.make_tensor_value_info("score", T.FLOAT, ["n", 3])],
        [weights("w1_f16", 6, 3, 3, 3, dtype=f16), weights("wd_f16", 6, 1, 3, 3, dtype=f16),
         weights("w2_f16", 2, 12, 1, 1, dtype=f16), weights("wf_f16", 3, 6, dtype=f16), weights("bf_f16", 3, dtype=f16),
         numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "scales")],
        ["n", 3, 16, 16], [("map", ["n", 2, 8, 8]), ("score", ["n", 3])],
        [[1, 3, 16, 16], [3, 3, 16, 16]])


wide()
half()
