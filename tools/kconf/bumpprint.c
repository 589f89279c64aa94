/* SPDX-License-Identifier: GPL-2.0-only */
#include "bump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json.h"

static const char *dash(const char *s)
{
	return s[0] != '\0' ? s : "not there";
}

static void print_place(const struct request *r)
{
	if (r != NULL)
		printf(" (%s:%u)", r->file, r->line);
}

static void print_help(const struct dumped *s)
{
	if (s->help[0] != '\0')
		printf("      %s\n", s->help);
}

static void print_mitigations(const struct bump *b)
{
	if (b->n_mitigations == 0)
		return;
	printf("\nNew mitigations\n");
	for (size_t i = 0; i < b->n_mitigations; i++) {
		const struct dumped *s = b->mitigations[i];

		printf("  " PREFIX "%s=%s  %s, %s\n", s->name, dash(s->value),
		       s->type, s->prompt[0] ? s->prompt : "without a prompt");
		print_help(s);
		if (!s->changeable)
			printf("      cannot be asked for; depends on %s\n",
			       s->depends[0] ? s->depends : "nothing");
	}
}

static void print_gone(const struct bump *b)
{
	const char *title = "\nGone\n";

	for (size_t i = 0; i < b->n_gone; i++) {
		const struct gone *g = &b->gone[i];

		if (gone_is_internal(g) && (i == 0 || !gone_is_internal(g - 1)))
			title = "\nGone, without a prompt: set by other "
				"options\n";
		fputs(title, stdout);
		title = "";
		printf("  " PREFIX "%s=%s", g->name, g->value);
		print_place(g->asked);
		printf(": %s", g->why);
		if (g->renamed != NULL)
			printf("; perhaps renamed to " PREFIX "%s [=%s]",
			       g->renamed->name, dash(g->renamed->value));
		if (g->old != NULL && g->old->mitigation)
			printf("; a MITIGATION");
		putchar('\n');
	}
}

static void print_fresh(const struct bump *b)
{
	const char *subsystem = "", *title = "\nNew\n";

	for (size_t i = 0; i < b->n_fresh; i++) {
		const struct fresh *f = &b->fresh[i];

		if (f->now->mitigation)
			continue; /* listed above */
		fputs(title, stdout);
		title = "";
		if (strcmp(subsystem, f->subsystem) != 0)
			printf("  %s\n", f->subsystem);
		subsystem = f->subsystem;
		printf("    " PREFIX "%s=%s  %s, %s", f->now->name,
		       dash(f->now->value), f->now->type, f->now->prompt);
		print_place(f->asked);
		putchar('\n');
		print_help(f->now);
	}
}

static void print_reached(const struct bump *b)
{
	if (b->n_reached > 0)
		printf("\nNot new, but in reach now\n");
	for (size_t i = 0; i < b->n_reached; i++) {
		const struct dumped *s = b->reached[i];

		printf("  " PREFIX "%s=%s  %s, %s\n", s->name, dash(s->value),
		       s->type, s->prompt);
	}
}

static void print_changed(const struct bump *b)
{
	const char *title = "\nChanged\n";

	for (size_t i = 0; i < b->n_changed; i++) {
		const struct changed *c = &b->changed[i];

		if (changed_is_internal(c) &&
		    (i == 0 || !changed_is_internal(c - 1)))
			title = "\nChanged, without a prompt: set by other "
				"options\n";
		fputs(title, stdout);
		title = "";
		printf("  " PREFIX "%s: %s -> %s: %s%s\n", c->now->name,
		       dash(c->old->value), dash(c->now->value), c->why,
		       c->now->mitigation ? "; a MITIGATION" : "");
	}
}

void bump_counts(const struct bump *b)
{
	printf("%zu gone, %zu renamed, %zu new (%zu on by default), %zu "
	       "changed\n",
	       b->n_gone - b->n_renamed, b->n_renamed, b->n_fresh, b->n_on,
	       b->n_changed);
}

void bump_text(const struct bump *b)
{
	printf("from %s\nto   %s\n", b->old_title ? b->old_title : "?",
	       b->new_title ? b->new_title : "?");
	bump_counts(b);
	printf("undecided: %zu; new, but out of reach: %zu with unmet "
	       "dependencies, %zu without a prompt\n",
	       b->n_undecided, b->n_unreachable, b->n_internal);
	print_mitigations(b);
	print_gone(b);
	print_fresh(b);
	print_reached(b);
	print_changed(b);
}

