/* SPDX-License-Identifier: BSD-2-Clause */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../st/descriptor.h"
#include "ospkg.h"

/* Consumes object. */
static char *text(json_t *object)
{
	char *s = NULL;

	if (object)
		s = json_dumps(object, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(object);
	return s;
}

char *ospkg_manifest(const char *label, const char *kernel,
    const char *initramfs, const char *cmdline)
{
	return text(json_pack("{s:i, s:s, s:s, s:s, s:s}", "version", 1,
	    "label", label, "kernel", kernel, "initramfs", initramfs,
	    "cmdline", cmdline));
}

char *ospkg_descriptor(const char *url)
{
	char *copy = strdup(url), *s;
	const struct descriptor d = { .url = copy };

	s = copy ? descriptor_text(&d) : NULL;
	free(copy);
	return s;
}
