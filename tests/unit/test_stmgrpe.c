/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/stmgr/pe.c tools/stmgr/pe_digest.c tools/stmgr/pe_write.c tools/st/why.c
// libs: -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../tools/stmgr/pe.h"
#include "pefile.h"

static unsigned char file[PEFILE_BYTES];
static struct pe pe;
static struct why why;

static int fresh(void **state)
{
	(void)state;
	pefile(file);
	return 0;
}

static void good(void **state)
{
	struct pe_section s;

	(void)state;
	assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), 0);
	assert_int_equal(pe.sections, 2);
	assert_int_equal(pe.content, sizeof(file));
	assert_int_equal(pe.image_end, 8192 + 200);
	assert_true(pe_find(&pe, ".data", &s));
	assert_int_equal(s.raw, 1024);
	assert_false(pe_find(&pe, ".dat", &s));
	assert_int_equal(pe_is_efi(file, sizeof(file), &why), 0);
}

/* Every shorter file is refused, read in a buffer that ends there. */
static void cut(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(file); n++) {
		unsigned char *p = malloc(n ? n : 1);

		memcpy(p, file, n);
		assert_int_equal(pe_parse(&pe, p, n, &why), -1);
		free(p);
	}
}

struct change {
	unsigned int at, bytes;
	uint32_t value;
	const char *says;
};

static void malformed(void **state)
{
	static const struct change changes[] = {
		{ 0, 2, 0x5a4e, "does not start with MZ" },
		{ 60, 4, 0, "no PE header" },
		{ 60, 4, 0xffffffff, "no PE header" },
		{ 60, 4, PEFILE_BYTES, "no PE header" },
		{ 64, 4, 0x4550 + 1, "no PE header" },
		{ PEFILE_COFF, 2, 0x14c, "not a program for x86-64" },
		{ PEFILE_COFF, 2, 0xaa64, "not a program for x86-64" },
		{ PEFILE_COFF + 2, 2, 0, "no sections" },
		{ PEFILE_COFF + 2, 2, 0xffff, "cut off" },
		{ PEFILE_COFF + 2, 2, 5, "size of headers" },
		{ PEFILE_COFF + 16, 2, 111, "cut off" },
		{ PEFILE_COFF + 16, 2, 0xffff, "cut off" },
		{ PEFILE_COFF + 16, 2, 112, "data directories" },
		{ PEFILE_OPTIONAL, 2, 0x10b, "PE32+" },
		{ PEFILE_OPTIONAL + 32, 4, 0, "alignments" },
		{ PEFILE_OPTIONAL + 32, 4, 256, "alignments" },
		{ PEFILE_OPTIONAL + 36, 4, 0, "alignments" },
		{ PEFILE_OPTIONAL + 36, 4, 513, "alignments" },
		{ PEFILE_OPTIONAL + 60, 4, 100, "size of headers" },
		{ PEFILE_OPTIONAL + 60, 4, 0xffffffff, "size of headers" },
		{ PEFILE_OPTIONAL + 60, 4, 1024, "where it belongs" },
		{ PEFILE_OPTIONAL + 68, 2, 11, "not an EFI application" },
		{ PEFILE_OPTIONAL + 108, 4, 4, "data directories" },
		{ PEFILE_OPTIONAL + 108, 4, 0xffffffff, "data directories" },
		{ PEFILE_TABLE + 12, 4, 0, "wrong address" },
		{ PEFILE_TABLE + 8, 4, 4097, "wrong address" },
		{ PEFILE_TABLE + 16, 4, 0xffffffff, "where it belongs" },
		{ PEFILE_TABLE + 20, 4, 0, "where it belongs" },
		{ PEFILE_TABLE + 20, 4, 513, "where it belongs" },
		{ PEFILE_TABLE + 52, 4, 4096, "wrong address" },
		{ PEFILE_TABLE + 52, 4, 0xfffff000, "2 GiB" },
		{ PEFILE_TABLE + 56, 4, 513, "where it belongs" },
		/* the certificate table: its place, its size */
		{ PEFILE_OPTIONAL + 144, 4, 1024, "certificate table" },
		{ PEFILE_OPTIONAL + 148, 4, 8, "certificate table" },
	};
	size_t i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const struct change *c = &changes[i];

		fresh(state);
		if (c->bytes == 2)
			put_le16(file + c->at, (uint16_t)c->value);
		else
			put_le32(file + c->at, c->value);
		assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), -1);
		if (!strstr(why.text, c->says))
			print_message("change %zu: %s\n", i, why.text);
		assert_non_null(strstr(why.text, c->says));
	}
}

/* Is this byte one that the digest leaves out? */
static int left_out(size_t i)
{
	return (i >= pe.checksum && i < pe.checksum + 4) ||
	    (i >= pe.certs_entry && i < pe.certs_entry + 8);
}

