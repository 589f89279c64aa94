/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/err.h"
#include "build.h"
#include "refs.h"

/* What the repository's LICENSE says of everything without another source. */
#define OWN_LICENSE "BSD-2-Clause"

/* Without memory there is no document, and nothing to tidy up but the heap. */
static json_t *need(json_t *j)
{
	if (!j)
		die(EXIT_UNKNOWN, "out of memory");
	return j;
}

static void append(json_t *list, json_t *item)
{
	if (json_array_append_new(list, need(item)))
		die(EXIT_UNKNOWN, "out of memory");
}

static void set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, need(value)))
		die(EXIT_UNKNOWN, "out of memory");
}

/*
 * "SPDXRef-KIND-NAME". An identifier has letters, digits, '.' and '-' only;
 * a '_' or '+' of the name becomes ".5f." or ".2b.". Static storage.
 */
static const char *id(const char *kind, const char *name)
{
	static char *buf;
	char *p;

	free(buf);
	buf = malloc(strlen(kind) + 4 * strlen(name) + sizeof("SPDXRef--"));
	if (!buf)
		die(EXIT_UNKNOWN, "malloc:");
	p = buf + sprintf(buf, "SPDXRef-%s-", kind);
	for (; *name; name++) {
		if (*name == '_' || *name == '+')
			p += sprintf(p, ".%02x.", (unsigned int)*name);
		else
			*p++ = *name;
	}
	*p = '\0';
	return buf;
}

static json_t *checksum(const char *sha256)
{
	return need(json_pack("[{s:s, s:s}]", "algorithm", "SHA256",
	    "checksumValue", sha256));
}

/* Takes locator, a string to free(), or NULL for "none". */
static void reference(json_t *package, const char *category, const char *type,
    char *locator)
{
	json_t *refs = json_object_get(package, "externalRefs");

	if (!locator)
		return;
	if (!refs) {
		refs = need(json_array());
		set(package, "externalRefs", refs);
	}
	append(refs, json_pack("{s:s, s:s, s:s}", "referenceCategory",
	    category, "referenceType", type, "referenceLocator", locator));
	free(locator);
}

/* What every package has; url and sha256 may be NULL. */
static json_t *package(const char *spdxid, const char *name,
    const char *version, const char *url, const char *file,
    const char *sha256, const char *license)
{
	json_t *p = need(json_pack("{s:s, s:s, s:s, s:s, s:b}", "SPDXID",
	    spdxid, "name", name, "versionInfo", version, "downloadLocation",
	    url ? url : "NOASSERTION", "filesAnalyzed", 0));

	if (file)
		set(p, "packageFileName", json_string(file));
	if (sha256)
		set(p, "checksums", checksum(sha256));
	set(p, "licenseConcluded", json_string(license));
	set(p, "licenseDeclared", json_string(license));
	set(p, "copyrightText", json_string("NOASSERTION"));
	return p;
}

static json_t *image_package(const struct build *b)
{
	const struct output *o = &b->output[0];
	json_t *p = package(id("image", b->image), b->image, b->version, NULL,
	    o->name, o->sha256, "NOASSERTION");

	set(p, "primaryPackagePurpose", json_string("ARCHIVE"));
	return p;
}

/* A step without a source is built from this repository alone. */
static json_t *step_package(const struct build *b, const struct step *s)
{
	const char *license = s->license;
	json_t *p;

	if (!license)
		license = s->file ? "NOASSERTION" : OWN_LICENSE;
	p = package(id("step", s->name), s->name,
	    s->version ? s->version : b->version, s->url, s->file, s->sha256,
	    license);
	set(p, "primaryPackagePurpose", json_string("SOURCE"));
	if (s->file) {
		reference(p, "PACKAGE-MANAGER", "purl", purl_step(s));
		reference(p, "SECURITY", "cpe23Type", cpe_step(s));
	}
	return p;
}

static json_t *tool_package(const struct builder_package *t)
{
	const char *slash = strrchr(t->path, '/');
	json_t *p = package(id("builder", t->name), t->name, t->version, NULL,
	    slash ? slash + 1 : t->path, t->sha256, "NOASSERTION");

	reference(p, "PACKAGE-MANAGER", "purl", purl_package(t));
	return p;
}

static json_t *packages(const struct build *b)
{
	json_t *list = need(json_array());
	size_t i;

	append(list, image_package(b));
	for (i = 0; i < b->steps.n; i++)
		if (b->steps.step[i].in_image)
			append(list, step_package(b, &b->steps.step[i]));
	for (i = 0; i < b->builder.n; i++)
		if (b->builder.package[i].tool)
			append(list, tool_package(&b->builder.package[i]));
	return list;
}

static json_t *relationship(const char *from, const char *type,
    const char *to)
{
	return json_pack("{s:s, s:s, s:s}", "spdxElementId", from,
	    "relationshipType", type, "relatedSpdxElement", to);
}

static json_t *relationships(const struct build *b)
{
	json_t *list = need(json_array());
	char *image = strdup(id("image", b->image));
	size_t i;

	if (!image)
		die(EXIT_UNKNOWN, "malloc:");
	append(list, relationship("SPDXRef-DOCUMENT", "DESCRIBES", image));
	for (i = 0; i < b->steps.n; i++) {
		const struct step *s = &b->steps.step[i];

		if (s->in_image)
			append(list, relationship(image, "CONTAINS",
			    id("step", s->name)));
	}
	for (i = 0; i < b->builder.n; i++) {
		const struct builder_package *t = &b->builder.package[i];

		if (t->tool)
			append(list, relationship(id("builder", t->name),
			    "BUILD_TOOL_OF", image));
	}
	free(image);
	return list;
}

static json_t *creation_info(uint32_t epoch)
{
	time_t t = (time_t)epoch;
	char when[sizeof("2106-02-07T06:28:15Z")];
	struct tm tm;

	if (!gmtime_r(&t, &tm) ||
	    strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		die(EXIT_UNKNOWN, "SOURCE_DATE_EPOCH is out of range");
	return need(json_pack("{s:s, s:[s]}", "created", when, "creators",
	    "Tool: mayfly-manifest"));
}

/*
 * The name space must be unique to the document: it holds the hash of all the
 * rest, so the same document always has the same one, and no other has it.
 */
static void set_namespace(json_t *doc, const struct build *b)
{
	char *text = json_dumps(doc, JSON_COMPACT | JSON_PRESERVE_ORDER);
	char hex[SHA256_HEX];

	if (!text)
		die(EXIT_UNKNOWN, "out of memory");
	sha256_hex(text, strlen(text), hex);
	free(text);
	set(doc, "documentNamespace",
	    json_sprintf("https://spdx.org/spdxdocs/mayfly-%s-%s-%s", b->image,
		b->flavour, hex));
}

json_t *sbom_json(const struct build *b)
{
	json_t *doc = need(json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o}",
	    "spdxVersion", "SPDX-2.3", "dataLicense", "CC0-1.0", "SPDXID",
	    "SPDXRef-DOCUMENT", "name",
	    need(json_sprintf("mayfly-%s-%s", b->image, b->flavour)),
	    "documentNamespace", "", "creationInfo", creation_info(b->epoch),
	    "packages", packages(b)));

	set(doc, "relationships", relationships(b));
	set_namespace(doc, b);
	return doc;
}
