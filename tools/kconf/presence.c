/* SPDX-License-Identifier: GPL-2.0-only */
#include "presence.h"

#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <lkc.h>

#include "base.h"
#include "formers.h"

/* Chains of what depends on what end long before; they may be circles. */
enum { DEEPEST = 16 };

/* Why an expression, or a symbol that is not named, is n under the file. */
struct cause {
	enum presence presence; /* OFF, ABSENT or UNSURE */
	const struct symbol *sym; /* that decides; NULL: a fact of the compiler */
};

static struct cause why_unnamed(const struct dotconfig *c, struct symbol *sym,
				int depth);
static enum presence presence_of_probe(const struct dotconfig *c, bool on);

/* The file's value, by a former name if need be; NULL: it names none. */
static char *value_of(const struct dotconfig *c, const char *symbol,
		      const char **former)
{
	char *value = dotconfig_value(c, symbol);
	struct former f;

	*former = NULL;
	for (size_t i = 0; value == NULL; i++) {
		f = former_name(symbol, i);
		if (f.name == NULL)
			return NULL;
		value = dotconfig_value(c, f.name);
		*former = f.name;
	}
	return value;
}

static bool is_named(const struct dotconfig *c, const struct symbol *sym)
{
	const char *former;
	char *value;

	if (sym->name == NULL)
		return false;
	value = value_of(c, sym->name, &former);
	free(value);
	return value != NULL;
}

/* What sym stands for in an expression; what is not named is n, or empty. */
static char *text_of(const struct dotconfig *c, const struct symbol *sym)
{
	const char *former;
	char *value;

	if (sym->name == NULL || (sym->flags & SYMBOL_CONST) ||
	    sym->type == S_UNKNOWN)
		return copy(sym->name != NULL ? sym->name : "");
	value = value_of(c, sym->name, &former);
	if (value == NULL)
		value = copy(sym->type == S_BOOLEAN || sym->type == S_TRISTATE
				     ? "n" : "");
	return value;
}

static tristate letter(const char *s)
{
	return strcmp(s, "y") == 0 ? yes : strcmp(s, "m") == 0 ? mod : no;
}

static tristate value_of_symbol(const struct dotconfig *c,
				const struct symbol *sym)
{
	char *s;
	tristate t;

	/* A choice has no name; its members are named each. */
	if (sym->name == NULL)
		return yes;
	s = text_of(c, sym);
	t = letter(s);
	free(s);
	return t;
}

/* The order of two values: as numbers if both are such. */
static int order(const char *a, const char *b)
{
	char *end_a, *end_b;
	long long x = strtoll(a, &end_a, 0), y = strtoll(b, &end_b, 0);

	if (end_a == a || end_b == b || *end_a != '\0' || *end_b != '\0')
		return strcmp(a, b);
	return x < y ? -1 : x > y;
}

static bool compared(const struct dotconfig *c, const struct expr *e)
{
	char *a = text_of(c, e->left.sym), *b = text_of(c, e->right.sym);
	int n = order(a, b);

	free(a);
	free(b);
	switch (e->type) {
	case E_EQUAL:
		return n == 0;
	case E_UNEQUAL:
		return n != 0;
	case E_LTH:
		return n < 0;
	case E_LEQ:
		return n <= 0;
	case E_GTH:
		return n > 0;
	default:
		return n >= 0;
	}
}

/* As expr_calc_value(), but under the values of the file. */
static tristate value_of_expr(const struct dotconfig *c, const struct expr *e)
{
	tristate a, b;

	if (e == NULL)
		return yes;
	switch (e->type) {
	case E_SYMBOL:
		return value_of_symbol(c, e->left.sym);
	case E_NOT:
		return EXPR_NOT(value_of_expr(c, e->left.expr));
	case E_AND:
		a = value_of_expr(c, e->left.expr);
		b = value_of_expr(c, e->right.expr);
		return EXPR_AND(a, b);
	case E_OR:
		a = value_of_expr(c, e->left.expr);
		b = value_of_expr(c, e->right.expr);
		return EXPR_OR(a, b);
	default:
		return compared(c, e) ? yes : no;
	}
}

