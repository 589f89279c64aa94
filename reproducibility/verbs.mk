# SPDX-License-Identifier: BSD-2-Clause
# The verbs of reproducibility/: is it the same wherever it is built?

A ?=## A=folder, B=folder: what `make compare` compares: output folders, or manifest.json files
B ?=
HOST ?=## HOST=suite: `make reproducible` makes its second build in that Debian release (trixie), for another make, shell, tar
RELEASE ?=## RELEASE=dir|URL: what `make verify` checks
RECIPE ?=## RECIPE=step: `make verify` builds and checks that step alone
REBUILDER ?=## REBUILDER=name: whose statement `make verify` signs, with KEY=
CHANNEL ?= stable## CHANNEL=name: which of the web root's channels, also of `make release`
MIN_EPOCH ?= 0## MIN_EPOCH=seconds: for `make release`, the oldest release that is still allowed (0: no change)

reproducible: ## build everything (or STEP=) twice under hostile variation and compare; says what causes a difference
	@HOST='$(HOST)' reproducibility/reproducible '$(O)' '$(CACHE)' $(STEP)

compare: ## are two builds the same, and if not, why? A= and B=: output folders, manifests, or any two files
	@reproducibility/compare '$(A)' '$(B)'

release: ## build the committed tree anew and put it with its manifest into out/release; TRUST= as for boot
	@reproducibility/release '$(O)' '$(IMAGE)' '$(CHANNEL)' '$(TRUST)' '$(MIN_EPOCH)'

verify: ## rebuild RELEASE= (or its RECIPE= alone) and say whether it is the same; KEY= and REBUILDER= sign the answer
	@reproducibility/verify '$(O)' '$(RELEASE)' '$(RECIPE)' '$(KEY)' '$(REBUILDER)'

sources-archive: $(BUILDER) $(SOURCES_NEEDED) ## put all that a build downloads, and this commit, into out/sources
	@reproducibility/sources-archive '$(O)'
