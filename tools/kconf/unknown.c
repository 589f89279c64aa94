/* SPDX-License-Identifier: GPL-2.0-only */
#include "unknown.h"

#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <lkc.h>

#include "dumped.h"
#include "err.h"
#include "likeness.h"

/* More candidates than this are guesses about guesses. */
enum { SHOWN = 5 };

/* The likeness of a name that is the same but for capital letters. */
enum { CASE = LIKENESS_PROMPT + 1 };

struct candidate {
	const char *name, *prompt;
	int likeness;
};

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

/*
 * Is it worth a person's look? The table of what is gone does not say what was
 * there beside it, so the option above a driver's, or a short name that shares
 * some letters, would always be found.
 */
static bool is_likely(const char *name, const struct candidate *c, bool gone)
{
	size_t n = strlen(name), m = strlen(c->name);

	if (c->likeness >= LIKENESS_PROMPT)
		return true; /* or CASE */
	if (c->likeness >= LIKENESS_PART)
		return 3 * (n < m ? n : m) >= 2 * (n < m ? m : n);
	/* A typing error may change one letter of four, a new name of eight. */
	return c->likeness > 0 && (size_t)(LIKENESS_LETTERS - c->likeness) <=
					  n / (gone ? 8 : 4);
}

static void find_candidates(struct candidate *list, const char *name,
			    const struct dump *o)
{
	const struct dumped *was = dump_find(o, name);
	struct symbol **all;
	size_t n;

	all = symbols_sorted(&n);
	for (size_t i = 0; i < n; i++) {
		const struct menu *menu = sym_get_prompt_menu(all[i]);
		const char *prompt = menu ? menu->prompt->text : NULL;
		struct candidate c = {all[i]->name, prompt,
				      likeness(name, was ? was->prompt : NULL,
					       all[i]->name, prompt)};

		if (strcasecmp(name, c.name) == 0)
			c.likeness = CASE;
		if (is_likely(name, &c, was != NULL))
			insert(list, c);
	}
	free(all);
}

int unknown_print(const char *name, const char *file, struct json *j)
{
	struct candidate list[SHOWN] = {0};
	struct dump o = {0};
	const struct dumped *was;
	const char *seen = NULL;

	if (file != NULL)
		o = dump_open(file);
	was = dump_find(&o, name);
	if (was != NULL)
		seen = was->tree != NULL ? was->tree : "an older one";
	find_candidates(list, name, &o);
	if (j == NULL) {
		fprintf(stderr, "CONFIG_%.80s: not in this tree%s%s%s\n", name,
			seen ? ", last seen in " : "", seen ? seen : "",
			seen || file == NULL ? "" : ", nor in the older one");
		for (size_t i = 0; i < SHOWN && list[i].likeness > 0; i++)
			fprintf(stderr, "CONFIG_%.80s: perhaps %s %s (%s)\n",
				name, list[i].likeness == CASE
					      ? "you mean" : "renamed to",
				list[i].name,
				list[i].prompt ? list[i].prompt : "no prompt");
	} else {
		json_object(j, NULL);
		json_string(j, "symbol", name);
		json_string(j, "value", NULL);
		json_string(j, "last_seen", seen);
		json_array(j, "perhaps");
		for (size_t i = 0; i < SHOWN && list[i].likeness > 0; i++)
			json_string(j, NULL, list[i].name);
		json_end(j);
		json_end(j);
	}
	dump_free(&o);
	return EXIT_NO;
}
