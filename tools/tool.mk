# SPDX-License-Identifier: BSD-2-Clause
# Compile tools/PROG, tools/lib and the shared folders and files MODULES into one
# program, in the current folder.
#   make -f tools/tool.mk PROG=pack TOOLS=tools [MODULES=st] [CC=] [CFLAGS=] [LIBS=]
# The same file serves the builder, a developer's machine and the sanitizers.

WARN := -std=c11 -pedantic -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Werror
DIRS := $(TOOLS)/$(PROG) $(TOOLS)/lib $(addprefix $(TOOLS)/,$(filter-out %.c %.h,$(MODULES)))
FILES := $(addprefix $(TOOLS)/,$(filter %.c %.h,$(MODULES)))
SRCS := $(sort $(wildcard $(addsuffix /*.c,$(DIRS))) $(filter %.c,$(FILES)))
OBJS := $(patsubst $(TOOLS)/%.c,obj/%.o,$(SRCS))
HDRS := $(wildcard $(addsuffix /*.h,$(DIRS))) $(filter %.h,$(FILES))

$(PROG): $(OBJS)
	$(CC) $(CFLAGS) -o $@ $(OBJS) $(LIBS)

# Every object depends on every header: crude and never wrong.
$(OBJS): obj/%.o: $(TOOLS)/%.c $(HDRS)
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(CPPFLAGS) -I$(TOOLS)/lib $(WARN) $(CFLAGS) -c -o $@ $<
