/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/sigsum_policy*.c tools/st/hex.c tools/st/why.c
// libs: -lcrypto
/* Sigsum policy files: what is read, and who is a quorum. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "../../tools/st/sigsum_policy.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* Keys that differ in the first digits; nobody has their secret part. */
#define ZEROS "0000000000000000000000000000000000000000000000000000000000"
#define KEY(n) "00000" n ZEROS
#define LOG "log " KEY("0") "\n"
#define WITNESSES \
	"witness a " KEY("1") "\nwitness b " KEY("2") "\n" \
	"witness c " KEY("3") "\nwitness d " KEY("4") "\n"
#define NONE "quorum none\n"

/* Parse a copy, so that the end of the text counts. */
static struct sigsum_policy *parse(const char *text, size_t len,
    struct why *why)
{
	char *copy = malloc(len ? len : 1);
	struct sigsum_policy *policy;

	assert_non_null(copy);
	memcpy(copy, text, len);
	why->text[0] = '\0';
	policy = sigsum_policy_parse(copy, len, why);
	free(copy);
	assert_true(policy || why->text[0] != '\0');
	return policy;
}

static void takes(void **state)
{
	static const char *const good[] = {
		LOG NONE,
		NONE LOG,
		"log " KEY("0") "\nquorum none",
		"\n \t\n# \x80\xff anything: quorum x\n  # more\n" LOG NONE,
		"\tlog\t " KEY("0") "  https://log.example/ \t\n quorum  none ",
		"log " KEY("a") " #not-a-comment\n" NONE,
		"log " KEY("A") "\nlog " KEY("B") "\n" NONE,
		/* A log and a witness may share a key. */
		LOG "witness x " KEY("0") " url\n" NONE,
		LOG WITNESSES "quorum d\n",
		LOG WITNESSES "group g all a b c d\nquorum g\n",
		LOG WITNESSES "group any any a\ngroup all 2 any b\nquorum all\n",
		LOG WITNESSES "group g 2 a b\nquorum a\n",
		LOG "witness \xc3\xa4#'\" " KEY("1") "\nquorum \xc3\xa4#'\"\n",
		LOG "witness log " KEY("1") "\nquorum log\n",
	};
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		struct sigsum_policy *policy = parse(good[i], strlen(good[i]),
		    &why);

		if (!policy)
			fail_msg("%s: %s", good[i], why.text);
		sigsum_policy_free(policy);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "has no quorum line" },
		{ LOG, "has no quorum line" },
		{ NONE, "has no log line" },
		{ NONE LOG NONE, "line 3: a second quorum" },
		{ LOG "quorum\n", "line 2: should be: quorum NAME|none" },
		{ LOG "quorum none none\n", "line 2: should be: quorum" },
		{ LOG "quorum a\n" WITNESSES, "line 2: a is no witness" },
		{ LOG "quorum 0\n", "line 2: 0 is no witness or group" },
		{ LOG "Quorum none\n", "line 2: Quorum is not log, witness" },
		{ LOG "quorum none # why\n", "line 2: should be: quorum" },
		{ "log\n", "line 1: should be: log KEY" },
		{ "log " KEY("0") " a b\n", "line 1: should be: log KEY" },
		{ "log " ZEROS "\n", "line 1: a public key is 64" },
		{ "log 0" KEY("0") "\n", "line 1: a public key is 64" },
		{ "log " KEY("g") "\n", "line 1: a public key is 64" },
		{ LOG LOG, "line 2: the same log again" },
		{ "log " KEY("a") "\nlog " KEY("A") "\n", "line 2: the same" },
		{ "witness a\n", "line 1: should be: witness NAME KEY" },
		{ "witness " KEY("0") "\n", "line 1: should be: witness" },
		{ "witness a " KEY("0") " x y\n", "line 1: should be" },
		{ "witness none " KEY("0") "\n", "none is a name already" },
		{ WITNESSES "witness a " KEY("9") "\n", "line 5: a is a name" },
		{ WITNESSES "witness e " KEY("1") "\n", "line 5: the key of" },
		{ WITNESSES "group a 1 b\n", "line 5: a is a name already" },
		{ WITNESSES "group none 1 b\n", "none is a name already" },
		{ WITNESSES "group g 1\n", "line 5: should be: group NAME" },
		{ WITNESSES "group g any\n", "line 5: should be: group NAME" },
		{ WITNESSES "group g 0 a\n", "line 5: a group needs any" },
		{ WITNESSES "group g 2 a\n", "line 5: a group needs any" },
		{ WITNESSES "group g 01 a\n", "line 5: a group needs any" },
		{ WITNESSES "group g +1 a\n", "line 5: a group needs any" },
		{ WITNESSES "group g -1 a\n", "line 5: a group needs any" },
		{ WITNESSES "group g 1x a\n", "line 5: a group needs any" },
		{ WITNESSES "group g ANY a\n", "line 5: a group needs any" },
		{ WITNESSES "group g 18446744073709551617 a\n", "needs any" },
		{ WITNESSES "group g 1 none\n", "line 5: none is no witness" },
		{ WITNESSES "group g 1 g\n", "line 5: g is no witness" },
		{ WITNESSES "group g 1 a e\n", "line 5: e is no witness" },
		{ WITNESSES "group g 1 a a\n", "line 5: a is in a group" },
		{ WITNESSES "group g 1 a\ngroup h 1 a\n", "line 6: a is in" },
		{ LOG "quorum none\r\n", "line 2: ends in CR LF" },
		{ LOG "quorum\rnone\n", "line 2: holds a control character" },
		{ LOG "# \x01\n" NONE, "line 2: holds a control character" },
		{ LOG "# \x7f\n" NONE, "line 2: holds a control character" },
		{ LOG "quorum\vnone\n", "line 2: holds a control character" },
	};
	static const char nul[] = LOG NONE "\0";
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		if (parse(bad[i].text, strlen(bad[i].text), &why) ||
		    !strstr(why.text, bad[i].why))
			fail_msg("%s: %s", bad[i].text, why.text);
	assert_null(parse(nul, sizeof(nul) - 1, &why));
	assert_non_null(strstr(why.text, "holds a control character"));
}

