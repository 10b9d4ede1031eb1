# make          builds the static binary bin/attache
# make test     what the README promises, with the race detector
# make help     lists the rest

SHARED ?= ../shared
FUZZTIME ?= 10s
COMMA := ,
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
MUTANTS ?= 200
SEED ?= 1
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

export CGO_ENABLED ?= 0
export ATTACHE_SHARED ?= $(abspath $(SHARED))

PACKAGES ?= ./...

.PHONY: store build test unraced lint format bench pages fuzz mutate browser chaos hostile identities realrun conformance train train-tags train-quotes train-understanding sources-check demo picture packages packages-check release help

NFPM := github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.41.3
SBOM := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64
# What a package may be called: 1.2.3, or 0.0.0~ and the commit before the first release.
PACKAGE_VERSION ?= $(shell echo "$(VERSION)" | sed -E 's/^v//; /^[0-9]+\.[0-9]+\.[0-9]+/!s/^/0.0.0~/; s/-/+/')
# The same sources make the same bytes, whenever they are built.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

build: ## the static binary
	go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/attache ./cmd/attache

test: ## every test, with the race detector
	CGO_ENABLED=1 go test -race -timeout 40m ./...

unraced: ## what "make test" leaves out: long, and one thing after the other
	go test -count 1 -timeout 20m -run 'EveryPageIs|ARunningBotAnswers|HostileSources|WhatPeopleAsk|AThousandDigests|TheLongestDigest|AnswersFitAMessage|AStartBuilds|NobodySpeaks|ClientsThatRead|VerifyFinds|NothingCosts' ./cmd/attache

lint: ## golangci-lint, pinned
	go run $(GOLANGCI) run ./...

format: ## gofumpt and goimports
	go run $(GOLANGCI) fmt ./...

# STORE is a store that answers are timed in (make store); without one it is made small.
bench: ## what things cost: filing, answers, a broadcast, the tick of 100,000 chats (docs/lean.md); fairness and rates (docs/delivery.md)
	ATTACHE_TABLE=1 go test -run '^TestTable' -count 1 -v ./cmd/attache | grep -E '\| |^(---|ok|FAIL)'
	ATTACHE_STORE=$(STORE) go test -run '^$$' -bench 'Lean|Answers|Broadcast|Tick$$|TickOfAll' -benchtime 20x ./cmd/attache
	go test -run '^$$' -bench 'Layout|Courier' -benchmem ./bot

pages: ## medians and 99th percentiles of each page of the archive, at 200,000 articles
	ATTACHE_ARTICLES=200000 go test -run '^$$' -bench ArchivePages -benchtime 100x -timeout 2h ./cmd/attache

ARTICLES ?= 200000
TRACKS ?= 0
CHATS ?= 0
store: ## a store of ARTICLES, TRACKS, CHATS that are made by a die, in the file STORE
	go run ./cmd/attache/newsroom/make -articles $(ARTICLES) -tracks $(TRACKS) -chats $(CHATS) $(STORE)

# Go reports the end of the time as a failure where it meets a slow input; a finding
# always names its failing input.
fuzz: ## every fuzz target for FUZZTIME
	@go list ./... | while read -r pkg; do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "== $$pkg $$target"; \
	    for try in 1 2 3; do \
	      out=$$(go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg 2>&1); failed=$$?; echo "$$out"; \
	      [ $$failed = 0 ] && break; \
	      case "$$out" in *"Failing input"*|*panic*) exit 1;; *"context deadline exceeded"*) ;; *) exit 1;; esac; \
	      echo "the time ended in the middle of an input: once more"; [ $$try = 3 ] && exit 1; \
	    done; \
	  done; done

# What only trains weights, or is itself a test, has figures instead of tests.
mutate: ## breaks MUTANTS random places of PACKAGES, and lists what no test of the package notices
	go run ./cmd/mutate -n $(MUTANTS) -seed $(SEED) -skip '/(train|build|storetest|mutate|conformance|realrun)$$' $(PACKAGES)

train: train-tags train-quotes train-understanding ## all weights of reading, in this order

train-tags: ## weights of the tagger, from $(SHARED)'s treebanks
	go run ./extract/tag/train -treebanks $(SHARED)/data/treebanks -out extract/tag/weights

