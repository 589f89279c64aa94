/* SPDX-License-Identifier: GPL-2.0-only */
#include "formers.h"

#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <internal.h>
#include <lkc.h>

#include "base.h"

#define MITIGATION "MITIGATION_"
/* Since when the options that MITIGATION_ was put before are called so. */
#define PREFIXED "6.9"

/*
 * Renames that are no more than that: who had the old one on has the new one
 * on. Where the kernel keeps the old name as transitional it need not be here.
 */
static const struct renamed {
	const char *old, *new, *since;
} table[] = {
	/* Commits "x86/bugs: Rename CONFIG_...", beyond a prefix. */
	{"CPU_IBPB_ENTRY", "MITIGATION_IBPB_ENTRY", "6.9"},
	{"CPU_IBRS_ENTRY", "MITIGATION_IBRS_ENTRY", "6.9"},
	{"CPU_SRSO", "MITIGATION_SRSO", "6.9"},
	{"CPU_UNRET_ENTRY", "MITIGATION_UNRET_ENTRY", "6.9"},
	{"SPECTRE_BHI_ON", "MITIGATION_SPECTRE_BHI", "6.9"},
	{"SPECULATION_MITIGATIONS", "CPU_MITIGATIONS", "6.9"},
	/* Clang has what the plugin for GCC did: "stackleak: Rename ...". */
	{"GCC_PLUGIN_STACKLEAK", "KSTACK_ERASE", "6.17"},
	{"STACKLEAK_METRICS", "KSTACK_ERASE_METRICS", "6.17"},
	{"STACKLEAK_RUNTIME_DISABLE", "KSTACK_ERASE_RUNTIME_DISABLE", "6.17"},
	{"STACKLEAK_TRACK_MIN_SIZE", "KSTACK_ERASE_TRACK_MIN_SIZE", "6.17"},
	/* The tree keeps it for KMALLOC_PARTITION_CACHES; it did this, too. */
	{"RANDOM_KMALLOC_CACHES", "KMALLOC_PARTITION_RANDOM", NULL},
	{"X86_INTEL_UMIP", "X86_UMIP", "5.5"},
	{"CC_STACKPROTECTOR", "STACKPROTECTOR", "4.18"},
	{"CC_STACKPROTECTOR_STRONG", "STACKPROTECTOR_STRONG", "4.18"},
	{"DEBUG_RODATA", "STRICT_KERNEL_RWX", "4.11"},
	{"DEBUG_SET_MODULE_RONX", "STRICT_MODULE_RWX", "4.11"},
};

#define LEN(x) (sizeof(x) / sizeof(*(x)))

static const struct former none;

static struct symbol *defined(const char *name)
{
	struct symbol *sym = sym_find(name);

	return sym != NULL && symbol_is_defined(sym) ? sym : NULL;
}

/* The transitional symbols of the tree: a handful of thousands. */
static struct symbol **transitionals(size_t *n)
{
	static struct symbol **all;
	static size_t count;
	struct symbol *s;

	if (all == NULL) {
		for_all_symbols(s) {
			if (!symbol_is_defined(s) ||
			    (s->flags & SYMBOL_TRANS) == 0)
				continue;
			all = grow(all, count, sizeof(*all));
			all[count++] = s;
		}
	}
	*n = count;
	return all;
}

/* The i-th of them whose value sym takes, or NULL; *n are passed. */
static const char *transitional(const struct symbol *sym, size_t i, size_t *n)
{
	size_t all;
	struct symbol **s = transitionals(&all);

	*n = 0;
	for (size_t k = 0; k < all; k++) {
		if (!symbol_takes(sym, s[k]))
			continue;
		if ((*n)++ == i)
			return s[k]->name;
	}
	return NULL;
}

struct former former_name(const char *symbol, size_t i)
{
	const struct symbol *sym = defined(symbol);
	const char *name;
	size_t n = 0;

	name = sym != NULL ? transitional(sym, i, &n) : NULL;
	if (name != NULL)
		return (struct former){.name = name};
	i -= n;
	for (size_t k = 0; k < LEN(table); k++)
		if (strcmp(table[k].new, symbol) == 0 && i-- == 0)
			return (struct former){table[k].old, table[k].since};
	if (i != 0 || strncmp(symbol, MITIGATION, strlen(MITIGATION)) != 0)
		return none;
	/* What is defined is another option: SSB is a bus. */
	name = symbol + strlen(MITIGATION);
	return defined(name) == NULL ? (struct former){name, PREFIXED} : none;
}

struct former former_now(const char *name)
{
	const struct symbol *old = defined(name);
	struct former now = none;
	struct symbol *s;
	char *prefixed;

	if (old != NULL && (old->flags & SYMBOL_TRANS) == 0)
		return none;
	for_all_symbols(s) {
		if (old != NULL && symbol_is_defined(s) && s != old &&
		    symbol_takes(s, old))
			return (struct former){.name = s->name};
	}
	for (size_t k = 0; k < LEN(table); k++)
		if (strcmp(table[k].old, name) == 0 &&
		    defined(table[k].new) != NULL)
			return (struct former){table[k].new, table[k].since};
	prefixed = format(MITIGATION "%s", name);
	s = defined(prefixed);
	free(prefixed);
	if (s != NULL)
		now = (struct former){s->name, PREFIXED};
	return now;
}
