/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/zip.c tools/st/zip_dir.c tools/st/zip_end.c tools/st/zip_extract.c tools/st/zip_local.c tools/st/why.c
// libs: -lz
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../tools/st/zip.h"
#include "zipmaker.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define ABC "abcabcabcabcabcabcabcabcabcabcabcabc"

static const struct make stored = { .name = "one", .data = "stored",
	.len = 6 };
static const struct make deflated = { .name = "dir/two", .data = ABC,
	.len = sizeof(ABC) - 1, .deflate = true, .descriptor = 16 };

static void make_two(struct maker *m)
{
	maker_start(m);
	maker_add(m, &stored);
	maker_add(m, &deflated);
	maker_end(m, false, "");
}

/* ---- what extraction gives ---- */

struct got {
	unsigned char *data;
	size_t len, room;
};

static int collect(void *arg, const void *data, size_t n)
{
	struct got *g = arg;

	assert_true(n > 0 && n <= g->room - g->len);
	memcpy(g->data + g->len, data, n);
	g->len += n;
	return 0;
}

/* Extract e; that never gives more than it says it has. */
static int extract(const struct zip *z, const struct zip_entry *e,
    struct got *g, struct why *why)
{
	g->room = (size_t)e->size;
	g->data = malloc(g->room + 1);
	g->len = 0;
	return zip_extract(z, e, collect, g, why);
}

static void opens(const struct maker *m, struct zip *z)
{
	struct why why = { "" };

	if (zip_open(z, m->fd, m->at, &why))
		fail_msg("%s", why.text);
}

/* The archive opens, and each entry has the contents that were put in. */
static void reads(const struct maker *m)
{
	struct why why = { "" };
	struct zip z;
	size_t i;

	opens(m, &z);
	assert_int_equal(z.n, m->n);
	for (i = 0; i < m->n; i++) {
		const struct make *in = &m->e[i].make;
		const struct zip_entry *e = zip_find(&z, in->name);
		struct got g;

		assert_non_null(e);
		assert_int_equal(e->size, in->len);
		if (extract(&z, e, &g, &why))
			fail_msg("%s", why.text);
		assert_int_equal(g.len, in->len);
		assert_memory_equal(g.data, in->data, in->len);
		free(g.data);
	}
	assert_null(zip_find(&z, "none"));
}

/* ---- archives that are good ---- */

static void takes_every_form(void **state)
{
	static const int form[] = { 0, 12, 16, 20, 24 };
	static const char unix_time[] = "UT\5\0\1\0\0\0\0";
	size_t i, bits;

	(void)state;
	for (bits = 0; bits < 16 * LEN(form); bits++) {
		struct make two = deflated;
		struct maker m;

		i = bits >> 4;
		two.descriptor = form[i];
		two.deflate = bits & 1;
		two.zip64 = bits & 2;
		if (bits & 4) {
			two.extra = unix_time;
			two.extra_len = 9;
		}
		maker_start(&m);
		maker_add(&m, &two);
		maker_add(&m, &stored);
		maker_end(&m, bits & 8, i & 1 ? "a comment" : "");
		reads(&m);
		maker_close(&m);
	}
}

static void takes_long_contents(void **state)
{
	enum { SIZE = (3 << 20) + 1 };
	unsigned char *data = malloc(SIZE);
	uint32_t x = 1;
	size_t i, pass;

	(void)state;
	for (pass = 0; pass < 4; pass++) {
		struct make long_one = { .name = "long", .data = data,
			.len = SIZE, .deflate = pass & 1 };
		struct maker m;

		for (i = 0; i < SIZE; i++) {
			x = x * 1664525 + 1013904223;
			data[i] = pass & 2 ? (unsigned char)(x >> 24) : 'x';
		}
		maker_start(&m);
		maker_add(&m, &stored);
		maker_add(&m, &long_one);
		maker_end(&m, false, "");
		reads(&m);
		maker_close(&m);
	}
	free(data);
}

