/* SPDX-License-Identifier: GPL-2.0-only */
/* What another kernel version does to our configuration. */
#ifndef KCONF_BUMP_H
#define KCONF_BUMP_H

#include <stdbool.h>
#include <stddef.h>

#include "dumped.h"
#include "kconf.h"

/* A symbol that was set, or that a fragment names, and does not work out. */
struct gone {
	const char *name;	      /* without CONFIG_ */
	const struct dumped *old;     /* NULL: the old tree has none, either */
	const struct dumped *now;     /* NULL: removed */
	const struct request *asked;  /* NULL: no fragment names it */
	const struct dumped *renamed; /* what it may be called now, or NULL */
	const char *value;	      /* that it had, or that is asked for */
	char *why;
};

/* A symbol that has another value without anyone having asked for it. */
struct changed {
	const struct dumped *old, *now;
	char *why;
};

/* A new symbol that someone can decide on. */
struct fresh {
	const struct dumped *now;
	char *subsystem;	     /* first two folders of its Kconfig file */
	const struct request *asked; /* the decision, or NULL */
};

struct bump {
	const char *old_title, *new_title; /* of the trees, or NULL */
	struct gone *gone; /* those with a prompt first, then by name */
	size_t n_gone, n_renamed;
	struct changed *changed; /* the same order */
	size_t n_changed;
	struct fresh *fresh; /* by subsystem and name */
	size_t n_fresh, n_on, n_undecided;
	const struct dumped **reached; /* not new, but now one can decide */
	size_t n_reached;
	const struct dumped **mitigations; /* new ones, also if out of reach */
	size_t n_mitigations;
	size_t n_unreachable; /* new, but their dependencies are unmet */
	size_t n_internal;    /* new, without a prompt */
};

/* Compare; the result points into what was given. Free with bump_free(). */
struct bump bump_compare(const struct dump *old, const struct dump *new,
			 const struct requests *rs);

void bump_free(struct bump *b);

/* Does the entry concern a symbol that only other symbols set? */
bool gone_is_internal(const struct gone *g);
bool changed_is_internal(const struct changed *c);

/* The line with the counts, as others begin such a commit. */
void bump_counts(const struct bump *b);

/* Print on stdout: for people, as one JSON object, as a commit's body. */
void bump_text(const struct bump *b);
void bump_json(const struct bump *b);
void bump_commit(const struct bump *b);

/* One line for each new symbol that wants a decision. */
void bump_undecided(const struct bump *b);

#endif
