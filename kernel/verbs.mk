# SPDX-License-Identifier: BSD-2-Clause
# The verbs of kernel/ and of its configuration.

SYM ?=## SYM=option: what `make why` explains (WIREGUARD)
OLDER ?=## OLDER=file: for `make why`, symbols.tsv of an older kernel, to find an option that has gone

kernel: $(STEP_linux) ## build the kernel alone, into out/kernel
	@recipes/deliver '$(O)' linux kernel

kernel-config: $(STEP_linux-config) ## resolve the fragments, check the rules, accept the result into configs/kernel/resolved
	@cp '$(STEP_linux-config)/config' configs/kernel/resolved/x86_64.config
	@echo 'configs/kernel/resolved/x86_64.config is what the fragments resolve to: review and commit it'

# Of the fragments as they are now, also if they do not resolve.
why: $(STEP_linux-kconf) ## why is the kernel option SYM= as it is: who asked, what it depends on, what selects it
	@$(if $(SYM),,$(error say which option: make why SYM=WIREGUARD))
	@'$(STEP_linux-kconf)/bin/kconf' why --tree '$(STEP_linux-kconf)' $(if $(OLDER),--older '$(OLDER)') '$(SYM)'
