/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a symbol has not the value that was asked for. */
#include "kconf.h"

#include <stdio.h>
#include <string.h>

#include <lkc.h>

/* A symbol's present value as Kconfig writes it: y, m, n, a number or text. */
static const char *value_of(struct symbol *sym)
{
	const char *s = sym_get_string_value(sym);

	return s[0] != '\0' ? s : "\"\"";
}

/*
 * The first part of e that has less than the wanted value. Terms of an AND are
 * visited left to right, as the Kconfig files name them; an OR fails as a
 * whole.
 */
static const struct expr *first_failing(struct expr *e, tristate wanted)
{
	while (e->type == E_AND)
		e = expr_calc_value(e->left.expr) < wanted ? e->left.expr
							   : e->right.expr;
	return e;
}

/*
 * Find the request that made symbol what it is, so that a conflict between two
 * fragments names both.
 */
static void print_origin(const struct symbol *sym, const struct requests *rs)
{
	const struct request *r;

	if (sym->name == NULL)
		return;
	r = fragment_find(rs, sym->name);
	if (r != NULL)
		fprintf(stderr, ", asked for at %s:%u", r->file, r->line);
}

/* A symbol that may decide e: its only one, if e names but one. */
static struct symbol *symbol_of(const struct expr *e)
{
	switch (e->type) {
	case E_NOT:
		return symbol_of(e->left.expr);
	case E_SYMBOL:
	case E_EQUAL:
	case E_UNEQUAL:
	case E_LTH:
	case E_LEQ:
	case E_GTH:
	case E_GEQ:
		return e->left.sym;
	default:
		return NULL;
	}
}

/* Print e; the kernel's printer adds the present value of each symbol. */
static void print_expr(const struct expr *e)
{
	struct gstr gs = str_new();

	expr_gstr_print(e, &gs);
	fputs(str_get(&gs), stderr);
	str_free(&gs);
}

/* What keeps the prompt of sym away, or false if it is visible. */
static bool print_unmet(struct symbol *sym, tristate wanted,
			const struct requests *rs)
{
	struct property *prop;

	if (sym->visible >= wanted)
		return false;
	for_all_prompts(sym, prop) {
		const struct expr *e;
		struct symbol *s;

		if (prop->visible.expr == NULL)
			continue;
		e = first_failing(prop->visible.expr, wanted);
		fprintf(stderr, "depends on ");
		print_expr(e);
		s = symbol_of(e);
		if (s != NULL)
			print_origin(s, rs);
		return true;
	}
	/*
	 * Without a prompt the value comes from default and select only, and
	 * those are limited by the symbol's own dependencies.
	 */
	if (sym->dir_dep.expr != NULL &&
	    expr_calc_value(sym->dir_dep.expr) < wanted) {
		fprintf(stderr, "has no prompt, and depends on ");
		print_expr(first_failing(sym->dir_dep.expr, wanted));
		return true;
	}
	fprintf(stderr, "has no prompt: only a default or a select sets it");
	return true;
}

/* The first select that forces sym on, or false if none does. */
static bool print_selector(struct symbol *sym)
{
	const struct expr *e = sym->rev_dep.expr;

	if (e == NULL || sym->rev_dep.tri == no)
		return false;
	while (e->type == E_OR)
		e = expr_calc_value(e->left.expr) != no ? e->left.expr
							: e->right.expr;
	fprintf(stderr, "is selected by ");
	print_expr(e);
	return true;
}

/* The chosen member of the choice that sym belongs to, or false. */
static bool print_choice(struct symbol *sym, const struct requests *rs)
{
	struct menu *choice = sym_get_choice_menu(sym);
	struct symbol *chosen;

	if (choice == NULL)
		return false;
	chosen = sym_calc_choice(choice);
	if (chosen == NULL)
		return false;
	if (chosen == sym) {
		fprintf(stderr, "is the member of its choice that is left; "
				"ask for another one with =y");
		return true;
	}
	fprintf(stderr, "is one of a choice, and CONFIG_%s was taken",
		chosen->name);
	print_origin(chosen, rs);
	return true;
}

void reason_print(struct symbol *sym, const struct request *r,
		  const struct requests *rs)
{
	struct property *range;
	enum symbol_type type = sym_get_type(sym);

	if (type != S_BOOLEAN && type != S_TRISTATE) {
		if (print_unmet(sym, yes, rs))
			return;
		range = sym_get_range_prop(sym);
		if (range != NULL)
			fprintf(stderr, "the range is %s to %s",
				value_of(range->expr->left.sym),
				value_of(range->expr->right.sym));
		else
			fprintf(stderr, "Kconfig gave it this value");
		return;
	}
	if (r->value[0] == 'm' && sym_get_tristate_value(sym) == yes) {
		fprintf(stderr, "there are no modules: ask for =y");
		return;
	}
	if (r->value[0] == 'n') {
		if (print_selector(sym) || print_choice(sym, rs) ||
		    print_unmet(sym, yes, rs))
			return;
		fprintf(stderr, "Kconfig gave it this value");
		return;
	}
	if (print_unmet(sym, r->value[0] == 'm' ? mod : yes, rs) ||
	    print_choice(sym, rs))
		return;
	fprintf(stderr, "Kconfig gave it this value");
}
