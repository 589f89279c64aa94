/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf why: what a symbol is, who made it so, and what it hangs on. All is
 * printed twice over by the same functions: for people, or as JSON.
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <list.h>
#include <lkc.h>

#include "base.h"
#include "err.h"
#include "json.h"
#include "modules.h"
#include "options.h"
#include "text.h"
#include "tree.h"
#include "unknown.h"

/* For people, so many selects that are off are named before "and N more". */
enum { OFF_SHOWN = 4 };

static const char *letter(tristate t)
{
	return t == yes ? "y" : t == mod ? "m" : "n";
}

/* A line of the list called label, which stands before its first line. */
static void print_item(const char **label, const char *value, const char *text,
		       const char *more)
{
	printf("  %-12s%s%s%s%s%s\n", *label, value, value[0] ? "  " : "", text,
	       more[0] ? "   " : "", more);
	*label = "";
}

/* Where the symbol that decides e was asked for, or "". */
static const char *origin_of(const struct expr *e, const struct requests *rs)
{
	static char text[512];
	const struct symbol *sym = text_symbol(e);
	const struct request *r = NULL;

	if (sym != NULL && sym->name != NULL)
		r = fragment_find(rs, sym->name);
	if (r == NULL)
		return "";
	snprintf(text, sizeof(text), "%s:%u", r->file, r->line);
	return text;
}

/* How a list of terms is shown. */
struct terms {
	struct json *j; /* NULL: for people */
	const struct requests *rs;
	const char *label;
	enum expr_type cut; /* E_AND: terms of a dependency; E_OR: selects */
	bool on;	    /* show the selects that are on, or those off */
	size_t off;	    /* number of the latter */
};

/* Of a select that is on, the symbol; its conditions hold. */
static struct expr *shortened(struct expr *e)
{
	while (e->type == E_AND)
		e = e->left.expr;
	return e;
}

static void print_term(struct terms *t, struct expr *e)
{
	tristate value = expr_calc_value(e);
	char *text;

	if (t->j == NULL && t->cut == E_OR) {
		if ((value != no) != t->on)
			return;
		if (!t->on && ++t->off > OFF_SHOWN)
			return;
		if (t->on)
			e = shortened(e);
	}
	text = text_of_expr(e, true);
	if (t->j != NULL) {
		json_object(t->j, NULL);
		json_string(t->j, "expression", text);
		json_string(t->j, "value", letter(value));
		json_string(t->j, "asked", origin_of(e, t->rs));
		json_end(t->j);
	} else {
		print_item(&t->label, letter(value), text,
			   origin_of(e, t->rs));
	}
	free(text);
}

static void print_terms(struct terms *t, struct expr *e)
{
	if (e->type != t->cut) {
		print_term(t, e);
		return;
	}
	print_terms(t, e->left.expr);
	print_terms(t, e->right.expr);
}

/* All terms of e, those of a select that are on first, for people. */
static void print_list(struct json *j, const char *key, const char *label,
		       struct expr *e, enum expr_type cut,
		       const struct requests *rs)
{
	struct terms t = {.j = j, .rs = rs, .label = label, .cut = cut};
	char more[64];

	if (j != NULL)
		json_array(j, key);
	if (e != NULL && !expr_is_yes(e)) {
		t.on = true;
		print_terms(&t, e);
		t.on = false;
		if (j == NULL && cut == E_OR)
			print_terms(&t, e);
	}
	if (j != NULL)
		json_end(j);
	if (t.off > OFF_SHOWN) {
		snprintf(more, sizeof(more), "and %zu more that are off",
			 t.off - OFF_SHOWN);
		print_item(&t.label, "", more, "");
	}
}

static void print_places(struct json *j, struct symbol *sym)
{
	const char *label = "defined";
	struct menu *menu;
	char place[4096];

	if (j != NULL)
		json_array(j, "defined");
	list_for_each_entry(menu, &sym->menus, link) {
		snprintf(place, sizeof(place), "%s:%d", menu->filename,
			 menu->lineno);
		if (j != NULL)
			json_string(j, NULL, place);
		else
			print_item(&label, "", place, "");
	}
	if (j != NULL)
		json_end(j);
}

static void print_request(struct json *j, const struct request *r)
{
	if (j == NULL) {
		if (r == NULL)
			printf("  %-12snobody\n", "asked by");
		else
			printf("  %-12s%s:%u: %s\n  %-12s%s\n", "asked by",
			       r->file, r->line, r->value, "",
			       r->why ? r->why : "(no reason)");
		return;
	}
	if (r == NULL) {
		json_string(j, "asked", NULL);
		return;
	}
	json_object(j, "asked");
	json_string(j, "file", r->file);
	json_number(j, "line", r->line);
	json_string(j, "value", r->value);
	json_string(j, "why", r->why);
	json_end(j);
}

static void print_prompt(struct json *j, struct symbol *sym)
{
	struct menu *menu = sym_get_prompt_menu(sym);

	if (j != NULL) {
		json_string(j, "prompt", menu ? menu->prompt->text : NULL);
		/* The parser takes transitional ones for visible. */
		json_bool(j, "visible", menu != NULL && sym->visible != no);
	} else if (sym->flags & SYMBOL_TRANS) {
		printf("  %-12snone: only a fragment sets it\n", "prompt");
	} else if (menu == NULL) {
		printf("  %-12snone: only a default or a select sets it\n",
		       "prompt");
	} else {
		printf("  %-12s%s, \"%s\"\n", "prompt",
		       sym->visible != no ? "visible" : "not visible",
		       menu->prompt->text);
	}
}

