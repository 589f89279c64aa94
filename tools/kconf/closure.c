/* SPDX-License-Identifier: GPL-2.0-only */
#include "closure.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"

/* One select that is in force: indices of symbols in the dump. */
struct edge {
	size_t from, to;
};

struct graph {
	struct edge *at;
	size_t n;
	size_t *first; /* of each symbol's edges; one more for the end */
};

static int by_from(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Kconfig writes a select as "SELECTOR && its condition". */
static void add_selector(struct graph *g, const struct dump *dump, size_t to,
			 const char *term)
{
	const struct values values = dump_values(dump);
	size_t n = strspn(term, " ("), length;
	const struct dumped *from;
	char *name;

	if (depends_value(term, &values) != DEPENDS_Y &&
	    depends_value(term, &values) != DEPENDS_M)
		return;
	length = strcspn(term + n, " )&|=!");
	name = copy_n(term + n, length);
	from = dump_find(dump, name);
	free(name);
	if (from == NULL)
		return;
	g->at = grow(g->at, g->n, sizeof(*g->at));
	g->at[g->n++] = (struct edge){(size_t)(from - dump->at), to};
}

static struct graph selects(const struct dump *dump)
{
	struct graph g = {0};
	size_t e = 0;

	for (size_t i = 0; i < dump->n; i++) {
		const char *s = dump->at[i].selected_by;

		if (!dumped_is_on(&dump->at[i]))
			continue;
		while (*s != '\0') {
			size_t n = depends_alternative(s);
			char *term = copy_n(s, n);

			add_selector(&g, dump, i, term);
			free(term);
			s += n;
			s += strspn(s, "|");
		}
	}
	if (g.n > 0)
		qsort(g.at, g.n, sizeof(*g.at), by_from);
	g.first = calloc(dump->n + 1, sizeof(*g.first));
	if (g.first == NULL)
		die(EXIT_UNKNOWN, "calloc:");
	for (size_t i = 0; i <= dump->n; i++) {
		while (e < g.n && g.at[e].from < i)
			e++;
		g.first[i] = e;
	}
	return g;
}

/* The state of a walk over the graph. */
struct walk {
	const struct graph *g;
	const uint64_t *own; /* bytes of each symbol */
	size_t *seen;	     /* the walk that was at this symbol last, plus 1 */
	size_t *todo;	     /* room for all symbols */
};

static uint64_t closure(struct walk *w, size_t start)
{
	uint64_t bytes = 0;
	size_t n = 0;

	w->todo[n++] = start;
	w->seen[start] = start + 1;
	while (n > 0) {
		size_t i = w->todo[--n];

		bytes += w->own[i];
		for (size_t e = w->g->first[i]; e < w->g->first[i + 1]; e++) {
			size_t to = w->g->at[e].to;

			if (w->seen[to] == start + 1)
				continue;
			w->seen[to] = start + 1;
			w->todo[n++] = to;
		}
	}
	return bytes;
}

void closures(struct sums *options, const struct dump *dump)
{
	struct graph g = selects(dump);
	uint64_t *own = calloc(dump->n, sizeof(*own));
	struct walk w = {
		.g = &g,
		.own = own,
		.seen = calloc(dump->n, sizeof(*w.seen)),
		.todo = calloc(dump->n, sizeof(*w.todo)),
	};
	struct sums more = {0};

	if (own == NULL || w.seen == NULL || w.todo == NULL)
		die(EXIT_UNKNOWN, "calloc:");
	for (size_t i = 0; i < dump->n; i++) {
		char *name = format(PREFIX "%s", dump->at[i].name);
		const struct sum *s = sums_find(options, name);

		own[i] = s != NULL ? sum_bytes(s) : 0;
		free(name);
	}
	for (size_t i = 0; i < dump->n; i++) {
		char *name;
		struct sum *s;
		uint64_t all;

		if (!dumped_is_on(&dump->at[i]))
			continue;
		all = closure(&w, i);
		name = format(PREFIX "%s", dump->at[i].name);
		s = sums_find(options, name);
		if (s != NULL)
			s->all = all;
		else if (all > 0 && dump->at[i].prompt[0] != '\0')
			sums_add(&more, name, all);
		free(name);
	}
	sums_merge(options, &more);
	free(g.at);
	free(g.first);
	free(own);
	free(w.seen);
	free(w.todo);
}
