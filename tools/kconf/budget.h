/* SPDX-License-Identifier: GPL-2.0-only */
/* Budgets: the bytes that an option, a folder or everything may have. */
#ifndef KCONF_BUDGET_H
#define KCONF_BUDGET_H

#include <stdint.h>
#include <stdio.h>

/* One line of a budget. */
struct budget {
	char *name; /* CONFIG_X, "always", a folder with its '/', or "total" */
	uint64_t most; /* bytes */
	unsigned long line;
};

struct budgets {
	struct budget *at;
	size_t n;
};

/*
 * Read lines "name bytes" with # comments from f, called file in messages.
 * Returns 0, or -1 with each damaged line printed on stderr; budgets_free()
 * whatever comes of it.
 */
int budgets_read(struct budgets *budgets, FILE *f, const char *file);

void budgets_free(struct budgets *budgets);

#endif
