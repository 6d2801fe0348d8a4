# The one entrance. Each target does its own set-up on a fresh Debian 12 with Rust, Python 3 and a C compiler; `fuzz` also wants a
# nightly compiler and cargo-fuzz, and says so.
.PHONY: help serve test check lint chaos load fuzz peers

help:
	@echo "make serve   build and serve on this machine"
	@echo "make test    every test"
	@echo "make chaos   kills servers while jobs run, and counts what arrives"
	@echo "make load    answers a second, times and memory under 1 to 64 clients"
	@echo "make fuzz    made-up requests and bytes; nothing may break"
	@echo "make check   format, lints, documentation, then every test; what CI runs"
	@echo "make peers   Vidimus, Tesseract and RapidOCR side by side; make peers ARGUMENTS='--data DIR' on a folder with truth"

# Without ONNX Runtime the built-in backend serves, so not being able to fetch it is no reason to stop.
serve:
	scripts/setup build
	mkdir -p .runtime
	scripts/onnxruntime || echo "serving with the built-in backend" >&2
	VIDIMUS_DATABASE_URL=sqlite:.runtime/vidimus.db VIDIMUS_DATABASE_KEY_FILE=.runtime/vidimus.key \
		cargo run --locked --release --package vidimus -- serve --demo

# In the dev profile, which Cargo.toml makes fast enough to run networks: one profile is one compilation.
test:
	scripts/setup test
	scripts/onnxruntime
	scripts/postgres cargo test --locked --workspace

check: lint test

lint:
	scripts/setup build
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --no-deps

# One table of accuracy and time, all on this machine in one run; see peers/compare.py.
peers:
	scripts/setup peers
	scripts/onnxruntime
	cargo build --locked --release --package vidimus
	scripts/peers $(ARGUMENTS)

# Three servers on PostgreSQL, then one on SQLite.
chaos: trial
	scripts/postgres scripts/trial chaos
	scripts/trial chaos --sqlite

load: trial
	scripts/trial load

# Made-up requests against the server, then made-up bytes against every parser; the second part needs a nightly compiler.
fuzz: trial
	scripts/trial bodies
	scripts/fuzz

.PHONY: trial
trial:
	scripts/setup trial
	scripts/onnxruntime
	cargo build --locked --release --package vidimus
