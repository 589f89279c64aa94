/* SPDX-License-Identifier: BSD-2-Clause */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/lines.h"
#include "../lib/num.h"
#include "check.h"

enum { NAME, KEY, VERSION, SRCFILE, SIZE, SHA256, URL, LICENSE, STEP_FIELDS };
enum { B_NAME, B_VERSION, B_PATH, B_SIZE, B_SHA256, B_FIELDS };

static char *copy(const char *s)
{
	char *p = strdup(s);

	if (!p)
		die(EXIT_UNKNOWN, "malloc:");
	return p;
}

static void *grow(void *array, size_t n, size_t size)
{
	void *p = reallocarray(array, n + 1, size);

	if (!p)
		die(EXIT_UNKNOWN, "malloc:");
	return p;
}

/* NULL for "-", the table's way to say "none". */
static char *optional(char *s)
{
	return strcmp(s, "-") ? s : NULL;
}

static bool check_step(struct lines *in, const struct step *s,
    const char *size)
{
	unsigned long before = in->errors;

	if (!is_name(s->name))
		lines_error(in, "name %s: use letters, digits and ._+-",
		    s->name);
	if (!is_hex(s->key, 64))
		lines_error(in, "key %s is not a SHA-256", s->key);
	if (s->version && !is_word(s->version))
		lines_error(in, "version %s is not one ASCII word",
		    s->version);
	if (!s->file != !size || !s->file != !s->sha256)
		lines_error(in, "file, size and sha256 go together");
	if (s->file && !s->version)
		lines_error(in, "a source file needs a version");
	if (s->file && !is_name(s->file))
		lines_error(in, "file %s is not a plain name", s->file);
	if (s->sha256 && !is_hex(s->sha256, 64))
		lines_error(in, "sha256 %s is not a SHA-256", s->sha256);
	if (s->url && !is_word(s->url))
		lines_error(in, "url %s is not one ASCII word", s->url);
	if (s->license && !is_license(s->license))
		lines_error(in, "license %s is not an SPDX expression",
		    s->license);
	return in->errors == before;
}

static bool parse_step(struct lines *in, struct step *s)
{
	char *f[STEP_FIELDS], *size;
	size_t n = lines_tab_fields(in->text, f, STEP_FIELDS);
	bool ok;

	if (n != STEP_FIELDS) {
		lines_error(in, "%zu fields: name key version file size "
		    "sha256 url license, with tabs, are needed", n);
		return false;
	}
	size = optional(f[SIZE]);
	*s = (struct step){
		.name = f[NAME],
		.key = f[KEY],
		.version = optional(f[VERSION]),
		.file = optional(f[SRCFILE]),
		.sha256 = optional(f[SHA256]),
		.url = optional(f[URL]),
		.license = optional(f[LICENSE]),
	};
	ok = check_step(in, s, size);
	if (size && num_decimal(size, INT64_MAX, &s->size)) {
		lines_error(in, "size %s is not a decimal number", size);
		ok = false;
	}
	return ok;
}

static void keep_step(struct steps *out, const struct step *s)
{
	struct step *own;

	out->step = grow(out->step, out->n, sizeof(*out->step));
	own = &out->step[out->n++];
	*own = *s;
	own->name = copy(s->name);
	own->key = copy(s->key);
	own->version = s->version ? copy(s->version) : NULL;
	own->file = s->file ? copy(s->file) : NULL;
	own->sha256 = s->sha256 ? copy(s->sha256) : NULL;
	own->url = s->url ? copy(s->url) : NULL;
	own->license = s->license ? copy(s->license) : NULL;
}

static bool parse_package(struct lines *in, char **f, size_t n,
    struct builder_package *p)
{
	unsigned long before = in->errors;

	if (n != B_FIELDS) {
		lines_error(in, "%zu fields: name version path size sha256 "
		    "are needed", n);
		return false;
	}
	*p = (struct builder_package){ f[B_NAME], f[B_VERSION], f[B_PATH],
				       f[B_SHA256], 0, false };
	if (!is_name(p->name))
		lines_error(in, "name %s: use letters, digits and ._+-",
		    p->name);
	if (!is_word(p->version))
		lines_error(in, "version %s is not ASCII", p->version);
	if (!is_word(p->path) || p->path[0] == '/')
		lines_error(in, "path %s is not a relative path", p->path);
	if (num_decimal(f[B_SIZE], INT64_MAX, &p->size))
		lines_error(in, "size %s is not a decimal number", f[B_SIZE]);
	if (!is_hex(p->sha256, 64))
		lines_error(in, "sha256 %s is not a SHA-256", p->sha256);
	return in->errors == before;
}

