/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../st/osmanifest.h"
#include "../st/why.h"
#include "authenticode.h"
#include "blob.h"
#include "inputs_kept.h"
#include "../lib/flags.h"
#include "pe.h"
#include "stmgr.h"
#include "uki.h"

#define USAGE "usage: stmgr uki create -kernel FILE [flags]\n"
#define STUB "/usr/lib/systemd/boot/efi/linuxx64.efi.stub"

enum { TEXT_BYTES_MAX = 1 << 20 }; /* of the small inputs */

enum { KERNEL, INITRAMFS, CMDLINE, OSRELEASE, OUT, FORMAT, FORCE, STUB_FILE,
	SBAT, APPEND_SBAT, SIGNCERT, SIGNKEY, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[KERNEL] = { "kernel", "FILE", "the kernel, with EFI stub; needed",
		     NULL },
	[INITRAMFS] = { "initramfs", "FILE", "the initramfs",
			"/tmp/initramfs.linux_amd64.cpio" },
	[CMDLINE] = { "cmdline", "TEXT", "the kernel command line", "" },
	[OSRELEASE] = { "osrelease", "FILE", "an os-release file; without it "
			"one that names stboot", "" },
	[OUT] = { "out", "PATH", "name of the output, with or without .iso or "
		  ".uki", "stmgr" },
	[FORMAT] = { "format", "LIST", "iso, uki, or both with a comma",
		     "iso" },
	[FORCE] = { "force", NULL, "replace an ISO that is there already",
		    NULL },
	[STUB_FILE] = { "stub", "FILE", "the EFI stub that starts the kernel",
			STUB },
	[SBAT] = { "sbat", "FILE", "SBAT lines, instead of the stub's", "" },
	[APPEND_SBAT] = { "append-sbat", NULL, "put those of -sbat after the "
			  "stub's", NULL },
	[SIGNCERT] = { "signcert", "FILE", "sign for Secure Boot: the "
		       "certificate, PEM", "" },
	[SIGNKEY] = { "signkey", "FILE", "its RSA key, PEM", "" },
};

/* All that is read, and the result. */
struct job {
	struct blob kernel, initramfs, stub, osrelease, sbat, cert, key;
	unsigned char *pe;
	size_t len;
};

static const char default_osrelease[] =
    "ID=stboot\n"
    "NAME=\"stboot\"\n"
    "PRETTY_NAME=\"System Transparency boot loader\"\n";

static bool given(const char *s)
{
	return s && s[0] != '\0';
}

/*
 * -format; a comma too many does no harm. Returns 0, or -1 after a warn().
 */
static int formats(const char *list, bool *iso, bool *uki)
{
	*iso = *uki = false;
	while (*list) {
		size_t n = strcspn(list, ",");

		if (n == 3 && !memcmp(list, "iso", 3))
			*iso = true;
		else if (n == 3 && !memcmp(list, "uki", 3))
			*uki = true;
		else if (n > 0)
			break;
		list += n + (list[n] == ',');
	}
	if (!*list && (*iso || *uki))
		return 0;
	warn("-format: use iso, uki or iso,uki");
	return -1;
}

/* Values that are wrong whatever the files hold. */
static int check_values(const char *const *v)
{
	if (given(v[SIGNCERT]) != given(v[SIGNKEY])) {
		warn("-signcert and -signkey go together");
		return flags_usage(USAGE);
	}
	if (v[APPEND_SBAT] && !given(v[SBAT])) {
		warn("-append-sbat needs -sbat");
		return flags_usage(USAGE);
	}
	return EXIT_YES;
}