void bump_undecided(const struct bump *b)
{
	for (size_t i = 0; i < b->n_fresh; i++)
		if (b->fresh[i].asked == NULL)
			printf(PREFIX "%s\n", b->fresh[i].now->name);
}

static void json_place(struct json *j, const struct request *r)
{
	char *place = r != NULL ? format("%s:%u", r->file, r->line) : NULL;

	json_string(j, "asked", place);
	free(place);
}

/* NULL, which is null, for what is not there. */
static const char *there(const char *s)
{
	return s[0] != '\0' ? s : NULL;
}

/* What is known of a new symbol. */
static void json_symbol(struct json *j, const struct dumped *s)
{
	json_string(j, "symbol", s->name);
	json_string(j, "type", s->type);
	json_string(j, "value", there(s->value));
	json_string(j, "prompt", there(s->prompt));
	json_string(j, "help", there(s->help));
	json_string(j, "depends", there(s->depends));
	json_string(j, "defined", there(s->defined));
	json_bool(j, "changeable", s->changeable);
	json_bool(j, "mitigation", s->mitigation);
}

static void json_gone(struct json *j, const struct gone *g)
{
	json_object(j, NULL);
	json_string(j, "symbol", g->name);
	json_string(j, "value", g->value);
	json_string(j, "now", g->now != NULL ? there(g->now->value) : NULL);
	json_bool(j, "removed", g->now == NULL);
	json_string(j, "why", g->why);
	json_string(j, "renamed", g->renamed != NULL ? g->renamed->name : NULL);
	json_string(j, "prompt", g->old != NULL ? there(g->old->prompt) : NULL);
	json_bool(j, "mitigation", g->old != NULL && g->old->mitigation);
	json_place(j, g->asked);
	json_end(j);
}

static void json_changed(struct json *j, const struct changed *c)
{
	json_object(j, NULL);
	json_string(j, "symbol", c->now->name);
	json_string(j, "before", there(c->old->value));
	json_string(j, "now", there(c->now->value));
	json_string(j, "why", c->why);
	json_string(j, "prompt", there(c->now->prompt));
	json_bool(j, "mitigation", c->now->mitigation);
	json_end(j);
}

static void json_counts(struct json *j, const struct bump *b)
{
	json_object(j, "counts");
	json_number(j, "gone", (long)(b->n_gone - b->n_renamed));
	json_number(j, "renamed", (long)b->n_renamed);
	json_number(j, "new", (long)b->n_fresh);
	json_number(j, "on", (long)b->n_on);
	json_number(j, "undecided", (long)b->n_undecided);
	json_number(j, "changed", (long)b->n_changed);
	json_number(j, "mitigations", (long)b->n_mitigations);
	json_number(j, "reached", (long)b->n_reached);
	json_number(j, "unmet", (long)b->n_unreachable);
	json_number(j, "internal", (long)b->n_internal);
	json_end(j);
}

void bump_json(const struct bump *b)
{
	struct json j = {.f = stdout};

	json_object(&j, NULL);
	json_string(&j, "from", b->old_title);
	json_string(&j, "to", b->new_title);
	json_counts(&j, b);
	json_array(&j, "mitigations");
	for (size_t i = 0; i < b->n_mitigations; i++) {
		json_object(&j, NULL);
		json_symbol(&j, b->mitigations[i]);
		json_end(&j);
	}
	json_end(&j);
	json_array(&j, "gone");
	for (size_t i = 0; i < b->n_gone; i++)
		json_gone(&j, &b->gone[i]);
	json_end(&j);
	json_array(&j, "new");
	for (size_t i = 0; i < b->n_fresh; i++) {
		json_object(&j, NULL);
		json_symbol(&j, b->fresh[i].now);
		json_string(&j, "subsystem", b->fresh[i].subsystem);
		json_place(&j, b->fresh[i].asked);
		json_end(&j);
	}
	json_end(&j);
	json_array(&j, "reached");
	for (size_t i = 0; i < b->n_reached; i++) {
		json_object(&j, NULL);
		json_symbol(&j, b->reached[i]);
		json_end(&j);
	}
	json_end(&j);
	json_array(&j, "changed");
	for (size_t i = 0; i < b->n_changed; i++)
		json_changed(&j, &b->changed[i]);
	json_end(&j);
	json_end(&j);
}
