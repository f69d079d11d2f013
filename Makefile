# Aqparat: the commands a person needs. `make run` and `make test` install what they lack.

.PHONY: run build install install-centre install-stand test check bench conformance clean

# A centre with the demonstration content, and a stand showing it. Ctrl-C ends both.
run:
	@scripts/setup run
	cargo build --release --bins
	@scripts/run

# The two programs, optimised.
build:
	@scripts/setup build
	cargo build --release --bins

# The programs, their units and their users (as root, after `make build`).
install:
	@scripts/install

# Those of the centre alone, and of a stand alone.
install-centre install-stand:
	@scripts/install $(@:install-%=%)

# Everything, the real-window journeys included.
test:
	@scripts/setup test
	cargo build --bins --examples
	cargo test --no-fail-fast

# Format, lints, docs, each feature alone, dependency audit, unused dependencies.
check:
	@scripts/setup check
	@scripts/tools
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy --no-default-features --features kiosk --lib --bins -- -D warnings
	cargo clippy --no-default-features --features server --lib --bins -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items
	@scripts/audit
	cargo machete
	@scripts/check-walls
	@scripts/check-units

# The figures, each with the command behind it, beside Chromium where it is the peer.
bench:
	@scripts/setup bench
	cargo bench --bench figures

# Runs every test and writes docs/conformance.md from what passed.
conformance:
	@scripts/setup test
	cargo build --bins --examples
	mkdir -p target
	cargo test --no-fail-fast 2>&1 | tee target/conformance.txt
	cargo run -q --example conformance -- target/conformance.txt

clean:
	cargo clean
	rm -rf .run
