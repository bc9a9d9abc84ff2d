# Martlet's front door. `make` alone lists the verbs.
.DEFAULT_GOAL := help
SHELL := /bin/bash

BUILD := swift build --explicit-target-dependency-import-check error
# Many tests start servers of their own; all at once they would only wait for each other, and some of them for too long.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 6
# Tests that load the machine, or measure time, run one after the other when all others are done.
LONE_TESTS := ExactlyOnceTests|HostileBodyTests|HTTPTests|OpenAPIFuzzTests|QueryLimitTests|ZeroDowntimeTests
# The Python packages of other clients that tests run.
PEERS := classic clickhouse clients forward openapi posthog s3
SWIFT_FOLDERS := Package.swift Sources Tests Fuzzing Benchmarks/LanguageBenchmark

.PHONY: help run test setup build install docs conformance fuzz attack crash answers deployments soak bench fmt check clean

help: ## List these verbs.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Build, start a server on 127.0.0.1:7181, deploy both examples, load data, print three calls.
	@$(BUILD) -c release --product martlet
	@scripts/run-examples "$$(swift build -c release --show-bin-path)/martlet"

test: setup ## Run every test, then compare with the packages Martlet is compatible with.
	@$(BUILD) --build-tests
	@for peer in $(PEERS); do scripts/peer $$peer > /dev/null; done
	@swift test --skip-build --skip '$(LONE_TESTS)'
	@swift test --skip-build --no-parallel --filter '$(LONE_TESTS)'
	@scripts/conformance "$$(swift build --show-bin-path)/martlet" --seed 1

conformance: setup ## Compare with the packages; SEED=7 COUNT=50000 for other templates and more of them.
	@$(BUILD) --product martlet
	@scripts/conformance "$$(swift build --show-bin-path)/martlet" $(if $(SEED),--seed $(SEED)) $(if $(COUNT),--count $(COUNT))

setup: ## Install what is missing: Debian packages and the ClickHouse engine library. Quiet when nothing is.
	@scripts/setup

build: setup ## Build the program, optimised.
	@$(BUILD) -c release --product martlet

install: build ## Install the program as martlet and as tb; PREFIX=/usr/local.
	@install -d "$(or $(PREFIX),$(HOME)/.local)/bin"
	@install "$$(swift build -c release --show-bin-path)/martlet" "$(or $(PREFIX),$(HOME)/.local)/bin/martlet"
	@ln -sf martlet "$(or $(PREFIX),$(HOME)/.local)/bin/tb"

docs: ## Document the Swift client in .build/docs.
	@$(BUILD) --target MartletClient
	@scripts/docs

fuzz: ## Feed the languages what nobody would write; FUZZ_SECONDS=600 for each target.
	@scripts/fuzz $(or $(FUZZ_SECONDS),600)

attack: setup ## Send mutated attacks to guard, engine and server; COUNT=20000 SEED=7.
	@$(BUILD) --build-tests
	@MARTLET_ATTACKS=$(or $(COUNT),20000) MARTLET_SEED=$(or $(SEED),$$RANDOM) swift test --skip-build --filter 'Attack'

crash: setup ## Kill the server and its engine again and again, and count the rows; KILLS=100 SEED=7.
	@$(BUILD) --build-tests
	@MARTLET_CRASH_KILLS=$(or $(KILLS),100) $(if $(SEED),MARTLET_CRASH_SEED=$(SEED)) swift test --skip-build --filter ExactlyOnceTests

answers: setup ## Compare kept answers with the engine's while everything changes; SECONDS=600 SEED=7.
	@$(BUILD) --build-tests
	@MARTLET_ANSWER_SECONDS=$(or $(SECONDS),600) $(if $(SEED),MARTLET_ANSWER_SEED=$(SEED)) swift test --skip-build --filter KeptAnswerTests

deployments: setup ## Read and write through one deployment after the other, with kills; COUNT=200 SEED=7.
	@$(BUILD) --build-tests
	@MARTLET_DEPLOYMENTS=$(or $(COUNT),200) $(if $(SEED),MARTLET_DEPLOYMENTS_SEED=$(SEED)) swift test --skip-build --filter ZeroDowntimeTests

soak: build ## Load a server for long and watch memory, parts and the log; MINUTES=15.
	@Benchmarks/soak.py "$$(swift build -c release --show-bin-path)/martlet" --minutes $(or $(MINUTES),15)

bench: build ## Measure against the engine alone, in one run, and print ratios.
	@$(BUILD) -c release --product language-benchmark
	@scripts/bench "$$(swift build -c release --show-bin-path)"

fmt: ## Format the sources.
	@swift format --in-place --parallel --recursive $(SWIFT_FOLDERS)

check: ## Verify format and style without building.
	@swift format lint --strict --parallel --recursive $(SWIFT_FOLDERS)

clean: ## Delete what building made.
	@rm -rf .build