static void keep_package(struct builder *out, const struct builder_package *p)
{
	struct builder_package *own;

	out->package = grow(out->package, out->n, sizeof(*out->package));
	own = &out->package[out->n++];
	*own = *p;
	own->name = copy(p->name);
	own->version = copy(p->version);
	own->path = copy(p->path);
	own->sha256 = copy(p->sha256);
}

/* Structures whose first member is the name sort and search alike. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Returns true and reports if a name is there twice. */
static bool sort_rows(const char *path, void *rows, size_t n, size_t size)
{
	bool twice = false;
	size_t i;

	if (n == 0)
		return false;
	qsort(rows, n, size, by_name);
	for (i = 1; i < n; i++) {
		const char *row = (const char *)rows + i * size;

		if (by_name(row - size, row) == 0) {
			warn("%s: %s is there twice", path,
			    *(char *const *)(const void *)row);
			twice = true;
		}
	}
	return twice;
}

/* Close the file; the exit status for what was read. */
static int done(struct lines *in, bool twice)
{
	bool failed = ferror(in->file) != 0;

	if (failed)
		warn("read %s:", in->name);
	fclose(in->file);
	if (failed)
		return EXIT_UNKNOWN;
	return in->errors > 0 || twice ? EXIT_NO : EXIT_YES;
}

static bool open_lines(struct lines *in, const char *path)
{
	memset(in, 0, sizeof(*in));
	in->name = path;
	in->file = fopen(path, "re");
	if (!in->file)
		warn("open %s:", path);
	return in->file != NULL;
}

int steps_read(const char *path, struct steps *out)
{
	struct lines in;
	struct step s;

	memset(out, 0, sizeof(*out));
	if (!open_lines(&in, path))
		return EXIT_UNKNOWN;
	while (lines_next(&in))
		if (in.text[0] != '#' && parse_step(&in, &s))
			keep_step(out, &s);
	return done(&in,
	    sort_rows(path, out->step, out->n, sizeof(*out->step)));
}

int builder_read(const char *path, struct builder *out)
{
	struct builder_package p;
	struct lines in;

	memset(out, 0, sizeof(*out));
	if (!open_lines(&in, path))
		return EXIT_UNKNOWN;
	while (lines_next(&in)) {
		char *f[B_FIELDS];
		size_t n = lines_blank_fields(in.text, f, B_FIELDS);

		if (n > 0 && parse_package(&in, f, n, &p))
			keep_package(out, &p);
	}
	return done(&in,
	    sort_rows(path, out->package, out->n, sizeof(*out->package)));
}

/* The next name of a comma-separated list as a new string, or NULL. */
static char *next_name(const char **names)
{
	size_t len;
	char *s;

	if (!*names)
		return NULL;
	len = strcspn(*names, ",");
	s = strndup(*names, len);
	if (!s)
		die(EXIT_UNKNOWN, "malloc:");
	*names = (*names)[len] == ',' ? *names + len + 1 : NULL;
	return s;
}

int steps_mark(struct steps *steps, const char *names)
{
	int status = EXIT_YES;
	char *name;

	while ((name = next_name(&names))) {
		struct step *s = NULL;

		if (steps->n > 0)
			s = bsearch(&name, steps->step, steps->n,
			    sizeof(*s), by_name);
		if (s) {
			s->in_image = true;
		} else {
			warn("no step is called \"%s\"", name);
			status = EXIT_NO;
		}
		free(name);
	}
	return status;
}

int builder_mark(struct builder *builder, const char *names)
{
	int status = EXIT_YES;
	char *name;

	while ((name = next_name(&names))) {
		struct builder_package *p = NULL;

		if (builder->n > 0)
			p = bsearch(&name, builder->package, builder->n,
			    sizeof(*p), by_name);
		if (p) {
			p->tool = true;
		} else {
			warn("no builder package is called \"%s\"", name);
			status = EXIT_NO;
		}
		free(name);
	}
	return status;
}
