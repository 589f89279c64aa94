/* SPDX-License-Identifier: BSD-2-Clause */
#include "link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "../st/hex.h"

enum { SUM = 32, DIGITS = 2 * SUM };

int link_keyid(const unsigned char key[LINK_KEY], char out[LINK_ID])
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	char public_key[2 * LINK_KEY + 1], text[256];
	int len;

	hex_encode(key, (size_t)LINK_KEY, public_key);
	len = snprintf(text, sizeof(text),
	    "{\"keyid_hash_algorithms\":[\"sha256\",\"sha512\"],"
	    "\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"%s\"},"
	    "\"scheme\":\"ed25519\"}", public_key);
	if (EVP_Digest(text, (size_t)len, hash, NULL, EVP_sha256(), NULL) != 1)
		return -1;
	hex_encode(hash, (size_t)SUM, out);
	return 0;
}

int link_name_check(const char *name, size_t len, struct why *why)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (name[i] < ' ' || name[i] > '~' || name[i] == '"' ||
		    name[i] == '\\')
			break;
	if (len > 0 && i == len)
		return 0;
	why_set(why, len == 0 ? "is an empty name" : "is a name of other than "
	    "printable ASCII without \" and \\");
	return -1;
}

/* Add the file of one line. Returns a static reason, or NULL. */
static const char *add(json_t *products, const char *line, size_t len)
{
	char digits[DIGITS + 1];
	unsigned char sum[SUM];
	const char *name;
	size_t name_len;
	struct why why;
	char *key;
	int r;

	if (len < DIGITS + 2 || hex_decode(line, (size_t)DIGITS, sum,
	    sizeof(sum)) || line[DIGITS] != ' ' || line[DIGITS + 1] != ' ')
		return "is not 64 hexadecimal digits, two blanks and a name";
	name = line + DIGITS + 2;
	name_len = len - DIGITS - 2;
	if (link_name_check(name, name_len, &why))
		return "has a name of other than printable ASCII without \" "
		       "and \\";
	hex_encode(sum, sizeof(sum), digits);
	key = strndup(name, name_len);
	if (!key)
		return "does not fit in memory";
	if (json_object_get(products, key)) {
		free(key);
		return "has a name that was there already";
	}
	r = json_object_set_new(products, key,
	    json_pack("{s:s}", "sha256", digits));
	free(key);
	return r ? "does not fit in memory" : NULL;
}

/* The files by their names, or NULL. */
static json_t *parse(const char *sums, size_t len, struct why *why)
{
	const char *end = sums + len, *fault = len > 0 ? NULL : "is missing";
	json_t *products = json_object();
	unsigned long line = 1;

	for (; !fault && sums < end; line++) {
		const char *lf = memchr(sums, '\n', (size_t)(end - sums));

		fault = lf ? add(products, sums, (size_t)(lf - sums))
			   : "does not end in LF";
		if (fault)
			break;
		sums = lf + 1;
	}
	if (!fault)
		return products;
	why_set(why, "is no list of SHA-256 sums: line %lu %s", line, fault);
	json_decref(products);
	return NULL;
}

json_t *link_signed(const char *name, const char *sums, size_t len,
    struct why *why)
{
	json_t *products = parse(sums, len, why), *part;

	if (!products)
		return NULL;
	/* Rust's in-toto takes null and {} for no environment, Python's {} only. */
	part = json_pack("{s:s, s:s, s:{}, s:o, s:{}, s:[], s:{}}", "_type",
	    "link", "name", name, "materials", "products", products,
	    "byproducts", "command", "environment");
	if (!part)
		why_set(why, "does not fit in memory");
	return part;
}

char *link_canonical(const json_t *part)
{
	return json_dumps(part, JSON_COMPACT | JSON_SORT_KEYS);
}

char *link_text(json_t *part, const char *keyid,
    const unsigned char sig[LINK_SIG])
{
	char digits[2 * LINK_SIG + 1], *json, *text;
	json_t *link;

	hex_encode(sig, (size_t)LINK_SIG, digits);
	link = json_pack("{s:[{s:s, s:s}], s:O}", "signatures", "keyid", keyid,
	    "sig", digits, "signed", part);
	json = link ? link_canonical(link) : NULL;
	json_decref(link);
	if (!json || asprintf(&text, "%s\n", json) < 0)
		text = NULL;
	free(json);
	return text;
}
