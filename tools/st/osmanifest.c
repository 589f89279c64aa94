/* SPDX-License-Identifier: BSD-2-Clause */
#include "osmanifest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

/* A copy of the string at key, or of "" if there is none. */
static int copy(const json_t *object, const char *key, char **out,
    struct why *why)
{
	const char *s;

	if (st_json_string(object, key, &s, why))
		return -1;
	*out = strdup(s ? s : "");
	if (!*out) {
		why_machine(why, "out of memory");
		return -1;
	}
	return 0;
}

static int copy_name(const json_t *object, const char *key, char **out,
    struct why *why)
{
	if (copy(object, key, out, why))
		return -1;
	if (!**out) {
		why_set(why, "%s is missing or empty", key);
		return -1;
	}
	return 0;
}

/* C1 controls are bytes of UTF-8 here; the kernel does not look at them. */
char *os_cmdline(const char *s, struct why *why)
{
	bool quoted = false;
	char *out, *p;

	if (strlen(s) > OS_CMDLINE_MAX) {
		why_set(why, "is longer than %d bytes, which is all that an "
			     "x86 kernel takes", OS_CMDLINE_MAX);
		return NULL;
	}
	out = strdup(s);
	if (!out) {
		why_machine(why, "needs more memory than there is");
		return NULL;
	}
	for (p = out; *p; p++) {
		bool white = *p >= '\t' && *p <= '\r';

		if (*p == '"')
			quoted = !quoted;
		if (white && !quoted)
			*p = ' ';
		if ((unsigned char)*p >= ' ' && *p != 0x7f)
			continue;
		why_set(why, white ? "has a line end or tab between quotes"
				   : "has a control character");
		free(out);
		return NULL;
	}
	return out;
}

static int parse_cmdline(const json_t *object, char **out, struct why *why)
{
	struct why reason;
	const char *s;

	if (st_json_string(object, "cmdline", &s, why))
		return -1;
	*out = os_cmdline(s ? s : "", &reason);
	if (*out)
		return 0;
	why_set(why, "cmdline %s", reason.text);
	why->machine = reason.machine;
	return -1;
}

static int parse(const json_t *object, struct os_manifest *out,
    struct why *why)
{
	json_int_t version;

	if (st_json_integer(object, "version", &version, why))
		return -1;
	if (version != 1) {
		why_set(why, "version is not 1");
		return -1;
	}
	if (copy_name(object, "kernel", &out->kernel, why) ||
	    copy_name(object, "initramfs", &out->initramfs, why) ||
	    parse_cmdline(object, &out->cmdline, why))
		return -1;
	return copy(object, "label", &out->label, why);
}

int os_manifest_parse(const void *data, size_t len, struct os_manifest *out,
    struct why *why)
{
	json_t *object;
	int r;

	memset(out, 0, sizeof(*out));
	if (len > OS_MANIFEST_MAX) {
		why_set(why, "is longer than %d bytes", OS_MANIFEST_MAX);
		return -1;
	}
	object = st_json_load(data, len, why);
	if (!object)
		return -1;
	r = parse(object, out, why);
	json_decref(object);
	if (r)
		os_manifest_free(out);
	return r;
}

void os_manifest_free(struct os_manifest *m)
{
	free(m->kernel);
	free(m->initramfs);
	free(m->cmdline);
	free(m->label);
	memset(m, 0, sizeof(*m));
}
