# Vọng Gác. `make` alone lists the targets.

SHELL := /bin/bash
VONGGAC := .build/release/vonggac
# With Swift's libraries inside, the program starts sooner and runs where no toolchain is. lld, for the system's linker warns
# of functions in them that nobody calls.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld
STAGED := Resources/staged
LISTEN ?= 127.0.0.1:8080
ONE_BY_ONE := ^(BrowserTests|AppTests)[.]

.DEFAULT_GOAL := help
.PHONY: help setup build build-bench run sweep inspect test lint bench race verify deb check-deb clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install the system packages that building and running need
	@Scripts/install-packages run

build: setup ## build the program in release; it is .build/release/vonggac
	$(RELEASE) --product vonggac
	@ln -sfn "$(CURDIR)/Resources" .build/release/Resources

run: ## set up, build, start the watch with a sample province and portals that were tampered with
	@echo "Step 1 of 3: system packages"
	@Scripts/install-packages run
	@echo "Step 2 of 3: release build (the first one takes about ten minutes)"
	@$(RELEASE) --product vonggac
	@ln -sfn "$(CURDIR)/Resources" .build/release/Resources
	@echo "Step 3 of 3: the watch starts; Ctrl-C ends it"
	@$(VONGGAC) serve --sample --state .vonggac --listen $(LISTEN)

sweep: build ## sweep a demo portal that it serves, write report.html
	@Scripts/run-demo

inspect: build ## inspect the bundled staged pages and write inspection.html
	@$(VONGGAC) inspect --lang vi $(STAGED) || [ $$? -eq 1 ]
	@$(VONGGAC) inspect --format html --lang vi --output inspection.html $(STAGED) || [ $$? -eq 1 ]
	@echo "The report for people: $(CURDIR)/inspection.html"

test: ## one debug build, lint, arrows, all tests
	@Scripts/install-packages run test python
	swift build --build-tests
	@ln -sfn "$(CURDIR)/Resources" .build/debug/Resources
	Scripts/lint
	@# Browsers and whole sweeps want the machine for themselves: they come one after the other, behind the rest.
	swift test --skip-build --skip '$(ONE_BY_ONE)'
	swift test --skip-build --no-parallel --filter '$(ONE_BY_ONE)'

lint: ## format and arrows
	Scripts/lint

bench: ## measure beside yara, ripgrep and clamscan
	@Scripts/install-packages run bench
	$(RELEASE)
	@ln -sfn "$(CURDIR)/Resources" .build/release/Resources
	Benchmarks/run

race: build build-bench ## race the sweep against Scrapy, wget and curl over a site on loopback
	@Scripts/install-packages bench python-bench
	Benchmarks/sweep-race

build-bench:
	$(RELEASE) --product Bench

verify: ## what is too long for every change: sanitizers, fuzzing, the browser's answer in full, benches
	@Scripts/install-packages run test python bench python-bench
	Scripts/verify

deb: build ## make a Debian package in artefacts/, to be installed with apt-get install ./artefacts/vonggac_….deb
	@Scripts/install-packages deb
	@Scripts/make-deb

check-deb: build ## install the package on a bare Debian 12 and run it there (as root)
	@Scripts/install-packages deb
	@Scripts/check-deb

clean: ## remove everything that was built
	rm -rf .build .build-* artefacts report.html inspection.html