static void takes_odd_archives(void **state)
{
	static const struct make dir = { .name = "dir/" };
	static const struct make empty = { .name = "empty", .deflate = true,
		.data = "" };
	static char names[65][8], long_name[257], comment[65536];
	struct made swap;
	struct maker m;
	size_t i;

	(void)state;
	maker_start(&m); /* nothing in it */
	maker_end(&m, false, "");
	reads(&m);
	maker_close(&m);

	maker_start(&m);
	maker_add(&m, &dir);
	maker_add(&m, &empty);
	memset(comment, '-', sizeof(comment) - 1);
	maker_end(&m, true, comment);
	reads(&m);
	maker_close(&m);

	maker_start(&m); /* a directory in another order */
	maker_add(&m, &stored);
	maker_add(&m, &deflated);
	swap = m.e[0];
	m.e[0] = m.e[1];
	m.e[1] = swap;
	maker_end(&m, false, "");
	reads(&m);
	maker_close(&m);

	memset(long_name, 'n', 255);
	for (i = 0; i < 64; i++) {
		struct make one = stored;

		snprintf(names[i], sizeof(names[i]), "%zu", i);
		one.name = i ? names[i] : long_name;
		if (i == 0)
			maker_start(&m);
		maker_add(&m, &one);
	}
	maker_end(&m, false, "");
	reads(&m);
	maker_close(&m);
}

/* Beyond 4 GiB: the file is a hole, which takes no memory. */
static void takes_large_files(void **state)
{
	static const struct make large = { .name = "large",
		.hole = 5ULL << 30, .zip64 = true };
	struct make after = deflated;
	struct why why = { "" };
	struct maker m;
	struct zip z;
	struct got g;

	(void)state;
	after.zip64 = true;
	after.descriptor = 24;
	maker_start(&m);
	maker_add(&m, &large);
	maker_add(&m, &after);
	maker_end(&m, true, "");
	opens(&m, &z);
	assert_true(zip_find(&z, "large")->size == 5ULL << 30);
	assert_true(zip_find(&z, after.name)->data > 5ULL << 30);
	if (extract(&z, zip_find(&z, after.name), &g, &why))
		fail_msg("%s", why.text);
	assert_memory_equal(g.data, ABC, sizeof(ABC) - 1);
	free(g.data);
	maker_close(&m);
}

/* ---- archives that are refused when they are opened ---- */

/* The start of the reason why an archive is refused. */
static void refused(const struct maker *m, uint64_t size, const char *want)
{
	struct why why = { "" };
	struct zip z;

	if (!zip_open(&z, m->fd, size, &why))
		fail_msg("taken: %s", want);
	if (strncmp(why.text, want, strlen(want)) != 0)
		fail_msg("%s\nis not: %s", why.text, want);
}

/* Where a field to spoil is. */
enum record { LOCAL, GAP, CENTRAL, END };

struct spoil {
	enum record record;
	size_t entry, at, bytes;
	uint64_t value;
	const char *why;
};

static uint64_t where(const struct maker *m, const struct spoil *s)
{
	const struct made *e = &m->e[s->entry];

	switch (s->record) {
	case LOCAL:
		return e->local + s->at;
	case GAP:
		return e->gap + s->at;
	case CENTRAL:
		return e->central + s->at;
	case END:
		break;
	}
	return m->end + s->at;
}

