# SPDX-License-Identifier: BSD-2-Clause
# The verb of tests/prove.

prove: $(foreach s,$(STEPS_prove),$(STEP_$s)) ## measure what the image claims (CLAIMS='c06 c07', default all), into out/prove: text, JSON, HTML
	@recipes/deliver '$(O)' image-vpn vpn image-vpn-debug vpn-debug linux kernel unit unit
	@$(DELIVER_TOOLS)
	@+tests/prove/run $(CLAIMS)
