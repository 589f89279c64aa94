/* SPDX-License-Identifier: GPL-2.0-only */
/* Two dumps and the fragments: what is gone, new, changed. */
#include "bump.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "likeness.h"

/* The least likeness of two names that is worth a person's look. */
enum { LIKELY = 48 };

/* What is compared, and with it the values of the new tree. */
struct trees {
	const struct dump *old, *new;
	const struct dumped **added; /* symbols of new that old has not */
	size_t n_added;
	const struct requests *rs;
	struct values values;
};

static bool is_tristate(const struct dumped *s)
{
	return strcmp(s->type, "bool") == 0 || strcmp(s->type, "tristate") == 0;
}

/* Is a value of s, as a dump has it, the one that a request asks for? */
static bool honoured(const struct dumped *s, const struct request *r)
{
	if (strcmp(s->type, "string") == 0)
		return same_string(s->value, r->value);
	return same_value(s->type, s->value, r->value);
}

/* Does text mention the symbol of that name? */
static bool mentions(const char *text, const char *name)
{
	size_t n;

	for (; *text != '\0'; text += n) {
		n = symbol_length(text);
		if (n == strlen(name) && strncmp(text, name, n) == 0)
			return true;
		if (n == 0)
			n = 1;
	}
	return false;
}

/*
 * What the symbol is probably called in the new tree. A default or a help text
 * that names the other one settles it: that is how the kernel moves options.
 */
static const struct dumped *find_renamed(const struct trees *t,
					 const struct dumped *old,
					 const struct dumped *now)
{
	const struct dumped *best = NULL;
	int most = LIKELY - 1;

	for (size_t i = 0; i < t->n_added; i++) {
		const struct dumped *s = t->added[i];
		int n;

		if (is_tristate(s) != is_tristate(old))
			continue;
		n = likeness(old->name, old->prompt, s->name, s->prompt);
		if (mentions(s->origin, old->name) ||
		    (now != NULL && mentions(now->help, s->name)))
			n = 200;
		if (n > most) {
			most = n;
			best = s;
		}
	}
	return best;
}

/* The first select of s in force, or of its implies; NULL if there is none. */
static char *find_selector(const struct trees *t, const char *terms)
{
	while (*terms != '\0') {
		size_t n = depends_alternative(terms);
		char *term = copy_n(terms, n);
		int value = depends_value(term, &t->values);

		if (value == DEPENDS_Y || value == DEPENDS_M) {
			char *trimmed = term + strspn(term, " ");
			char *name;

			trimmed[strcspn(trimmed, " ")] = '\0';
			name = copy(trimmed);
			free(term);
			return name;
		}
		free(term);
		terms += n;
		terms += strspn(terms, "| ");
	}
	return NULL;
}

/* Why has s the value that it has, when no fragment asks for it? */
static char *reason_of_value(const struct trees *t, const struct dumped *s)
{
	char *term = NULL, *why;

	/* A symbol with two definitions may be on with the first one unmet. */
	if (!dumped_is_on(s))
		term = depends_failing(s->depends, &t->values);
	if (term != NULL) {
		why = format("depends on %s", term);
		free(term);
		return why;
	}
	term = find_selector(t, s->selected_by);
	if (term != NULL) {
		why = format("selected by %s", term);
		free(term);
		return why;
	}
	if (s->origin[0] != '\0')
		return format("default %s", s->origin);
	if (dumped_is_on(s))
		return copy("its menu or choice decides");
	return copy(s->prompt[0] != '\0' ? "no default"
					 : "nothing selects it any more");
}

static void add_gone(struct bump *b, struct gone g)
{
	b->gone = grow(b->gone, b->n_gone, sizeof(g));
	b->gone[b->n_gone++] = g;
	b->n_renamed += g.renamed != NULL;
}

/* A symbol that the new tree does not define. */
static void removed(struct bump *b, const struct trees *t, const char *name,
		    const struct dumped *old, const struct request *r)
{
	struct gone g = {
		.name = name,
		.old = old,
		.asked = r,
		.value = r != NULL ? r->value : old->value,
	};

	if (old != NULL)
		g.renamed = find_renamed(t, old, NULL);
	g.why = copy(old != NULL ? "removed" : "no Kconfig file defines it");
	add_gone(b, g);
}

