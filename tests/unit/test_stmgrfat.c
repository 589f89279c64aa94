/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/stmgr/fat.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/stmgr/bytes.h"
#include "../../tools/stmgr/fat.h"

/* An image without its file's bytes, read as the specification tells to. */
struct image {
	struct fat plan;
	unsigned char *head, *tail;
	uint32_t cluster, clusters, data;
	const unsigned char *table, *root;
	int bits;
};

static const struct fat_name name = {
	.label = "LABEL      ",
	.serial = 0x12345678,
	.hidden = 128,
	.time = 1700000000, /* 2023-11-14 22:13:20 */
};

static void make(struct image *m, uint64_t size)
{
	unsigned char *b;
	uint32_t sectors;

	assert_int_equal(fat_plan(&m->plan, size), 0);
	m->head = malloc(m->plan.data);
	m->tail = malloc(m->plan.tail);
	fat_head(&m->plan, &name, m->head);
	fat_tail(&m->plan, &name, m->tail);
	b = m->head;
	assert_int_equal(get_le16(b + 510), 0xaa55);
	assert_int_equal(get_le16(b + 11), 512);
	m->table = b + get_le16(b + 14) * 512;
	m->root = m->table + b[16] * get_le16(b + 22) * 512;
	m->data = (uint32_t)(m->root + get_le16(b + 17) * 32 - b);
	sectors = get_le16(b + 19) ? get_le16(b + 19) : get_le32(b + 32);
	assert_int_equal(sectors * 512, m->plan.size);
	m->cluster = b[13] * 512u;
	m->clusters = (sectors - m->data / 512) / b[13];
	m->bits = m->clusters < 4085 ? 12 : 16;
	assert_true(m->clusters < 65525);
	assert_true((m->clusters + 2) * (uint32_t)m->bits <=
		    get_le16(b + 22) * 512u * 8);
	assert_memory_equal(b + 54, m->bits == 12 ? "FAT12   " : "FAT16   ", 8);
	assert_memory_equal(m->table, m->table + get_le16(b + 22) * 512,
	    get_le16(b + 22) * 512u);
}

static void drop(struct image *m)
{
	free(m->head);
	free(m->tail);
}

static uint32_t next(const struct image *m, uint32_t n)
{
	uint32_t v;

	if (m->bits == 16) {
		v = get_le16(m->table + 2 * n);
		return v >= 0xfff8 ? 0 : v;
	}
	v = get_le16(m->table + n * 3 / 2);
	v = n % 2 ? v >> 4 : v & 0xfff;
	return v >= 0xff8 ? 0 : v;
}

/* The directory in cluster n, which is in the tail. */
static const unsigned char *dir(const struct image *m, uint32_t n)
{
	uint32_t at = (n - 2) * m->cluster;

	assert_true(n >= 2 && n < m->clusters + 2);
	assert_int_equal(next(m, n), 0);
	assert_true(at >= m->plan.file);
	assert_true(at + m->cluster <= m->plan.file + m->plan.tail);
	return m->tail + (at - m->plan.file);
}

static void holds_the_file(uint64_t size)
{
	uint32_t n, count = 1;
	const unsigned char *d;
	struct image m;

	make(&m, size);
	assert_int_equal(m.data, m.plan.data);
	assert_int_equal(m.data % 2048, 0);
	assert_int_equal(m.plan.size % 2048, 0);
	assert_int_equal(m.plan.data + m.plan.file + m.plan.tail, m.plan.size);
	/* 16 clusters away from where the type changes, for old drivers. */
	assert_true(m.clusters + 16 < 4085 || m.clusters - 16 > 4085);
	assert_memory_equal(m.root, "LABEL      \x08", 12);
	assert_memory_equal(m.root + 32, "EFI        \x10", 12);
	assert_int_equal(m.root[64], 0);
	d = dir(&m, get_le16(m.root + 32 + 26));
	assert_memory_equal(d, ".          \x10", 12);
	assert_int_equal(get_le16(d + 26), get_le16(m.root + 32 + 26));
	assert_memory_equal(d + 32, "..         \x10", 12);
	assert_int_equal(get_le16(d + 32 + 26), 0);
	assert_memory_equal(d + 64, "BOOT       \x10", 12);
	assert_int_equal(d[96], 0);
	n = get_le16(d + 64 + 26);
	d = dir(&m, n);
	assert_int_equal(get_le16(d + 26), n);
	assert_int_equal(get_le16(d + 32 + 26), get_le16(m.root + 32 + 26));
	assert_memory_equal(d + 64, "BOOTX64 EFI\x20", 12);
	assert_int_equal(get_le32(d + 64 + 28), size);
	assert_int_equal(get_le16(d + 64 + 24), 43 << 9 | 11 << 5 | 14);
	assert_int_equal(get_le16(d + 64 + 22), 22 << 11 | 13 << 5 | 10);
	assert_int_equal(d[96], 0);
	/* One piece, from the first cluster on. */
	n = get_le16(d + 64 + 26);
	assert_int_equal(n, 2);
	for (; next(&m, n); n++, count++)
		assert_int_equal(next(&m, n), n + 1);
	assert_int_equal(count, (size + m.cluster - 1) / m.cluster);
	drop(&m);
}

static void all_sizes(void **state)
{
	static const uint64_t around[] = { 2048, 4068 * 512, 4085 * 512,
		4104 * 512, 65508ull * 512, 65525ull * 512, 65508ull * 1024,
		65508ull * 4096, 65506ull * 32768 - 3 * 2048 };
	uint64_t size;
	size_t i;

	(void)state;
	for (size = 1; size < 3000; size++)
		holds_the_file(size);
	for (i = 0; i < sizeof(around) / sizeof(around[0]); i++)
		for (size = around[i] - 2047; size < around[i] + 2048;
		     size += 341)
			holds_the_file(size);
}

static void no_larger_than_needed(void **state)
{
	struct fat f;

	(void)state;
	assert_int_equal(fat_plan(&f, 6000000), 0);
	assert_int_equal(f.bits, 16);
	assert_true(f.size < 6000000 + 100000);
	assert_int_equal(fat_plan(&f, 1000), 0);
	assert_int_equal(f.bits, 12);
	assert_true(f.size < 30000);
}

static void limits(void **state)
{
	struct fat f;

	(void)state;
	assert_int_equal(fat_plan(&f, 0), -1);
	assert_int_equal(fat_plan(&f, 65506ull * 32768), 0);
	assert_int_equal(fat_plan(&f, 65506ull * 32768 + 1), -1);
	assert_int_equal(fat_plan(&f, UINT64_MAX), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_sizes),
		cmocka_unit_test(no_larger_than_needed),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
