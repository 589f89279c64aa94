/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/copy.c tools/st/base64.c tools/st/descriptor.c tools/st/json.c tools/st/url.c tools/st/why.c tools/stmgr/ospkg_json.c tools/stmgr/ospkg_names.c tools/stmgr/ospkg_zip.c
// libs: -larchive -ljansson -lz
#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/stmgr/ospkg.h"
#include "messages.h"
#include "scratch.h"

/* ---- names ---- */

static void names_are(const char *out, const char *want_zip,
    const char *want_json)
{
	char *zip, *json;

	assert_null(ospkg_names(out, &zip, &json));
	assert_string_equal(zip, want_zip);
	assert_string_equal(json, want_json);
	free(zip);
	free(json);
}

static void out_gives_two_names(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("d.zip", 0755), 0);
	names_are("", "system-transparency-os-package.zip",
	    "system-transparency-os-package.json");
	names_are("d", "d/system-transparency-os-package.zip",
	    "d/system-transparency-os-package.json");
	names_are("d/", "d/system-transparency-os-package.zip",
	    "d/system-transparency-os-package.json");
	names_are("d.zip", "d.zip/system-transparency-os-package.zip",
	    "d.zip/system-transparency-os-package.json");
	names_are("x", "x.zip", "x.json");
	names_are("x.zip", "x.zip", "x.json");
	names_are("d/x.json", "d/x.zip", "d/x.json");
	names_are("a.b/x", "a.b/x.zip", "a.b/x.json");
	names_are("x.y.zip", "x.y.zip", "x.y.json");
}

static void out_with_another_suffix_is_refused(void **state)
{
	char *zip, *json;

	(void)state;
	assert_string_equal(ospkg_names("x.img", &zip, &json),
	    "has a suffix other than .zip and .json");
	assert_string_equal(ospkg_names("x.", &zip, &json),
	    "has a suffix other than .zip and .json");
	assert_string_equal(ospkg_names("x/.zip", &zip, &json),
	    "is a suffix without a name");
	assert_string_equal(ospkg_names("gone/", &zip, &json),
	    "is not an existing directory");
}

static void found_as(const char *path, const char *want_zip,
    const char *want_json)
{
	char *zip, *json;

	assert_null(ospkg_names_of(path, &zip, &json));
	assert_string_equal(zip, want_zip);
	assert_string_equal(json, want_json);
	free(zip);
	free(json);
}

/* What create made is found under the same argument. */
static void ospkg_finds_two_names(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	found_as("", "system-transparency-os-package.zip",
	    "system-transparency-os-package.json");
	found_as("d", "d/system-transparency-os-package.zip",
	    "d/system-transparency-os-package.json");
	found_as("d/", "d/system-transparency-os-package.zip",
	    "d/system-transparency-os-package.json");
	found_as("d/p.zip", "d/p.zip", "d/p.json");
	found_as("d/p.json", "d/p.zip", "d/p.json");
	found_as("d/p", "d/p.zip", "d/p.json");
	found_as("vpn-2026.11", "vpn-2026.11.zip", "vpn-2026.11.json");
}

/* ---- JSON: the bytes that upstream's stmgr v0.6.6 writes ---- */

static void manifest_is_as_upstreams(void **state)
{
	char *s = ospkg_manifest("vector", "boot/vmlinuz", "boot/initrd",
	    "console=ttyS0 quiet");

	(void)state;
	assert_string_equal(s, "{\n"
	    "  \"version\": 1,\n"
	    "  \"label\": \"vector\",\n"
	    "  \"kernel\": \"boot/vmlinuz\",\n"
	    "  \"initramfs\": \"boot/initrd\",\n"
	    "  \"cmdline\": \"console=ttyS0 quiet\"\n"
	    "}");
	free(s);
}

static void descriptor_is_as_upstreams(void **state)
{
	char *s = ospkg_descriptor("http://127.0.0.1:8080/x.zip");

	(void)state;
	assert_string_equal(s, "{\n"
	    "  \"version\": 1,\n"
	    "  \"os_pkg_url\": \"http://127.0.0.1:8080/x.zip\",\n"
	    "  \"certificates\": null,\n"
	    "  \"signatures\": null\n"
	    "}");
	free(s);
}

static void json_is_escaped_and_utf8(void **state)
{
	char *s = ospkg_manifest("a\"b\\c\xc3\xa4", "k", "i", "");

	(void)state;
	assert_non_null(strstr(s, "\"label\": \"a\\\"b\\\\c\xc3\xa4\","));
	free(s);
	assert_null(ospkg_manifest("\xff", "k", "i", ""));
	assert_null(ospkg_manifest("", "k", "i", "\xc3"));
	assert_null(ospkg_descriptor("\xc0\x80"));
}

/* ---- zip ---- */

enum { KERNEL = 90001, INITRAMFS = 5 };

static char kernel[KERNEL];

static int write_zip(const char *name)
{
	struct ospkg_input k = { open("k", O_RDONLY | O_CLOEXEC), KERNEL,
				 "boot/vmlinuz" };
	struct ospkg_input i = { open("i", O_RDONLY | O_CLOEXEC), INITRAMFS,
				 "boot/initrd" };
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), ret;

	assert_true(k.fd >= 0 && i.fd >= 0 && fd >= 0);
	forget_messages();
	ret = ospkg_write_zip(fd, &k, &i, "{manifest}");
	close(k.fd);
	close(i.fd);
	close(fd);
	return ret;
}

