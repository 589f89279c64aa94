# SPDX-License-Identifier: BSD-2-Clause
# The verbs that check: test, bench, fuzz, prove, fresh.

test: $(foreach s,$(STEPS_test),$(STEP_$s)) ## build all images and run all tests
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug linux kernel linux-config kconfig unit unit boot boot
	@$(DELIVER_TOOLS)
	@STMGR='$(STMGR)' TIMES='$(TIMES)' tests/run $(TESTS)

bench: $(foreach s,$(STEPS_bench),$(STEP_$s)) ## measure the numbers of tests/bench
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug unit unit boot boot
	@$(DELIVER_TOOLS)
	@$(RUN)tests/bench/all

fuzz: ## run each fuzzer for SECONDS (default 60) seconds
	@tests/fuzz/run $(or $(SECONDS),60)

CLAIMS ?=## CLAIMS='c06 c07': which claims `make prove` measures (default: all)

prove: $(foreach s,$(STEPS_prove),$(STEP_$s)) ## measure what the image claims (CLAIMS='c06 c07', default all), into out/prove: text, JSON, HTML
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug linux kernel unit unit
	@$(DELIVER_TOOLS)
	@$(RUN)tests/prove/run $(CLAIMS)

fresh: ## run the README's `make setup image` on a clone of this commit in a fresh minimal Debian 12, from an empty cache (as root)
	@tests/fresh --empty make setup image