static void digest_covers_all_else(void **state)
{
	unsigned char first[PE_DIGEST], d[PE_DIGEST];
	size_t i;

	(void)state;
	assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), 0);
	assert_int_equal(pe_digest(&pe, first), 0);
	for (i = 0; i < sizeof(file); i++) {
		file[i] ^= 1;
		assert_int_equal(pe_digest(&pe, d), 0);
		assert_int_equal(memcmp(d, first, sizeof(d)) == 0, left_out(i));
		file[i] ^= 1;
	}
}

static void digest_of_signed(void **state)
{
	unsigned char more[PEFILE_BYTES + 16], a[PE_DIGEST], b[PE_DIGEST];

	(void)state;
	assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), 0);
	assert_int_equal(pe_digest(&pe, a), 0);
	memcpy(more, file, sizeof(file));
	memset(more + sizeof(file), 7, 16);
	put_le32(more + PEFILE_OPTIONAL + 144, sizeof(file));
	put_le32(more + PEFILE_OPTIONAL + 148, 16);
	assert_int_equal(pe_parse(&pe, more, sizeof(more), &why), 0);
	assert_int_equal(pe.content, sizeof(file));
	assert_int_equal(pe_digest(&pe, b), 0);
	assert_memory_equal(a, b, sizeof(a));
}

static void adds(void **state)
{
	static const struct pe_new add[] = {
		{ ".cmdline", "quiet\n", 6, 0, 0 },
		/* More in memory than in the file, as a kernel's .bss. */
		{ ".linux", "kernel", 6, 4097, 1 },
	};
	unsigned char *out, a[PE_DIGEST], b[PE_DIGEST];
	struct pe_section s;
	struct pe new;
	size_t len;

	(void)state;
	assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), 0);
	assert_int_equal(pe_add(&pe, NULL, add, 2, &out, &len, &why), 0);
	assert_int_equal(pe_parse(&new, out, len, &why), 0);
	assert_int_equal(new.sections, 4);
	assert_true(pe_find(&new, ".data", &s));
	assert_memory_equal(out + s.raw, file + 1024, 512);
	assert_true(pe_find(&new, ".cmdline", &s));
	assert_int_equal(s.size, 6);
	assert_int_equal(s.address, 3 * 4096);
	assert_memory_equal(out + s.raw, "quiet\n\0", 7);
	assert_true(pe_find(&new, ".linux", &s));
	assert_int_equal(s.address, 4 * 4096);
	assert_int_equal(s.size, 4097);
	assert_int_equal(s.raw_size, 512);
	assert_int_equal(new.image, 6 * 4096);
	assert_int_equal(pe_digest(&new, a), 0);
	free(out);
	/* The same but for a section left out. */
	assert_int_equal(pe_add(&pe, ".data", add, 2, &out, &len, &why), 0);
	assert_int_equal(pe_parse(&new, out, len, &why), 0);
	assert_int_equal(new.sections, 3);
	assert_false(pe_find(&new, ".data", &s));
	assert_int_equal(pe_digest(&new, b), 0);
	assert_memory_not_equal(a, b, sizeof(a));
	free(out);
}

static void no_room(void **state)
{
	static struct pe_new add[PE_SECTIONS_MAX];
	unsigned char *out;
	size_t len;
	int i;

	(void)state;
	for (i = 0; i < PE_SECTIONS_MAX; i++) {
		add[i] = (struct pe_new){ ".new", "x", 1, 0, 0 };
	}
	assert_int_equal(pe_parse(&pe, file, sizeof(file), &why), 0);
	/* The headers grow, up to where the first section is in memory. */
	assert_int_equal(pe_add(&pe, NULL, add, 50, &out, &len, &why), 0);
	assert_int_equal(pe_parse(&pe, out, len, &why), 0);
	assert_int_equal(pe.sections, 52);
	free(out);
	pe_parse(&pe, file, sizeof(file), &why);
	assert_int_equal(pe_add(&pe, NULL, add, PE_SECTIONS_MAX, &out, &len,
	    &why), -1);
	assert_non_null(strstr(why.text, "no room"));
	add[0].memory = UINT32_MAX;
	assert_int_equal(pe_add(&pe, NULL, add, 1, &out, &len, &why), -1);
	assert_non_null(strstr(why.text, "2 GiB"));
	add[0].size = SIZE_MAX;
	assert_int_equal(pe_add(&pe, NULL, add, 1, &out, &len, &why), -1);
	assert_non_null(strstr(why.text, "2 GiB"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(good, fresh),
		cmocka_unit_test_setup(cut, fresh),
		cmocka_unit_test_setup(malformed, fresh),
		cmocka_unit_test_setup(digest_covers_all_else, fresh),
		cmocka_unit_test_setup(digest_of_signed, fresh),
		cmocka_unit_test_setup(adds, fresh),
		cmocka_unit_test_setup(no_room, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
