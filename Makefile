# The commands of this house. `make run` and `make test` are all a newcomer needs.
.PHONY: run test check format setup bench faults lock third-party check-aarch64

run: ## set up this machine and start a whole demo office (PORT=8080 DATA=dir)
	@bash scripts/run.sh

test: ## set up, check, and run every test
	@bash scripts/test.sh

setup:
	@bash scripts/setup.sh test

check: ## ruff, mypy --strict, who imports whom, translations, generated documents
	@bash scripts/check.sh

format:
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

bench: ## the figures, with the machine they were taken on
	@.venv/bin/python -m tests.bench

faults: ## kill, cut and pull plugs for longer than the tests do
	@.venv/bin/python -m tests.faults

lock: ## make requirements.txt and package-lock.json again, and the notices with them
	@sh scripts/lock.sh
	@.venv/bin/python scripts/third_party.py

third-party:
	@.venv/bin/python scripts/third_party.py

check-aarch64: ## does every pin have a wheel, or build, on a 64-bit Raspberry Pi? (asks the registry)
	@.venv/bin/python scripts/check_aarch64.py
