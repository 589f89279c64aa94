/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf diff: where two resolved configurations differ, and which line of the
 * present fragments makes each symbol what it is.
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lkc.h>

#include "base.h"
#include "dotconfig.h"
#include "err.h"
#include "formers.h"
#include "json.h"
#include "kind.h"
#include "options.h"
#include "text.h"
#include "tree.h"

/* What a file says of a symbol that it does not name. */
static const char none[] = "-";

/* Is value, as in a .config, the present one of sym? */
static bool is_present(struct symbol *sym, const char *value)
{
	const char *now = sym_get_string_value(sym);

	if (sym->type != S_STRING || value == none)
		return strcmp(value == none ? "n" : value, now) == 0;
	return same_string(value, now);
}

static void print_difference(struct json *j, const char *symbol, const char *a,
			     const char *b, const struct requests *rs)
{
	struct symbol *sym = sym_find(symbol);
	const struct request *cause = NULL;
	char *reason = NULL;
	const char *now = "";

	if (sym != NULL && symbol_is_defined(sym)) {
		reason = reason_text(sym, reason_opposite(sym), rs, &cause);
		if (!is_present(sym, a) && !is_present(sym, b))
			now = text_value(sym);
	} else {
		struct former f = former_now(symbol);

		reason = f.name == NULL
				 ? copy("no such symbol in this tree")
				 : format("no such symbol in this tree: a "
					  "former name of %s", f.name);
	}
	if (j == NULL) {
		printf("CONFIG_%s: %s -> %s: %s%s%s%s\n", symbol, a, b,
		       now[0] ? "now " : "", now, now[0] ? ", " : "",
		       reason);
	} else {
		json_object(j, NULL);
		json_string(j, "symbol", symbol);
		json_string(j, "a", a == none ? NULL : a);
		json_string(j, "b", b == none ? NULL : b);
		json_string(j, "reason", reason);
		json_string(j, "file", cause ? cause->file : NULL);
		json_number(j, "line", cause ? (long)cause->line : 0);
		json_end(j);
	}
	free(reason);
}

/* Walk both lists, which are sorted. Returns the number of differences. */
static size_t compare(struct json *j, const struct dotconfig *a,
		      const struct dotconfig *b, const struct requests *rs)
{
	size_t i = 0, k = 0, differences = 0;

	while (i < a->n || k < b->n) {
		int order = i == a->n ? 1 : k == b->n ? -1 :
			    strcmp(a->at[i].symbol, b->at[k].symbol);
		const char *symbol = order <= 0 ? a->at[i].symbol
						: b->at[k].symbol;
		const char *left = order <= 0 ? a->at[i++].value : none;
		const char *right = order >= 0 ? b->at[k++].value : none;

		if (strcmp(left, right) == 0)
			continue;
		differences++;
		print_difference(j, symbol, left, right, rs);
	}
	return differences;
}

/*
 * Say what keeps the files from being compared: another architecture, or that one
 * of them is not whole, so that "-" says nothing of it.
 */
static void print_kinds(char **names, const struct dotconfig *a,
			const struct dotconfig *b)
{
	struct kind tree = kind_of_tree();
	struct kind k[] = {kind_of(a), kind_of(b)};

	for (int i = 0; i < 2; i++) {
		bool fits = kind_fits(&k[i], &tree);

		if (!fits || k[i].unfinished != NULL)
			kind_print(names[i], &k[i], &tree);
		if (!fits)
			warn("%s: the reasons below are of another architecture",
			     names[i]);
		kind_free(&k[i]);
	}
	kind_free(&tree);
}

int cmd_diff(int argc, char **argv)
{
	struct options o = {0};
	struct requests rs = {0};
	struct dotconfig a, b;
	struct json j = {.f = stdout};
	int first = options_read(&o, "fjt", argc, argv);
	size_t differences;

	if (first == -1 || argc - first != 2 || o.tree == NULL)
		return EXIT_USAGE;
	dotconfig_open(&a, argv[first]);
	dotconfig_open(&b, argv[first + 1]);
	tree_load(o.tree, &rs, &o.fragments);
	print_kinds(argv + first, &a, &b);
	if (o.json)
		json_array(&j, NULL);
	differences = compare(o.json ? &j : NULL, &a, &b, &rs);
	if (o.json)
		json_end(&j);
	dotconfig_free(&a);
	dotconfig_free(&b);
	return differences > 0 ? EXIT_NO : EXIT_YES;
}
