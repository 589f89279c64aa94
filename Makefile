# SPDX-License-Identifier: BSD-2-Clause
# Mayfly: the verbs (`make help`). Package logic is in recipes/, policy in
# configs/, our own programs in tools/, checks in tests/.

VERBS := help setup image run client-config keys boot sign publish rollback demo baseline \
	test bench fuzz prove fresh tools step fetch clean distclean \
	kernel kernel-size kernel-config report-kernel why kconfig bump \
	reproducible compare release verify sources-archive builder-lock peer-lock
VARIABLES := O CACHE IMAGE DEBUG REBUILD SOURCES TRUST KEY CERT DEST TO PEER TESTS TIMES V JOBS STEP SECONDS \
	DEBIAN_MIRROR DEBIAN_KEYRING UPSTREAM_KEYRING SYM OLDER PKG VERSION BEFORE UI STRICT DOWNGRADE EXPIRED \
	A B HOST RELEASE RECIPE REBUILDER CHANNEL MIN_EPOCH CLAIMS \
	KEYS URL SERVER ENDPOINT ADDRESS WGADDRESS CLIENTKEY MTU DNS KEEPALIVE OUT
ENVIRONMENT := O CACHE SOURCES V DEBIAN_MIRROR DEBIAN_KEYRING UPSTREAM_KEYRING \
	SUITES KEEP VECTORS TEST_% BENCH_% PROVE_% REPORT_%
