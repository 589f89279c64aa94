/* SPDX-License-Identifier: BSD-2-Clause */
#include "flags.h"

#include <string.h>

#include "err.h"

/* The flag whose name is the len bytes at name, or n. */
static size_t find(const struct flag *flag, size_t n, const char *name,
    size_t len)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strlen(flag[i].name) == len &&
		    !memcmp(flag[i].name, name, len))
			break;
	return i;
}

static bool is_help(const char *name)
{
	return !strcmp(name, "h") || !strcmp(name, "help");
}

/* A value of a boolean flag. Returns -1 after a warn() if it is none. */
static int set_bool(const char *arg, const char *text, const char **value)
{
	static const char *const on[] = { "1", "t", "T", "true", "TRUE", "True" };
	static const char *const off[] = { "0", "f", "F", "false", "FALSE",
		"False" };
	size_t i;

	for (i = 0; i < sizeof(on) / sizeof(on[0]); i++) {
		if (!strcmp(text, on[i])) {
			*value = "true";
			return 0;
		}
		if (!strcmp(text, off[i])) {
			*value = NULL;
			return 0;
		}
	}
	warn("%s: use true or false", arg);
	return -1;
}

enum flags_result flags_parse(int argc, char **argv, const struct flag *flag,
    size_t n, const char **value)
{
	int a = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value[i] = flag[i].initial;
	for (; a < argc && argv[a][0] == '-' && argv[a][1] != '\0'; a++) {
		const char *arg = argv[a], *name = arg + 1;
		size_t len;

		if (!strcmp(arg, "--")) {
			a++;
			break;
		}
		if (*name == '-')
			name++;
		len = strcspn(name, "=");
		if (len == 0 || *name == '-') {
			warn("%s: bad flag syntax", arg);
			return FLAGS_BAD;
		}
		i = find(flag, n, name, len);
		if (i == n) {
			if (is_help(name))
				return FLAGS_HELP;
			warn("%s: no such flag", arg);
			return FLAGS_BAD;
		}
		if (!flag[i].meta) {
			const char *text = name[len] ? name + len + 1 : "true";

			if (set_bool(arg, text, &value[i]))
				return FLAGS_BAD;
		} else if (name[len] == '=') {
			value[i] = name + len + 1;
		} else if (a + 1 < argc) {
			value[i] = argv[++a];
		} else {
			warn("%s: needs a value", arg);
			return FLAGS_BAD;
		}
	}
	if (a < argc) {
		warn("%s: unexpected argument", argv[a]);
		return FLAGS_BAD;
	}
	return FLAGS_OK;
}

void flags_print(FILE *to, const struct flag *flag, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		fprintf(to, "  -%s%s%s\n        %s", flag[i].name,
		    flag[i].meta ? " " : "", flag[i].meta ? flag[i].meta : "",
		    flag[i].help);
		if (flag[i].initial && flag[i].initial[0] != '\0')
			fprintf(to, " (default %s)", flag[i].initial);
		fputc('\n', to);
	}
}

int flags_usage(const char *usage)
{
	fputs(usage, stderr);
	return EXIT_USAGE;
}

int flags_read(int argc, char **argv, const struct flag *flag, size_t n,
    const char *usage, const char **value)
{
	switch (flags_parse(argc, argv, flag, n, value)) {
	case FLAGS_HELP:
		fputs(usage, stdout);
		flags_print(stdout, flag, n);
		return EXIT_YES;
	case FLAGS_BAD:
		return flags_usage(usage);
	case FLAGS_OK:
		break;
	}
	return -1;
}