/* Is now's value less than that of old was: off, or not there at all? */
static bool lost(const struct dumped *old, const struct dumped *now)
{
	if (!dumped_is_on(old))
		return false;
	return !dumped_is_on(now) ||
	       (strcmp(old->value, "y") == 0 && strcmp(now->value, "m") == 0);
}

/* Has the symbol a prompt no more? Then nobody can ask for it. */
static bool lost_prompt(const struct dumped *old, const struct dumped *now)
{
	return old->prompt[0] != '\0' && now->prompt[0] == '\0';
}

/* A request that the new tree's values do not show. */
static void not_honoured(struct bump *b, const struct trees *t,
			 const struct dumped *old, const struct dumped *now,
			 const struct request *r)
{
	struct gone g = {
		.name = now->name,
		.old = old,
		.now = now,
		.asked = r,
		.value = r->value,
	};
	char *why = reason_of_value(t, now);

	if (old != NULL && lost_prompt(old, now))
		g.renamed = find_renamed(t, old, now);
	g.why = format("is %s now: %s",
		       now->value[0] ? now->value : "not there", why);
	free(why);
	add_gone(b, g);
}

/* A request that works out, but on a symbol that cannot be asked for. */
static void no_prompt(struct bump *b, const struct trees *t,
		      const struct dumped *old, const struct dumped *now,
		      const struct request *r)
{
	add_gone(b, (struct gone){
			    .name = now->name,
			    .old = old,
			    .now = now,
			    .asked = r,
			    .renamed = find_renamed(t, old, now),
			    .value = r->value,
			    .why = copy("has no prompt any more"),
		    });
}

/* A value that nobody asked for, and that cannot be asked for any more. */
static void unmet(struct bump *b, const struct trees *t,
		  const struct dumped *old, const struct dumped *now)
{
	char *term = depends_failing(now->depends, &t->values);
	struct gone g = {
		.name = now->name,
		.old = old,
		.now = now,
		.value = old->value,
	};

	if (lost_prompt(old, now)) {
		g.why = copy("has no prompt any more");
		g.renamed = find_renamed(t, old, now);
	} else if (term != NULL) {
		g.why = format("depends on %s", term);
	} else {
		g.why = copy("the condition of its prompt or choice is unmet");
	}
	free(term);
	add_gone(b, g);
}

static void compare_one(struct bump *b, const struct trees *t,
			const struct dumped *old)
{
	const struct dumped *now = dump_find(t->new, old->name);
	const struct request *r = fragment_find(t->rs, old->name);
	char *term;

	if (now == NULL) {
		if (r != NULL || dumped_is_on(old))
			removed(b, t, old->name, old, r);
		return;
	}
	if (r != NULL) {
		if (!honoured(now, r))
			not_honoured(b, t, old, now, r);
		else if (lost_prompt(old, now))
			no_prompt(b, t, old, now, r);
		return;
	}
	if (!old->changeable && now->changeable) {
		b->reached =
			grow(b->reached, b->n_reached, sizeof(*b->reached));
		b->reached[b->n_reached++] = now;
	}
	if (strcmp(old->value, now->value) == 0)
		return;
	if (lost(old, now)) {
		term = depends_failing(now->depends, &t->values);
		free(term);
		if (term != NULL || (old->changeable && !now->changeable)) {
			unmet(b, t, old, now);
			return;
		}
	}
	b->changed = grow(b->changed, b->n_changed, sizeof(*b->changed));
	b->changed[b->n_changed++] =
		(struct changed){old, now, reason_of_value(t, now)};
}

/* "drivers/net" for drivers/net/ethernet/intel/Kconfig:5. */
static char *subsystem_of(const char *defined)
{
	const char *s = strchr(defined, '/');

	if (s == NULL)
		return copy(".");
	if (strchr(s + 1, '/') != NULL)
		s = strchr(s + 1, '/');
	return copy_n(defined, (size_t)(s - defined));
}

