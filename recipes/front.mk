# SPDX-License-Identifier: BSD-2-Clause
# The front door: what may be said to make, looked at before anything else, so
# that a slip is named and does nothing. Makefile sets VERBS, VARIABLES,
# ENVIRONMENT and SWITCHES before it includes this, and the defaults after it.

GOALS := $(or $(MAKECMDGOALS),image)

# The letters of make's own options: its first word, where that is no long option
# and no variable.
letters := $(firstword -$(MAKEFLAGS))
letters := $(if $(findstring =,$(letters)),,$(filter-out --%,$(letters)))
# With -n and -q nothing runs: also no line that wants make's job slots, for which
# $(RUN) stands before it.
RUN := $(if $(findstring n,$(letters))$(findstring q,$(letters)),,+)
# With -s only answers are printed; the scripts look.
QUIET := $(findstring s,$(letters))
export QUIET
$(if $(findstring t,$(letters)),$(error make -t: it would put empty files where built things are expected; nothing was touched))

# Of the environment only these count; a variable of that name that somebody else
# uses (CI systems set DEBUG, VERSION, RELEASE) must not decide what is built.
foreign := $(foreach v,$(filter-out $(ENVIRONMENT),$(VARIABLES)),$(if $(filter environment%,$(origin $v)),$v))
$(foreach v,$(foreign),$(if $($v)$(value $v),$(eval ignored += $v))$(eval undefine $v))
ifneq ($(ignored),)
$(if $(QUIET),,$(shell echo 'mayfly: not taken from the environment: $(ignored); say it behind make, as in make $(firstword $(ignored))=...' >&2))
endif

# Those that count are meant as they are: a password may hold a $.
$(foreach v,$(VARIABLES),$(if $(filter environment%,$(origin $v)),$(eval override $v := $$(value $v))))

# Scripts get their values in quotes, which a quote would end.
$(foreach v,$(VARIABLES),$(if $(findstring ',$(value $v)),$(error $v=$(value $v): the value must not contain a quote ('))))

nearest = $(addprefix ; perhaps you mean ,$(shell recipes/nearest '$(subst ','\'',$1)' $2))
said := $(foreach v,$(.VARIABLES),$(if $(findstring command,$(origin $v)),$v))
$(foreach v,$(filter-out $(VARIABLES) $(ENVIRONMENT),$(said)),$(error $v=: there is no variable of that name$(call nearest,$v,$(VARIABLES)); make help lists them))
$(foreach g,$(filter-out $(VERBS),$(GOALS)),$(if $(findstring /,$g),,$(error $g: there is no verb of that name$(call nearest,$g,$(VERBS)); make help lists them)))

# A switch is 1 or off.
$(foreach v,$(SWITCHES),$(if $(filter-out 0 1 n no false off $(AND_$v),$(value $v))$(word 2,$(value $v)),\
	$(error $v=$(value $v): say $v=1$(if $(AND_$v), or $v=$(AND_$v)), or $v=0))\
	$(if $(filter undefined,$(origin $v)),,$(eval override $v := $(filter 1 $(AND_$v),$(value $v)))))

$(if $(findstring command,$(origin JOBS)),$(if $(shell printf '%s\n' '$(value JOBS)' | grep -xE '[1-9][0-9]*'),,\
	$(error JOBS=$(value JOBS): say how many jobs at a time, 1 or more)))

# The folder's name becomes part of make's targets.
odd := : % \# $$ \ ; | & * ? ( ) < > [ ] { } ! ^ = " `
$(if $(filter-out 0 1,$(words $(O))),$(error O=$(O): the folder's path must not contain blanks))
$(foreach c,$(odd),$(if $(findstring $c,$(value O)),$(error O=$(value O): the folder's path must not contain $c)))
$(if $(filter ~%,$(O)),$(error O=$(O): the shell did not replace ~; say O="$$HOME/..."))
