/* SPDX-License-Identifier: BSD-2-Clause */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "sigsum_policy_nodes.h"

enum { FIELDS = SIGSUM_NAMES + 4 }; /* words of a line, at most */

/* Bytes of the text; not NUL-terminated. */
struct span {
	const char *s;
	size_t len;
};

struct parser {
	struct sigsum_policy *policy;
	struct span names[SIGSUM_NAMES]; /* of the nodes */
	bool quorum;			 /* there was a quorum line */
	struct span field[FIELDS];
	size_t nfields;
	struct why *why;
};

static bool is(const struct span *a, const char *text)
{
	return a->len == strlen(text) && !memcmp(a->s, text, a->len);
}

/* Length of a field to print with %.*s. */
static int shown(const struct span *a)
{
	return a->len < 64 ? (int)a->len : 64;
}

static int fault(struct parser *p, const char *text)
{
	why_set(p->why, "%s", text);
	return -1;
}

static int fault_name(struct parser *p, const struct span *name,
    const char *text)
{
	why_set(p->why, "%.*s %s", shown(name), name->s, text);
	return -1;
}

/* Index of a node, or NO_NODE. */
static size_t find(const struct parser *p, const struct span *name)
{
	size_t i;

	for (i = 0; i < p->policy->nnodes; i++)
		if (p->names[i].len == name->len &&
		    !memcmp(p->names[i].s, name->s, name->len))
			return i;
	return NO_NODE;
}

static int parse_key(struct parser *p, const struct span *field,
    struct key *out)
{
	if (hex_decode(field->s, field->len, out->key, SIGSUM_KEY))
		return fault(p, "a public key is 64 hexadecimal digits");
	if (EVP_Digest(out->key, SIGSUM_KEY, out->hash, NULL, EVP_sha256(),
		NULL) != 1)
		return fault(p, "cannot compute SHA-256");
	return 0;
}

/* A new node of that name; the caller sets need or key. */
static struct node *add(struct parser *p, const struct span *name)
{
	struct sigsum_policy *policy = p->policy;
	struct node *node = &policy->nodes[policy->nnodes];

	if (is(name, "none") || find(p, name) != NO_NODE) {
		fault_name(p, name, "is a name already");
		return NULL;
	}
	if (policy->nnodes == SIGSUM_NAMES) {
		fault(p, "more than 256 witnesses and groups");
		return NULL;
	}
	p->names[policy->nnodes++] = *name;
	node->parent = NO_NODE;
	return node;
}

static int parse_log(struct parser *p)
{
	struct sigsum_policy *policy = p->policy;
	struct key key;

	if (p->nfields < 2 || p->nfields > 3)
		return fault(p, "should be: log KEY [URL]");
	if (parse_key(p, &p->field[1], &key))
		return -1;
	if (sigsum_policy_log(policy, key.hash))
		return fault(p, "the same log again");
	if (policy->nlogs == SIGSUM_LOGS)
		return fault(p, "more than 64 logs");
	policy->logs[policy->nlogs++] = key;
	return 0;
}

static int parse_witness(struct parser *p)
{
	struct node *node;
	struct key key;
	size_t index;

	if (p->nfields < 3 || p->nfields > 4)
		return fault(p, "should be: witness NAME KEY [URL]");
	if (parse_key(p, &p->field[2], &key))
		return -1;
	if (sigsum_policy_witness(p->policy, key.hash, &index))
		return fault(p, "the key of another witness");
	node = add(p, &p->field[1]);
	if (!node)
		return -1;
	node->key = key;
	return 0;
}

/* How many of n members a group needs; 0 after a fault. */
static size_t parse_need(struct parser *p, const struct span *field, size_t n)
{
	size_t need = 0, i;

	if (is(field, "any"))
		return 1;
	if (is(field, "all"))
		return n;
	for (i = 0; i < field->len && need <= n; i++) {
		if (field->s[i] < '0' || field->s[i] > '9' ||
		    (i > 0 && need == 0))
			break;
		need = need * 10 + (size_t)(field->s[i] - '0');
	}
	if (i == field->len && need >= 1 && need <= n)
		return need;
	fault(p, "a group needs any, all, or from 1 to all of its members");
	return 0;
}

