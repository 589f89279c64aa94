/* SPDX-License-Identifier: GPL-2.0-only */
#include "unknown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <lkc.h>

#include "base.h"
#include "dumped.h"
#include "err.h"
#include "formers.h"
#include "likeness.h"

/* More candidates than this are guesses about guesses. */
enum { SHOWN = 5 };

/* More than a likeness: what kind of answer a candidate is. */
enum {
	RENAMED = LIKENESS_PROMPT + 1, /* the kernel's own, by formers.c */
	MODULE,			       /* builds a module of that name */
	CASE			       /* the same but for capital letters */
};

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

	if (c->likeness >= LIKENESS_MITIGATION)
		return true;
	if (c->likeness >= LIKENESS_PART)
		return 3 * (n < m ? n : m) >= 2 * (n < m ? m : n);
	/* A typing error may change one letter of four, a new name of eight. */
	return c->likeness > 0 && (size_t)(LIKENESS_LETTERS - c->likeness) <=
					  n / (gone ? 8 : 4);
}

/* Does the option, of this tree, build a module of that name? */
static bool builds(const struct modules *m, const char *option,
		   const char *name)
{
	const char *s;

	for (size_t i = 0; (s = modules_option(m, name, i)) != NULL; i++)
		if (strcmp(s, option) == 0)
			return true;
	return false;
}

/* The name in capital letters, as options have it; to be freed. */
static char *capitals(const char *name)
{
	char *s = copy(name);

	for (char *p = s; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return s;
}

static void find_candidates(struct candidate *list, const char *name,
			    const struct dump *o, const struct modules *m)
{
	const struct dumped *was = dump_find(o, name);
	char *capital = capitals(name);
	struct former now = former_now(capital);
	struct symbol **all;
	size_t n;

	all = symbols_sorted(&n);
	for (size_t i = 0; i < n; i++) {
		const struct menu *menu = sym_get_prompt_menu(all[i]);
		const char *prompt = menu ? menu->prompt->text : NULL;
		struct candidate c = {all[i]->name, prompt,
				      likeness(capital, was ? was->prompt : NULL,
					       all[i]->name, prompt)};

		if (now.name != NULL && strcmp(now.name, c.name) == 0)
			c.likeness = RENAMED;
		if (builds(m, c.name, name))
			c.likeness = MODULE;
		if (strcasecmp(name, c.name) == 0)
			c.likeness = CASE;
		if (is_likely(name, &c, was != NULL))
			insert(list, c);
	}
	free(capital);
	free(all);
	/* Beside an answer a guess is noise. */
	for (size_t i = 1; i < SHOWN; i++)
		if (list[0].likeness >= RENAMED && list[i].likeness < RENAMED)
			list[i].likeness = 0;
}

static void print_candidate(const char *name, const struct candidate *c)
{
	const char *what = c->likeness == MODULE    ? "the module is built by"
			   : c->likeness == RENAMED ? "renamed to"
			   : c->likeness == CASE    ? "perhaps you mean"
						    : "perhaps renamed to";

	fprintf(stderr, "CONFIG_%.80s: %s %s (%s)\n", name, what, c->name,
		c->prompt ? c->prompt : "no prompt");
}

int unknown_print(const char *name, const char *file,
		  const struct modules *modules, struct json *j)
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
	find_candidates(list, name, &o, modules);
	if (j == NULL) {
		fprintf(stderr, "CONFIG_%.80s: not in this tree%s%s%s\n", name,
			seen ? ", last seen in " : "", seen ? seen : "",
			seen || file == NULL ? "" : ", nor in the older one");
		for (size_t i = 0; i < SHOWN && list[i].likeness > 0; i++)
			print_candidate(name, &list[i]);
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
