# SPDX-License-Identifier: GPL-2.0-only
# Build kconf against one kernel tree: make -f kconf.mk TREE=source OBJ=objects
# where `make O=objects build_config` has run in source. OUT is the program, VERSION
# has the two -D of tools/lib/about.c.
# Not part of tools/tool.mk: this links the tree's scripts/kconfig (GPL-2.0) and
# so is made anew for each kernel, inside the step linux-config.

here := $(dir $(lastword $(MAKEFILE_LIST)))
lib := $(here)../lib
OUT ?= kconf
# zlib, which the builder has for the kernel's own tools, unpacks /proc/config.gz.
# Static: tests run it outside the builder, too.
# --wrap: what Kconfig asks of the world goes through probes.c.
LDFLAGS = -static -Wl,--wrap=popen -Wl,--wrap=pclose -Wl,--wrap=getenv
CC = gcc
# The kernel's headers use GNU C; as system headers they may.
CFLAGS = -std=gnu11 -O1 -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -pedantic -Werror -D_GNU_SOURCE \
	$(VERSION) -I$(here) -I$(lib) -isystem $(TREE)/scripts/kconfig \
	-isystem $(TREE)/scripts/include
names := base budget bump bumpcommit bumpprint check closure compare \
	complaint depends diff dotconfig dump dumped formers fragment json \
	kconf kind likeness modules objects options presence probes reason \
	resolve rules size sizeprint sums text tree tsv unknown unpack why
source := $(names:%=$(here)%.c) $(addprefix $(lib)/,about.c err.c lines.c num.c)
parser := $(addprefix $(OBJ)/scripts/kconfig/,confdata.o expr.o lexer.lex.o \
	menu.o parser.tab.o preprocess.o symbol.o util.o)

$(OUT): $(source) $(wildcard $(here)*.h $(lib)/*.h) $(parser)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(source) $(parser) -lz
