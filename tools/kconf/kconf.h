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
	const char *why; /* the group's reason; NULL only in a line at fault */
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
 * Why sym has not the wanted value (y, m, n, anything for other types): where
 * its present one was asked for, the first failing dependency with its present
 * value, the symbol that forces it, the member of its choice that was taken, or
 * its default; and the request that caused it, if one did, in the text and, if
 * cause is not NULL, in *cause. Values must have been calculated. The text is
 * to be freed.
 */
char *reason_text(struct symbol *sym, const char *wanted,
		  const struct requests *rs, const struct request **cause);

/* A value that sym has not, to ask why it is what it is. */
const char *reason_opposite(struct symbol *sym);

/* Does a Kconfig file of the tree define sym? Expressions name others, too. */
bool symbol_is_defined(const struct symbol *sym);

/* Does a default of sym hang on from, as that of a symbol's new name does? */
bool symbol_takes(const struct symbol *sym, const struct symbol *from);

/* bool, tristate, int, hex or string, as in Kconfig files. */
const char *symbol_type(const struct symbol *sym);

/* All defined symbols by name, *n of them, to be freed. */
struct symbol **symbols_sorted(size_t *n);

/* The first line of the help text, to be freed, or NULL. */
char *symbol_help(const struct symbol *sym);

/* The subcommands; see kconf(1). They return the exit status. */
int cmd_record(int argc, char **argv);
int cmd_resolve(int argc, char **argv);
int cmd_dump(int argc, char **argv);
int cmd_why(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_bump(int argc, char **argv);
int cmd_size(int argc, char **argv);

#endif
