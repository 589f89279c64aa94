/* SPDX-License-Identifier: GPL-2.0-only */
/* What a configuration must be, and where ours is not: rules and deviations. */
#ifndef KCONF_RULES_H
#define KCONF_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The origin whose rules know no deviation. */
#define RULES_INVARIANT "invariant"

/* One alternative of a rule. */
struct rule_test {
	char *symbol; /* without CONFIG_; may end in '*', if it is the only one */
	char *wanted; /* as in the file: y, n, 7, >=64, <=9, a|b, *word*, "" */
};

/* One line: it is met if one of the alternatives is. */
struct rule {
	struct rule_test *at;
	size_t n;
	char *origin; /* who says so, in one word */
	char *why;
	const char *file;
	unsigned long line;
};

/* One line of a deviations file: symbol may have value. */
struct deviation {
	char *symbol;
	char *value;
	char *why;
	bool undecided; /* nobody has decided yet; why says what is at stake */
	bool used;
	const char *file;
	unsigned long line;
};

struct rules {
	struct rule *rule;
	size_t n;
	struct deviation *deviation;
	size_t deviations;
};

/*
 * Append the rules, or deviations, of f to rs; name is kept, not copied. The
 * formats are in kconf(1). Returns NULL, or what is wrong with the file, which
 * lives until the next call; what was read before stays.
 */
const char *rules_read(struct rules *rs, FILE *f, const char *name);
const char *rules_read_deviations(struct rules *rs, FILE *f, const char *name);

/* Is value, as in a .config but without quotes, what wanted asks for? */
bool rules_met(const char *wanted, const char *value);

/* Does symbol have the name, or match the pattern, of t? */
bool rules_match(const struct rule_test *t, const char *symbol);

/* The deviation for symbol with that value, or NULL. */
struct deviation *rules_deviation(const struct rules *rs, const char *symbol,
				  const char *value);

void rules_free(struct rules *rs);

#endif
