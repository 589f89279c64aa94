/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/fetch_same.c tools/st/why.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/ospkg/fetch_same.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static void ranges(void **state)
{
	uint64_t first, last, total;
	bool known;

	(void)state;
	assert_int_equal(content_range("bytes 5-9/10", &first, &last, &known,
	    &total), 0);
	assert_true(first == 5 && last == 9 && known && total == 10);
	assert_int_equal(content_range("Bytes 0-0/*", &first, &last, &known,
	    &total), 0);
	assert_true(first == 0 && last == 0 && !known && total == 0);
}

static void no_ranges(void **state)
{
	static const char *const bad[] = {
		"", "bytes", "bytes ", "bytes 5-9", "bytes 5-9/", "bytes 9-5/10",
		"bytes 5-10/10", "bytes */10", "bytes -9/10", "bytes 5-/10",
		"bytes 5-9/10 ", "bytes 5-9/10,11-12/20", "bytes 5-9/**",
		"bytes  5-9/10", "bytes +5-9/10", "octets 5-9/10", "bytes 5 -9/10",
		"bytes 99999999999999999999-99999999999999999999/*",
		"bytes 0-9223372036854775808/*", "bytes 0x5-9/10",
	};
	uint64_t first, last, total;
	bool known;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		assert_int_equal(content_range(bad[i], &first, &last, &known,
		    &total), -1);
}

static void unsatisfied(void **state)
{
	static const char *const bad[] = {
		"", "bytes", "bytes */", "bytes */*", "bytes */-1", "bytes */ 5",
		"bytes */5 ", "bytes 0-4/5", "bytes */99999999999999999999",
		"octets */5", "bytes */0x5",
	};
	uint64_t total;
	size_t i;

	(void)state;
	assert_int_equal(unsatisfied_range("bytes */5", &total), 0);
	assert_int_equal(total, 5);
	assert_int_equal(unsatisfied_range("Bytes */0", &total), 0);
	assert_int_equal(total, 0);
	for (i = 0; i < LEN(bad); i++)
		assert_int_equal(unsatisfied_range(bad[i], &total), -1);
}