static void add_new(struct bump *b, const struct trees *t,
		    const struct dumped *now)
{
	struct fresh f = {
		.now = now,
		.asked = fragment_find(t->rs, now->name),
	};

	if (now->mitigation) {
		b->mitigations = grow(b->mitigations, b->n_mitigations,
				      sizeof(*b->mitigations));
		b->mitigations[b->n_mitigations++] = now;
	}
	if (f.asked != NULL && !honoured(now, f.asked))
		not_honoured(b, t, NULL, now, f.asked);
	if (now->prompt[0] == '\0') {
		b->n_internal++;
		return;
	}
	if (!now->changeable) {
		b->n_unreachable++;
		return;
	}
	f.subsystem = subsystem_of(now->defined);
	b->n_on += dumped_is_on(now);
	b->n_undecided += f.asked == NULL;
	b->fresh = grow(b->fresh, b->n_fresh, sizeof(f));
	b->fresh[b->n_fresh++] = f;
}

bool gone_is_internal(const struct gone *g)
{
	return g->asked == NULL && g->old->prompt[0] == '\0';
}

bool changed_is_internal(const struct changed *c)
{
	return c->old->prompt[0] == '\0' && c->now->prompt[0] == '\0';
}

static int order_gone(const void *a, const void *b)
{
	const struct gone *x = a, *y = b;
	int c = gone_is_internal(x) - gone_is_internal(y);

	return c != 0 ? c : strcmp(x->name, y->name);
}

static int order_changed(const void *a, const void *b)
{
	const struct changed *x = a, *y = b;
	int c = changed_is_internal(x) - changed_is_internal(y);

	return c != 0 ? c : strcmp(x->now->name, y->now->name);
}

static int order_fresh(const void *a, const void *b)
{
	const struct fresh *x = a, *y = b;
	int c = strcmp(x->subsystem, y->subsystem);

	return c != 0 ? c : strcmp(x->now->name, y->now->name);
}

static void sort(void *at, size_t n, size_t size,
		 int (*order)(const void *, const void *))
{
	if (n > 0)
		qsort(at, n, size, order);
}

struct bump bump_compare(const struct dump *old, const struct dump *new,
			 const struct requests *rs)
{
	struct trees t = {
		.old = old,
		.new = new,
		.rs = rs,
		.values = dump_values(new),
	};
	struct bump b = {.old_title = dump_title(old),
			 .new_title = dump_title(new)};

	for (size_t i = 0; i < new->n; i++) {
		if (dump_find(old, new->at[i].name) != NULL)
			continue;
		t.added = grow(t.added, t.n_added, sizeof(*t.added));
		t.added[t.n_added++] = &new->at[i];
	}
	for (size_t i = 0; i < old->n; i++)
		compare_one(&b, &t, &old->at[i]);
	for (size_t i = 0; i < t.n_added; i++)
		add_new(&b, &t, t.added[i]);
	for (size_t i = 0; i < rs->n; i++)
		if (dump_find(old, rs->at[i].symbol) == NULL &&
		    dump_find(new, rs->at[i].symbol) == NULL)
			removed(&b, &t, rs->at[i].symbol, NULL, &rs->at[i]);
	sort(b.gone, b.n_gone, sizeof(*b.gone), order_gone);
	sort(b.changed, b.n_changed, sizeof(*b.changed), order_changed);
	sort(b.fresh, b.n_fresh, sizeof(*b.fresh), order_fresh);
	free(t.added);
	return b;
}

void bump_free(struct bump *b)
{
	for (size_t i = 0; i < b->n_gone; i++)
		free(b->gone[i].why);
	for (size_t i = 0; i < b->n_changed; i++)
		free(b->changed[i].why);
	for (size_t i = 0; i < b->n_fresh; i++)
		free(b->fresh[i].subsystem);
	free(b->gone);
	free(b->changed);
	free(b->fresh);
	free(b->reached);
	free(b->mitigations);
	*b = (struct bump){0};
}