/* Of two that must hold, an option that is off settles it, whatever is new. */
static struct cause stronger(struct cause a, struct cause b)
{
	static const int rank[] = {[OFF] = 2, [UNSURE] = 1, [ABSENT] = 0};

	return rank[b.presence] > rank[a.presence] ? b : a;
}

static struct cause why_symbol_is_no(const struct dotconfig *c,
				     struct symbol *sym, int depth)
{
	struct cause cause;

	if (sym->flags & SYMBOL_CONST)
		return (struct cause){presence_of_probe(c, false), NULL};
	if (is_named(c, sym) || !symbol_is_defined(sym))
		return (struct cause){OFF, sym};
	cause = why_unnamed(c, sym, depth);
	/* Name what is nearest; that it is off because of others is its affair. */
	cause.sym = sym;
	return cause;
}

/* e is n under the file: because of what? */
static struct cause why_no(const struct dotconfig *c, const struct expr *e,
			   int depth)
{
	struct cause a, b;

	if (depth > DEEPEST)
		return (struct cause){.presence = UNSURE};
	switch (e->type) {
	case E_SYMBOL:
		return why_symbol_is_no(c, e->left.sym, depth);
	case E_NOT:
		/* What is under it is on. */
		while (e->type != E_SYMBOL && e->type <= E_NOT)
			e = e->left.expr;
		return (struct cause){OFF, e->left.sym};
	case E_AND:
		if (value_of_expr(c, e->left.expr) != no)
			return why_no(c, e->right.expr, depth);
		a = why_no(c, e->left.expr, depth);
		if (value_of_expr(c, e->right.expr) != no)
			return a;
		return stronger(a, why_no(c, e->right.expr, depth));
	case E_OR:
		a = why_no(c, e->left.expr, depth);
		b = why_no(c, e->right.expr, depth);
		return a.presence == UNSURE ? a : stronger(b, a);
	default:
		if (is_named(c, e->left.sym))
			return (struct cause){OFF, e->left.sym};
		return (struct cause){UNSURE, e->left.sym};
	}
}

