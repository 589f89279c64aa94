# SPDX-License-Identifier: BSD-2-Clause
# The verbs of kernel/, of its configuration, and of new versions.

SYM ?=## SYM=option: what `make why` explains (WIREGUARD)
OLDER ?= $(wildcard configs/kernel/older.tsv)## OLDER=file: for `make why`, symbols.tsv of an older kernel (default: what was gone at each bump)

PKG ?=## PKG=recipe: for `make bump`, or linux
VERSION ?=## VERSION=version: for `make bump`

# Before anything is built.
wants = $(if $(filter $1,$(GOALS)),$(if $($2),,$(error say $3: make $1 $4)))
$(call wants,why,SYM,which option,SYM=WIREGUARD)
$(call wants,bump,PKG,what,PKG=zlib VERSION=1.3.2)
$(call wants,bump,VERSION,to which version,PKG=$(PKG) VERSION=1.3.2)

kernel: $(STEP_linux) ## build the kernel alone, into out/kernel
	@recipes/deliver '$(O)' linux kernel
	@$(KERNEL_SIZE) >/dev/null

BEFORE ?=## BEFORE=file: for `make kernel-size`, objects.tsv of another build: what changed since
KERNEL_SIZE = '$(STEP_linux-config)/bin/kconf' size --budget configs/kernel/budget $1 '$(STEP_linux)/objects.tsv'
kernel-size: $(STEP_linux) ## bytes of the kernel by option (own, and with all that it selects) and by folder; BEFORE= what changed
	@$(call KERNEL_SIZE,$(if $(BEFORE),--before '$(BEFORE)',--symbols '$(STEP_linux-config)/symbols.tsv'))

kernel-config: $(STEP_linux-config) ## resolve the fragments, check the rules, accept the result into configs/kernel/resolved
	@cp '$(STEP_linux-config)/config' configs/kernel/resolved/x86_64.config
	@echo 'configs/kernel/resolved/x86_64.config is what the fragments resolve to: review and commit it'

# Of the fragments as they are now, also if they do not resolve.
why: $(STEP_linux-kconf) ## why is the kernel option SYM= as it is: who asked, what it depends on, what selects it
	@'$(STEP_linux-kconf)/bin/kconf' why --tree '$(STEP_linux-kconf)' $(if $(OLDER),--older '$(OLDER)') -- '$(subst ','\'',$(SYM))'

UI ?= menuconfig## UI=name: for `make kconfig`, which of the kernel's editors (menuconfig, nconfig)
STRICT ?=## STRICT=1: `make bump PKG=linux` refuses new options on which no fragment decides
DOWNGRADE ?=## DOWNGRADE=1: `make bump` may go back to an older version
EXPIRED ?=## EXPIRED=1: `make bump` may go by an index of Debian that has expired
UPSTREAM_KEYRING ?=## UPSTREAM_KEYRING=file: for `make bump`, keys (gpgv) that may sign kernel.org's sums
DEBIAN_KEYRING ?=## DEBIAN_KEYRING=file: for `make bump`, instead of that of debian-archive-keyring
BUMP_TESTS = tests/t10-unit.sh tests/t20-builder.sh $(wildcard tests/t3[0-2]-*.sh tests/t40-*.sh) tests/t90-disks.sh tests/t90-run.sh tests/t90-wireguard.sh tests/t91-stboot.sh

kconfig: $(STEP_linux-config) ## edit the kernel's options in menuconfig; each change is put into its fragment, with the reason you give
	@tools/fragments/edit '$(O)' '$(STEP_linux-config)' '$(UI)'

bump: ## move the pin of PKG= to VERSION=: find, resolve, build, test, measure, and commit with the review as message
	@DOWNGRADE='$(DOWNGRADE)' EXPIRED='$(EXPIRED)' tools/bump/bump '$(O)' '$(PKG)' '$(VERSION)' '$(STRICT)' '$(or $(TESTS),$(BUMP_TESTS))'

report-kernel: $(foreach s,$(STEPS_report-kernel),$(STEP_$s)) ## our kernel beside x86_64_defconfig and Debian's cloud kernel: out/report/kernel.svg, .txt, .json
	@kernel/report/run '$(O)' $(foreach s,$(STEPS_report-kernel),'$(STEP_$s)')
