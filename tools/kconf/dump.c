/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf dump: every symbol of the tree under our configuration, one a line.
 * kconf why and kconf bump read it; the columns are described in kconf(1).
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <internal.h>
#include <lkc.h>

#include "err.h"
#include "options.h"
#include "text.h"
#include "tree.h"
#include "tsv.h"

#define MENU_OF_MITIGATIONS "CPU_MITIGATIONS"

static const char columns[] =
	"name\ttype\tprompt\tvalue\tdefault\tdepends\tselected-by\t"
	"implied-by\tdefined\thelp\tmitigation\tchangeable";

static void print_cell(const char *s)
{
	putchar('\t');
	tsv_print(stdout, s != NULL && s[0] != '\0' ? s : "-");
}

static void print_expr(const struct expr *e)
{
	char *s = text_of_expr(e, false);

	print_cell(s);
	free(s);
}

static void print_value(struct symbol *sym)
{
	const char *value = sym_get_string_value(sym);
	enum symbol_type type = sym->type;
	struct text t;
	char *quoted;

	if (type != S_BOOLEAN && type != S_TRISTATE &&
	    !(sym->flags & SYMBOL_WRITE)) {
		print_cell(NULL);
		return;
	}
	if (type != S_STRING) {
		print_cell(value);
		return;
	}
	text_open(&t);
	text_quoted(t.f, value);
	quoted = text_close(&t);
	print_cell(quoted);
	free(quoted);
}

static void print_default(struct symbol *sym)
{
	const struct property *prop = text_default(sym);
	struct text t;
	char *s;

	if (prop == NULL) {
		print_cell(NULL);
		return;
	}
	text_open(&t);
	text_expr(t.f, prop->expr, false);
	if (!expr_is_yes(prop->visible.expr)) {
		fputs(" if ", t.f);
		text_expr(t.f, prop->visible.expr, false);
	}
	s = text_close(&t);
	print_cell(s);
	free(s);
}

char *symbol_help(const struct symbol *sym)
{
	struct menu *menu;

	list_for_each_entry(menu, &sym->menus, link) {
		const char *s = menu->help;

		if (s == NULL)
			continue;
		s += strspn(s, " \t\n");
		return strndup(s, strcspn(s, "\n"));
	}
	return NULL;
}

static bool is_mitigation(const struct symbol *sym)
{
	struct menu *menu;

	if (strncmp(sym->name, "MITIGATION_", strlen("MITIGATION_")) == 0)
		return true;
	list_for_each_entry(menu, &sym->menus, link) {
		for (const struct menu *m = menu; m != NULL; m = m->parent)
			if (m->sym != NULL && m->sym->name != NULL &&
			    strcmp(m->sym->name, MENU_OF_MITIGATIONS) == 0)
				return true;
	}
	return false;
}

const char *symbol_type(const struct symbol *sym)
{
	return sym->type == S_INT ? "int" : sym_type_name(sym->type);
}

static void print_symbol(struct symbol *sym)
{
	struct menu *menu = sym_get_prompt_menu(sym);
	const struct menu *first;
	char *help = symbol_help(sym);
	char place[4096];

	first = list_first_entry(&sym->menus, struct menu, link);
	snprintf(place, sizeof(place), "%s:%d", first->filename, first->lineno);
	fputs(sym->name, stdout);
	print_cell(symbol_type(sym));
	print_cell(menu != NULL ? menu->prompt->text : NULL);
	print_value(sym);
	print_default(sym);
	print_expr(sym->dir_dep.expr);
	print_expr(sym->rev_dep.expr);
	print_expr(sym->implied.expr);
	print_cell(place);
	print_cell(help);
	print_cell(is_mitigation(sym) ? "yes" : NULL);
	/* A transitional symbol counts as visible, and has no prompt. */
	print_cell(menu != NULL && sym_is_changeable(sym) ? "yes" : NULL);
	putchar('\n');
	free(help);
}

static int compare(const void *a, const void *b)
{
	const struct symbol *const *p = a, *const *q = b;

	return strcmp((*p)->name, (*q)->name);
}

bool symbol_is_defined(const struct symbol *sym)
{
	return sym->name != NULL && sym->type != S_UNKNOWN &&
	       !(sym->flags & SYMBOL_CONST) && !list_empty(&sym->menus);
}

struct symbol **symbols_sorted(size_t *n)
{
	struct symbol **all, *sym;
	size_t count = 0;

	for_all_symbols(sym)
		count += symbol_is_defined(sym);
	all = calloc(count + 1, sizeof(struct symbol *));
	if (all == NULL)
		die(EXIT_UNKNOWN, "calloc:");
	*n = 0;
	for_all_symbols(sym)
		if (symbol_is_defined(sym))
			all[(*n)++] = sym;
	qsort(all, *n, sizeof(struct symbol *), compare);
	return all;
}

int cmd_dump(int argc, char **argv)
{
	struct options o = {0};
	struct requests rs = {0};
	struct symbol **all;
	size_t n;

	if (options_read(&o, "fkt", argc, argv) != argc || o.tree == NULL)
		return EXIT_USAGE;
	if (o.keep_going)
		tree_load_known(o.tree, &rs, &o.fragments);
	else
		tree_load(o.tree, &rs, &o.fragments);
	all = symbols_sorted(&n);
	fputs("# kconf symbols: ", stdout);
	tsv_print(stdout, rootmenu.prompt->text);
	printf("\n# %s\n", columns);
	for (size_t i = 0; i < n; i++)
		print_symbol(all[i]);
	free(all);
	return EXIT_YES;
}
