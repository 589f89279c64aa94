/* SPDX-License-Identifier: BSD-2-Clause */
#include "sigsum_proof.h"

#include <stdbool.h>
#include <string.h>

#include "hex.h"

/* The text, line by line, and the rest of the present line. */
struct cursor {
	const char *next, *end;
	const char *s;
	size_t len;
	unsigned long number; /* of the present line, from 1 */
	struct why *why;
};

static int fault(struct cursor *c, const char *text)
{
	why_set(c->why, "is no Sigsum proof: line %lu %s", c->number, text);
	return -1;
}

/* Is there a line more, and does it start so? */
static bool starts(const struct cursor *c, const char *key)
{
	size_t len = strlen(key);

	return (size_t)(c->end - c->next) >= len && !memcmp(c->next, key, len);
}

/* Take the next line; it has to be there. */
static int line(struct cursor *c)
{
	const char *lf = memchr(c->next, '\n', (size_t)(c->end - c->next));

	c->number++;
	if (!lf)
		return fault(c, c->next == c->end ? "is missing"
						  : "does not end in LF");
	c->s = c->next;
	c->len = (size_t)(lf - c->next);
	c->next = lf + 1;
	return 0;
}

static int empty_line(struct cursor *c)
{
	if (line(c))
		return -1;
	return c->len == 0 ? 0 : fault(c, "should be empty");
}

/* Take the line "KEY..."; what follows KEY is left. */
static int key(struct cursor *c, const char *text)
{
	bool good = starts(c, text);
	char message[64];

	if (line(c))
		return -1;
	if (good) {
		c->s += strlen(text);
		c->len -= strlen(text);
		return 0;
	}
	strcpy(message, "should start with ");
	strcat(message, text);
	return fault(c, message);
}

/* Take what is left up to a blank or the end of the line. */
static const char *word(struct cursor *c, size_t *len)
{
	const char *s = c->s, *blank = memchr(s, ' ', c->len);

	*len = blank ? (size_t)(blank - s) : c->len;
	c->s += *len;
	c->len -= *len;
	return s;
}

static int blank(struct cursor *c)
{
	if (c->len == 0)
		return fault(c, "has too few values");
	c->s++;
	c->len--;
	return 0;
}

static int line_end(struct cursor *c)
{
	return c->len == 0 ? 0 : fault(c, "has too many values");
}

static int hex(struct cursor *c, unsigned char *out, size_t size)
{
	size_t len;
	const char *s = word(c, &len);

	if (hex_decode(s, len, out, size))
		return fault(c, "has a value that is not hexadecimal digits "
				"of the right number");
	return 0;
}

/* A decimal number up to 2^63-1, in its one spelling. */
static int number(struct cursor *c, uint64_t *out)
{
	size_t len, i;
	const char *s = word(c, &len);
	uint64_t n = 0;

	if (len == 0 || len > 19 || (len > 1 && s[0] == '0'))
		return fault(c, "has a bad number");
	for (i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return fault(c, "has a bad number");
		n = n * 10 + (uint64_t)(s[i] - '0');
	}
	if (n > INT64_MAX)
		return fault(c, "has a bad number");
	*out = n;
	return 0;
}

static int hex_line(struct cursor *c, const char *text, unsigned char *out,
    size_t size)
{
	return key(c, text) || hex(c, out, size) || line_end(c) ? -1 : 0;
}

static int number_line(struct cursor *c, const char *text, uint64_t *out)
{
	return key(c, text) || number(c, out) || line_end(c) ? -1 : 0;
}

/* Format 1 had the start of the checksum, too; we compute the checksum. */
static int leaf(struct cursor *c, uint64_t version, struct sigsum_proof *out)
{
	unsigned char checksum[2];

	if (key(c, "leaf="))
		return -1;
	if (version == 1 && (hex(c, checksum, sizeof(checksum)) || blank(c)))
		return -1;
	return hex(c, out->submitter, SIGSUM_HASH) || blank(c) ||
	    hex(c, out->leaf_signature, SIGSUM_SIGNATURE) || line_end(c)
	    ? -1
	    : 0;
}

static int cosignature(struct cursor *c, struct sigsum_proof *out)
{
	struct sigsum_cosignature *co = &out->cosignatures[out->ncosignatures];
	size_t i;

	if (key(c, "cosignature="))
		return -1;
	if (out->ncosignatures == SIGSUM_COSIGNATURES)
		return fault(c, "is one cosignature more than 256");
	if (hex(c, co->witness, SIGSUM_HASH) || blank(c) ||
	    number(c, &co->time) || blank(c) ||
	    hex(c, co->signature, SIGSUM_SIGNATURE) || line_end(c))
		return -1;
	for (i = 0; i < out->ncosignatures; i++)
		if (!memcmp(out->cosignatures[i].witness, co->witness,
			SIGSUM_HASH))
			return fault(c, "is a witness's second cosignature");
	out->ncosignatures++;
	return 0;
}

static int tree_head(struct cursor *c, struct sigsum_proof *out)
{
	if (number_line(c, "size=", &out->size))
		return -1;
	if (out->size == 0)
		return fault(c, "is an empty tree");
	if (hex_line(c, "root_hash=", out->root, MERKLE_HASH) ||
	    hex_line(c, "signature=", out->tree_signature, SIGSUM_SIGNATURE))
		return -1;
	while (starts(c, "cosignature="))
		if (cosignature(c, out))
			return -1;
	return 0;
}

static int inclusion(struct cursor *c, struct sigsum_proof *out)
{
	if (empty_line(c) || number_line(c, "leaf_index=", &out->index))
		return -1;
	do {
		if (out->npath == MERKLE_PATH)
			return fault(c, "is followed by a node too many");
		if (hex_line(c, "node_hash=", out->path[out->npath],
			MERKLE_HASH))
			return -1;
		out->npath++;
	} while (c->next < c->end);
	return 0;
}

int sigsum_proof_parse(const void *text, size_t len, struct sigsum_proof *out,
    struct why *why)
{
	const char *s = text;
	struct cursor c = { .next = s, .end = s + len, .why = why };
	uint64_t version;

	out->index = 0;
	out->ncosignatures = 0;
	out->npath = 0;
	if (number_line(&c, "version=", &version))
		return -1;
	if (version != 1 && version != 2)
		return fault(&c, "is a version other than 1 and 2");
	if (hex_line(&c, "log=", out->log, SIGSUM_HASH) ||
	    leaf(&c, version, out) || empty_line(&c) || tree_head(&c, out))
		return -1;
	if (out->size > 1)
		return inclusion(&c, out);
	if (c.next == c.end)
		return 0;
	c.number++;
	return fault(&c, "should not be there: the tree has one leaf");
}
