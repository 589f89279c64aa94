/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of kconf: fragments in, a resolved .config and its complaints out. */
#ifndef KCONF_H
#define KCONF_H

#include <stdbool.h>
#include <stddef.h>

/* One line of a fragment that asks for something. */
struct request {
	char *symbol;	  /* without CONFIG_ */
	char *value;	  /* y, m, a number, or a string without its quotes; n
			     for "is not set" */
	bool quoted;	  /* value was written in quotes */
	const char *file; /* fragment, as named by the caller */
	unsigned int line;
};

/* All requests of all fragments, in the order they were read. */
struct requests {
	struct request *at;
	size_t n;
};

/*
 * Read the fragment file and append what it asks for to rs. Strings are
 * allocated and live as long as the program; file is kept, not copied.
 * Prints each line that breaks a rule as "file:line: reason" on stderr.
 * Returns the number of such lines. Exits EXIT_UNKNOWN if file cannot be read.
 */
size_t fragment_read(struct requests *rs, const char *file);

/*
 * Find symbols asked for more than once, in one fragment or in several; print
 * them with both places. Returns how many.
 */
size_t fragment_duplicates(const struct requests *rs);

/* The request for the symbol of that name, or NULL. */
const struct request *fragment_find(const struct requests *rs,
				    const char *symbol);

struct symbol;

/*
 * Say on stderr, after what the caller printed and without a newline, why sym
 * has not the value of request r: the first failing dependency with its
 * present value, the symbol that forces it, or the member of its choice that
 * was taken. Values must have been calculated.
 */
void reason_print(struct symbol *sym, const struct request *r,
		  const struct requests *rs);

/* kconf resolve; see kconf(1). Returns the exit status. */
int cmd_resolve(int argc, char **argv);

#endif
