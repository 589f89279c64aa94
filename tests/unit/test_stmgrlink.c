/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/stmgr/link.c tools/st/hex.c tools/st/why.c
// libs: -ljansson -lcrypto
/* in-toto links: the key ID of a key that in-toto knows, and the lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/st/hex.h"
#include "../../tools/stmgr/link.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct why why;

static void keyid(void **state)
{
	static const char public_key[] = "4b35c11c804ad0d6b673f68224527cdc"
					 "ddf3eea891002ebdb6acd6eb04aee2a9";
	unsigned char key[LINK_KEY];
	char id[LINK_ID];

	(void)state;
	assert_int_equal(hex_decode(public_key, strlen(public_key), key,
	    sizeof(key)), 0);
	assert_int_equal(link_keyid(key, id), 0);
	assert_string_equal(id, "1ae6d32cb5bb8a98312106de28e50af7"
				"e09a9b294d51df459537908ac1288b8f");
}

/* Sorted, capital digits as small ones, names with blanks and punctuation. */
static void canonical(void **state)
{
	static const unsigned char sig[LINK_SIG] = { 0xab };
	static const char sums[] =
	    SUM "  b/c d~!{}<&>'\n"
	    "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"
	    "  a\n" SUM "   a\n";
	static const char want[] =
	    "{\"_type\":\"link\",\"byproducts\":{},\"command\":[],"
	    "\"environment\":{},\"materials\":{},\"name\":\"re build\","
	    "\"products\":{\" a\":{\"sha256\":\"" SUM "\"},"
	    "\"a\":{\"sha256\":\"" SUM "\"},"
	    "\"b/c d~!{}<&>'\":{\"sha256\":\"" SUM "\"}}}";
	json_t *part = link_signed("re build", sums, strlen(sums), &why);
	char *text, *line;

	(void)state;
	assert_non_null(part);
	text = link_canonical(part);
	assert_string_equal(text, want);
	line = link_text(part, "id", sig);
	assert_non_null(strstr(line, "{\"signatures\":[{\"keyid\":\"id\","
				     "\"sig\":\"ab00"));
	assert_non_null(strstr(line, "00\"}],\"signed\":"));
	assert_memory_equal(strstr(line, "\"signed\":") + 9, want,
	    strlen(want));
	assert_string_equal(line + strlen(line) - 2, "}\n");
	free(line);
	free(text);
	json_decref(part);
}

static void refused(const char *sums, size_t len, const char *reason)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, sums, len);
	assert_null(link_signed("n", copy, len, &why));
	if (!strstr(why.text, reason))
		fail_msg("%s: %s", sums, why.text);
	free(copy);
}

static void lists(void **state)
{
	static const struct {
		const char *sums, *reason;
	} bad[] = {
		{ "", "line 1 is missing" },
		{ "\n", "line 1 is not 64" },
		{ SUM "  a\n\n", "line 2 is not 64" },
		{ SUM "  a\n" SUM "  b", "line 2 does not end in LF" },
		{ SUM "\n", "is not 64" },
		{ SUM " \n", "is not 64" },
		{ SUM "  \n", "name of other" },
		{ SUM " a\n", "is not 64" },
		{ SUM " *a\n", "is not 64" },
		{ SUM "\t\ta\n", "is not 64" },
		{ SUM "0  a\n", "is not 64" },
		{ "\\" SUM "  a\\nb\n", "is not 64" },
		{ "# comment\n", "is not 64" },
		{ SUM "  a\n" SUM "  b\n" SUM "  a\n",
		  "line 3 has a name that was there" },
		{ SUM "  a\r\n", "name of other" },
		{ SUM "  a\tb\n", "name of other" },
		{ SUM "  a\x7f\n", "name of other" },
		{ SUM "  \xc3\xa9\n", "name of other" },
		{ SUM "  a\\b\n", "name of other" },
		{ SUM "  a\"b\n", "name of other" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		refused(bad[i].sums, strlen(bad[i].sums), bad[i].reason);
	refused(SUM "  a\0b\n", 70, "name of other");
	refused(SUM "  a", 20, "does not end in LF");
}

static void names(void **state)
{
	(void)state;
	assert_int_equal(link_name_check("re build~", 9, &why), 0);
	assert_int_equal(link_name_check("", 0, &why), -1);
	assert_string_equal(why.text, "is an empty name");
	assert_int_equal(link_name_check("a\"", 2, &why), -1);
	assert_int_equal(link_name_check("a\n", 2, &why), -1);
	assert_int_equal(link_name_check("\xff", 1, &why), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keyid),
		cmocka_unit_test(canonical),
		cmocka_unit_test(lists),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
