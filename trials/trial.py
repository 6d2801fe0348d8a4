"""What the trials have in common: pictures with their readings, servers to try, and keys."""

import base64
import json
import os
import signal
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path


def run(binary, *arguments, env=None):
    """The standard output of the binary."""
    done = subprocess.run([binary, *map(str, arguments)], env=env, capture_output=True, text=True)
    # 1 tells that a zone's check digits disagree, which is a reading too.
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, arguments[:2]))}: {done.stderr}")
    return done.stdout


def pictures(binary, folder, count, long_side=900, keep=1.0):
    """Draws `count` photos, each of another document, and reads them one by one: [(bytes, its sheets)] of the share of
    them that is read fastest."""
    folder = Path(folder)
    run(binary, "specimen", folder, "--count", count, "--seed", 7, "--long-side", long_side)
    files = sorted(folder.rglob("*.jpg"))[:count]
    lines = run(binary, "read", "--format", "jsonl", *files).splitlines()
    read = sorted(map(json.loads, lines), key=lambda answer: answer["milliseconds"]["total"])
    read = read[: max(1, round(keep * len(read)))]
    return [(Path(answer["file"]).read_bytes(), comparable(answer["sheets"])) for answer in read]


def comparable(sheets):
    """What of a reading must be the same each time: the texts. Numbers may differ in their last digits."""
    return [[line["text"] for line in sheet["mrz"]["lines"]] if sheet["mrz"] else None for sheet in sheets]


def environment(folder, database, **settings):
    """The environment of a server and of the commands beside it."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("VIDIMUS_")}
    env |= {"VIDIMUS_DATABASE_URL": database, "VIDIMUS_DATABASE_KEY_FILE": f"{folder}/vidimus.key"}
    env |= {"VIDIMUS_LOG_FILTER": "warn", "VIDIMUS_SERVER_OPEN_TO": "nobody"}
    if "VIDIMUS_ONNXRUNTIME" in os.environ:
        env["VIDIMUS_ONNXRUNTIME"] = os.environ["VIDIMUS_ONNXRUNTIME"]
    return env | {f"VIDIMUS_{name.upper()}": str(value) for name, value in settings.items()}


def operator_key(folder):
    """Makes the key that pictures and results of jobs are sealed with."""
    Path(folder, "vidimus.key").write_bytes(base64.b64encode(os.urandom(32)))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server on a port of its own, which can be killed and started again."""

    def __init__(self, binary, env, log):
        self.binary, self.env, self.log, self.port = binary, env, log, free_port()
        self.start()

    def start(self):
        command = [self.binary, "serve", "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, env=self.env, stderr=self.log)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if call(self.port, "GET", "/ready")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("a server does not get ready")

    def memory_mib(self, name="VmRSS"):
        """Memory in use, or with VmHWM the most there was."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name))) / 1024


def call(port, method, path, body=None, headers=None, timeout=30):
    """Status, headers and body of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def native_key(binary, env):
    out = run(binary, "keys", "create", "--workspace", "trial", "--door", "native", env=env)
    return out.split("Bearer ")[1].strip()
