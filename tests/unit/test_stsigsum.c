/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/sigsum*.c tools/st/merkle.c tools/st/hex.c tools/st/why.c
// libs: -lcrypto
/* Sigsum proofs of a log of our own; policies: test_stsigsumpolicy.c. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../tools/st/merkle.h"
#include "../../tools/st/sigsum.h"
#include "../../tools/st/sigsum_proof.h"
#include "sigsumlog.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static struct test_log test_log;
static struct test_key witness[4];
static struct sigsum_policy *policy; /* two of the first three witnesses */

static int make(void **state)
{
	char text[1024] = "log ", h[65];
	struct why why;
	size_t i;

	(void)state;
	make_log(&test_log);
	hex(test_log.log.key, 32, text + 4);
	strcat(text, "\n");
	for (i = 0; i < LEN(witness); i++) {
		witness[i] = make_key((const char[]){ (char)('a' + i), 0 });
		if (i < 3)
			sprintf(text + strlen(text), "witness %zu %s\n", i,
			    hex(witness[i].key, 32, h));
	}
	strcat(text, "group g 2 0 1 2\nquorum g\n");
	policy = sigsum_policy_parse(text, strlen(text), &why);
	return policy ? 0 : -1;
}

static int clean_up(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < LEN(witness); i++)
		EVP_PKEY_free(witness[i].pkey);
	free_log(&test_log);
	sigsum_policy_free(policy);
	return 0;
}

static uint64_t since; /* of the last verification */

/* Verify a proof of that leaf; the text is copied, so that its end counts. */
static int verify_bytes(const char *text, size_t len, size_t leaf,
    struct why *why)
{
	char *copy = malloc(len ? len : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, text, len);
	why->text[0] = '\0';
	r = sigsum_verify(policy, copy, len, test_log.submitter.key,
	    test_log.message[leaf], &since, why);
	free(copy);
	assert_true(r == 0 || (r == -1 && why->text[0] != '\0'));
	return r;
}

static void accepts(const char *text, size_t leaf)
{
	struct why why;

	if (verify_bytes(text, strlen(text), leaf, &why))
		fail_msg("%s\n%s", why.text, text);
}

static void refuses(const char *text, size_t leaf, const char *reason)
{
	struct why why;

	if (!verify_bytes(text, strlen(text), leaf, &why) ||
	    !strstr(why.text, reason))
		fail_msg("%s, not: %s\n%s", why.text, reason, text);
}

/* text with the first a replaced by b. */
static const char *with(const char *text, const char *a, const char *b)
{
	static char out[2 * PROOF_MAX];
	const char *at = strstr(text, a);

	assert_non_null(at);
	sprintf(out, "%.*s%s%s", (int)(at - text), text, b, at + strlen(a));
	return out;
}

static void all_trees(void **state)
{
	char text[PROOF_MAX];
	size_t size, i;

	(void)state;
	for (size = 1; size <= LEAVES; size++)
		for (i = 0; i < size; i++) {
			make_proof(&test_log, size, i, witness, 2, text);
			accepts(text, i);
			refuses(text, (i + 1) % LEAVES, "does not match");
		}
}

/* No leaf is where it is not, and no path is longer or shorter than it is. */
static void only_there(void **state)
{
	unsigned char nodes[64][32], hash[32];
	size_t size, i, j, len;

	(void)state;
	for (size = 1; size <= LEAVES; size++)
		for (i = 0; i < size; i++) {
			len = path(test_log.leaf, size, i, nodes);
			root(test_log.leaf, size, hash);
			for (j = 0; j < size + 3; j++)
				assert_int_equal(merkle_included(
				    test_log.leaf[i], j, size, hash, nodes,
				    len), j == i ? 0 : -1);
			assert_int_equal(merkle_included(test_log.leaf[i], i,
			    size, hash, nodes, len + 1), -1);
			if (len > 0)
				assert_int_equal(merkle_included(
				    test_log.leaf[i], i, size, hash, nodes,
				    len - 1), -1);
			assert_int_equal(merkle_included(test_log.leaf[i], i,
			    0, hash, nodes, len), -1);
			assert_int_equal(merkle_included(test_log.leaf[i],
			    UINT64_MAX, UINT64_MAX, hash, nodes, len), -1);
		}
}

/* Is byte i in a cosignature line? */
static bool cosigned(const char *text, size_t i)
{
	while (i > 0 && text[i - 1] != '\n')
		i--;
	return !strncmp(text + i, "cosignature=", 12);
}

/*
 * Every bit of a proof. What is accepted differs in the case of a digit, or
 * has lost one of more witnesses than are needed.
 */
