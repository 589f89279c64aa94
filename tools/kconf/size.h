/* SPDX-License-Identifier: GPL-2.0-only */
/* The report of kconf size: what is in it, and how it is printed. */
#ifndef KCONF_SIZE_H
#define KCONF_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sums.h"

/* A line of the budget that does not hold. */
struct excess {
	const char *name;
	uint64_t bytes, most;
	bool missing; /* nothing of that name is there: cannot tell */
	unsigned long line;
};

struct size_report {
	struct sums all, options, folders;
	bool closures; /* options have their closures */
	bool compared; /* all have what they were before */
	bool budgeted;
	struct excess *excess;
	size_t n; /* of excess */
};

/* Print on stdout, for people; sorts the sums anew. */
void size_text(struct size_report *r);

/* The same as one JSON object. */
void size_json(struct size_report *r);

#endif
