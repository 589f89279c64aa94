/* SPDX-License-Identifier: GPL-2.0-only */
#include "text.h"

#include <lkc.h>

#include "err.h"

void text_open(struct text *t)
{
	t->f = open_memstream(&t->s, &t->n);
	if (t->f == NULL)
		die(EXIT_UNKNOWN, "open_memstream:");
}

char *text_close(struct text *t)
{
	int lost = ferror(t->f);

	if (fclose(t->f) != 0 || lost)
		die(EXIT_UNKNOWN, "open_memstream: no memory");
	return t->s;
}

/* One token of an expression; sym is NULL for operators. */
static void print_plain(void *data, struct symbol *sym, const char *s)
{
	(void)sym;
	fputs(s, data);
}

/* Constants and names that no Kconfig file defines have no value to show. */
static void print_with_value(void *data, struct symbol *sym, const char *s)
{
	fputs(s, data);
	if (sym != NULL && sym->type != S_UNKNOWN &&
	    !(sym->flags & SYMBOL_CONST)) {
		sym_calc_value(sym);
		fprintf(data, " [=%s]", sym_get_string_value(sym));
	}
}

void text_expr(FILE *f, const struct expr *e, bool values)
{
	expr_print(e, values ? print_with_value : print_plain, f, E_NONE);
}

char *text_of_expr(const struct expr *e, bool values)
{
	struct text t;

	if (e == NULL)
		return NULL;
	text_open(&t);
	text_expr(t.f, e, values);
	return text_close(&t);
}

const char *text_value(struct symbol *sym)
{
	const char *s = sym_get_string_value(sym);

	return s[0] != '\0' ? s : "\"\"";
}

void text_quoted(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', f);
		putc(*s, f);
	}
	putc('"', f);
}

struct property *text_default(struct symbol *sym)
{
	struct property *prop;

	for_all_defaults(sym, prop) {
		if (prop->visible.expr == NULL ||
		    expr_calc_value(prop->visible.expr) != no)
			return prop;
	}
	return NULL;
}

struct symbol *text_symbol(const struct expr *e)
{
	switch (e->type) {
	case E_NOT:
		return text_symbol(e->left.expr);
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