static void put_inputs(void)
{
	size_t i;

	for (i = 0; i < KERNEL; i++)
		kernel[i] = (char)(i / 64 * 37);
	put_bytes("k", kernel, KERNEL);
	put("i", "12345");
}

static unsigned int u16(const char *p)
{
	return (unsigned char)p[0] | (unsigned int)(unsigned char)p[1] << 8;
}

/* The central directory, which is all that Go's reader trusts. */
static void the_central_directory_is_fixed(void **state)
{
	static const struct {
		const char *name;
		unsigned int method, size, mode;
	} want[] = {
		{ "boot/", 0, 0, 040755 },
		{ "boot/vmlinuz", 8, KERNEL, 0100644 },
		{ "boot/initrd", 8, INITRAMFS, 0100644 },
		{ "manifest.json", 8, 10, 0100644 },
	};
	const char *end, *p;
	size_t len, i;
	char *z;

	(void)state;
	put_inputs();
	assert_int_equal(write_zip("z"), 0);
	z = get("z", &len);
	end = z + len - 22; /* end record without comment */
	assert_memory_equal(end, "PK\5\6\0\0\0\0\4\0\4\0", 12);
	assert_int_equal(u16(end + 20), 0);
	p = z + u16(end + 16) + (u16(end + 18) << 16);
	for (i = 0; i < 4; i++) {
		unsigned int namelen = u16(p + 28);

		assert_memory_equal(p, "PK\1\2", 4);
		assert_int_equal(u16(p + 6), 20);	/* needs version 2.0 */
		assert_int_equal(u16(p + 8) & 1, 0);	/* not encrypted */
		assert_int_equal(u16(p + 10), want[i].method);
		assert_int_equal(u16(p + 12), 0);	/* 00:00:00 */
		assert_int_equal(u16(p + 14), 0x21);	/* 1980-01-01 */
		assert_int_equal(u16(p + 24) | u16(p + 26) << 16, want[i].size);
		assert_int_equal(u16(p + 40), want[i].mode);
		assert_int_equal(namelen, strlen(want[i].name));
		assert_memory_equal(p + 46, want[i].name, namelen);
		/* Local header: same name. */
		assert_memory_equal(z + u16(p + 42) + (u16(p + 44) << 16) + 30,
		    want[i].name, namelen);
		p += 46 + namelen + u16(p + 30) + u16(p + 32);
	}
	assert_ptr_equal(p, end);
	free(z);
}

static void contents_come_back(void **state)
{
	static char data[KERNEL + 1];
	struct archive *a = archive_read_new();
	struct archive_entry *e;

	(void)state;
	put_inputs();
	assert_int_equal(write_zip("z"), 0);
	assert_int_equal(archive_read_support_format_zip(a), ARCHIVE_OK);
	assert_int_equal(archive_read_open_filename(a, "z", 10240), ARCHIVE_OK);
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
	assert_string_equal(archive_entry_pathname(e), "boot/");
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
	assert_int_equal(archive_read_data(a, data, sizeof(data)), KERNEL);
	assert_memory_equal(data, kernel, KERNEL);
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
	assert_int_equal(archive_read_data(a, data, sizeof(data)), INITRAMFS);
	assert_memory_equal(data, "12345", INITRAMFS);
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
	assert_string_equal(archive_entry_pathname(e), "manifest.json");
	assert_int_equal(archive_read_data(a, data, sizeof(data)), 10);
	assert_memory_equal(data, "{manifest}", 10);
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_EOF);
	archive_read_free(a);
}

static void the_host_does_not_show(void **state)
{
	static const char *const zones[] = { "UTC", "Pacific/Kiritimati",
		"LOCAL+12", "LOCAL-14" };
	struct timespec old[2] = { { 1, 0 }, { 1, 0 } };
	size_t alen, blen, i;
	char *a, *b;

	(void)state;
	put_inputs();
	setenv("TZ", "UTC", 1);
	assert_int_equal(write_zip("a"), 0);
	a = get("a", &alen);
	umask(0);
	assert_int_equal(chmod("k", 0777), 0);
	assert_int_equal(utimensat(AT_FDCWD, "k", old, 0), 0);
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		setenv("TZ", zones[i], 1);
		assert_int_equal(write_zip("b"), 0);
		b = get("b", &blen);
		assert_int_equal(alen, blen);
		assert_memory_equal(a, b, alen);
		free(b);
		assert_int_equal(unlink("b"), 0);
	}
	setenv("TZ", "UTC", 1);
	free(a);
}

static void a_file_that_changed_is_refused(void **state)
{
	(void)state;
	put_inputs();
	put("i", "1234");
	assert_int_equal(write_zip("z"), -1);
	assert_string_equal(messages,
	    "boot/initrd changed while it was read: run again\n");
	put("i", "123456");
	assert_int_equal(write_zip("z"), -1);
}

static void a_full_disk_is_noticed(void **state)
{
	(void)state;
	put_inputs();
	assert_int_equal(symlink("/dev/full", "z"), 0);
	assert_int_equal(write_zip("z"), -1);
	assert_memory_equal(messages, "write the archive: ", 19);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(out_gives_two_names),
		scratch_test(ospkg_finds_two_names),
		scratch_test(out_with_another_suffix_is_refused),
		scratch_test(manifest_is_as_upstreams),
		scratch_test(descriptor_is_as_upstreams),
		scratch_test(json_is_escaped_and_utf8),
		scratch_test(the_central_directory_is_fixed),
		scratch_test(contents_come_back),
		scratch_test(the_host_does_not_show),
		scratch_test(a_file_that_changed_is_refused),
		scratch_test(a_full_disk_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
