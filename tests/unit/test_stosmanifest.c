/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/osmanifest.c tools/st/json.c tools/st/why.c
// libs: -ljansson
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/st/osmanifest.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define FILES "\"kernel\":\"k\",\"initramfs\":\"i\""
#define HEAD "{\"version\":1," FILES

static void takes(void **state)
{
	static const struct {
		const char *text, *cmdline, *label;
	} good[] = {
		{ HEAD "}", "", "" },
		{ HEAD ",\"cmdline\":null,\"label\":null}\n", "", "" },
		{ HEAD ",\"cmdline\":\" a=\\\"b\\\" \",\"label\":\"x\\n\"}",
		  " a=\"b\" ", "x\n" },
		{ HEAD ",\"cmdline\":\"\xc3\xa9\",\"other\":[{}]}", "\xc3\xa9",
		  "" },
		/* A kernel's white space: upstream's stmgr lets it in. */
		{ HEAD ",\"cmdline\":\"a\\nb\\r\\n\\tc\\u000b\\fd\\n\"}",
		  "a b   c  d ", "" },
		{ HEAD ",\"cmdline\":\"a=\\\"b c\\\"\\nd\"}", "a=\"b c\" d",
		  "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		struct why why = { 0 };
		struct os_manifest m;

		if (os_manifest_parse(good[i].text, strlen(good[i].text), &m,
			&why))
			fail_msg("%s: %s", good[i].text, why.text);
		assert_string_equal(m.kernel, "k");
		assert_string_equal(m.initramfs, "i");
		assert_string_equal(m.cmdline, good[i].cmdline);
		assert_string_equal(m.label, good[i].label);
		os_manifest_free(&m);
	}
}

static void refused(const char *text, const char *want)
{
	static const struct os_manifest none;
	struct why why = { 0 };
	struct os_manifest m;

	if (!os_manifest_parse(text, strlen(text), &m, &why))
		fail_msg("taken: %.200s", text);
	if (!strstr(why.text, want))
		fail_msg("%.200s: %s\nhas no: %s", text, why.text, want);
	assert_memory_equal(&m, &none, sizeof(m));
}

static void refuses(void **state)
{
	static const char *const bad[][2] = {
		{ "", "ends" },
		{ "[]", "object" },
		{ "{}", "version" },
		{ HEAD "}x", "after" },
		{ "{" FILES "}", "version" },
		{ "{\"version\":null," FILES "}", "version" },
		{ "{\"version\":2," FILES "}", "version" },
		{ "{\"version\":1.0," FILES "}", "version" },
		{ "{\"version\":1e0," FILES "}", "version" },
		{ "{\"version\":\"1\"," FILES "}", "version" },
		{ "{\"version\":true," FILES "}", "version" },
		{ "{\"version\":1,\"kernel\":\"k\"}", "initramfs is missing" },
		{ "{\"version\":1,\"initramfs\":\"i\"}", "kernel is missing" },
		{ "{\"version\":1,\"kernel\":\"\",\"initramfs\":\"i\"}",
		  "kernel is missing" },
		{ "{\"version\":1,\"Kernel\":\"k\",\"initramfs\":\"i\"}",
		  "kernel is missing" },
		{ "{\"version\":1,\"kernel\":1,\"initramfs\":\"i\"}", "kernel" },
		{ HEAD ",\"cmdline\":1}", "cmdline" },
		{ HEAD ",\"label\":[]}", "label" },
		{ HEAD ",\"kernel\":\"k\"}", "twice" },
		{ HEAD ",\"cmdline\":\"a\\u0000\"}", "NUL" },
		{ HEAD ",\"cmdline\":\"a\\u0001\"}", "control" },
		{ HEAD ",\"cmdline\":\"\\b\"}", "control" },
		{ HEAD ",\"cmdline\":\"\\u000e\"}", "control" },
		{ HEAD ",\"cmdline\":\"\\u001b[1m\"}", "control" },
		{ HEAD ",\"cmdline\":\"a=\\\"b\\nc\\\"\"}", "between quotes" },
		{ HEAD ",\"cmdline\":\"a=\\\"b\\tc\"}", "between quotes" },
		{ HEAD ",\"cmdline\":\"\\u007f\"}", "control" },
		{ HEAD ",\"cmdline\":\"\xff\"}", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		refused(bad[i][0], bad[i][1]);
}

static void lengths_are_bounded(void **state)
{
	static char text[OS_MANIFEST_MAX + 2], cmdline[OS_CMDLINE_MAX + 2];
	struct why why = { 0 };
	struct os_manifest m;
	int n;

	(void)state;
	memset(cmdline, 'c', OS_CMDLINE_MAX);
	n = snprintf(text, sizeof(text), HEAD ",\"cmdline\":\"%s\"}",
	    cmdline);
	assert_int_equal(os_manifest_parse(text, (size_t)n, &m, &why), 0);
	assert_int_equal(strlen(m.cmdline), OS_CMDLINE_MAX);
	os_manifest_free(&m);

	cmdline[OS_CMDLINE_MAX] = 'c';
	snprintf(text, sizeof(text), HEAD ",\"cmdline\":\"%s\"}", cmdline);
	refused(text, "cmdline is longer than 2047 bytes");

	memset(text, ' ', sizeof(text) - 1);
	memcpy(text, HEAD "}", strlen(HEAD "}"));
	assert_int_equal(os_manifest_parse(text, OS_MANIFEST_MAX, &m, &why),
	    0);
	os_manifest_free(&m);
	refused(text, "is longer than 65536 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(lengths_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
