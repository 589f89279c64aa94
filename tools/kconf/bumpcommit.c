/* SPDX-License-Identifier: GPL-2.0-only */
/* The report of kconf bump as the body of a commit. */
#include "bump.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

enum {
	COLUMNS = 76,
	LONG = 12, /* a list that may be cut is cut to so many entries */
};

/* A paragraph being filled: the column where the next word begins. */
static size_t column;

/* One word; the second and further lines of an item are indented by two. */
static void put_word(const char *s, size_t n)
{
	if (column > 0 && column + 1 + n > COLUMNS) {
		putchar('\n');
		column = 0;
	}
	if (column == 0)
		column = (size_t)printf("  %.*s", (int)n, s);
	else
		column += (size_t)printf(" %.*s", (int)n, s);
}

/* An item of a list, wrapped. */
static void put_item(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
static void put_item(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = format_list(fmt, ap);
	va_end(ap);
	column = (size_t)printf("-");
	for (const char *s = text + strspn(text, " "); *s != '\0';) {
		size_t n = strcspn(s, " ");

		put_word(s, n);
		s += n;
		s += strspn(s, " ");
	}
	putchar('\n');
	free(text);
}

static void put_mitigations(const struct bump *b)
{
	if (b->n_mitigations > 0)
		printf("\nNew mitigations:\n");
	for (size_t i = 0; i < b->n_mitigations; i++) {
		const struct dumped *s = b->mitigations[i];

		put_item(PREFIX "%s=%s%s%s%s", s->name,
			 s->value[0] ? s->value : "?", s->prompt[0] ? ": " : "",
			 s->prompt,
			 s->changeable ? "" : " (cannot be asked for here)");
	}
}

static void put_gone(const struct bump *b)
{
	if (b->n_gone > 0)
		printf("\nGone:\n");
	for (size_t i = 0; i < b->n_gone; i++) {
		const struct gone *g = &b->gone[i];

		put_item(PREFIX "%s=%s%s: %s%s%s", g->name, g->value,
			 g->old != NULL && g->old->mitigation
				 ? " (a MITIGATION)"
				 : "",
			 g->why,
			 g->renamed != NULL ? ", perhaps renamed to " PREFIX
					    : "",
			 g->renamed != NULL ? g->renamed->name : "");
	}
}

/* What is on comes first: it is in the image from now on. */
static void put_fresh(const struct bump *b)
{
	size_t n = 0, shown = 0;

	for (int on = 1; on >= 0; on--) {
		for (size_t i = 0; i < b->n_fresh; i++) {
			const struct fresh *f = &b->fresh[i];

			if (dumped_is_on(f->now) != on || f->now->mitigation)
				continue;
			if (n++ == 0)
				printf("\nNew:\n");
			if (n > LONG)
				continue;
			put_item("%s: " PREFIX "%s=%s: %s", f->subsystem,
				 f->now->name,
				 f->now->value[0] ? f->now->value : "?",
				 f->now->prompt);
			shown++;
		}
	}
	if (n > shown)
		printf("- and %zu more\n", n - shown);
}

static void put_changed(const struct bump *b)
{
	size_t shown = 0;

	if (b->n_changed > 0)
		printf("\nChanged:\n");
	for (int mitigation = 1; mitigation >= 0; mitigation--) {
		for (size_t i = 0; i < b->n_changed; i++) {
			const struct changed *c = &b->changed[i];

			if (c->now->mitigation != mitigation ||
			    (shown >= LONG && !mitigation))
				continue;
			put_item(PREFIX "%s: %s -> %s: %s%s", c->now->name,
				 c->old->value[0] ? c->old->value : "?",
				 c->now->value[0] ? c->now->value : "?", c->why,
				 mitigation ? " (a MITIGATION)" : "");
			shown++;
		}
	}
	if (b->n_changed > shown)
		printf("- and %zu more\n", b->n_changed - shown);
}

void bump_commit(const struct bump *b)
{
	bump_counts(b);
	put_mitigations(b);
	put_gone(b);
	put_fresh(b);
	put_changed(b);
}
