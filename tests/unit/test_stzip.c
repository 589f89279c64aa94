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
	struct why why = { 0 };

	if (zip_open(z, m->fd, m->at, &why))
		fail_msg("%s", why.text);
}

/* Each entry has the contents that were put in. */
static void has_all(const struct zip *z, const struct maker *m)
{
	struct why why = { 0 };

	assert_int_equal(z->n, m->n);
	for (size_t i = 0; i < m->n; i++) {
		const struct make *in = &m->e[i].make;
		const struct zip_entry *e = zip_find(z, in->name);
		struct got g;

		assert_non_null(e);
		assert_int_equal(e->size, in->len);
		if (extract(z, e, &g, &why))
			fail_msg("%s", why.text);
		assert_int_equal(g.len, in->len);
		assert_memory_equal(g.data, in->data, in->len);
		free(g.data);
	}
}

/* The archive opens and has everything, read as a file and where it is mapped. */
static void reads(const struct maker *m)
{
	struct zip z;
	void *map;

	opens(m, &z);
	has_all(&z, m);
	assert_null(zip_find(&z, "none"));
	map = mmap(NULL, (size_t)m->at, PROT_READ, MAP_SHARED, m->fd, 0);
	assert_true(map != MAP_FAILED);
	z.map = map;
	z.fd = -1; /* contents are not read from it */
	has_all(&z, m);
	munmap(map, (size_t)m->at);
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
	struct why why = { 0 };
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
	struct why why = { 0 };
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
		struct why why = { 0 };
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
	struct why why = { 0 };
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

static int stop_reading(void *arg, const void *data, size_t n)
{
	(void)data;
	(void)n;
	why_set(arg, "enough");
	return -1;
}

static void sinks_can_stop(void **state)
{
	struct why why = { 0 };
	struct maker m;
	struct zip z;
	size_t i;

	(void)state;
	make_two(&m);
	opens(&m, &z);
	for (i = 0; i < 2; i++) {
		why.text[0] = '\0';
		assert_int_equal(zip_extract(&z, &z.entry[i], stop_reading, &why,
		    &why), -1);
		assert_string_equal(why.text, "enough");
	}
	maker_close(&m);
}

static void files_that_shrink_are_noticed(void **state)
{
	struct why why = { 0 };
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
		cmocka_unit_test(refuses_lies_about_the_contents),
		cmocka_unit_test(refuses_wrong_packed_sizes),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(sinks_can_stop),
		cmocka_unit_test(files_that_shrink_are_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
