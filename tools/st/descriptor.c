/* SPDX-License-Identifier: BSD-2-Clause */
#include "descriptor.h"

#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "json.h"
#include "url.h"

static void free_blobs(struct blob *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(b[i].data);
	free(b);
}

void descriptor_free(struct descriptor *d)
{
	free(d->url);
	free_blobs(d->certs, d->ncerts);
	free_blobs(d->sigs, d->nsigs);
	memset(d, 0, sizeof(*d));
}

static int parse_version(const json_t *object, struct why *why)
{
	json_int_t version;

	if (st_json_integer(object, "version", &version, why))
		return -1;
	if (version == 1)
		return 0;
	why_set(why, "is a descriptor of version %" JSON_INTEGER_FORMAT
		     ", not 1", version);
	return -1;
}

static int parse_url(const json_t *object, char **out, struct why *why)
{
	const char *url, *fault;

	if (st_json_string(object, "os_pkg_url", &url, why))
		return -1;
	if (!url)
		url = "";
	fault = url_syntax_fault(url);
	if (fault) {
		why_set(why, "os_pkg_url %s", fault);
		return -1;
	}
	*out = strdup(url);
	if (*out)
		return 0;
	why_machine(why, "needs more memory than there is");
	return -1;
}

/* The array of base64 strings at key; none if it is missing or null. */
static int parse_blobs(const json_t *object, const char *key,
    struct blob **out, size_t *count, struct why *why)
{
	json_t *array;
	size_t n, i;

	if (st_json_array(object, key, &array, why))
		return -1;
	n = json_array_size(array);
	if (n > DESCRIPTOR_ENTRIES) {
		why_set(why, "has %zu %s, more than %d", n, key,
		    DESCRIPTOR_ENTRIES);
		return -1;
	}
	*out = calloc(n + 1, sizeof(**out));
	if (!*out) {
		why_machine(why, "needs more memory than there is");
		return -1;
	}
	for (i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(array, i));
		struct blob *b = *out + i;

		b->data = s ? base64_decode(s, &b->len) : NULL;
		if (!b->data) {
			why_set(why, "number %zu of %s is not a base64 string",
			    i + 1, key);
			return -1;
		}
		*count = i + 1;
	}
	return 0;
}

static int parse(const json_t *object, struct descriptor *d, struct why *why)
{
	if (parse_version(object, why) || parse_url(object, &d->url, why) ||
	    parse_blobs(object, "certificates", &d->certs, &d->ncerts, why) ||
	    parse_blobs(object, "signatures", &d->sigs, &d->nsigs, why))
		return -1;
	if (d->nsigs == d->ncerts)
		return 0;
	/* Old stboot crashed on more signatures, and took more certificates. */
	why_set(why, "has %zu signatures, but %zu certificates", d->nsigs,
	    d->ncerts);
	return -1;
}

int descriptor_parse(const void *data, size_t len, struct descriptor *out,
    struct why *why)
{
	json_t *object;
	int r;

	memset(out, 0, sizeof(*out));
	if (len > DESCRIPTOR_MAX) {
		why_set(why, "is longer than %d bytes", DESCRIPTOR_MAX);
		return -1;
	}
	object = st_json_load(data, len, why);
	if (!object)
		return -1;
	r = parse(object, out, why);
	json_decref(object);
	if (r)
		descriptor_free(out);
	return r;
}

/* A new reference: an array of base64, or null for none. NULL: no memory. */
static json_t *blobs_json(const struct blob *b, size_t n)
{
	json_t *array;
	size_t i;

	if (n == 0)
		return json_null();
	array = json_array();
	for (i = 0; array && i < n; i++) {
		char *s = base64_encode(b[i].data, b[i].len);

		if (!s || json_array_append_new(array, json_string(s))) {
			json_decref(array);
			array = NULL;
		}
		free(s);
	}
	return array;
}

char *descriptor_text(const struct descriptor *d)
{
	json_t *object;
	char *s = NULL;

	/* "o" takes the reference, also when packing fails. */
	object = json_pack("{s:i, s:s, s:o, s:o}", "version", 1, "os_pkg_url",
	    d->url ? d->url : "", "certificates",
	    blobs_json(d->certs, d->ncerts), "signatures",
	    blobs_json(d->sigs, d->nsigs));
	if (object)
		s = json_dumps(object, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(object);
	return s;
}

static int copy(struct blob *b, const void *data, size_t len)
{
	b->data = malloc(len + 1);
	if (!b->data)
		return -1;
	if (len > 0)
		memcpy(b->data, data, len);
	b->len = len;
	return 0;
}

/* Room for one blob more than n. */
static int grow(struct blob **b, size_t n)
{
	struct blob *p = realloc(*b, (n + 1) * sizeof(*p));

	if (!p)
		return -1;
	*b = p;
	return 0;
}

int descriptor_append(struct descriptor *d, const void *cert_pem,
    size_t cert_len, const void *sig, size_t sig_len)
{
	struct blob cert = { 0 }, signature = { 0 };
	size_t at = d->nsigs;

	if (at >= DESCRIPTOR_ENTRIES || d->ncerts != at ||
	    grow(&d->certs, at) || grow(&d->sigs, at))
		return -1;
	if (copy(&cert, cert_pem, cert_len) || copy(&signature, sig, sig_len)) {
		free(cert.data);
		return -1;
	}
	d->certs[at] = cert;
	d->sigs[at] = signature;
	d->ncerts++;
	d->nsigs++;
	return 0;
}
