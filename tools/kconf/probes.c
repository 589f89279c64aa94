/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The linker's --wrap leads getenv(), popen() and pclose() of the kernel's
 * objects (and of the C library, which is linked statically) to this file.
 */
#include "probes.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"
#include "tsv.h"

enum kind { KCONFIG, RUN, SET, UNSET };

static const char *const words[] = {"kconfig", "run", "set", "unset"};

struct probe {
	enum kind kind;
	char *question; /* the command, or the variable's name */
	char *answer;	/* its output or value; "" of UNSET and KCONFIG */
};

static struct probe *probes;
static size_t count;
static bool recording = true;
static bool active;
static const char *source; /* file of the answers, for messages */

/* What do_shell() of the kernel reads of a command's output, at most. */
enum { OUTPUT_MAX = 4096 };

FILE *__real_popen(const char *command, const char *mode);
int __real_pclose(FILE *f);
char *__real_getenv(const char *name);
FILE *__wrap_popen(const char *command, const char *mode);
int __wrap_pclose(FILE *f);
char *__wrap_getenv(const char *name);

/* A command and a variable may have the same name, set and unset may not. */
static int compare(const void *a, const void *b)
{
	const struct probe *p = a, *q = b;
	int p_class = p->kind == UNSET ? SET : p->kind;
	int q_class = q->kind == UNSET ? SET : q->kind;

	if (p_class != q_class)
		return p_class - q_class;
	return strcmp(p->question, q->question);
}

static struct probe *add(enum kind kind, const char *question,
			 const char *answer)
{
	struct probe *p;

	probes = grow(probes, count, sizeof(*p));
	p = &probes[count++];
	*p = (struct probe){kind, copy(question), copy(answer)};
	return p;
}

static struct probe *find(enum kind kind, const char *question)
{
	struct probe key = {.kind = kind};

	key.question = (char *)(unsigned long)question;
	if (!recording)
		return bsearch(&key, probes, count, sizeof(key), compare);
	for (size_t i = 0; i < count; i++)
		if (compare(&key, &probes[i]) == 0)
			return &probes[i];
	return NULL;
}

void probes_on(bool on)
{
	active = on;
}

/*
 * Variables by which a person steers the kernel's tools. Here nothing but our
 * arguments may decide; and KCONFIG_WERROR makes warnings about values count.
 */
static bool steers(const char *name)
{
	return strncmp(name, "KCONFIG_", strlen("KCONFIG_")) == 0 ||
	       strcmp(name, "CONFIG_") == 0 || strcmp(name, "ZCONF_DEBUG") == 0;
}

char *__wrap_getenv(const char *name)
{
	static char one[] = "1";
	struct probe *p;

	if (steers(name))
		return strcmp(name, "KCONFIG_WERROR") == 0 ? one : NULL;
	if (!active)
		return __real_getenv(name);
	p = find(SET, name);
	if (p == NULL && !recording)
		die(EXIT_UNKNOWN,
		    "%s does not hold the variable %s: record it anew, with "
		    "the tree that is being read", source, name);
	if (p == NULL) {
		const char *value = __real_getenv(name);

		p = add(value != NULL ? SET : UNSET, name,
			value != NULL ? value : "");
	}
	return p->kind == SET ? p->answer : NULL;
}

/* Run command and keep what the kernel's code would read of its output. */
static struct probe *run(const char *command)
{
	char output[OUTPUT_MAX];
	size_t n;
	FILE *f = __real_popen(command, "r");

	if (f == NULL)
		die(EXIT_UNKNOWN, "run %s:", command);
	n = fread(output, 1, sizeof(output) - 1, f);
	output[n] = '\0';
	if (__real_pclose(f) == -1)
		die(EXIT_UNKNOWN, "run %s:", command);
	if (strlen(output) != n)
		die(EXIT_UNKNOWN, "run %s: a zero byte in the output", command);
	return add(RUN, command, output);
}

FILE *__wrap_popen(const char *command, const char *mode)
{
	struct probe *p;
	FILE *f;

	if (!active)
		return __real_popen(command, mode);
	p = find(RUN, command);
	if (p == NULL && !recording)
		die(EXIT_UNKNOWN,
		    "%s does not hold the output of this command: record it "
		    "anew, with the tree that is being read: %s",
		    source, command);
	if (p == NULL)
		p = run(command);
	f = fmemopen(p->answer, strlen(p->answer), "r");
	if (f == NULL)
		die(EXIT_UNKNOWN, "fmemopen:");
	return f;
}

int __wrap_pclose(FILE *f)
{
	return active ? fclose(f) : __real_pclose(f);
}

/* One record. Returns NULL, or what is wrong with it. */
static const char *read_record(char **field, int n)
{
	enum kind kind = KCONFIG;

	while (strcmp(field[0], words[kind]) != 0)
		if (kind++ == UNSET)
			return "begins with none of kconfig, run, set, unset";
	if (n != (kind == RUN || kind == SET ? 3 : 2))
		return "has not the fields of its kind";
	if (field[1][0] == '\0')
		return "has an empty name";
	add(kind, field[1], n == 3 ? field[2] : "");
	return NULL;
}

const char *probes_read(FILE *f, const char *name)
{
	static char message[128];
	struct tsv t = {.f = f, .name = name};
	const char *wrong = NULL;
	size_t tops = 0;
	char *field[3];
	int n;

	probes_reset();
	recording = false;
	source = name;
	while ((n = tsv_next(&t, field, 3, &wrong)) > 0) {
		wrong = read_record(field, n);
		if (wrong != NULL)
			break;
	}
	tsv_free(&t);
	if (n != 0) {
		snprintf(message, sizeof(message), "line %lu %s", t.line, wrong);
		return message;
	}
	if (count > 0)
		qsort(probes, count, sizeof(*probes), compare);
	for (size_t i = 0; i < count; i++) {
		tops += probes[i].kind == KCONFIG;
		if (i > 0 && compare(&probes[i - 1], &probes[i]) == 0)
			return "two lines answer the same question";
	}
	return tops == 1 ? NULL : "not one line with the top Kconfig file";
}

const char *probes_top(void)
{
	return count > 0 && probes[0].kind == KCONFIG ? probes[0].question
						      : NULL;
}

void probes_write(FILE *f, const char *top)
{
	if (count > 0)
		qsort(probes, count, sizeof(*probes), compare);
	fputs("# kconf probes: what the Kconfig files asked, see kconf(1)\n", f);
	fputs("kconfig\t", f);
	tsv_print(f, top);
	putc('\n', f);
	for (size_t i = 0; i < count; i++) {
		const struct probe *p = &probes[i];

		fprintf(f, "%s\t", words[p->kind]);
		tsv_print(f, p->question);
		if (p->kind == RUN || p->kind == SET) {
			putc('\t', f);
			tsv_print(f, p->answer);
		}
		putc('\n', f);
	}
}

void probes_reset(void)
{
	for (size_t i = 0; i < count; i++) {
		free(probes[i].question);
		free(probes[i].answer);
	}
	free(probes);
	probes = NULL;
	count = 0;
	recording = true;
	active = false;
}
