/* SPDX-License-Identifier: GPL-2.0-only */
#include "unknown.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <lkc.h>

#include "err.h"
#include "older.h"

/* More candidates than this are guesses about guesses. */
enum { SHOWN = 5 };

struct candidate {
	const char *name, *prompt;
	int likeness;
};

static void read_older(struct older *o, const char *name)
{
	FILE *f = fopen(name, "r");
	const char *wrong;

	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", name);
	wrong = older_read(o, f);
	if (wrong != NULL)
		die(EXIT_UNKNOWN, "%s: %s", name, wrong);
	fclose(f);
}

/* The likeliest first; those alike in order of name, as they came. */
static void insert(struct candidate *list, struct candidate c)
{
	for (size_t i = 0; i < SHOWN; i++) {
		struct candidate old = list[i];

		if (c.likeness <= old.likeness)
			continue;
		list[i] = c;
		c = old;
	}
}

static void find_candidates(struct candidate *list, const char *name,
			    const struct older *o)
{
	const struct older_symbol *was = older_find(o, name);
	struct symbol **all;
	size_t n;

	all = symbols_sorted(&n);
	for (size_t i = 0; i < n; i++) {
		const struct menu *menu = sym_get_prompt_menu(all[i]);
		const char *prompt = menu ? menu->prompt->text : NULL;
		struct candidate c = {
			all[i]->name, prompt,
			older_likeness(name, was ? was->prompt : NULL,
				       all[i]->name, prompt)};

		/* What both trees have was there beside the one that went. */
		if (c.likeness > 0 && o->n > 0 && !older_find(o, c.name))
			c.likeness += 20;
		insert(list, c);
	}
	free(all);
}

int unknown_print(const char *name, const char *file, struct json *j)
{
	struct candidate list[SHOWN] = {0};
	struct older o = {0};
	const struct older_symbol *was;

	if (file != NULL)
		read_older(&o, file);
	was = older_find(&o, name);
	find_candidates(list, name, &o);
	if (j == NULL) {
		fprintf(stderr, "CONFIG_%s: not in this tree%s%s%s\n", name,
			was ? ", last seen in " : "", was ? o.title : "",
			was || file == NULL ? "" : ", nor in the older one");
		for (size_t i = 0; i < SHOWN && list[i].likeness > 0; i++)
			fprintf(stderr, "CONFIG_%s: perhaps renamed to %s (%s)\n",
				name, list[i].name,
				list[i].prompt ? list[i].prompt : "no prompt");
	} else {
		json_object(j, NULL);
		json_string(j, "symbol", name);
		json_string(j, "value", NULL);
		json_string(j, "last_seen", was ? o.title : NULL);
		json_array(j, "perhaps");
		for (size_t i = 0; i < SHOWN && list[i].likeness > 0; i++)
			json_string(j, NULL, list[i].name);
		json_end(j);
		json_end(j);
	}
	older_free(&o);
	return EXIT_NO;
}
