/* SPDX-License-Identifier: BSD-2-Clause */
#include "hostconfig.h"

#include <stdlib.h>
#include <string.h>

#include "hostconfig_net.h"
#include "json.h"
#include "url.h"

void hostconfig_free(struct hostconfig *h)
{
	size_t i;

	for (i = 0; i < h->nurls; i++)
		free(h->url[i]);
	free(h->pointer);
	free(h->description);
	memset(h, 0, sizeof(*h));
}

static int no_memory(struct why *why)
{
	why_machine(why, "needs more memory than there is");
	return -1;
}

/* Cut pointer into its URLs. */
static int split(struct hostconfig *out, struct why *why)
{
	const char *rest = out->pointer, *s;
	size_t len;

	while ((s = url_list_next(&rest, &len))) {
		if (len == 0) {
			why_set(why, "ospkg_pointer has an empty entry");
			return -1;
		}
		if (out->nurls == HOSTCONFIG_URLS) {
			why_set(why, "ospkg_pointer has more than %d entries",
			    HOSTCONFIG_URLS);
			return -1;
		}
		out->url[out->nurls] = strndup(s, len);
		if (!out->url[out->nurls++])
			return no_memory(why);
	}
	return 0;
}

/* provisioning_urls, the old form: an array, in place of the commas. */
static char *join(const json_t *array)
{
	char *out = malloc(HOSTCONFIG_MAX + 1), *end = out;
	size_t i;

	for (i = 0; out && i < json_array_size(array); i++) {
		const char *s = json_string_value(json_array_get(array, i));

		if (!s || *s == '\0' || strchr(s, ',')) {
			free(out);
			return NULL;
		}
		if (end > out)
			*end++ = ',';
		end = stpcpy(end, s); /* shorter than in the file */
	}
	if (out)
		*end = '\0';
	return out;
}

static int parse_pointer(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	char name[HOSTCONFIG_FILE];
	const char *s;
	json_t *old;

	if (st_json_string(object, "ospkg_pointer", &s, why) ||
	    st_json_array(object, "provisioning_urls", &old, why))
		return -1;
	out->pointer = s ? strdup(s) : old ? join(old) : NULL;
	if (!out->pointer && s)
		return no_memory(why);
	if (!out->pointer && old) {
		why_set(why, "provisioning_urls has an entry that is no URL");
		return -1;
	}
	if (!out->pointer || out->pointer[0] == '\0') {
		why_set(why, "ospkg_pointer is missing: where is the package?");
		return -1;
	}
	for (s = out->pointer; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f) {
			why_set(why, "ospkg_pointer has a control character");
			return -1;
		}
	}
	if (!strstr(out->pointer, "://")) {
		const char *fault = hostconfig_file(out->pointer, name);

		if (fault) {
			why_set(why, "ospkg_pointer %s", fault);
			return -1;
		}
	}
	return split(out, why);
}

/* Is that key there with a value? It used to be a string, "" for none. */
static bool is_set(const json_t *object, const char *key)
{
	const json_t *v = st_json_get(object, key);
	const char *s = json_string_value(v);

	return v && !(s && *s == '\0');
}

static int parse_description(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	const char *s;

	if (st_json_string(object, "description", &s, why))
		return -1;
	if (!s)
		return 0;
	out->description = strdup(s);
	return out->description ? 0 : no_memory(why);
}

static int parse(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	if (hostconfig_addresses(object, out, why) ||
	    hostconfig_nics(object, out, why) ||
	    hostconfig_bonding(object, out, why) ||
	    parse_pointer(object, out, why))
		return -1;
	out->identity = is_set(object, "identity");
	out->authentication = is_set(object, "authentication");
	return parse_description(object, out, why);
}

int hostconfig_parse(const void *data, size_t len, struct hostconfig *out,
    struct why *why)
{
	json_t *object;
	int r;

	memset(out, 0, sizeof(*out));
	if (len > HOSTCONFIG_MAX) {
		why_set(why, "is longer than %d bytes", HOSTCONFIG_MAX);
		return -1;
	}
	object = st_json_load(data, len, why);
	if (!object)
		return -1;
	r = parse(object, out, why);
	json_decref(object);
	if (r)
		hostconfig_free(out);
	return r;
}