/* Does that set of witnesses (letters) meet the policy? */
static int meets(const char *text, const char *set)
{
	struct sigsum_policy *policy;
	bool present[SIGSUM_NAMES] = { false };
	unsigned char key[SIGSUM_KEY] = { 0 }, hash[SIGSUM_HASH];
	struct why why;
	size_t index;
	int r;

	policy = parse(text, strlen(text), &why);
	if (!policy)
		fail_msg("%s: %s", text, why.text);
	for (; *set; set++) {
		key[2] = (unsigned char)(*set - 'a' + 1);
		assert_int_equal(EVP_Digest(key, sizeof(key), hash, NULL,
		    EVP_sha256(), NULL), 1);
		assert_non_null(sigsum_policy_witness(policy, hash, &index));
		assert_memory_equal(sigsum_policy_witness(policy, hash,
		    &index), key, sizeof(key));
		assert_null(sigsum_policy_log(policy, hash));
		present[index] = true;
	}
	r = sigsum_policy_quorum(policy, present);
	sigsum_policy_free(policy);
	return r;
}

static void quorums(void **state)
{
	static const struct {
		const char *text, *yes[6], *no[6];
	} q[] = {
		{ NONE, { "", "a", "abcd" }, { NULL } },
		{ "quorum b\n", { "b", "ab", "abcd" }, { "", "acd" } },
		{ "group g 2 a b c\nquorum g\n", { "ab", "bc", "ac", "abc" },
		  { "", "a", "b", "c", "ad", "d" } },
		{ "group g all a b\nquorum g\n", { "ab", "abc" },
		  { "a", "b", "acd" } },
		{ "group g any a b\nquorum g\n", { "a", "b", "ab" },
		  { "", "cd" } },
		/* A group that counts as one, however many there are in it. */
		{ "group g any a b\ngroup h 2 g c d\nquorum h\n",
		  { "ac", "bd", "cd", "abc" }, { "ab", "a", "c" } },
		{ "group g 2 a b\ngroup h all g c\ngroup i any h d\nquorum i\n",
		  { "d", "abc" }, { "ab", "c", "ac" } },
		/* What is not below the quorum does not count. */
		{ "group g any a b\nquorum c\n", { "c" }, { "ab" } },
		{ "group g any a b\nquorum a\n", { "a" }, { "b" } },
		{ "group g any a b\ngroup h all g c\nquorum g\n", { "a" },
		  { "c" } },
	};
	char text[1024];
	size_t i, j;

	(void)state;
	for (i = 0; i < LEN(q); i++) {
		snprintf(text, sizeof(text), LOG WITNESSES "%s", q[i].text);
		for (j = 0; j < 6 && q[i].yes[j]; j++)
			if (!meets(text, q[i].yes[j]))
				fail_msg("%s: %s", q[i].text, q[i].yes[j]);
		for (j = 0; j < 6 && q[i].no[j]; j++)
			if (meets(text, q[i].no[j]))
				fail_msg("%s: %s", q[i].text, q[i].no[j]);
	}
}

/* n lines, each with the number in it, then the text. */
static char *repeat(const char *format, int n, const char *text)
{
	char *out = malloc(1 << 20), *end = out;
	int i;

	assert_non_null(out);
	for (i = 0; i < n; i++)
		end += sprintf(end, format, i, i);
	strcpy(end, text);
	return out;
}

static void limits(void **state)
{
	static const struct {
		const char *format;
		int n;
		const char *text, *why;
	} t[] = {
		{ "log %064x\n", SIGSUM_LOGS, NONE, NULL },
		{ "log %064x\n", SIGSUM_LOGS + 1, NONE, "more than 64 logs" },
		{ "witness %d %064x\n", SIGSUM_NAMES, LOG NONE, NULL },
		{ "witness %d %064x\n", SIGSUM_NAMES + 1, LOG NONE,
		  "more than 256 witnesses and groups" },
		{ "# %d%064x", 3000, "\n" LOG NONE, NULL },
		{ "log ", 300, "\n", "too many words" },
	};
	struct sigsum_policy *policy;
	struct why why;
	size_t i;
	char *text;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		text = repeat(t[i].format, t[i].n, t[i].text);
		policy = parse(text, strlen(text), &why);
		if (!policy != !!t[i].why ||
		    (!policy && !strstr(why.text, t[i].why)))
			fail_msg("%s: %s", t[i].format, why.text);
		sigsum_policy_free(policy);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(quorums),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
