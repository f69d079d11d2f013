# Aqparat: the commands a person needs. `make run` and `make test` install what they lack.

.PHONY: run build install test check bench clean

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

# The figures, each with the command behind it, beside Chromium where it is the peer.
bench:
	@scripts/setup bench
	cargo bench --bench figures

clean:
	cargo clean
	rm -rf .run
