/* SPDX-License-Identifier: GPL-2.0-only */
#include "modules.h"

#include <ctype.h>
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"
#include "tsv.h"

#define OPTION "CONFIG_"

/* A module's name as the kernel has it, of n bytes at s; to be freed. */
static char *plain(const char *s, size_t n)
{
	char *name = copy_n(s, n);

	for (char *p = name; *p != '\0'; p++)
		*p = *p == '-' ? '_' : (char)tolower((unsigned char)*p);
	return name;
}

/* The objects among the words of s are built by the option. */
static void add_objects(struct modules *m, const char *option, size_t length,
			const char *s)
{
	while (*(s += strspn(s, " \t")) != '\0') {
		size_t n = strcspn(s, " \t");
		const char *word = s, *slash = memrchr(s, '/', n);

		s += n;
		if (slash != NULL) {
			n -= (size_t)(slash + 1 - word);
			word = slash + 1;
		}
		if (n < 3 || strncmp(word + n - 2, ".o", 2) != 0 ||
		    memchr(word, '$', n) != NULL)
			continue;
		m->at = grow(m->at, m->n, sizeof(*m->at));
		m->at[m->n++] = (struct module){plain(word, n - 2),
						copy_n(option, length)};
	}
}

/* A whole line: obj-$(CONFIG_X) += a.o b.o, or another. */
static void scan_line(struct modules *m, char *s)
{
	char *option, *words;
	size_t n;

	s[strcspn(s, "#")] = '\0';
	s += strspn(s, " \t");
	words = strchr(s, '=');
	if (strncmp(s, "obj-$(", strlen("obj-$(")) != 0 || words == NULL)
		return;
	*words++ = '\0';
	option = strstr(s, OPTION);
	if (option == NULL)
		return;
	option += strlen(OPTION);
	n = symbol_length(option);
	if (n > 0)
		add_objects(m, option, n, words);
}

void modules_scan(struct modules *m, FILE *f)
{
	char *s = NULL, *line = copy("");
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&s, &size, f)) > 0) {
		bool more;
		char *longer;

		/* A zero byte ends the line, as it ends what make reads. */
		s[strcspn(s, "\r\n")] = '\0';
		n = (ssize_t)strlen(s);
		more = n > 0 && s[n - 1] == '\\';
		if (more)
			s[n - 1] = ' ';
		longer = format("%s%s", line, s);
		free(line);
		line = longer;
		if (more)
			continue;
		scan_line(m, line);
		line[0] = '\0';
	}
	scan_line(m, line);
	free(line);
	free(s);
}

static int by_name(const void *a, const void *b)
{
	const struct module *x = a, *y = b;
	int n = strcmp(x->name, y->name);

	return n != 0 ? n : strcmp(x->option, y->option);
}

static void sort(struct modules *m)
{
	size_t n = 0;

	if (m->n > 0)
		qsort(m->at, m->n, sizeof(*m->at), by_name);
	for (size_t i = 0; i < m->n; i++) {
		if (n > 0 && by_name(&m->at[n - 1], &m->at[i]) == 0) {
			free(m->at[i].name);
			free(m->at[i].option);
			continue;
		}
		m->at[n++] = m->at[i];
	}
	m->n = n;
}

/* nftw(3) hands nothing on. */
static struct modules *scanned;

static int scan_file(const char *path, const struct stat *st, int type,
		     struct FTW *ftw)
{
	const char *name = path + ftw->base;
	FILE *f;

	(void)st;
	if (type == FTW_DNR)
		die(EXIT_UNKNOWN, "%s cannot be read", path);
	if (type != FTW_F ||
	    (strcmp(name, "Makefile") != 0 && strcmp(name, "Kbuild") != 0))
		return 0;
	f = fopen(path, "r");
	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", path);
	modules_scan(scanned, f);
	if (ferror(f))
		die(EXIT_UNKNOWN, "read %s:", path);
	fclose(f);
	return 0;
}

void modules_record(const char *file, const char *folder)
{
	struct modules m = {0};
	FILE *f;
	int lost;

	scanned = &m;
	if (nftw(folder, scan_file, 32, FTW_PHYS) != 0)
		die(EXIT_UNKNOWN, "read %s:", folder);
	sort(&m);
	f = fopen(file, "w");
	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", file);
	fputs("# kconf modules: what an option builds, see kconf(1)\n", f);
	for (size_t i = 0; i < m.n; i++) {
		tsv_print(f, m.at[i].name);
		fprintf(f, "\t%s\n", m.at[i].option);
	}
	lost = ferror(f);
	if (fclose(f) != 0 || lost)
		die(EXIT_UNKNOWN, "write %s:", file);
	modules_free(&m);
}

bool modules_open(struct modules *m, const char *file)
{
	enum { NAME, SYMBOL, FIELDS };
	char *field[FIELDS];
	struct tsv t = {.f = fopen(file, "r"), .name = file};
	const char *wrong;
	int n;

	if (t.f == NULL && errno == ENOENT)
		return false;
	if (t.f == NULL)
		die(EXIT_UNKNOWN, "open %s:", file);
	while ((n = tsv_next(&t, field, FIELDS, &wrong)) > 0) {
		if (n != FIELDS || !is_symbol(field[SYMBOL]))
			die(EXIT_UNKNOWN, "%s:%lu: is no module and its option",
			    file, t.line);
		m->at = grow(m->at, m->n, sizeof(*m->at));
		m->at[m->n++] = (struct module){copy(field[NAME]),
						copy(field[SYMBOL])};
	}
	if (n < 0)
		die(EXIT_UNKNOWN, "%s:%lu: %s", file, t.line, wrong);
	fclose(t.f);
	tsv_free(&t);
	sort(m);
	return true;
}

const char *modules_option(const struct modules *m, const char *name, size_t i)
{
	size_t n = strlen(name);
	const char *option = NULL;
	char *wanted;

	if (n > 3 && strcasecmp(name + n - 3, ".ko") == 0)
		n -= 3;
	wanted = plain(name, n);
	for (size_t k = 0; k < m->n && option == NULL; k++)
		if (strcmp(m->at[k].name, wanted) == 0 && i-- == 0)
			option = m->at[k].option;
	free(wanted);
	return option;
}

void modules_free(struct modules *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->at[i].name);
		free(m->at[i].option);
	}
	free(m->at);
	*m = (struct modules){0};
}
