/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/descriptor.c tools/st/base64.c tools/st/json.c tools/st/url.c tools/st/why.c
// libs: -ljansson
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/st/base64.h"
#include "../../tools/st/descriptor.h"
#include "../../tools/st/json.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define HEAD "{\"version\":1,"

static void takes(void **state)
{
	static const struct {
		const char *text, *url;
		size_t ncerts, nsigs;
	} good[] = {
		{ "{\"version\":1}", "", 0, 0 },
		{ " {\"version\" : 1 }\n", "", 0, 0 },
		{ HEAD "\"os_pkg_url\":null,\"certificates\":null,"
		       "\"signatures\":null}", "", 0, 0 },
		{ HEAD "\"x\":[{}],\"os_pkg_url\":\"x.zip\"}", "x.zip", 0, 0 },
		{ HEAD "\"os_pkg_url\":\"ftp://h/x.zip\"}", "ftp://h/x.zip", 0,
		  0 },
		{ HEAD "\"certificates\":[\"AA==\",\"\",\"QU\\r\\nJD\"],"
		       "\"signatures\":[\"AAA=\",\"\",\"\"]}", "", 3, 3 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		struct descriptor d;
		struct why why = { 0 };
		const char *text = good[i].text;

		if (descriptor_parse(text, strlen(text), &d, &why))
			fail_msg("%s: %s", text, why.text);
		assert_string_equal(d.url, good[i].url);
		assert_int_equal(d.ncerts, good[i].ncerts);
		assert_int_equal(d.nsigs, good[i].nsigs);
		descriptor_free(&d);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "ends in the middle" },
		{ "\xef\xbb\xbf{\"version\":1}", "byte order mark" },
		{ "null", "not valid JSON" },
		{ "[1]", "not a JSON object" },
		{ "{}", "version is missing" },
		{ "{\"Version\":1}", "version is missing" },
		{ "{\"version\":null}", "version is missing" },
		{ "{\"version\":1.0}", "version is not an integer" },
		{ "{\"version\":\"1\"}", "version is not an integer" },
		{ "{\"version\":2}", "is a descriptor of version 2, not 1" },
		{ HEAD "\"version\":1}", "has a JSON key twice" },
		{ HEAD "\"x\":\"\\u0000\"}", "has a NUL" },
		{ HEAD "\"x\":\"\xff\"}", "not valid UTF-8" },
		{ "{\"version\":1}x", "has data after its JSON" },
		{ HEAD "\"os_pkg_url\":1}", "os_pkg_url is not a string" },
		{ HEAD "\"os_pkg_url\":\"http://[::1\"}",
		  "os_pkg_url has no valid host" },
		{ HEAD "\"signatures\":\"AA==\"}", "signatures is not an array" },
		{ HEAD "\"certificates\":[null]}",
		  "number 1 of certificates is not a base64 string" },
		{ HEAD "\"certificates\":[\"AA==\",\"A\"]}",
		  "number 2 of certificates is not a base64 string" },
		{ HEAD "\"signatures\":[\"\"]}",
		  "has 1 signatures, but 0 certificates" },
		{ HEAD "\"certificates\":[\"\"]}",
		  "has 0 signatures, but 1 certificates" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		struct descriptor d;
		struct why why = { 0 };
		const char *text = bad[i].text;

		assert_int_equal(
		    descriptor_parse(text, strlen(text), &d, &why), -1);
		if (!strstr(why.text, bad[i].why))
			fail_msg("%s: %s", text, why.text);
		assert_null(d.url);
		assert_int_equal(d.ncerts, 0);
	}
}

/* A reason goes to logs and consoles; what it is about may be secret. */
static void reason_has_no_secret(void **state)
{
	static const char text[] = "{\"a\": \"https://user:hunter2@h/\" hunter2";
	struct why why = { 0 };

	(void)state;
	assert_null(st_json_load(text, sizeof(text) - 1, &why));
	assert_null(strstr(why.text, "hunter2"));
	assert_non_null(strstr(why.text, "line 1, column "));
}

/* Levels, entries and bytes without end. */
static void is_bounded(void **state)
{
	size_t n = DESCRIPTOR_MAX + 1, i;
	char *text = malloc(n), *s;
	struct descriptor d;
	struct why why;

	(void)state;
	memset(text, ' ', n);
	memcpy(text, "{\"version\":1}", 13);
	assert_int_equal(descriptor_parse(text, n - 1, &d, &why), 0);
	descriptor_free(&d);
	assert_int_equal(descriptor_parse(text, n, &d, &why), -1);
	memcpy(text, "{\"x\":", 5);
	memset(text + 5, '[', n - 5);
	assert_int_equal(descriptor_parse(text, n - 1, &d, &why), -1);
	for (n = DESCRIPTOR_ENTRIES; n <= DESCRIPTOR_ENTRIES + 1; n++) {
		s = stpcpy(text, HEAD "\"certificates\":[\"\"");
		for (i = 1; i < n; i++)
			s = stpcpy(s, ",\"\"");
		s = stpcpy(s, "],\"signatures\":[\"\"");
		for (i = 1; i < n; i++)
			s = stpcpy(s, ",\"\"");
		strcpy(s, "]}");
		assert_int_equal(
		    descriptor_parse(text, strlen(text), &d, &why),
		    n > DESCRIPTOR_ENTRIES ? -1 : 0);
		if (n > DESCRIPTOR_ENTRIES)
			break;
		assert_int_equal(descriptor_append(&d, "", 0, "", 0), -1);
		descriptor_free(&d);
	}
	free(text);
}

static void appends_and_writes(void **state)
{
	static const char text[] = HEAD "\"os_pkg_url\":\"x.zip\","
				   "\"certificates\":[\"eA==\"],"
				   "\"signatures\":[\"AA==\"]}";
	struct descriptor d;
	struct why why;
	char *s;

	(void)state;
	assert_int_equal(descriptor_parse(text, strlen(text), &d, &why), 0);
	assert_int_equal(descriptor_append(&d, "new", 3, "sig", 3), 0);
	s = descriptor_text(&d);
	assert_string_equal(s, "{\n"
			       "  \"version\": 1,\n"
			       "  \"os_pkg_url\": \"x.zip\",\n"
			       "  \"certificates\": [\n"
			       "    \"eA==\",\n"
			       "    \"bmV3\"\n"
			       "  ],\n"
			       "  \"signatures\": [\n"
			       "    \"AA==\",\n"
			       "    \"c2ln\"\n"
			       "  ]\n"
			       "}");
	free(s);
	descriptor_free(&d);
	s = descriptor_text(&d);
	assert_string_equal(s, "{\n  \"version\": 1,\n  \"os_pkg_url\": \"\",\n"
			       "  \"certificates\": null,\n"
			       "  \"signatures\": null\n}");
	free(s);
}

static void base64(void **state)
{
	static const char *const bad[] = { "A", "AA", "AAA", "AA=", "A===",
		"====", "AA==AA==", "AA=A", "AAAA=", "-_-_", "AA==\n=", " AA==",
		"AA ==", "AA==x" };
	unsigned char in[300], *out;
	size_t n, i;

	(void)state;
	for (i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 7);
	for (i = 0; i <= sizeof(in); i++) {
		char *s = base64_encode(in, i);

		out = base64_decode(s, &n);
		assert_int_equal(n, i);
		assert_memory_equal(out, in, n);
		free(out);
		free(s);
	}
	for (i = 0; i < LEN(bad); i++)
		if (base64_decode(bad[i], &n))
			fail_msg("decoded %s", bad[i]);
	out = base64_decode("\r\n/+\n8\r=\n", &n);
	assert_int_equal(n, 2);
	assert_memory_equal(out, "\xff\xef", 2);
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(reason_has_no_secret),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(appends_and_writes),
		cmocka_unit_test(base64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