/* Does sym say what the compiler and its tools can, which the file's could not? */
static bool is_probe(const struct symbol *sym)
{
	static const char *const begins[] = {
		"CC_", "GCC_", "CLANG_", "AS_", "LD_", "LLD_", "TOOLS_",
		"TOOLCHAIN_", "RUSTC_", "RUST_", "PAHOLE_", "BINDGEN_",
	};

	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (strncmp(sym->name, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

/* The number that a default of the tree's symbol has, a fact of its tools. */
static bool number_of_tree(const char *symbol, long long *n)
{
	const struct symbol *sym = sym_find(symbol);
	const struct property *prop;

	if (sym == NULL)
		return false;
	for_all_defaults(sym, prop) {
		if (prop->expr->type != E_SYMBOL ||
		    prop->expr->left.sym->name == NULL)
			continue;
		*n = strtoll(prop->expr->left.sym->name, NULL, 10);
		return *n > 0;
	}
	return false;
}

/*
 * The file's GCC and binutils beside those that the tree was recorded with: is
 * each at least as new, and at most? What one version can do the next one can,
 * too. Neither, for Clang or if the file does not say.
 */
static void compare_tools(const struct dotconfig *c, bool *newer, bool *older)
{
	static const char *const versions[] = {"GCC_VERSION", "AS_VERSION",
					       "LD_VERSION"};
	char *gcc = dotconfig_value(c, "CC_IS_GCC");
	char *value = dotconfig_value(c, versions[0]);

	*newer = *older = gcc != NULL && value != NULL;
	free(gcc);
	free(value);
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		long long ours, theirs;

		value = dotconfig_value(c, versions[i]);
		if (value == NULL || !number_of_tree(versions[i], &ours)) {
			free(value);
			continue;
		}
		theirs = strtoll(value, NULL, 10);
		*newer &= theirs >= ours;
		*older &= theirs <= ours;
		free(value);
	}
}

/*
 * A fact of the compiler and its tools, which with those of the tree is on or
 * not: what that comes to with those of the file, which does not name it.
 */
static enum presence presence_of_probe(const struct dotconfig *c, bool on)
{
	bool newer, older;

	compare_tools(c, &newer, &older);
	if (on && newer)
		return ABSENT; /* it would be on, and be named */
	return !on && older ? OFF : UNSURE;
}

/* Would a default or a select set sym, under the values of the file? */
static bool is_set(const struct dotconfig *c, const struct symbol *sym)
{
	const struct property *prop;

	if (sym->rev_dep.expr != NULL &&
	    value_of_expr(c, sym->rev_dep.expr) != no)
		return true;
	if (value_of_expr(c, sym->dir_dep.expr) == no)
		return false;
	for_all_defaults(sym, prop) {
		if (value_of_expr(c, prop->visible.expr) == no)
			continue;
		return (sym->type != S_BOOLEAN && sym->type != S_TRISTATE) ||
		       value_of_expr(c, prop->expr) != no;
	}
	return false;
}

/* Why the file does not name sym, which the tree defines. */
static struct cause why_unnamed(const struct dotconfig *c, struct symbol *sym,
				int depth)
{
	const struct expr *hidden = NULL;
	const struct property *prop;

	for_all_prompts(sym, prop) {
		if (value_of_expr(c, prop->visible.expr) != no)
			return (struct cause){ABSENT, sym};
		hidden = prop->visible.expr;
	}
	if (is_probe(sym))
		return (struct cause){presence_of_probe(c, is_set(c, sym)), sym};
	if (is_set(c, sym))
		return (struct cause){ABSENT, sym};
	if (hidden == NULL && value_of_expr(c, sym->dir_dep.expr) == no)
		hidden = sym->dir_dep.expr;
	if (hidden == NULL)
		return (struct cause){OFF, NULL};
	return why_no(c, hidden, depth + 1);
}

/* For people: how what presence says of symbol is known. */
static char *explain(const char *symbol, const struct cause *cause)
{
	const struct symbol *sym = cause->sym;
	const char *name = sym != NULL && sym->name != NULL ? sym->name : NULL;
	bool itself = name == NULL || strcmp(name, symbol) == 0;

	switch (cause->presence) {
	case OFF:
		return sym == NULL ? copy("nothing that is on there selects it, "
					  "or the compiler cannot do it")
		       : itself ? copy("the compiler cannot do it")
			      : format("depends on %s, which is not so there",
				       name);
	case ABSENT:
		return itself ? copy("what it depends on is there, it is not")
			      : format("depends on %s, which that kernel does "
				       "not have, either", name);
	default:
		return itself ? copy("depends on what the compiler can do")
			      : format("depends on %s, of which the file says "
				       "nothing", name);
	}
}

struct said presence_of(const struct dotconfig *c, const char *symbol)
{
	struct said s = {.presence = NAMED};
	struct symbol *sym = sym_find(symbol);
	struct cause cause = {.presence = ABSENT};
	const char *former;

	s.value = value_of(c, symbol, &former);
	if (former != NULL && s.value != NULL) {
		s.presence = FORMER;
		s.text = format("as CONFIG_%s, its former name", former);
	}
	if (s.value != NULL)
		return s;
	if (sym != NULL && symbol_is_defined(sym))
		cause = why_unnamed(c, sym, 0);
	s.presence = cause.presence;
	s.text = explain(symbol, &cause);
	return s;
}

void said_free(struct said *s)
{
	free(s->value);
	free(s->text);
	*s = (struct said){0};
}
