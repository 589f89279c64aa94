/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/package.c tools/st/osmanifest.c tools/st/json.c tools/st/zip.c tools/st/zip_dir.c tools/st/zip_end.c tools/st/zip_extract.c tools/st/zip_local.c tools/st/why.c tools/stmgr/ospkg_zip.c tools/lib/copy.c tools/st/bzimage.c
// libs: -larchive -ljansson -lz
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../tools/st/package.h"
#include "../../tools/stmgr/ospkg.h"
#include "messages.h"
#include "toykernel.h"
#include "zipmaker.h"

#define MANIFEST "{\"version\":1,\"kernel\":\"k\",\"initramfs\":\"i\"," \
		 "\"cmdline\":\"quiet\"}"

static struct package_head head;

static const struct make kernel = { .name = "k", .data = "the kernel",
	.len = 10, .deflate = true };
static const struct make initramfs = { .name = "i", .data = "initramfs",
	.len = 9 };

static void make_package(struct maker *m, const char *manifest)
{
	struct make json = { .name = "manifest.json", .data = manifest,
		.deflate = true };

	maker_start(m);
	maker_add(m, &kernel);
	maker_add(m, &initramfs);
	if (manifest) {
		json.len = strlen(manifest);
		maker_add(m, &json);
	}
	maker_end(m, false, "");
}

/* An entry is extracted behind what the file has. */
static void extracts_to(const struct package *p, const struct zip_entry *e,
    const char *want)
{
	int fd = memfd_create("out", MFD_CLOEXEC);
	struct why why = { 0 };
	char got[100] = "";

	assert_int_equal(write(fd, "<", 1), 1);
	if (package_extract(p, e, fd, &why))
		fail_msg("%s", why.text);
	assert_int_equal(write(fd, ">", 1), 1);
	assert_true(pread(fd, got, sizeof(got) - 1, 0) > 0);
	assert_string_equal(got, want);
	close(fd);
}

static void opens_and_extracts(void **state)
{
	struct why why = { 0 };
	struct package p;
	struct maker m;

	(void)state;
	make_package(&m, MANIFEST);
	if (package_open(&p, m.fd, m.at, &why) || package_check(&p, &head, &why))
		fail_msg("%s", why.text);
	assert_string_equal(p.manifest.cmdline, "quiet");
	assert_int_equal(p.kernel->size, 10);
	extracts_to(&p, p.kernel, "<the kernel>");
	extracts_to(&p, p.initramfs, "<initramfs>");
	package_close(&p);
	maker_close(&m);
}

/* What our stmgr packs. */
static void reads_what_stmgr_writes(void **state)
{
	struct ospkg_input in[2] = {
		{ .name = "boot/vmlinuz", .size = 6 },
		{ .name = "boot/initramfs", .size = 9 },
	};
	int fd = memfd_create("zip", MFD_CLOEXEC);
	struct why why = { 0 };
	struct package p;

	(void)state;
	in[0].fd = memfd_create("kernel", MFD_CLOEXEC);
	in[1].fd = memfd_create("initramfs", MFD_CLOEXEC);
	assert_int_equal(pwrite(in[0].fd, "kernel", 6, 0), 6);
	assert_int_equal(pwrite(in[1].fd, "initramfs", 9, 0), 9);
	assert_int_equal(ospkg_write_zip(fd, &in[0], &in[1],
	    "{\"version\":1,\"kernel\":\"boot/vmlinuz\","
	    "\"initramfs\":\"boot/initramfs\"}"), 0);
	if (package_open(&p, fd, (uint64_t)lseek(fd, 0, SEEK_END), &why) ||
	    package_check(&p, &head, &why))
		fail_msg("%s", why.text);
	assert_int_equal(p.zip.n, 4);
	extracts_to(&p, p.kernel, "<kernel>");
	extracts_to(&p, p.initramfs, "<initramfs>");
	package_close(&p);
	close(in[0].fd);
	close(in[1].fd);
	close(fd);
}

/* A package with a kernel that kexec takes, but for a line of so many bytes. */
static void a_line_of(size_t bytes, const char *want)
{
	static unsigned char toy[TOYKERNEL];
	const struct make k = { .name = "k", .data = toy, .len = sizeof(toy),
		.deflate = true };
	char text[4096];
	struct make json = { .name = "manifest.json", .data = text };
	struct why why = { 0 };
	struct package p;
	struct maker m;
	uint32_t line;

	toykernel(toy);
	json.len = (size_t)snprintf(text, sizeof(text),
	    "{\"version\":1,\"kernel\":\"k\",\"initramfs\":\"i\","
	    "\"cmdline\":\"%0*d\"}", (int)bytes, 0);
	maker_start(&m);
	maker_add(&m, &k);
	maker_add(&m, &initramfs);
	maker_add(&m, &json);
	maker_end(&m, false, "");
	if (package_open(&p, m.fd, m.at, &why) ||
	    package_check(&p, &head, &why))
		fail_msg("%s", why.text);
	assert_int_equal(head.len, BZIMAGE_HEAD);
	assert_memory_equal(head.data, toy, BZIMAGE_HEAD);
	assert_int_equal(package_kernel(&p, &head, &line, &why), want ? -1 : 0);
	assert_int_equal(line, 2016);
	if (want)
		assert_string_equal(why.text, want);
	package_close(&p);
	maker_close(&m);
}