static void refuses_spoilt_fields(void **state)
{
	static const struct spoil bad[] = {
		{ END, 0, 0, 4, 0, "has no end record" },
		{ END, 0, 4, 2, 1, "is a part" },
		{ END, 0, 6, 2, 1, "is a part" },
		{ END, 0, 8, 2, 1, "is a part" },
		{ END, 0, 8, 4, 0x10001, "its directory has more" },
		{ END, 0, 8, 4, 0x30003, "its directory is cut off" },
		{ END, 0, 8, 4, 0x410041, "has more than 64" },
		{ END, 0, 12, 4, 1, "its directory does not end" },
		{ END, 0, 12, 4, 0xffffffff, "its directory does not end" },
		{ END, 0, 16, 4, 0, "its directory does not end" },
		{ END, 0, 20, 2, 1, "does not end where" },
		{ CENTRAL, 0, 0, 4, 0, "its directory is malformed" },
		{ CENTRAL, 0, 8, 2, 1, "entry one is encrypted" },
		{ CENTRAL, 0, 8, 2, 1 << 6, "entry one is encrypted" },
		{ CENTRAL, 0, 8, 2, 1 << 13, "entry one is encrypted" },
		{ CENTRAL, 0, 8, 2, 1 << 5, "entry one has unknown flags" },
		{ CENTRAL, 0, 8, 2, 1 << 11, "entry one has another set" },
		{ CENTRAL, 1, 8, 2, 0, "entry dir/two has another set" },
		{ CENTRAL, 0, 10, 2, 12, "entry one is compressed with" },
		{ CENTRAL, 0, 10, 2, 8, "entry one has another method" },
		{ CENTRAL, 0, 16, 4, 1, "entry one has another checksum" },
		{ CENTRAL, 0, 20, 4, 5, "entry one is stored with two" },
		{ CENTRAL, 0, 24, 4, 7, "entry one is stored with two" },
		{ CENTRAL, 0, 28, 2, 0, "has a name of 0" },
		{ CENTRAL, 1, 28, 2, 256, "its directory is malformed" },
		{ CENTRAL, 1, 30, 2, 1, "its directory is malformed" },
		{ CENTRAL, 1, 32, 2, 1, "its directory is malformed" },
		{ CENTRAL, 0, 34, 2, 1, "is a part" },
		{ CENTRAL, 0, 42, 4, 1, "has bytes before" },
		{ CENTRAL, 0, 42, 4, 0xffffffff, "the extra fields" },
		{ CENTRAL, 1, 42, 4, 0, "entry" }, /* both at 0 */
		{ CENTRAL, 1, 42, 4, 40, "entry one does not end where" },
		{ CENTRAL, 1, 42, 4, 38, "entry one reaches into" },
		{ CENTRAL, 1, 42, 4, 4000, "entry dir/two is not where" },
		{ CENTRAL, 0, 46, 3, 'n' << 8, "has a name with a NUL" },
		{ CENTRAL, 0, 46, 1, 'x', "entry xne has another name" },
		{ CENTRAL, 1, 20, 4, 1, "entry dir/two" },
		{ CENTRAL, 1, 20, 4, 4000, "entry dir/two reaches into" },
		{ CENTRAL, 1, 24, 4, 1, "entry dir/two" },
		{ LOCAL, 0, 0, 4, 0, "entry one is not where" },
		{ LOCAL, 0, 6, 2, 8, "entry one has another set" },
		{ LOCAL, 0, 8, 2, 8, "entry one has another method" },
		{ LOCAL, 0, 14, 4, 0, "entry one has another checksum" },
		{ LOCAL, 0, 18, 4, 0, "entry one has another size" },
		{ LOCAL, 0, 22, 4, 5, "entry one has another size" },
		{ LOCAL, 0, 22, 4, 0xffffffff, "the extra fields" },
		{ LOCAL, 0, 26, 2, 2, "entry one has another name" },
		{ LOCAL, 0, 28, 2, 1, "entry one reaches into" },
		{ LOCAL, 0, 28, 2, 4097, "entry one has more than 4096" },
		{ LOCAL, 0, 30, 1, 'x', "entry one has another name" },
		{ LOCAL, 1, 14, 4, 1, "entry dir/two has another checksum" },
		{ LOCAL, 1, 18, 4, 1, "entry dir/two has another size" },
		{ GAP, 1, 0, 4, 0, "entry dir/two has another size or" },
		{ GAP, 1, 4, 4, 0, "entry dir/two has another size or" },
		{ GAP, 1, 8, 4, 0, "entry dir/two has another size or" },
		{ GAP, 1, 12, 4, 0, "entry dir/two has another size or" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		struct maker m;

		make_two(&m);
		maker_poke(&m, where(&m, &bad[i]), bad[i].bytes, bad[i].value);
		refused(&m, m.at, bad[i].why);
		maker_close(&m);
	}
}

static void refuses_spoilt_zip64(void **state)
{
	static const struct {
		size_t at, bytes;
		uint64_t value;
		const char *why;
	} bad[] = { /* from the start of the record; the locator is at 56 */
		{ 0, 4, 0, "its zip64 end record is malformed" },
		{ 4, 8, 45, "its zip64 end record is malformed" },
		{ 16, 4, 1, "its zip64 end record is malformed" },
		{ 20, 4, 1, "its zip64 end record is malformed" },
		{ 24, 8, 1, "is a part" },
		{ 32, 8, 1ULL << 32 | 2, "is a part" },
		{ 40, 8, UINT64_MAX, "its directory does not end" },
		{ 48, 8, UINT64_MAX, "its directory does not end" },
		{ 56, 4, 0, "" },
		{ 60, 4, 1, "is a part" },
		{ 64, 8, 0, "its zip64 end record is not where" },
		{ 64, 8, UINT64_MAX, "its zip64 end record is not where" },
		{ 72, 4, 2, "is a part" },
		{ 76 + 8, 4, 0x20001, "its zip64 end record is malformed" },
		{ 76 + 16, 4, 0, "its zip64 end record is malformed" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		struct maker m;

		maker_start(&m);
		maker_add(&m, &stored);
		maker_add(&m, &deflated);
		maker_end(&m, true, "");
		maker_poke(&m, m.end64 + bad[i].at, bad[i].bytes,
		    bad[i].value);
		refused(&m, m.at, bad[i].why);
		maker_close(&m);
	}
}

static void refuses_bad_extra_fields(void **state)
{
	static const struct {
		const char *data;
		size_t len;
	} bad[] = {
		{ "U", 1 },
		{ "UT\1\0", 4 },
		{ "UT\0\0U", 5 },
		{ "\1\0\0\0\1\0\0\0", 8 }, /* zip64 twice */
	};
	static char zeros[4097];
	struct make one = stored;
	struct maker m;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		one.extra = bad[i].data;
		one.extra_len = bad[i].len;
		maker_start(&m);
		maker_add(&m, &one);
		maker_end(&m, false, "");
		refused(&m, m.at, "the extra fields of entry one");
		maker_close(&m);
	}
	one.extra = zeros;
	one.extra_len = sizeof(zeros);
	maker_start(&m);
	maker_add(&m, &one);
	maker_end(&m, false, "");
	refused(&m, m.at, "entry one has more than 4096");
	maker_close(&m);

	one = stored; /* a zip64 field that is too short for what it has to hold */
	one.zip64 = true;
	maker_start(&m);
	maker_add(&m, &one);
	maker_end(&m, false, "");
	maker_poke(&m, m.e[0].central + 46 + 3, 4, 1 | 16 << 16);
	refused(&m, m.at, "the extra fields of entry one");
	maker_close(&m);
}

static void refuses_long_and_double_names(void **state)
{
	static char long_name[257];
	struct make one = stored;
	struct maker m;

	(void)state;
	maker_start(&m);
	maker_add(&m, &stored);
	maker_add(&m, &stored);
	maker_end(&m, false, "");
	refused(&m, m.at, "has two entries one");
	maker_close(&m);

	memset(long_name, 'n', 256);
	one.name = long_name;
	maker_start(&m);
	maker_add(&m, &one);
	maker_end(&m, false, "");
	refused(&m, m.at, "has a name of 256 bytes");
	maker_close(&m);
}

/* Bytes that no entry has: before, behind, between. */
static void refuses_bytes_of_nobody(void **state)
{
	struct maker m;

	(void)state;
	make_two(&m);
	maker_put(&m, "x", 1);
	refused(&m, m.at, "does not end where");
	maker_close(&m);

	maker_start(&m); /* offsets are true */
	maker_put(&m, "x", 1);
	maker_add(&m, &stored);
	maker_end(&m, false, "");
	refused(&m, m.at, "has bytes before");
	maker_close(&m);

	maker_start(&m);
	maker_put(&m, "x", 1);
	maker_end(&m, false, "");
	refused(&m, m.at, "has bytes before");
	maker_close(&m);

	maker_start(&m);
	maker_add(&m, &stored);
	maker_put(&m, "x", 1);
	maker_add(&m, &deflated);
	maker_end(&m, false, "");
	refused(&m, m.at, "entry one does not end where");
	maker_close(&m);

	maker_start(&m);
	maker_add(&m, &deflated);
	maker_put(&m, "twenty-five bytes of dust", 25);
	maker_end(&m, false, "");
	refused(&m, m.at, "entry dir/two does not end where");
	maker_close(&m);

	maker_start(&m); /* an end record in the comment of another */
	maker_add(&m, &stored);
	maker_end(&m, false, "PK\5\6------------------");
	refused(&m, m.at, "does not end where");
	maker_close(&m);
}

static void refuses_every_shorter_file(void **state)
{
	struct maker m;
	uint64_t size;

	(void)state;
	make_two(&m);
	for (size = 0; size < m.at; size++)
		refused(&m, size, "");
	refused(&m, UINT64_MAX, "is too large");
	refused(&m, m.at + 100, "became shorter");
	maker_close(&m);
}

/* ---- entries that are refused when they are extracted ---- */

/* Change a field of the second entry wherever it is. */
static void poke_all(struct maker *m, size_t local, size_t central, size_t gap,
    uint32_t value)
{
	maker_poke(m, m->e[1].central + central, 4, value);
	if (m->e[1].make.descriptor)
		maker_poke(m, m->e[1].gap + gap, 4, value);
	else
		maker_poke(m, m->e[1].local + local, 4, value);
}

static void lies(struct maker *m, const char *want)
{
	struct why why = { "" };
	struct zip z;
	struct got g;

	opens(m, &z);
	if (!extract(&z, &z.entry[1], &g, &why))
		fail_msg("extracted: %s", want);
	if (!strstr(why.text, want))
		fail_msg("%s\nhas no: %s", why.text, want);
	free(g.data);
	maker_close(m);
}

static void refuses_lies_about_the_contents(void **state)
{
	struct make two = deflated, three = stored;
	struct maker m;
	uint32_t size;

	(void)state;
	for (size = 0; size < 100; size++) {
		if (size == deflated.len)
			continue;
		make_two(&m);
		poke_all(&m, 22, 24, 12, size);
		lies(&m, "does not have the size");
	}
	make_two(&m);
	poke_all(&m, 22, 24, 12, 0xfffffff0);
	maker_close(&m); /* its caller looks at the size: not extracted */

	make_two(&m);
	poke_all(&m, 14, 16, 4, 0);
	lies(&m, "its checksum is wrong");

	three.name = "three";
	maker_start(&m);
	maker_add(&m, &two);
	maker_add(&m, &three);
	maker_end(&m, false, "");
	maker_poke(&m, m.e[1].data, 1, 'S');
	lies(&m, "its checksum is wrong");

	two.deflate = false; /* what is stored, called deflated */
	maker_start(&m);
	maker_add(&m, &stored);
	maker_add(&m, &two);
	maker_end(&m, false, "");
	maker_poke(&m, m.e[1].local + 8, 2, 8);
	maker_poke(&m, m.e[1].central + 10, 2, 8);
	lies(&m, "cannot be inflated");
}

/* Deflated data that ends before or after the packed size. */
static void refuses_wrong_packed_sizes(void **state)
{
	/* A stored block, the last: "hello". */
	static const char block[] = "\1\5\0\372\377hello";
	struct make raw = { .name = "raw", .data = block };
	size_t len;

	(void)state;
	for (len = 0; len <= 11; len++) {
		struct why why = { "" };
		struct maker m;
		struct zip z;
		struct got g;

		raw.len = len;
		maker_start(&m);
		maker_add(&m, &stored);
		maker_add(&m, &raw);
		maker_end(&m, false, "");
		maker_poke(&m, m.e[1].local + 8, 2, 8);
		maker_poke(&m, m.e[1].central + 10, 2, 8);
		poke_all(&m, 22, 24, 0, 5);
		poke_all(&m, 14, 16, 0, (uint32_t)crc32(0,
		    (const Bytef *)"hello", 5));
		opens(&m, &z);
		assert_int_equal(extract(&z, &z.entry[1], &g, &why),
		    len == 10 ? 0 : -1);
		free(g.data);
		maker_close(&m);
	}
}

static int count(void *arg, const void *data, size_t n)
{
	(void)data;
	*(uint64_t *)arg += n;
	return 0;
}

/* A thousand times of what it says: stops at what it says. */
static void bombs_do_not_go_off(void **state)
{
	enum { SIZE = 64 << 20 };
	void *zeros = calloc(1, SIZE);
	struct make bomb = { .name = "bomb", .data = zeros, .len = SIZE,
		.deflate = true };
	struct why why = { "" };
	uint64_t given = 0;
	struct maker m;
	struct zip z;

	(void)state;
	maker_start(&m);
	maker_add(&m, &stored);
	maker_add(&m, &bomb);
	maker_end(&m, false, "");
	poke_all(&m, 22, 24, 0, 1 << 20);
	opens(&m, &z);
	assert_int_equal(zip_extract(&z, &z.entry[1], count, &given, &why),
	    -1);
	assert_non_null(strstr(why.text, "does not have the size"));
	assert_true(given <= 1 << 20);
	maker_close(&m);
	free(zeros);
}

static int stop(void *arg, const void *data, size_t n)
{
	(void)data;
	(void)n;
	why_set(arg, "enough");
	return -1;
}

static void sinks_can_stop(void **state)
{
	struct why why = { "" };
	struct maker m;
	struct zip z;
	size_t i;

	(void)state;
	make_two(&m);
	opens(&m, &z);
	for (i = 0; i < 2; i++) {
		why.text[0] = '\0';
		assert_int_equal(zip_extract(&z, &z.entry[i], stop, &why,
		    &why), -1);
		assert_string_equal(why.text, "enough");
	}
	maker_close(&m);
}

static void files_that_shrink_are_noticed(void **state)
{
	struct why why = { "" };
	struct maker m;
	struct zip z;
	struct got g;

	(void)state;
	make_two(&m);
	opens(&m, &z);
	assert_int_equal(ftruncate(m.fd, 34), 0);
	assert_int_equal(extract(&z, &z.entry[0], &g, &why), -1);
	assert_string_equal(why.text, "became shorter while it was read");
	free(g.data);
	maker_close(&m);
	assert_int_equal(zip_open(&z, -1, 100, &why), -1);
	assert_non_null(strstr(why.text, "cannot be read"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_every_form),
		cmocka_unit_test(takes_long_contents),
		cmocka_unit_test(takes_odd_archives),
		cmocka_unit_test(takes_large_files),
		cmocka_unit_test(refuses_spoilt_fields),
		cmocka_unit_test(refuses_spoilt_zip64),
		cmocka_unit_test(refuses_bad_extra_fields),
		cmocka_unit_test(refuses_long_and_double_names),
		cmocka_unit_test(refuses_bytes_of_nobody),
		cmocka_unit_test(refuses_every_shorter_file),
		cmocka_unit_test(refuses_lies_about_the_contents),
		cmocka_unit_test(refuses_wrong_packed_sizes),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(sinks_can_stop),
		cmocka_unit_test(files_that_shrink_are_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
