/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a symbol has not the value that was asked for. */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lkc.h>

#include "text.h"

/* A chain of causes longer than this tells nobody anything. */
enum { CHAIN_MAX = 8 };

/* The request that the text being made ends in, or NULL. */
static const struct request *found;

/*
 * The first part of e that has less than the wanted value. Terms of an AND are
 * visited left to right, as the Kconfig files name them; an OR fails as a
 * whole.
 */
static const struct expr *first_failing(const struct expr *e, tristate wanted)
{
	while (e->type == E_AND)
		e = expr_calc_value(e->left.expr) < wanted ? e->left.expr
							   : e->right.expr;
	return e;
}

/* The first term of e, a select or imply, that is on. */
static const struct expr *first_on(const struct expr *e)
{
	while (e->type == E_OR)
		e = expr_calc_value(e->left.expr) != no ? e->left.expr
							: e->right.expr;
	return e;
}

/*
 * What selects, of "SYMBOL && conditions"; these hold, or it would not. They
 * are many, since the selecting symbol's own dependencies are among them.
 */
static const struct expr *selector_of(const struct expr *e)
{
	while (e->type == E_AND)
		e = e->left.expr;
	return e;
}

/*
 * Find the request that made sym what it is, so that a conflict between two
 * fragments names both; if nobody asked for sym itself, go on with what
 * decides about it.
 */
static void print_origin(FILE *f, struct symbol *sym,
			 const struct requests *rs, int depth)
{
	const struct request *r;
	const struct expr *e;
	struct symbol *next;

	if (sym == NULL || sym->name == NULL || depth == CHAIN_MAX)
		return;
	r = fragment_find(rs, sym->name);
	if (r != NULL) {
		fprintf(f, ", asked for at %s:%u", r->file, r->line);
		found = r;
		return;
	}
	if (sym->rev_dep.expr != NULL && sym->rev_dep.tri != no) {
		e = selector_of(first_on(sym->rev_dep.expr));
		next = text_symbol(e);
		fprintf(f, ", selected by ");
	} else if (sym->dir_dep.expr != NULL && sym->dir_dep.tri == no &&
		   sym->curr.tri == no) {
		e = first_failing(sym->dir_dep.expr, yes);
		next = text_symbol(e);
		fprintf(f, ", which depends on ");
	} else {
		return;
	}
	text_expr(f, e, true);
	if (next != sym)
		print_origin(f, next, rs, depth + 1);
}

/* What keeps the prompt of sym away, or false if it is visible. */
static bool print_unmet(FILE *f, struct symbol *sym, tristate wanted,
			const struct requests *rs)
{
	struct property *prop;
	const struct expr *e;

	if (sym->visible >= wanted)
		return false;
	for_all_prompts(sym, prop) {
		if (prop->visible.expr == NULL)
			continue;
		e = first_failing(prop->visible.expr, wanted);
		fprintf(f, "depends on ");
		text_expr(f, e, true);
		print_origin(f, text_symbol(e), rs, 0);
		return true;
	}
	/*
	 * Without a prompt the value comes from default and select only, and
	 * those are limited by the symbol's own dependencies.
	 */
	if (sym->dir_dep.expr != NULL &&
	    expr_calc_value(sym->dir_dep.expr) < wanted) {
		e = first_failing(sym->dir_dep.expr, wanted);
		fprintf(f, "has no prompt, and depends on ");
		text_expr(f, e, true);
		print_origin(f, text_symbol(e), rs, 0);
		return true;
	}
	fprintf(f, "has no prompt: only a default or a select sets it");
	return true;
}

/* The first select that forces sym on, or false if none does. */
static bool print_selector(FILE *f, struct symbol *sym,
			   const struct requests *rs)
{
	const struct expr *e;

	if (sym->rev_dep.expr == NULL || sym->rev_dep.tri == no)
		return false;
	e = selector_of(first_on(sym->rev_dep.expr));
	fprintf(f, "is selected by ");
	text_expr(f, e, true);
	print_origin(f, text_symbol(e), rs, 0);
	return true;
}

