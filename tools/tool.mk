# SPDX-License-Identifier: BSD-2-Clause
# Compile tools/PROG and tools/lib into one program, in the current folder.
#   make -f tools/tool.mk PROG=pack TOOLS=tools [CC=] [CFLAGS=] [LIBS=]
# The same file serves the builder, a developer's machine and the sanitizers.

WARN := -std=c11 -pedantic -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Werror
SRCS := $(sort $(wildcard $(TOOLS)/$(PROG)/*.c $(TOOLS)/lib/*.c))
OBJS := $(patsubst $(TOOLS)/%.c,obj/%.o,$(SRCS))
HDRS := $(wildcard $(TOOLS)/$(PROG)/*.h $(TOOLS)/lib/*.h)

$(PROG): $(OBJS)
	$(CC) $(CFLAGS) -o $@ $(OBJS) $(LIBS)

# Every object depends on every header: crude and never wrong.
$(OBJS): obj/%.o: $(TOOLS)/%.c $(HDRS)
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(CPPFLAGS) -I$(TOOLS)/lib $(WARN) $(CFLAGS) -c -o $@ $<