static int read_inputs(struct job *j, const char *const *v)
{
	const struct {
		struct blob *to;
		const char *path;
		size_t max;
	} in[] = {
		{ &j->kernel, v[KERNEL], UKI_BYTES_MAX },
		{ &j->initramfs, v[INITRAMFS], UKI_BYTES_MAX },
		{ &j->stub, v[STUB_FILE], UKI_BYTES_MAX },
		{ &j->osrelease, v[OSRELEASE], TEXT_BYTES_MAX },
		{ &j->sbat, v[SBAT], TEXT_BYTES_MAX },
		{ &j->cert, v[SIGNCERT], TEXT_BYTES_MAX },
		{ &j->key, v[SIGNKEY], TEXT_BYTES_MAX },
	};
	size_t i;

	if (!given(v[STUB_FILE]) || access(v[STUB_FILE], F_OK)) {
		warn("no EFI stub %s: install systemd's (Debian: package "
		     "systemd-boot-efi), or name one with -stub", v[STUB_FILE]);
		return EXIT_UNKNOWN;
	}
	for (i = 0; i < sizeof(in) / sizeof(in[0]); i++) {
		int status = EXIT_YES;

		if (given(in[i].path))
			status = blob_read(in[i].to, in[i].path, in[i].max);
		if (status != EXIT_YES)
			return status;
	}
	return EXIT_YES;
}

/* How long the first line is, if it is the header, "sbat,1,...", else 0. */
static size_t sbat_header(const unsigned char *text, size_t len)
{
	const unsigned char *end = len > 0 ? memchr(text, '\n', len) : NULL;

	return end && len > 5 && !memcmp(text, "sbat,", 5) ?
	    (size_t)(end - text) + 1 : 0;
}

/*
 * The stub's SBAT lines before those of -sbat, of which the header is left out: one
 * is enough. -1 after a warn().
 */
static int join_sbat(struct job *j, const struct pe *stub)
{
	struct pe_section s;
	unsigned char *p;
	size_t n, skip = sbat_header(j->sbat.data, j->sbat.len);

	if (!pe_find(stub, ".sbat", &s))
		return 0;
	/* The rest of the section is padding. */
	n = s.size < s.raw_size ? s.size : s.raw_size;
	p = malloc(n + 1 + j->sbat.len);
	if (!p) {
		warn("malloc:");
		return -1;
	}
	memcpy(p, stub->data + s.raw, n);
	while (n > 0 && p[n - 1] == '\0')
		n--;
	/* A last line without its end would become one with the next. */
	if (n > 0 && p[n - 1] != '\n')
		p[n++] = '\n';
	if (sbat_header(p, n) == 0)
		skip = 0;
	memcpy(p + n, j->sbat.data + skip, j->sbat.len - skip);
	free(j->sbat.data);
	j->sbat.data = p;
	j->sbat.len += n - skip;
	return 0;
}

/* Is the stub one to which all of this can be added? */
static int parse_stub(const struct job *j, const char *path, struct pe *stub)
{
	static const char *const names[] = { ".osrel", ".cmdline", ".initrd",
		".linux" };
	struct pe_section s;
	struct why why;
	size_t i;

	if (pe_parse(stub, j->stub.data, j->stub.len, &why)) {
		warn("%s: %s", path, why.text);
		return -1;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (pe_find(stub, names[i], &s)) {
			warn("%s: is not a mere stub: it has a section %s",
			     path, names[i]);
			return -1;
		}
	}
	return 0;
}

static int build(struct job *j, const char *const *v)
{
	char line[4096];
	struct pe_new add[] = {
		{ ".osrel", default_osrelease, sizeof(default_osrelease) - 1,
		  0, 0 },
		{ ".cmdline", line, 0, 0, 0 },
		{ ".initrd", j->initramfs.data, j->initramfs.len, 0, 0 },
		{ ".sbat", NULL, 0, 0, 0 },
		/* Last, and as large as it says: some stubs start it in place. */
		{ ".linux", j->kernel.data, j->kernel.len, 0, 1 },
	};
	unsigned int n = 5;
	struct why why;
	struct pe stub;

	if (pe_is_efi(j->kernel.data, j->kernel.len, &why)) {
		warn("%s: %s", v[KERNEL], why.text);
		return EXIT_NO;
	}
	if (parse_stub(j, v[STUB_FILE], &stub))
		return EXIT_NO;
	if (v[APPEND_SBAT] && join_sbat(j, &stub))
		return EXIT_UNKNOWN;
	/* os_cmdline() has seen to the length. */
	add[1].size = (size_t)snprintf(line, sizeof(line), "%s\n", v[CMDLINE]);
	if (j->osrelease.data) {
		add[0].data = j->osrelease.data;
		add[0].size = j->osrelease.len;
	}
	add[3].data = j->sbat.data;
	add[3].size = j->sbat.len;
	add[4].memory = pe_memory(j->kernel.data, j->kernel.len);
	if (!j->sbat.data)
		add[3] = add[--n];
	if (pe_add(&stub, j->sbat.data ? ".sbat" : NULL, add, n, &j->pe,
		&j->len, &why)) {
		warn("%s: %s", v[STUB_FILE], why.text);
		return EXIT_NO;
	}
	return EXIT_YES;
}