/* The chosen member of the choice that sym belongs to, or false. */
static bool print_choice(FILE *f, struct symbol *sym,
			 const struct requests *rs)
{
	struct menu *choice = sym_get_choice_menu(sym);
	struct symbol *chosen;

	if (choice == NULL)
		return false;
	chosen = sym_calc_choice(choice);
	if (chosen == NULL)
		return false;
	if (chosen == sym) {
		fprintf(f, "is the member of its choice that is left; "
			   "ask for another one with =y");
		return true;
	}
	fprintf(f, "is one of a choice, and CONFIG_%s was taken", chosen->name);
	print_origin(f, chosen, rs, 0);
	return true;
}

/* The default, if nobody asked for sym, or false. */
static bool print_default(FILE *f, struct symbol *sym,
			  const struct requests *rs)
{
	const struct property *prop = text_default(sym);

	if (fragment_find(rs, sym->name) != NULL)
		return false;
	if (prop == NULL) {
		fprintf(f, "nobody asks for it, and it has no default");
		return true;
	}
	fprintf(f, "nobody asks for it, and its default at %s:%d is ",
		prop->filename, prop->lineno);
	text_expr(f, prop->expr, true);
	return true;
}

bool symbol_takes(const struct symbol *sym, const struct symbol *from)
{
	struct symbol *s = (struct symbol *)from;
	struct property *prop;

	for_all_defaults(sym, prop)
		if (expr_contains_symbol(prop->expr, s) ||
		    expr_contains_symbol(prop->visible.expr, s))
			return true;
	return false;
}

/*
 * Of a symbol that stands for a former name, those that get its value from
 * there; false if sym is none such.
 */
static bool print_transitional(FILE *f, const struct symbol *sym)
{
	struct symbol **all;
	size_t n, takers = 0;

	if ((sym->flags & SYMBOL_TRANS) == 0)
		return false;
	fprintf(f, "is transitional, a former name: ");
	all = symbols_sorted(&n);
	for (size_t i = 0; i < n; i++)
		if (symbol_takes(all[i], sym))
			fprintf(f, "%s%s", takers++ > 0 ? ", " : "",
				all[i]->name);
	free(all);
	fprintf(f, takers == 0	 ? "nothing takes its value"
		   : takers == 1 ? " takes its value"
				 : " take its value");
	return true;
}

static void print_number(FILE *f, struct symbol *sym,
			 const struct requests *rs)
{
	struct property *range;

	if (print_unmet(f, sym, yes, rs) || print_default(f, sym, rs))
		return;
	range = sym_get_range_prop(sym);
	if (range != NULL)
		fprintf(f, "the range is %s to %s",
			text_value(range->expr->left.sym),
			text_value(range->expr->right.sym));
	else
		fprintf(f, "Kconfig gave it this value");
}

const char *reason_opposite(struct symbol *sym)
{
	return sym_get_tristate_value(sym) == no ? "y" : "n";
}

char *reason_text(struct symbol *sym, const char *wanted,
		  const struct requests *rs, const struct request **cause)
{
	enum symbol_type type = sym_get_type(sym);
	const struct request *r = fragment_find(rs, sym->name);
	bool same = r != NULL && strcmp(r->value, text_value(sym)) == 0;
	struct text t;

	text_open(&t);
	found = same ? r : NULL;
	if (same)
		fprintf(t.f, "asked for at %s:%u", r->file, r->line);
	else if (print_transitional(t.f, sym))
		;
	else if (type != S_BOOLEAN && type != S_TRISTATE)
		print_number(t.f, sym, rs);
	else if (wanted[0] == 'm' && sym_get_tristate_value(sym) == yes)
		fprintf(t.f, "there are no modules: ask for =y");
	else if (wanted[0] == 'n' && print_selector(t.f, sym, rs))
		;
	else if (wanted[0] == 'n' && print_choice(t.f, sym, rs))
		;
	else if (wanted[0] == 'n' && sym->visible == no &&
		 print_default(t.f, sym, rs))
		;
	else if (!print_unmet(t.f, sym, wanted[0] == 'm' ? mod : yes, rs) &&
		 !print_choice(t.f, sym, rs) && !print_default(t.f, sym, rs))
		fprintf(t.f, "Kconfig gave it this value");
	if (cause != NULL)
		*cause = found;
	return text_close(&t);
}