# CLONES holds the repositories of labels-news.tsv as owner+name; TEXTS adds texts that are elsewhere: TEXTS=extract/testdata/labels-web.tsv=FOLDER
train-understanding: ## weights of relevance and events, from $(SHARED) and TEXTS
	go run ./extract/train -clones $(CLONES) -labels extract/testdata/labels-pool.tsv=$(SHARED)/data/real/pool,extract/testdata/labels-news.tsv=$(SHARED)/data/real/pool$(if $(TEXTS),$(COMMA)$(TEXTS)) \
	  $(SHARED)/data/real/train.jsonl $(SHARED)/data/wire/*.jsonl $(wildcard $(LABELS)) extract/testdata/cases.tsv extract/testdata/drills.tsv $(SHARED)/data/clusters/train.jsonl

browser: ## the demo page and the archive in headless Chromium, with axe-core where npm is
	npm install --silent --no-save --prefix bin/axe axe-core@4.14.1 || echo "axe-core cannot be had: pages are not looked at for accessibility"
	axe=$(CURDIR)/bin/axe/node_modules/axe-core/axe.min.js; [ -f "$$axe" ] || axe=; \
	  ATTACHE_AXE=$$axe go test -tags browser -run '^TestBrowser|^TestPage' -count 1 -v ./cmd/attache ./bot/telegram/simulator

hostile: ## ten thousand hostile feeds, pages and pushes: memory, writes and answers, with the limits of time
	ATTACHE_HOSTILE=10000 go test -run HostileSources -count 1 -timeout 6h -v ./cmd/attache

identities: ## a thousand generated sites x 30 polls: no release lost in another, none twice
	ATTACHE_SITES=1000 go test -run EachRelease -count 1 -timeout 1h ./feed

CHAOS ?= 20x5000x5
chaos: ## 20 broadcasts to 5000 chats with 5 SIGKILLs each and every fault of Telegram (CHAOS=1x200x2 is short)
	ATTACHE_CHAOS=$(CHAOS) go test -run Chaos -count 1 -timeout 3h -v ./cmd/attache

realrun: build ## the real binary on ../shared's feeds and wire, over loopback
	go run ./cmd/realrun -binary bin/attache -shared $(SHARED)

# LABELS are the articles that go run ./extract/labels/join prints.
LABELS ?= labels.jsonl
train-quotes: ## weights of the quote reader, from $(SHARED) and LABELS
	go run ./extract/quote/train -thin 6 $(SHARED)/data/quotes/train.jsonl $(SHARED)/data/wire/a1.jsonl $(SHARED)/data/wire/a2.jsonl \
	  $(SHARED)/data/wire/b1.jsonl $(SHARED)/data/wire/b2.jsonl $(SHARED)/data/wire/b3.jsonl extract/quote/testdata/reading.jsonl extract/quote/testdata/seed.jsonl \
	  $(SHARED)/data/real/train.jsonl $(LABELS)

conformance: ## feed reading against the expectations in ../shared's feeds
	go run ./feed/conformance $(SHARED)/data/feeds

sources-check: ## asks every built-in source (needs the network) and writes what it saw into feed/defaults.tsv
	go run ./feed/sourcescheck

demo: ## the demo on http://127.0.0.1:8080
	go run ./cmd/attache demo

picture: ## the README's pictures, taken from the demo page
	ATTACHE_PICTURES=$(CURDIR)/docs/pictures go test -tags browser -run BrowserPictures -count 1 ./cmd/attache

packages: build ## deb and rpm, in dist/
	mkdir -p dist/share
	bin/attache man | gzip -9n > dist/share/attache.1.gz
	bin/attache completion bash > dist/share/attache.bash
	bin/attache completion zsh > dist/share/_attache
	bin/attache completion fish > dist/share/attache.fish
	for kind in deb rpm; do \
	  GOARCH=$$(go env GOARCH) VERSION="$(PACKAGE_VERSION)" GOFLAGS= go run $(NFPM) package -f packaging/nfpm.yaml -p $$kind -t dist/ || exit 1; \
	done

packages-check: packages ## the deb under a root of its own: installed, started, removed; the unit; the image's steps
	packaging/check.sh
	packaging/image.sh

release: ## archives for PLATFORMS with checksums and a list of what is in them (SBOM), in dist/
	rm -rf dist/release && mkdir -p dist/release
	for platform in $(PLATFORMS); do \
	  os=$${platform%/*}; arch=$${platform#*/}; name=attache-$(VERSION)-$$os-$$arch; \
	  GOOS=$$os GOARCH=$$arch go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)" -o dist/$$name/attache ./cmd/attache && \
	  cp -r README.md LICENSE CHANGELOG.md UPGRADING.md SECURITY.md packaging dist/$$name/ && \
	  tar -C dist --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w -cf - $$name \
	    | gzip -9n > dist/release/$$name.tar.gz && rm -rf dist/$$name || exit 1; \
	done
	GOFLAGS= go run $(SBOM) app -json -noserial -main cmd/attache -output dist/release/attache-$(VERSION).cdx.json .
	sed -i -E "s/(\"timestamp\": \")[^\"]*/\1$$(date -u -d @$(SOURCE_DATE_EPOCH) +%FT%TZ)/" dist/release/attache-$(VERSION).cdx.json
	cd dist/release && sha256sum attache-* > SHA256SUMS

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 20
