# SPDX-License-Identifier: BSD-2-Clause
# Mayfly: the verbs (`make help`). Package logic is in recipes/, policy in
# configs/, our own programs in tools/, checks in tests/.

O ?= out## O=dir: where outputs go
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mayfly## CACHE=dir: where downloads and built steps are kept
IMAGE ?= vpn## IMAGE=name: which image of configs/images
DEBUG ?=## DEBUG=1: the flavour with a shell on the console
REBUILD ?=## REBUILD=1: use nothing built or unpacked before (REBUILD=steps: no step)
SOURCES ?=## SOURCES=dir: look for tarballs here first
TRUST ?=## TRUST=dir: trust policy and roots, for `make boot`, release, publish and rollback; host configuration, for boot
KEY ?=## KEY=file: for `make sign` and verify, the private key (or the public one of a key in ssh-agent)
CERT ?=## CERT=file: for `make sign`, the certificate of that key
DEST ?=## DEST=dir: the web root of `make publish` and `make rollback`
TO ?=## TO=n: for `make rollback`, which entry of the channel's history
PEER ?=## PEER=none: `make run` without the WireGuard peer
TESTS ?=## TESTS='scripts': for `make test`, and what `make bump` wants to pass (default: all; bump: see tools/bump)
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
VERBS := help setup image boot keys sign publish rollback demo run client-config baseline test prove bench kernel kernel-size kernel-config report-kernel why kconfig bump tools step fetch builder-lock peer-lock fuzz clean distclean \
	reproducible compare release verify sources-archive
GOALS := $(or $(MAKECMDGOALS),image)
GOAL_STEPS := $(sort $(foreach g,$(GOALS),$(STEPS_$g)) $(if $(filter step,$(GOALS)),$(STEP)))

# `make setup image`: nothing may start before setup is done.
SETUP := $(filter setup,$(GOALS))
$(filter-out setup,$(VERBS)): | $(SETUP)

$(if $(filter-out 1,$(words $(O))),$(error O=$(O): the folder's path must not contain blanks))
$(if $(filter-out 1,$(if $(filter clean distclean,$(GOALS)),$(words $(GOALS)))),$(error $(GOALS): clean and distclean go alone))
$(if $(if $(filter step,$(GOALS)),$(if $(STEP),,no)),$(error say which step: make step STEP=musl))

# The tests' boot medium trusts keys that are public.
$(if $(filter test fetch bench,$(GOALS)),$(eval TRUST := tests/pki/trust))
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
include kernel/verbs.mk reproducibility/verbs.mk tests/verbs.mk tools/provision/verbs.mk

help: ## print this list
	@recipes/help $(MAKEFILE_LIST)

setup: ## install what the host needs (Debian packages; as root, once)
	@recipes/setup

image: $(STEP_image-$(FLAVOUR)) ## build out/IMAGE (default vpn): OS package, hashes, manifest, SBOM
	@recipes/deliver '$(O)' image-$(FLAVOUR) $(FLAVOUR) linux kernel
	@tools/image/summary '$(O)/$(FLAVOUR)'

STMGR = $(STEP_stmgr)/bin/stmgr
sign: image $(STEP_stmgr) ## sign the OS package with KEY= and CERT=, into out/signed; again with another key adds to it
	@STMGR='$(STMGR)' tools/provision/sign '$(STEP_image-$(FLAVOUR))' '$(O)' '$(FLAVOUR)' '$(KEY)' '$(CERT)' $(if $(DEBUG),debug)

publish: $(STEP_stmgr) | $(filter sign,$(GOALS)) ## put the signed package into the web root DEST=, if the policy TRUST= accepts it
	@STMGR='$(STMGR)' tools/provision/publish '$(O)/signed/$(FLAVOUR)' '$(DEST)' '$(TRUST)' '$(CHANNEL)' $(if $(DEBUG),debug)

rollback: $(STEP_stmgr) ## publish again what DEST= had before (TO= for a certain one)
	@STMGR='$(STMGR)' tools/provision/rollback '$(DEST)' '$(TRUST)' '$(CHANNEL)' '$(TO)' $(if $(DEBUG),debug)

demo: image $(STEP_stmgr) ## sign, serve, boot and verify on this machine; then the same with a tampered package
	@STMGR='$(STMGR)' MAKE='$(MAKE)' tests/demo/run '$(STEP_image-$(FLAVOUR))' '$(O)'

boot: $(STEP_boot) ## build out/boot: stboot.efi and stboot.iso with the trust policy of TRUST=dir
	@recipes/deliver '$(O)' boot boot

run: image ## boot the image in QEMU, with a peer that shakes hands with it (Ctrl-A X ends it)
	@tests/qemu/run '$(O)/$(FLAVOUR)' $(if $(PEER),--peer '$(PEER)')

test: $(foreach s,$(STEPS_test),$(STEP_$s)) ## build all images and run all tests
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug linux kernel linux-config kconfig unit unit boot boot
	@$(DELIVER_TOOLS)
	@STMGR='$(STMGR)' tests/run $(TESTS)

bench: $(foreach s,$(STEPS_bench),$(STEP_$s)) ## measure the numbers of tests/bench
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug unit unit boot boot
	@$(DELIVER_TOOLS)
	@+tests/bench/all

fuzz: ## run each fuzzer for SECONDS (default 60) seconds
	@tests/fuzz/run $(or $(SECONDS),60)

PROGRAMS = $(foreach t,$(TOOLS),$(STEP_$t)/bin/$t) $(STEP_linux-kconf)/bin/kconf
DELIVER_TOOLS = mkdir -p '$(O)/tools' && cp -f $(PROGRAMS) '$(O)/tools/'
baseline: image ## accept the present sizes as what `over budget` compares with
	@cp '$(O)/$(FLAVOUR)/size.txt' configs/images/$(IMAGE)/size.baseline

tools: $(foreach s,$(STEPS_tools),$(STEP_$s)) ## build our programs, into out/tools
	@$(DELIVER_TOOLS)

step: $(foreach s,$(STEP),$(STEP_$s)) ## build one step: make step STEP=musl
	@echo $(foreach s,$(STEP),$(STEP_$s))

fetch: $(BUILDER) $(SOURCES_NEEDED) ## download everything that builds and tests need; after it no network is needed
	@for l in recipes/menuconfig tests/peer tests/luks kernel/report/cloud; do recipes/builder $$l.lock >/dev/null || exit; done
	@[ "$$(id -u)" -ne 0 ] || reproducibility/debian-host trixie '$(CACHE)' >/dev/null

builder-lock: ## resolve recipes/builder.packages anew into builder.lock
	@recipes/builder-lock recipes/builder.packages >recipes/builder.lock.new
	@mv recipes/builder.lock.new recipes/builder.lock
	@recipes/builder-lock recipes/builder.packages recipes/menuconfig.packages >recipes/menuconfig.lock.new
	@mv recipes/menuconfig.lock.new recipes/menuconfig.lock

peer-lock: ## the same for the tests' Debian guests
	@for g in peer luks; do recipes/builder-lock tests/$$g.packages >tests/$$g.lock.new && \
		mv tests/$$g.lock.new tests/$$g.lock || exit; done

clean: ## remove the outputs, keep the cache
	@recipes/remove '$(O)'

distclean: clean ## remove the outputs and the cache
	@recipes/remove '$(CACHE)'