SWITCHES := DEBUG REBUILD STRICT DOWNGRADE EXPIRED V
AND_REBUILD := steps
$(if $(wildcard recipes/front.mk),,$(error run make in Mayfly's own folder: make -C FOLDER))
include recipes/front.mk

O ?= out## O=dir: where outputs go
HOME_CACHE := $(or $(XDG_CACHE_HOME),$(addsuffix /.cache,$(HOME)))
CACHE ?= $(addsuffix /mayfly,$(HOME_CACHE))## CACHE=dir: where downloads and built steps are kept
IMAGE ?= vpn## IMAGE=name: which image of configs/images
DEBUG ?=## DEBUG=1: the flavour with a shell on the console
REBUILD ?=## REBUILD=1: use nothing built or unpacked before (REBUILD=steps: no step)
SOURCES ?=## SOURCES=dir: look for tarballs here first
TRUST ?=## TRUST=dir: trust policy and roots, for `make boot`, release, publish and rollback; host configuration, for boot
KEY ?=## KEY=file: for `make sign`, rollback and verify, the private key (or the public one of a key in ssh-agent)
CERT ?=## CERT=file: for `make sign` and rollback, the certificate of that key
DEST ?=## DEST=dir: the web root of `make publish` and `make rollback`
TO ?=## TO=n: for `make rollback`, which entry of the channel's history
PEER ?=## PEER=none: `make run` without the WireGuard peer
TESTS ?=## TESTS='scripts': for `make test`, and what `make bump` wants to pass (default: all; bump: see tools/bump)
TIMES ?=## TIMES=n: `make test TESTS=...` runs each n times, counts, and keeps the logs in out/times
STEP ?=## STEP='names': what `make step` builds, and `make reproducible` (default there: all)
SECONDS ?=## SECONDS=n: how long `make fuzz` runs each fuzzer (60)
DEBIAN_MIRROR ?=## DEBIAN_MIRROR=url: where Debian's packages come from (default: this machine's apt configuration)
V ?=## V=1: show commands
JOBS ?= $(shell nproc)## JOBS=n: jobs at a time (or -jn)
export CACHE DEBIAN_MIRROR O SOURCES TREE V

FLAVOUR := $(IMAGE)$(if $(DEBUG),-debug)
TOOLS := $(patsubst tools/%/deps,%,$(sort $(wildcard tools/*/deps)))

# Which steps each verb needs; verbs not listed need none.
STEPS_image := image-$(FLAVOUR)
STEPS_run := image-$(FLAVOUR)
STEPS_sign := image-$(FLAVOUR) stmgr
STEPS_boot := boot
STEPS_publish := stmgr
STEPS_rollback := stmgr
STEPS_keys := stmgr
STEPS_demo := image-$(FLAVOUR) stmgr
STEPS_baseline := image-$(FLAVOUR)
STEPS_test := image-vpn image-vpn-debug unit boot linux-config $(TOOLS)
STEPS_prove := image-vpn image-vpn-debug unit $(TOOLS)
STEPS_bench := image-vpn image-vpn-debug unit boot $(TOOLS)
STEPS_kernel := linux
STEPS_kconfig := linux-config
STEPS_kernel-size := linux
STEPS_kernel-config := linux-config
STEPS_why := linux-kconf
STEPS_report-kernel := linux-config linux-report linux linux-defconfig
STEPS_tools := $(TOOLS) linux-kconf
STEPS_fetch := image-vpn image-vpn-debug unit boot
STEPS_sources-archive := image-$(IMAGE) boot
GOAL_STEPS := $(sort $(foreach g,$(GOALS),$(STEPS_$g)) $(if $(filter step,$(GOALS)),$(STEP)))

# `make setup image`: nothing may start before setup is done.
SETUP := $(filter setup,$(GOALS))
$(filter-out setup,$(VERBS)): | $(SETUP)

$(if $(filter-out 1,$(if $(filter clean distclean,$(GOALS)),$(words $(GOALS)))),$(error $(GOALS): clean and distclean go alone))
$(if $(if $(filter step,$(GOALS)),$(if $(STEP),,no)),$(error say which step: make step STEP=musl))
$(if $(filter-out help setup compare,$(GOALS)),$(if $(CACHE),,$(error no HOME to keep a cache in: say CACHE=some-folder)))
$(foreach t,$(if $(filter test,$(GOALS)),$(TESTS)),$(if $(wildcard $t),,$(error TESTS=$t: there is no such test script; they are tests/t[0-9][0-9]-*.sh)))

$(if $(if $(filter test,$(GOALS)),$(TIMES)),$(if $(TESTS),,$(error TIMES=$(TIMES): which tests? say TESTS='scripts'))\
	$(if $(shell printf '%s\n' '$(TIMES)' | grep -xE '[1-9][0-9]{0,3}'),,$(error TIMES=$(TIMES): say how often, 1 to 9999)))

# The tests' boot medium trusts keys that are public.
$(if $(filter test fetch bench,$(GOALS)),$(eval override TRUST := tests/pki/trust))
$(if $(if $(filter boot,$(GOALS)),$(if $(TRUST),,no)),$(error say whom the boot loader trusts: make boot TRUST=dir, see kernel/boot/README.md))

# The builder's make knows job slots by file descriptors only, not by a fifo.
NEW_MAKE := $(filter-out 3.% 4.0% 4.1% 4.2% 4.3%,$(MAKE_VERSION))
SLOTS := $(if $(NEW_MAKE),--jobserver-style=pipe) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))
MAKEFLAGS += --no-builtin-rules --no-print-directory $(SLOTS)
.DEFAULT_GOAL := image
.DELETE_ON_ERROR:
.PHONY: $(VERBS)

ifneq ($(GOAL_STEPS),)
include recipes/engine.mk
endif
include recipes/verbs.mk kernel/verbs.mk reproducibility/verbs.mk tests/verbs.mk tools/provision/verbs.mk

help: ## print this list
	@recipes/help $(MAKEFILE_LIST)

setup: ## install what the host needs (Debian packages; as root, once)
	@recipes/setup

image: $(STEP_image-$(FLAVOUR)) ## build out/IMAGE (default vpn): OS package, hashes, manifest, SBOM
	@recipes/deliver '$(O)' image-$(FLAVOUR) $(FLAVOUR) linux kernel
	@$(if $(QUIET),:,tools/image/summary '$(O)/$(FLAVOUR)')

boot: $(STEP_boot) ## build out/boot: stboot.efi and stboot.iso with the trust policy of TRUST=dir
	@recipes/deliver '$(O)' boot boot

run: image ## boot the image in QEMU, with a peer that shakes hands with it (Ctrl-A X ends it)
	@tests/qemu/run '$(O)/$(FLAVOUR)' $(if $(PEER),--peer '$(PEER)')

PROGRAMS = $(foreach t,$(TOOLS),$(STEP_$t)/bin/$t) $(STEP_linux-kconf)/bin/kconf
DELIVER_TOOLS = recipes/deliver-programs '$(O)' $(PROGRAMS)

baseline: image ## accept the present sizes as what `over budget` compares with
	@cp '$(O)/$(FLAVOUR)/size.txt' configs/images/$(IMAGE)/size.baseline

tools: $(foreach s,$(STEPS_tools),$(STEP_$s)) ## build our programs, into out/tools
	@$(DELIVER_TOOLS)

step: $(foreach s,$(STEP),$(STEP_$s)) ## build one step: make step STEP=musl
	@echo $(foreach s,$(STEP),$(STEP_$s))

clean: ## remove the outputs, keep the cache
	@recipes/remove '$(O)'

distclean: clean ## remove the outputs and the cache
	@recipes/remove '$(CACHE)' CACHE