static void every_bit(void **state)
{
	char good[PROOF_MAX], bad[PROOF_MAX];
	size_t i, len, accepted = 0;
	struct why why;
	int bit;

	(void)state;
	make_proof(&test_log, 7, 3, witness, 3, good);
	len = strlen(good);
	for (i = 0; i < len; i++)
		for (bit = 0; bit < 8; bit++) {
			memcpy(bad, good, len);
			bad[i] = (char)(bad[i] ^ 1 << bit);
			if (verify_bytes(bad, len, 3, &why))
				continue;
			accepted++;
			if (tolower((unsigned char)bad[i]) != good[i] &&
			    !cosigned(good, i))
				fail_msg("bit %d of byte %zu", bit, i);
		}
	assert_true(accepted > 0);
	for (i = 0; i < len; i++) /* and every length */
		assert_int_equal(verify_bytes(good, i, 3, &why), -1);
}

static void quorum(void **state)
{
	struct test_key some[4] = { witness[3], witness[1], witness[3] };
	char text[PROOF_MAX];

	(void)state;
	make_proof(&test_log, 5, 4, witness, 1, text);
	refuses(text, 4, "has no quorum of witnesses: 1 cosignatures, 1 of "
			 "witnesses in the Sigsum policy, 1 valid");
	make_proof(&test_log, 5, 4, witness, 0, text);
	refuses(text, 4, "has no quorum");
	make_proof(&test_log, 5, 4, some, 2, text);
	refuses(text, 4, "2 cosignatures, 1 of");
	make_proof(&test_log, 5, 4, some, 3, text);
	refuses(text, 4, "line 10 is a witness's second");
	some[2] = witness[0];
	make_proof(&test_log, 5, 4, some, 3, text);
	accepts(text, 4);
	refuses(with(text, " 1750000001 ", " 1750000002 "), 4,
	    "3 cosignatures, 2 of witnesses in the Sigsum policy, 1 valid");
	accepts(with(text, " 1750000000 ", " 9223372036854775807 "), 4);
}

/* The first witness's word counts, if it is good: one alone makes it no later. */
static void seen(void **state)
{
	char text[PROOF_MAX];

	(void)state;
	make_proof(&test_log, 3, 1, witness, 3, text);
	accepts(text, 1);
	assert_int_equal(since, 1750000000);
	accepts(with(text, " 1750000000 ", " 1750000009 "), 1);
	assert_int_equal(since, 1750000001);
	refuses(text, 2, "does not match");
	assert_int_equal(since, 0);
}

static void who_signed(void **state)
{
	struct test_log other = test_log;
	char text[PROOF_MAX];
	struct why why;

	(void)state;
	make_proof(&test_log, 3, 1, witness, 3, text);
	assert_int_equal(sigsum_verify(policy, text, strlen(text),
	    witness[0].key, test_log.message[1], &since, &why), -1);
	assert_non_null(strstr(why.text, "of another key"));
	assert_int_equal(sigsum_verify(NULL, text, strlen(text),
	    test_log.submitter.key, test_log.message[1], &since, &why), -1);
	other.log = witness[0];
	make_proof(&other, 3, 1, witness, 3, text);
	refuses(text, 1, "a log that the Sigsum policy does not have");
	other.log = test_log.log;
	other.log.pkey = witness[0].pkey;
	make_proof(&other, 3, 1, witness, 3, text);
	refuses(text, 1, "a tree head that its log did not sign");
	make_proof(&test_log, 3, 1, witness, 3, text);
	assert_int_equal(sigsum_verify_leaf(text, strlen(text),
	    test_log.submitter.key, test_log.message[1], &why), 0);
	assert_int_equal(sigsum_verify_leaf(text, strlen(text),
	    test_log.submitter.key, test_log.message[2], &why), -1);
}

