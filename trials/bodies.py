"""Sends a server what it should not get (Schemathesis): requests made up from /openapi.json, right and wrong in every part.

Exits with 1 when an answer is a server error, there is none, or the server is gone.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import trial

# Requests with the right keys, so that what is made up gets past the door.
SETTINGS = """
headers = {{ "x-api-key" = "{native}", "X-OCR-SECRET" = "{ocr_secret}", "X-EKYC-SECRET" = "{ekyc_secret}" }}

[[operations]]
include-operation-id = "recognition"
headers = {{ "x-api-key" = "{argos}" }}

[[operations]]
include-operation-id = "clovaOcr"
parameters = {{ domainId = "7", invokeKey = "{ocr_path}" }}

[[operations]]
include-operation-id = "clovaEkyc"
parameters = {{ domainId = "7", signature = "{ekyc_path}" }}
"""


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--binary", required=True)
    options.add_argument("--examples", type=int, default=200, help="for each operation")
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    options.binary = Path(options.binary).resolve()

    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w") as log:
        env = trial.environment(folder, f"sqlite:{folder}/vidimus.db")

        def key(door, *domain):
            """The path of the door's own kind and the secret of a fresh key."""
            said = trial.run(options.binary, "keys", "create", "--workspace", "trial", "--door", door, *domain, env=env).split()
            return (said[0].split("/")[4] if domain else ""), said[-1]

        (_, native), (_, argos) = key("native"), key("argos")
        (ocr_path, ocr_secret), (ekyc_path, ekyc_secret) = key("clova-ocr", "--domain", 7), key("clova-ekyc", "--domain", 7)
        settings = Path(folder) / "schemathesis.toml"
        settings.write_text(
            SETTINGS.format(
                native=native, argos=argos, ocr_path=ocr_path, ocr_secret=ocr_secret, ekyc_path=ekyc_path, ekyc_secret=ekyc_secret
            )
        )
        server = trial.Server(options.binary, env, log)
        server.wait()
        command = [
            Path(sys.executable).with_name("schemathesis"), "--config-file", settings, "run",
            f"http://127.0.0.1:{server.port}/openapi.json", "--checks", "not_a_server_error", "--mode", "all",
            "--phases", "examples,coverage,fuzzing", "--max-examples", str(options.examples), "--seed", str(options.seed),
        ]
        # Where it runs it leaves what it found out, for the next time.
        status = subprocess.run(command, cwd=folder).returncode
        alive = server.process.poll() is None
        server.stop()
    if not alive:
        print("the server is gone")
    raise SystemExit(0 if status == 0 and alive else 1)


if __name__ == "__main__":
    main()