/* Of a symbol that stands for a former name, what has its place now. */
static void print_takers(struct json *j, const struct symbol *sym)
{
	struct symbol **all;
	size_t n;

	if (j == NULL)
		return; /* that is why it is what it is */
	json_bool(j, "transitional", (sym->flags & SYMBOL_TRANS) != 0);
	json_array(j, "taken_by");
	all = symbols_sorted(&n);
	for (size_t i = 0; i < n; i++)
		if ((sym->flags & SYMBOL_TRANS) && symbol_takes(all[i], sym))
			json_string(j, NULL, all[i]->name);
	free(all);
	json_end(j);
}

/* What the prompt wants beyond the dependencies, as in "bool ... if EXPERT". */
static void print_visible(struct json *j, struct symbol *sym,
			  const struct requests *rs)
{
	struct menu *menu = sym_get_prompt_menu(sym);
	struct expr *e = menu ? menu->prompt->visible.expr : NULL;

	if (e != NULL && expr_eq(menu->dep, e))
		e = NULL;
	print_list(j, "visible_if", "visible if", e, E_AND, rs);
}

static void print_default(struct json *j, struct symbol *sym)
{
	struct property *prop = text_default(sym);
	char *value, *condition;

	if (prop == NULL) {
		if (j != NULL)
			json_string(j, "default", NULL);
		else
			printf("  %-12snone fires\n", "default");
		return;
	}
	value = text_of_expr(prop->expr, true);
	condition = expr_is_yes(prop->visible.expr)
			    ? NULL : text_of_expr(prop->visible.expr, true);
	if (j != NULL) {
		json_object(j, "default");
		json_string(j, "value", value);
		json_string(j, "condition", condition);
		json_string(j, "file", prop->filename);
		json_number(j, "line", prop->lineno);
		json_end(j);
	} else {
		printf("  %-12s%s%s%s   %s:%d\n", "default", value,
		       condition ? " if " : "", condition ? condition : "",
		       prop->filename, prop->lineno);
	}
	free(value);
	free(condition);
}

static void explain(struct json *j, struct symbol *sym,
		    const struct requests *rs)
{
	char *help = symbol_help(sym);
	char *reason = reason_text(sym, reason_opposite(sym), rs, NULL);

	if (j != NULL) {
		json_object(j, NULL);
		json_string(j, "symbol", sym->name);
		json_string(j, "type", symbol_type(sym));
		json_string(j, "value", sym_get_string_value(sym));
		json_string(j, "because", reason);
		json_string(j, "help", help);
	} else {
		printf("CONFIG_%s=%s (%s)\n  %-12s%s\n", sym->name,
		       text_value(sym), symbol_type(sym), "because",
		       reason);
		if (help != NULL)
			printf("  %-12s%s\n", "help", help);
	}
	print_places(j, sym);
	print_request(j, fragment_find(rs, sym->name));
	print_prompt(j, sym);
	print_takers(j, sym);
	print_visible(j, sym, rs);
	print_list(j, "depends", "depends on", sym->dir_dep.expr, E_AND, rs);
	print_list(j, "selected_by", "selected by", sym->rev_dep.expr, E_OR, rs);
	print_list(j, "implied_by", "implied by", sym->implied.expr, E_OR, rs);
	print_default(j, sym);
	if (j != NULL)
		json_end(j);
	free(help);
	free(reason);
}

/* What the tree's makefiles said, if it was recorded with that. */
static void open_modules(struct modules *m, const char *tree)
{
	char *file = format("%s/modules", tree);

	modules_open(m, file);
	free(file);
}

static bool is_module(const char *tree, const char *name)
{
	struct modules m = {0};
	bool is;

	open_modules(&m, tree);
	is = modules_option(&m, name, 0) != NULL;
	modules_free(&m);
	return is;
}

int cmd_why(int argc, char **argv)
{
	struct options o = {0};
	struct requests rs = {0};
	struct json j = {.f = stdout};
	int first = options_read(&o, "fjOt", argc, argv);
	struct modules modules = {0};
	struct symbol *sym;
	const char *name;

	if (first == -1 || argc - first != 1 || o.tree == NULL)
		return EXIT_USAGE;
	name = argv[first];
	if (strncmp(name, "CONFIG_", strlen("CONFIG_")) == 0)
		name += strlen("CONFIG_");
	/* A module's name may have a '-', an option's may not. */
	if (!is_symbol(name) && !is_module(o.tree, name)) {
		warn("\"%.80s\" is no option's name: letters, digits and '_' "
		     "are, with or without CONFIG_", argv[first]);
		return EXIT_USAGE;
	}
	tree_load_any(o.tree, &rs, &o.fragments);
	sym = sym_find(name);
	if (sym == NULL || !symbol_is_defined(sym)) {
		open_modules(&modules, o.tree);
		return unknown_print(name, o.older, &modules,
				     o.json ? &j : NULL);
	}
	explain(o.json ? &j : NULL, sym, &rs);
	return EXIT_YES;
}
