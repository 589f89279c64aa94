/* SPDX-License-Identifier: GPL-2.0-only */
#include "kind.h"

#include <stdlib.h>
#include <string.h>

#include "kconf.h"

#include <lkc.h>

#include "base.h"
#include "err.h"

/* The option that is on in every configuration of an architecture. */
static const struct arch {
	const char *symbol, *name;
} archs[] = {
	/* User-mode Linux has the options of its host's processor, too. */
	{"UML", "um"},
	{"X86", "x86"},
	{"X86_64", "x86"},
	{"X86_32", "x86"},
	{"ARM64", "arm64"},
	{"ARM", "arm"},
	{"RISCV", "riscv"},
	{"PPC", "powerpc"},
	{"S390", "s390"},
	{"LOONGARCH", "loongarch"},
	{"MIPS", "mips"},
	{"SPARC", "sparc"},
	{"PARISC", "parisc"},
	{"ALPHA", "alpha"},
	{"ARC", "arc"},
	{"CSKY", "csky"},
	{"HEXAGON", "hexagon"},
	{"IA64", "ia64"},
	{"M68K", "m68k"},
	{"MICROBLAZE", "microblaze"},
	{"NIOS2", "nios2"},
	{"OPENRISC", "openrisc"},
	{"SUPERH", "sh"},
	{"XTENSA", "xtensa"},
};

/* Names that ARCH= may have for a folder of arch/. */
static const struct arch aliases[] = {
	{"x86_64", "x86"},  {"i386", "x86"},	    {"sparc64", "sparc"},
	{"sparc32", "sparc"}, {"parisc64", "parisc"}, {"sh64", "sh"},
};

#define LEN(x) (sizeof(x) / sizeof(*(x)))

/* "Linux/ARCH VERSION Kernel Configuration", or anything else. */
static void read_title(struct kind *k, const char *title)
{
	size_t n;

	if (title == NULL || strncmp(title, "Linux/", strlen("Linux/")) != 0)
		return;
	title += strlen("Linux/");
	n = strcspn(title, " ");
	k->arch = copy_n(title, n);
	for (size_t i = 0; i < LEN(aliases); i++) {
		if (strcmp(k->arch, aliases[i].symbol) != 0)
			continue;
		free(k->arch);
		k->arch = copy(aliases[i].name);
	}
	title += n + strspn(title + n, " ");
	n = strcspn(title, " ");
	if (n > 0 && title[0] >= '0' && title[0] <= '9')
		k->version = copy_n(title, n);
}

/* What the options say. */
static const char *arch_of(const struct dotconfig *c)
{
	for (size_t i = 0; i < LEN(archs); i++) {
		char *value = dotconfig_value(c, archs[i].symbol);
		bool on = value != NULL && strcmp(value, "y") == 0;

		free(value);
		if (on)
			return archs[i].name;
	}
	return NULL;
}

/* Options that depend on nothing: all, and those that a file names. */
struct anchors {
	size_t all, named;
};

static void count(struct anchors *a, const struct menu *m,
		  const struct dotconfig *c)
{
	const struct symbol *sym = m->sym;

	if (sym != NULL && sym->name != NULL && m->prompt != NULL &&
	    (sym->type == S_BOOLEAN || sym->type == S_TRISTATE) &&
	    (m->prompt->visible.expr == NULL ||
	     expr_is_yes(m->prompt->visible.expr))) {
		a->all++;
		a->named += dotconfig_names(c, sym->name);
	}
	for (const struct menu *k = m->list; k != NULL; k = k->next)
		count(a, k, c);
}

/* Fewer say nothing of a menu: a version may have moved them. */
enum { LEAST = 3 };

static char *missing_menu(const struct dotconfig *c)
{
	for (const struct menu *m = rootmenu.list; m != NULL; m = m->next) {
		struct anchors a = {0};

		count(&a, m, c);
		if (a.all >= LEAST && 2 * a.named < a.all &&
		    m->prompt != NULL)
			return format("of the %zu options in \"%s\" that every "
				      "configuration names it has %zu",
				      a.all, m->prompt->text, a.named);
	}
	return NULL;
}

/*
 * Does the file end within a menu? Those at the top are closed one after the
 * other; few options, if any, are behind the last one.
 */
static bool ends_within(const struct dotconfig *c)
{
	bool found = false;

	if (c->last_end == NULL)
		return false;
	for (const struct menu *m = rootmenu.list; m != NULL; m = m->next) {
		struct anchors a = {0};

		if (m->sym != NULL || m->prompt == NULL)
			continue;
		if (found)
			count(&a, m, c);
		if (a.named > 0)
			return true;
		found |= strcmp(m->prompt->text, c->last_end) == 0;
	}
	return !found;
}

static char *unfinished(const struct dotconfig *c)
{
	struct anchors a = {0};

	if (c->n == 0)
		return copy("it sets nothing");
	if (c->cut || ends_within(c))
		return copy("its end is missing");
	count(&a, &rootmenu, c);
	if (2 * a.named < a.all)
		return format("of the %zu options that every configuration "
			      "names it has %zu", a.all, a.named);
	return missing_menu(c);
}

struct kind kind_of(const struct dotconfig *c)
{
	struct kind k = {.unfinished = unfinished(c)};
	const char *arch = arch_of(c);

	read_title(&k, c->title);
	if (arch != NULL && k.arch == NULL)
		k.arch = copy(arch);
	else if (arch != NULL && strcmp(arch, k.arch) != 0)
		k.other_arch = copy(arch);
	return k;
}

struct kind kind_of_tree(void)
{
	struct kind k = {0};

	read_title(&k, rootmenu.prompt->text);
	return k;
}

void kind_free(struct kind *k)
{
	free(k->arch);
	free(k->other_arch);
	free(k->version);
	free(k->unfinished);
	*k = (struct kind){0};
}

bool kind_fits(const struct kind *k, const struct kind *tree)
{
	if (k->other_arch != NULL)
		return false;
	return k->arch == NULL || tree->arch == NULL ||
	       strcmp(k->arch, tree->arch) == 0;
}

void kind_print(const char *file, const struct kind *k, const struct kind *tree)
{
	if (k->version != NULL || k->arch != NULL)
		warn("%s: Linux %s, %s; this tree is %s, %s", file,
		     k->version ? k->version : "of a version that it does not say",
		     k->arch ? k->arch : "of an architecture that it does not say",
		     tree->version ? tree->version : "of no version",
		     tree->arch ? tree->arch : "of no architecture");
	if (k->other_arch != NULL)
		warn("%s: its title says %s, its options are of %s", file,
		     k->arch, k->other_arch);
	if (k->unfinished != NULL)
		warn("%s is no finished configuration, or not all of one: %s",
		     file, k->unfinished);
}