static void one_spelling(void **state)
{
	static const struct {
		const char *a, *b, *why;
	} edits[] = {
		{ "version=2", "version=3", "line 1 is a version other" },
		{ "version=2", "version=02", "line 1 has a bad number" },
		{ "version=2\n", "", "line 1 should start with version=" },
		{ "version=2", "Version=2", "line 1 should start" },
		{ "version=2", "version=2 ", "line 1 has too many values" },
		{ "version=2", "version=2\r", "line 1 has a bad number" },
		{ "version=2", "version=1", "line 3 has a value that is not" },
		{ "log=", "log= ", "line 2 has a value" },
		{ "log=", "log=0", "line 2 has a value" },
		{ "leaf=", "leaf=0123 ", "line 3 has a value" },
		{ "\n\nsize", "\n\n\nsize", "line 5 should start with size=" },
		{ "\n\nsize", "\nsize", "line 4 should be empty" },
		{ "\n\nsize", "\n \nsize", "line 4 should be empty" },
		{ "size=6", "size=0", "line 5 is an empty tree" },
		{ "size=6", "size=06", "line 5 has a bad number" },
		{ "size=6", "size=+6", "line 5 has a bad number" },
		{ "size=6", "size=", "line 5 has a bad number" },
		{ "size=6", "size=6x", "line 5 has a bad number" },
		{ "size=6", "size=1", "line 11 should not be there" },
		{ "size=6", "size=9223372036854775808", "has a bad number" },
		{ "size=6", "size=18446744073709551622", "has a bad number" },
		{ "size=6", "size=9223372036854775807", "did not sign" },
		{ "root_hash=", "root_hash", "line 6 should start with" },
		{ "\nsignature=", "\nsignature=00", "line 7 has a value" },
		{ " 1750000000 ", " 01750000000 ", "line 8 has a bad number" },
		{ " 1750000000 ", "  1750000000 ", "line 8 has a bad number" },
		{ " 1750000000 ", " 1750000000", "line 8 has" },
		{ " 1750000000 ", "\n", "line 8 has too few values" },
		{ "\n\nleaf_index", "\nleaf_index", "line 11 should be empty" },
		{ "\n\nleaf_index", "\n\n\nleaf_index", "line 12 should start" },
		{ "index=5", "index=4", "does not show that the log has it" },
		{ "index=5", "index=6", "does not show that the log has it" },
		{ "index=5", "index=9223372036854775807", "does not show" },
		{ "index=5", "index=-1", "line 12 has a bad number" },
		{ "node_hash=", "node_hash=\nnode_hash=", "line 13 has a" },
	};
	static char long_path[2 * PROOF_MAX];
	char text[PROOF_MAX];
	struct why why;
	size_t i, len;

	(void)state;
	make_proof(&test_log, 6, 5, witness, 3, text);
	accepts(text, 5);
	for (i = 0; i < LEN(edits); i++)
		refuses(with(text, edits[i].a, edits[i].b), 5, edits[i].why);
	len = strlen(text);
	refuses(strcat(strcpy(long_path, text), "\n"), 5, "line 15 should");
	assert_int_equal(verify_bytes(text, len - 1, 5, &why), -1);
	assert_non_null(strstr(why.text, "line 14 does not end in LF"));
	assert_int_equal(verify_bytes(text, len + 1, 5, &why), -1);
	strcpy(long_path, text);
	for (i = 0; i < 62; i++)
		strcat(long_path, strstr(text, "node_hash=") + 75);
	refuses(long_path, 5, "is followed by a node too many");
}

/* Format 1 has a part of the checksum, which is not compared. */
static void format_1(void **state)
{
	char text[PROOF_MAX], one[PROOF_MAX];

	(void)state;
	make_proof(&test_log, 6, 5, witness, 3, text);
	strcpy(one, with(text, "version=2", "version=1"));
	accepts(with(one, "leaf=", "leaf=0123 "), 5);
	refuses(with(one, "leaf=", "leaf=01234 "), 5, "line 3 has a value");
	refuses(with(one, "leaf=", "leaf=012g "), 5, "line 3 has a value");
	make_proof(&test_log, 1, 0, witness, 2, text);
	accepts(text, 0);
	refuses(with(text, "version=2", "version=1"), 0, "line 3 has a value");
}

/* Cosignatures of strangers do no harm, up to a number. */
static void many_witnesses(void **state)
{
	char *text = malloc(1 << 20), line[256], *end;
	struct why why;
	int i;

	(void)state;
	assert_non_null(text);
	make_proof(&test_log, 1, 0, witness, 3, text);
	end = text + strlen(text);
	for (i = 3; i < SIGSUM_COSIGNATURES + 1; i++) {
		if (i == SIGSUM_COSIGNATURES)
			assert_int_equal(verify_bytes(text,
			    (size_t)(end - text), 0, &why), 0);
		snprintf(line, sizeof(line), "cosignature=%064x 1 %0128x\n", i,
		    i);
		strcpy(end, line);
		end += strlen(end);
	}
	assert_int_equal(verify_bytes(text, (size_t)(end - text), 0, &why), -1);
	assert_non_null(strstr(why.text, "more than 256"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_trees),
		cmocka_unit_test(only_there),
		cmocka_unit_test(every_bit),
		cmocka_unit_test(quorum),
		cmocka_unit_test(seen),
		cmocka_unit_test(who_signed),
		cmocka_unit_test(one_spelling),
		cmocka_unit_test(format_1),
		cmocka_unit_test(many_witnesses),
	};

	return cmocka_run_group_tests(tests, make, clean_up);
}