/* Half of a file of 10 bytes, and an answer: is it the same file? */
static void compares(void **state)
{
	static const struct {
		const char *etag, *modified;
		bool has_total;
		struct answer a;
		enum part result;
		uint64_t skip;
	} t[] = {
		{ "\"a\"", "", true,
		  { .code = 206, .etag = "\"a\"", .range = "bytes 5-9/10" }, PART_REST, 0 },
		{ "\"a\"", "", false,
		  { .code = 206, .etag = "\"a\"", .range = "bytes 5-9/*" }, PART_REST, 0 },
		{ "\"a\"", "", true,
		  { .code = 206, .etag = "\"b\"", .range = "bytes 5-9/10" }, PART_OTHER, 0 },
		{ "\"a\"", "", true,
		  { .code = 206, .range = "bytes 5-9/10" }, PART_REST, 0 },
		{ "\"a\"", "", false,
		  { .code = 206, .range = "bytes 5-9/*" }, PART_OTHER, 0 },
		{ "", "x", true,
		  { .code = 206, .modified = "y", .range = "bytes 5-9/10" }, PART_OTHER, 0 },
		{ "", "x", true,
		  { .code = 206, .modified = "x", .range = "bytes 5-9/10" }, PART_REST, 0 },
		{ "", "", true, { .code = 206, .range = "bytes 5-9/10" }, PART_REST, 0 },
		{ "", "", true, { .code = 206, .range = "bytes 5-9/11" }, PART_OTHER, 0 },
		{ "", "", true, { .code = 206, .range = "bytes 4-9/10" }, PART_OTHER, 0 },
		{ "", "", true, { .code = 206, .range = "bytes 6-9/10" }, PART_OTHER, 0 },
		{ "", "", true, { .code = 206 }, PART_OTHER, 0 },
		{ "", "", true, { .code = 416 }, PART_OTHER, 0 },
		{ "\"a\"", "", true,
		  { .code = 200, .etag = "\"a\"", .has_length = true,
		    .length = 10 }, PART_REST, 5 },
		{ "\"a\"", "", true, { .code = 200, .etag = "\"a\"" }, PART_REST, 5 },
		{ "\"a\"", "", true,
		  { .code = 200, .etag = "\"a\"", .has_length = true,
		    .length = 9 }, PART_ANEW, 0 },
		{ "\"a\"", "", true,
		  { .code = 200, .etag = "\"b\"", .has_length = true,
		    .length = 10 }, PART_ANEW, 0 },
		{ "", "", true,
		  { .code = 200, .has_length = true, .length = 10 }, PART_REST, 5 },
		{ "", "", true, { .code = 200 }, PART_ANEW, 0 },
		{ "W/\"a\"", "", true,
		  { .code = 200, .etag = "W/\"a\"", .has_length = true,
		    .length = 10 }, PART_REST, 5 },
		{ "W/\"a\"", "", false, { .code = 200, .etag = "W/\"a\"" },
		  PART_ANEW, 0 },
		/* All is here, says a 416, of a body that had no length. */
		{ "\"a\"", "", false,
		  { .code = 416, .range = "bytes */5" }, PART_COMPLETE, 0 },
		{ "\"a\"", "", false,
		  { .code = 416, .etag = "\"a\"", .range = "bytes */5" },
		  PART_COMPLETE, 0 },
		{ "\"a\"", "", false,
		  { .code = 416, .etag = "\"b\"", .range = "bytes */5" },
		  PART_OTHER, 0 },
		{ "\"a\"", "", false,
		  { .code = 416, .range = "bytes */4" }, PART_OTHER, 0 },
		{ "\"a\"", "", false,
		  { .code = 416, .range = "bytes */6" }, PART_OTHER, 0 },
		{ "\"a\"", "", false,
		  { .code = 416, .range = "bytes */*" }, PART_OTHER, 0 },
		{ "\"a\"", "", false, { .code = 416 }, PART_OTHER, 0 },
		/* Not of one whose length was said: there is more of it. */
		{ "\"a\"", "", true,
		  { .code = 416, .range = "bytes */5" }, PART_OTHER, 0 },
		/* Mirrors and proxies: the whole file came, take that. */
		{ "\"a\"", "", true,
		  { .code = 200, .etag = "\"a-gzip\"", .has_length = true,
		    .length = 10 }, PART_ANEW, 0 },
		{ "W/\"a\"", "", true,
		  { .code = 200, .etag = "\"a\"", .has_length = true,
		    .length = 10 }, PART_ANEW, 0 },
		{ "", "x", true,
		  { .code = 200, .modified = "y", .has_length = true,
		    .length = 10 }, PART_ANEW, 0 },
	};
	struct why why;
	uint64_t skip;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct partial p = {.got = 5, .has_total = t[i].has_total,
		    .total = t[i].has_total ? 10 : 0};

		strcpy(p.etag, t[i].etag);
		strcpy(p.modified, t[i].modified);
		assert_int_equal(partial_continues(&p, &t[i].a, &skip, &why),
		    t[i].result);
		assert_int_equal(skip, t[i].skip);
	}
}

static void guards(void **state)
{
	struct answer a = {.code = 200, .has_length = true, .length = 7};
	struct partial p;

	(void)state;
	partial_begin(&p, &a);
	assert_null(partial_if_range(&p));
	assert_true(partial_resumable(&p) && p.total == 7 && p.got == 0);
	strcpy(a.modified, "date");
	strcpy(a.etag, "W/\"x\"");
	partial_begin(&p, &a);
	assert_string_equal(partial_if_range(&p), "date");
	strcpy(a.etag, "\"x\"");
	a.has_length = false;
	partial_begin(&p, &a);
	assert_string_equal(partial_if_range(&p), "\"x\"");
	assert_true(partial_resumable(&p));
	strcpy(a.etag, "W/\"x\"");
	partial_begin(&p, &a);
	assert_false(partial_resumable(&p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges),
		cmocka_unit_test(no_ranges),
		cmocka_unit_test(unsatisfied),
		cmocka_unit_test(compares),
		cmocka_unit_test(guards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