static int parse_group(struct parser *p)
{
	size_t i, member, group = p->policy->nnodes, need;
	struct node *node;

	if (p->nfields < 4)
		return fault(p, "should be: group NAME NUMBER|any|all NAME...");
	need = parse_need(p, &p->field[2], p->nfields - 3);
	if (need == 0)
		return -1;
	for (i = 3; i < p->nfields; i++) {
		member = find(p, &p->field[i]);
		if (member == NO_NODE)
			return fault_name(p, &p->field[i],
			    "is no witness or group above");
		if (p->policy->nodes[member].parent != NO_NODE)
			return fault_name(p, &p->field[i],
			    "is in a group already");
		p->policy->nodes[member].parent = group;
	}
	node = add(p, &p->field[1]);
	if (!node)
		return -1;
	node->need = need;
	return 0;
}

static int parse_quorum(struct parser *p)
{
	if (p->nfields != 2)
		return fault(p, "should be: quorum NAME|none");
	if (p->quorum)
		return fault(p, "a second quorum");
	p->quorum = true;
	p->policy->quorum = find(p, &p->field[1]);
	if (p->policy->quorum == NO_NODE && !is(&p->field[1], "none"))
		return fault_name(p, &p->field[1],
		    "is no witness or group above");
	return 0;
}

/* Cut a line at runs of blanks and tabs. */
static int split(struct parser *p, const char *s, const char *end)
{
	p->nfields = 0;
	for (;;) {
		const char *start;

		while (s < end && (*s == ' ' || *s == '\t'))
			s++;
		if (s == end)
			return 0;
		if (p->nfields == FIELDS)
			return fault(p, "too many words");
		for (start = s; s < end && *s != ' ' && *s != '\t'; s++)
			;
		p->field[p->nfields++] = (struct span){ start,
			(size_t)(s - start) };
	}
}

static int parse_line(struct parser *p, const char *s, const char *end)
{
	const char *c;

	for (c = s; c < end; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
			return fault(p, *c == '\r' && c + 1 == end
			    ? "ends in CR LF; only LF ends a line"
			    : "holds a control character");
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	if (s == end || *s == '#')
		return 0;
	if (split(p, s, end))
		return -1;
	if (is(&p->field[0], "log"))
		return parse_log(p);
	if (is(&p->field[0], "witness"))
		return parse_witness(p);
	if (is(&p->field[0], "group"))
		return parse_group(p);
	if (is(&p->field[0], "quorum"))
		return parse_quorum(p);
	return fault_name(p, &p->field[0],
	    "is not log, witness, group or quorum");
}

static int parse(struct parser *p, const char *s, const char *end)
{
	struct why reason;
	unsigned long line = 1;

	for (; s < end; line++) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));

		if (!lf)
			lf = end;
		if (parse_line(p, s, lf)) {
			reason = *p->why;
			why_set(p->why, "line %lu: %.200s", line, reason.text);
			return -1;
		}
		s = lf < end ? lf + 1 : end;
	}
	if (!p->quorum)
		return fault(p, "has no quorum line");
	if (p->policy->nlogs == 0)
		return fault(p, "has no log line: nothing could be proved");
	return 0;
}

struct sigsum_policy *sigsum_policy_parse(const void *text, size_t len,
    struct why *why)
{
	struct parser *p = calloc(1, sizeof(*p));
	struct sigsum_policy *policy = calloc(1, sizeof(*policy));
	const char *s = text;
	int r = -1;

	if (p && policy) {
		p->policy = policy;
		p->why = why;
		r = parse(p, s, s + len);
	} else {
		why_machine(why, "does not fit in memory");
	}
	free(p);
	if (!r)
		return policy;
	free(policy);
	return NULL;
}
