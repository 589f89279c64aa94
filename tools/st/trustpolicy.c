/* SPDX-License-Identifier: BSD-2-Clause */
#include "trustpolicy.h"

#include <string.h>

#include "json.h"

static const char *const methods[] = {
	[FETCH_NETWORK] = "network",
	[FETCH_INITRAMFS] = "initramfs",
};

static int parse_method(const json_t *object, enum fetch_method *out,
    struct why *why)
{
	const char *s;

	if (st_json_string(object, "ospkg_fetch_method", &s, why))
		return -1;
	if (s && !strcmp(s, methods[FETCH_NETWORK])) {
		*out = FETCH_NETWORK;
	} else if (s && !strcmp(s, methods[FETCH_INITRAMFS])) {
		*out = FETCH_INITRAMFS;
	} else {
		why_set(why, "ospkg_fetch_method is %s, use network or "
			     "initramfs", s ? s : "missing");
		return -1;
	}
	return 0;
}

static int parse(const json_t *object, struct trustpolicy *out,
    struct why *why)
{
	json_int_t threshold;

	if (st_json_integer(object, "ospkg_signature_threshold", &threshold,
		why))
		return -1;
	if (threshold < 1) {
		why_set(why, "ospkg_signature_threshold is less than 1");
		return -1;
	}
	out->threshold = threshold;
	return parse_method(object, &out->fetch, why);
}

int trustpolicy_parse(const void *data, size_t len, struct trustpolicy *out,
    struct why *why)
{
	json_t *object;
	int r;

	if (len > TRUSTPOLICY_MAX) {
		why_set(why, "is longer than %d bytes", TRUSTPOLICY_MAX);
		return -1;
	}
	object = st_json_load(data, len, why);
	if (!object)
		return -1;
	r = parse(object, out, why);
	json_decref(object);
	return r;
}

char *trustpolicy_text(const struct trustpolicy *t)
{
	json_t *object = json_pack("{s:I, s:s}", "ospkg_signature_threshold",
	    (json_int_t)t->threshold, "ospkg_fetch_method", methods[t->fetch]);
	char *s = NULL;

	if (object)
		s = json_dumps(object, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(object);
	return s;
}
