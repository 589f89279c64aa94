# SPDX-License-Identifier: BSD-2-Clause
# The engine: from the step folders (recipes/README.md) to rules.
# recipes/plan computes every step's key and writes the rules; all targets are
# paths in the cache that contain the key. Included only when a goal needs steps.

# Everything is reached through $(O)/cache, so that make never sees the names
# of the user's folders (which may contain blanks).
# Without TRUST= no policy that an earlier run left counts.
PLAN := $(shell DRY_RUN=$(if $(RUN),,1) recipes/prepare '$(O)' '$(CACHE)' '$(if $(RUN),$(REBUILD))' '$(TRUST)' && \
	O='$(if $(TRUST),$(O))' recipes/plan '$(O)' $(GOAL_STEPS) && echo ok)
ifneq ($(PLAN),ok)
$(error stopped: see the line above)
endif
include $(O)/plan.mk
$(if $(and $(filter step,$(GOALS)),$(filter boot,$(STEPS))),$(if $(TRUST),,$(error say whom the boot loader trusts: make step STEP=boot TRUST=dir, see kernel/boot/README.md)))

$(BUILDER): | $(SETUP)
	@recipes/working '$(O)' builder & CACHE='$(O)/cache' recipes/build-in; status=$$?; kill $$! 2>/dev/null; exit $$status
	@$(if $(QUIET),:,echo "builder: Debian packages of recipes/builder.lock, unpacked")

# The count and the cached steps come first, and where there is more to do, a look
# at the machine: before anything is downloaded.
$(foreach s,$(STEPS),$(STEP_$s)) $(SOURCES_NEEDED) $(BUILDER): | .progress
.PHONY: .progress
.progress: | $(SETUP)
	@recipes/progress '$(O)'