static void what_kexec_would_refuse(void **state)
{
	struct why why = { 0 };
	struct package p;
	struct maker m;
	uint32_t line;

	(void)state;
	a_line_of(1968, NULL);
	a_line_of(1969, NULL);
	a_line_of(1970, NULL);
	a_line_of(2016, NULL);
	a_line_of(2017, "its command line has 2017 bytes, and kexec takes 2016 "
			"for its kernel");
	a_line_of(2046, "its command line has 2046 bytes, and kexec takes 2016 "
			"for its kernel");
	a_line_of(2047, "its command line has 2047 bytes, and kexec takes 2016 "
			"for its kernel");
	make_package(&m, MANIFEST);
	assert_int_equal(package_open(&p, m.fd, m.at, &why), 0);
	assert_int_equal(package_check(&p, &head, &why), 0);
	assert_int_equal(head.len, 10);
	assert_int_equal(package_kernel(&p, &head, &line, &why), -1);
	assert_non_null(strstr(why.text, "its kernel k is no Linux kernel"));
	package_close(&p);
	maker_close(&m);
}

static void refused(struct maker *m, const char *want)
{
	struct why why = { 0 };
	struct package p;

	if (!package_open(&p, m->fd, m->at, &why))
		fail_msg("taken: %s", want);
	assert_string_equal(why.text, want);
	maker_close(m);
}

static void names(const char *kernel_name, const char *initramfs_name,
    const char *want)
{
	static const struct make dir = { .name = "dir/", .data = "x",
		.len = 1 };
	static const struct make empty = { .name = "empty" };
	char text[200];
	struct make json = { .name = "manifest.json", .data = text };
	struct maker m;

	json.len = (size_t)snprintf(text, sizeof(text),
	    "{\"version\":1,\"kernel\":\"%s\",\"initramfs\":\"%s\"}",
	    kernel_name, initramfs_name);
	maker_start(&m);
	maker_add(&m, &kernel);
	maker_add(&m, &initramfs);
	maker_add(&m, &dir);
	maker_add(&m, &empty);
	maker_add(&m, &json);
	maker_end(&m, false, "");
	refused(&m, want);
}

static void refuses_what_cannot_be_booted(void **state)
{
	(void)state;
	names("K", "i", "has no entry K, its kernel");
	names("./k", "i", "has no entry ./k, its kernel");
	names("k", "j", "has no entry j, its initramfs");
	names("dir/", "i", "its kernel dir/ is a directory");
	names("k", "dir/", "its initramfs dir/ is a directory");
	names("empty", "i", "its kernel empty is empty");
	names("k", "empty", "its initramfs empty is empty");
	names("k", "k", "its kernel and its initramfs are the same entry");
}

static void refuses_bad_manifests(void **state)
{
	static char large[OS_MANIFEST_MAX + 2];
	struct maker m;

	(void)state;
	make_package(&m, NULL);
	refused(&m, "has no manifest.json");
	make_package(&m, "{\"version\":2}");
	refused(&m, "manifest.json: version is not 1");
	memset(large, ' ', sizeof(large) - 1);
	memcpy(large, MANIFEST, sizeof(MANIFEST) - 1);
	make_package(&m, large);
	refused(&m, "manifest.json is longer than 65536 bytes");
	make_package(&m, "");
	maker_poke(&m, m.e[2].data, 1, 0xff);
	refused(&m, "entry manifest.json is damaged: cannot be inflated");
	make_package(&m, MANIFEST);
	maker_put(&m, "x", 1);
	refused(&m, "does not end where its end record says");
}

static void damage_is_found_when_it_is_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct why why = { 0 };
		struct package p;
		struct maker m;

		make_package(&m, MANIFEST);
		maker_poke(&m, m.e[i].gap - 1, 1, 0xff);
		assert_int_equal(package_open(&p, m.fd, m.at, &why), 0);
		assert_int_equal(package_check(&p, &head, &why), -1);
		assert_non_null(strstr(why.text, "is damaged"));
		package_close(&p);
		maker_close(&m);
	}
}

static void a_full_disk_is_an_error(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	struct why why = { 0 };
	struct package p;
	struct maker m;

	(void)state;
	if (fd < 0)
		skip();
	make_package(&m, MANIFEST);
	assert_int_equal(package_open(&p, m.fd, m.at, &why), 0);
	assert_int_equal(package_extract(&p, p.kernel, fd, &why), -1);
	assert_non_null(strstr(why.text, "cannot be extracted: No space"));
	package_close(&p);
	maker_close(&m);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_and_extracts),
		cmocka_unit_test(reads_what_stmgr_writes),
		cmocka_unit_test(what_kexec_would_refuse),
		cmocka_unit_test(refuses_what_cannot_be_booted),
		cmocka_unit_test(refuses_bad_manifests),
		cmocka_unit_test(damage_is_found_when_it_is_read),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
