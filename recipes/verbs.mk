# SPDX-License-Identifier: BSD-2-Clause
# The verbs of downloads and of what they are pinned to.

fetch: $(BUILDER) $(SOURCES_NEEDED) ## download everything that builds and tests need; after it no network is needed
	@for l in recipes/menuconfig tests/peer tests/luks tests/loaders kernel/report/cloud; do recipes/builder $$l.lock >/dev/null || exit; done
	@[ "$$(id -u)" -ne 0 ] || reproducibility/debian-host trixie '$(CACHE)' >/dev/null

builder-lock: ## resolve recipes/builder.packages anew into builder.lock
	@recipes/builder-lock recipes/builder.packages >recipes/builder.lock.new
	@mv recipes/builder.lock.new recipes/builder.lock
	@recipes/builder-lock recipes/builder.packages recipes/menuconfig.packages >recipes/menuconfig.lock.new
	@mv recipes/menuconfig.lock.new recipes/menuconfig.lock

peer-lock: ## the same for the tests' Debian guests and boot loaders
	@for g in peer luks loaders; do recipes/builder-lock tests/$$g.packages >tests/$$g.lock.new && \
		mv tests/$$g.lock.new tests/$$g.lock || exit; done
