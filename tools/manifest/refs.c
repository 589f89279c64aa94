/* SPDX-License-Identifier: BSD-2-Clause */
#include "refs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/*
 * Vendor and product are the database's, not ours, and cannot be derived from
 * the name. Steps not listed have no CPE name in the National Vulnerability
 * Database's dictionary, or are ours.
 */
static const struct {
	const char *step, *part_vendor_product;
} cpes[] = {
	{ "busybox", "a:busybox:busybox" },
	{ "busybox-debug", "a:busybox:busybox" },
	{ "curl", "a:haxx:curl" },
	{ "iptables", "a:netfilter:iptables" },
	{ "jansson", "a:jansson_project:jansson" },
	{ "libarchive", "a:libarchive:libarchive" },
	{ "libsodium", "a:libsodium:libsodium" },
	{ "linux", "o:linux:linux_kernel" },
	{ "linux-headers", "o:linux:linux_kernel" },
	{ "musl", "a:musl-libc:musl" },
	{ "nghttp2", "a:nghttp2:nghttp2" },
	{ "openssl", "a:openssl:openssl" },
	{ "unbound", "a:nlnetlabs:unbound" },
	{ "zlib", "a:zlib:zlib" },
	{ "zstd", "a:facebook:zstandard" },
};

static char *format(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

static char *format(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		die(EXIT_UNKNOWN, "malloc:");
	va_end(ap);
	return s;
}

/* Percent-encode all but letters, digits and "keep". */
static char *percent(const char *s, const char *keep)
{
	char *out = malloc(3 * strlen(s) + 1), *p = out;

	if (!out)
		die(EXIT_UNKNOWN, "malloc:");
	for (; *s; s++) {
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr(keep, *s))
			*p++ = *s;
		else
			p += sprintf(p, "%%%02X", (unsigned int)(unsigned char)*s);
	}
	*p = '\0';
	return out;
}

char *purl_step(const struct step *s)
{
	char *name = percent(s->name, ".-_");
	char *version = percent(s->version, ".-_~");
	/* A colon need not be encoded in a qualifier's value; all else is. */
	char *url = s->url ? percent(s->url, ".-_~:/") : NULL;
	char *purl = format("pkg:generic/%s@%s?checksum=sha256:%s%s%s", name,
	    version, s->sha256, url ? "&download_url=" : "", url ? url : "");

	free(name);
	free(version);
	free(url);
	return purl;
}

/* "pool/main/g/gcc-12/gcc-12_12.2.0-14_amd64.deb" gives "amd64". */
static char *architecture(const char *path)
{
	const char *from = strrchr(path, '_');
	size_t len = from ? strcspn(from + 1, ".") : 0;

	return from ? strndup(from + 1, len) : strdup("all");
}

char *purl_package(const struct builder_package *p)
{
	char *name = percent(p->name, ".-_");
	char *version = percent(p->version, ".-_~");
	char *arch = architecture(p->path);
	char *purl;

	if (!arch)
		die(EXIT_UNKNOWN, "malloc:");
	purl = format("pkg:deb/debian/%s@%s?arch=%s", name, version, arch);
	free(name);
	free(version);
	free(arch);
	return purl;
}

/* In a formatted CPE name all but letters, digits and ".-_" is quoted. */
static char *quote(const char *s)
{
	char *out = malloc(2 * strlen(s) + 1), *p = out;

	if (!out)
		die(EXIT_UNKNOWN, "malloc:");
	for (; *s; s++) {
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "abcdefghijklmnopqrstuvwxyz0123456789.-_", *s))
			*p++ = '\\';
		*p++ = *s;
	}
	*p = '\0';
	return out;
}

char *cpe_step(const struct step *s)
{
	char *version, *cpe;
	size_t i;

	for (i = 0; i < LEN(cpes); i++)
		if (!strcmp(cpes[i].step, s->name))
			break;
	if (i == LEN(cpes) || !s->version)
		return NULL;
	version = quote(s->version);
	cpe = format("cpe:2.3:%s:%s:*:*:*:*:*:*:*",
	    cpes[i].part_vendor_product, version);
	free(version);
	return cpe;
}
