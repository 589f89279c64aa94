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

/* Archives that are refused when they are opened. */

/* The start of the reason why an archive is refused. */
static void refused(const struct maker *m, uint64_t size, const char *want)
{
	struct why why = { 0 };
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

/* With sizes of 8 bytes: CRC, packed, size, behind a magic number or not. */
static void refuses_spoilt_long_descriptors(void **state)
{
	size_t form, at;

	(void)state;
	for (form = 20; form <= 24; form += 4)
		for (at = 0; at < form; at += 4) {
			struct make two = deflated;
			struct maker m;

			two.descriptor = (int)form;
			maker_start(&m);
			maker_add(&m, &two);
			maker_end(&m, false, "");
			maker_poke(&m, m.e[0].gap + at, 4, 77);
			refused(&m, m.at, "entry dir/two has another size or");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_spoilt_fields),
		cmocka_unit_test(refuses_spoilt_zip64),
		cmocka_unit_test(refuses_spoilt_long_descriptors),
		cmocka_unit_test(refuses_bad_extra_fields),
		cmocka_unit_test(refuses_long_and_double_names),
		cmocka_unit_test(refuses_bytes_of_nobody),
		cmocka_unit_test(refuses_every_shorter_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