static int sign(struct job *j, const char *const *v)
{
	struct authenticode *a;
	struct why why;
	int ret;

	if (!j->key.data)
		return EXIT_YES;
	a = authenticode_new(j->key.data, j->key.len, j->cert.data,
	    j->cert.len, &why);
	if (!a) {
		warn("%s, %s: %s", v[SIGNKEY], v[SIGNCERT], why.text);
		return EXIT_NO;
	}
	ret = authenticode_sign(a, &j->pe, &j->len, &why);
	authenticode_free(a);
	if (!ret)
		return EXIT_YES;
	warn("sign: %s", why.text);
	return EXIT_UNKNOWN;
}

static void free_job(struct job *j)
{
	free(j->kernel.data);
	free(j->initramfs.data);
	free(j->stub.data);
	free(j->osrelease.data);
	free(j->sbat.data);
	free(j->cert.data);
	if (j->key.data)
		explicit_bzero(j->key.data, j->key.len);
	free(j->key.data);
	free(j->pe);
}

static int make(const char *const *v, const char *iso, const char *uki)
{
	struct job j;
	int status;

	memset(&j, 0, sizeof(j));
	status = read_inputs(&j, v);
	if (status == EXIT_YES)
		status = build(&j, v);
	if (status == EXIT_YES)
		status = sign(&j, v);
	if (status == EXIT_YES && uki)
		status = uki_write_pe(uki, j.pe, j.len);
	if (status == EXIT_YES && iso)
		status = uki_write_iso(iso, j.pe, j.len);
	free_job(&j);
	return status;
}

static int create(const char *const *v)
{
	static const char *const suffixes[] = { ".iso", ".uki", NULL };
	const char *const in[] = { v[KERNEL], v[INITRAMFS], v[STUB_FILE],
		v[OSRELEASE], v[SBAT], v[SIGNCERT], v[SIGNKEY] };
	bool want_iso, want_uki;
	char *iso = NULL, *uki = NULL;
	int status = check_values(v);

	if (status != EXIT_YES)
		return status;
	if (formats(v[FORMAT], &want_iso, &want_uki))
		return flags_usage(USAGE);
	if (want_iso)
		iso = uki_name(v[OUT], suffixes, ".iso");
	if (want_uki)
		uki = uki_name(v[OUT], suffixes, ".uki");
	if ((iso && uki_may_write(iso, v[FORCE] != NULL)) ||
	    (iso && inputs_kept(iso, in, sizeof(in) / sizeof(in[0]))) ||
	    (uki && inputs_kept(uki, in, sizeof(in) / sizeof(in[0]))))
		status = EXIT_NO;
	else
		status = make(v, iso, uki);
	free(iso);
	free(uki);
	return status;
}

int uki_create(int argc, char **argv)
{
	const char *v[NFLAGS];
	struct why why;
	char *cmdline;
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!given(v[KERNEL]) || !given(v[INITRAMFS]) || !given(v[OUT])) {
		warn("-kernel is needed, and -initramfs and -out may not be "
		     "empty");
		return flags_usage(USAGE);
	}
	v[CMDLINE] = cmdline = os_cmdline(v[CMDLINE], &why);
	if (!cmdline) {
		warn("-cmdline %s", why.text);
		return why_status(&why);
	}
	status = create(v);
	free(cmdline);
	return status;
}
