/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/copy.c tools/manifest/check.c tools/manifest/output.c tools/manifest/refs.c tools/manifest/manifest_json.c tools/manifest/sbom_json.c
// libs: -ljansson -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/manifest/build.h"
#include "../../tools/manifest/refs.h"
#include "messages.h"
#include "scratch.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define T "0123456789abcdef0123456789abcdef01234567"

static struct step steps[] = {
	{ .name = "init", .key = B, .in_image = true },
	{ .name = "m_sl+", .key = A, .version = "1+b", .file = "m.tgz",
	  .size = 5000000000, .sha256 = A, .in_image = true },
	{ .name = "unused", .key = A, .version = "1", .file = "u.tgz",
	  .size = 1, .sha256 = A, .url = "https://h/u.tgz" },
	{ .name = "zlib", .key = B, .version = "1.3", .file = "z.tgz",
	  .size = 10, .sha256 = B, .url = "https://h/z+1.tgz",
	  .license = "Zlib", .in_image = true },
};

static struct builder_package packages[] = {
	{ .name = "gcc-12", .version = "12.2+deb12u1",
	  .path = "pool/main/g/gcc-12/gcc-12_12.2_amd64.deb", .sha256 = A,
	  .size = 1, .tool = true },
	{ .name = "make", .version = "1:4.3", .path = "p/make_4.3_all.deb",
	  .sha256 = B, .size = 2 },
};

static struct output outputs[] = { { "vpn.zip", 77, A } };

static const struct build build = {
	.image = "vpn",
	.flavour = "production",
	.version = "9+T",
	.tree = T,
	.epoch = 1795392000,
	.steps = { steps, 4 },
	.builder = { packages, 2 },
	.output = outputs,
	.outputs = 1,
};

static char *text(json_t *j)
{
	char *s;

	assert_non_null(j);
	s = json_dumps(j, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_decref(j);
	return s;
}

static void the_manifest_holds_every_input_and_output(void **state)
{
	char *s = text(manifest_json(&build));

	(void)state;
	assert_string_equal(s, "{\"schema\":\"mayfly/manifest/1\","
	    "\"image\":\"vpn\",\"flavour\":\"production\",\"version\":\"9+T\","
	    "\"source_date_epoch\":1795392000,\"tree\":\"" T "\",\"inputs\":{"
	    "\"sources\":["
	    "{\"name\":\"m_sl+\",\"version\":\"1+b\",\"file\":\"m.tgz\","
	    "\"size\":5000000000,\"sha256\":\"" A "\",\"url\":null,"
	    "\"license\":null},"
	    "{\"name\":\"unused\",\"version\":\"1\",\"file\":\"u.tgz\","
	    "\"size\":1,\"sha256\":\"" A "\",\"url\":\"https://h/u.tgz\","
	    "\"license\":null},"
	    "{\"name\":\"zlib\",\"version\":\"1.3\",\"file\":\"z.tgz\","
	    "\"size\":10,\"sha256\":\"" B "\",\"url\":\"https://h/z+1.tgz\","
	    "\"license\":\"Zlib\"}],"
	    "\"builder\":["
	    "{\"name\":\"gcc-12\",\"version\":\"12.2+deb12u1\","
	    "\"sha256\":\"" A "\"},"
	    "{\"name\":\"make\",\"version\":\"1:4.3\",\"sha256\":\"" B "\"}],"
	    "\"steps\":["
	    "{\"name\":\"init\",\"key\":\"" B "\"},"
	    "{\"name\":\"m_sl+\",\"key\":\"" A "\"},"
	    "{\"name\":\"unused\",\"key\":\"" A "\"},"
	    "{\"name\":\"zlib\",\"key\":\"" B "\"}]},"
	    "\"outputs\":["
	    "{\"name\":\"vpn.zip\",\"size\":77,\"sha256\":\"" A "\"}]}");
	free(s);
}

static const char *member(json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s ? s : "(none)";
}

static void the_sbom_has_what_spdx_requires(void **state)
{
	json_t *j = sbom_json(&build), *info;

	(void)state;
	assert_string_equal(member(j, "spdxVersion"), "SPDX-2.3");
	assert_string_equal(member(j, "dataLicense"), "CC0-1.0");
	assert_string_equal(member(j, "SPDXID"), "SPDXRef-DOCUMENT");
	assert_string_equal(member(j, "name"), "mayfly-vpn-production");
	info = json_object_get(j, "creationInfo");
	assert_string_equal(member(info, "created"), "2026-11-23T00:00:00Z");
	assert_string_equal(json_string_value(json_array_get(
	    json_object_get(info, "creators"), 0)), "Tool: mayfly-manifest");
	assert_memory_equal(member(j, "documentNamespace"),
	    "https://spdx.org/spdxdocs/mayfly-vpn-production-", 48);
	assert_int_equal(strlen(member(j, "documentNamespace")), 48 + 64);
	json_decref(j);
}

static void the_sbom_packages_are_those_of_the_image(void **state)
{
	static const struct {
		const char *id, *version, *url, *file, *sha256, *license, *purl;
	} want[] = {
		{ "SPDXRef-image-vpn", "9+T", "NOASSERTION", "vpn.zip", A,
		  "NOASSERTION", NULL },
		{ "SPDXRef-step-init", "9+T", "NOASSERTION", "(none)", NULL,
		  "BSD-2-Clause", NULL },
		{ "SPDXRef-step-m.5f.sl.2b.", "1+b", "NOASSERTION", "m.tgz", A,
		  "NOASSERTION", "pkg:generic/m_sl%2B@1%2Bb?checksum=sha256:" A },
		{ "SPDXRef-step-zlib", "1.3", "https://h/z+1.tgz", "z.tgz", B,
		  "Zlib", "pkg:generic/zlib@1.3?checksum=sha256:" B
		  "&download_url=https://h/z%2B1.tgz" },
		{ "SPDXRef-builder-gcc-12", "12.2+deb12u1", "NOASSERTION",
		  "gcc-12_12.2_amd64.deb", A, "NOASSERTION",
		  "pkg:deb/debian/gcc-12@12.2%2Bdeb12u1?arch=amd64" },
	};
	json_t *j = sbom_json(&build);
	json_t *list = json_object_get(j, "packages");
	size_t i;

	(void)state;
	assert_int_equal(json_array_size(list), 5);
	for (i = 0; i < 5; i++) {
		json_t *p = json_array_get(list, i);
		json_t *sum = json_array_get(json_object_get(p, "checksums"), 0);
		json_t *ref = json_array_get(
		    json_object_get(p, "externalRefs"), 0);

		assert_string_equal(member(p, "SPDXID"), want[i].id);
		assert_string_equal(member(p, "versionInfo"), want[i].version);
		assert_string_equal(member(p, "downloadLocation"), want[i].url);
		assert_string_equal(member(p, "packageFileName"), want[i].file);
		assert_string_equal(member(p, "licenseDeclared"),
		    want[i].license);
		assert_string_equal(member(p, "licenseConcluded"),
		    want[i].license);
		assert_true(json_is_false(json_object_get(p, "filesAnalyzed")));
		assert_string_equal(member(sum, "checksumValue"),
		    want[i].sha256 ? want[i].sha256 : "(none)");
		assert_string_equal(member(ref, "referenceLocator"),
		    want[i].purl ? want[i].purl : "(none)");
	}
	json_decref(j);
}

static void the_sbom_relates_them(void **state)
{
	json_t *j = sbom_json(&build);
	char *s = json_dumps(json_object_get(j, "relationships"),
	    JSON_COMPACT | JSON_PRESERVE_ORDER);

	(void)state;
#define REL(a, t, b) "{\"spdxElementId\":\"SPDXRef-" a "\"," \
	"\"relationshipType\":\"" t "\",\"relatedSpdxElement\":\"SPDXRef-" b "\"}"
	assert_string_equal(s, "["
	    REL("DOCUMENT", "DESCRIBES", "image-vpn") ","
	    REL("image-vpn", "CONTAINS", "step-init") ","
	    REL("image-vpn", "CONTAINS", "step-m.5f.sl.2b.") ","
	    REL("image-vpn", "CONTAINS", "step-zlib") ","
	    REL("builder-gcc-12", "BUILD_TOOL_OF", "image-vpn") "]");
	free(s);
	json_decref(j);
}

static void the_name_space_follows_the_contents(void **state)
{
	struct build other = build;
	json_t *a = sbom_json(&build), *b = sbom_json(&build), *c;

	(void)state;
	other.epoch++;
	c = sbom_json(&other);
	assert_string_equal(member(a, "documentNamespace"),
	    member(b, "documentNamespace"));
	assert_string_not_equal(member(a, "documentNamespace"),
	    member(c, "documentNamespace"));
	json_decref(a);
	json_decref(b);
	json_decref(c);
}

static void cpe_names_are_the_databases(void **state)
{
	struct step s = { .name = "linux", .version = "7.1.13" };
	char *cpe = cpe_step(&s);

	(void)state;
	assert_string_equal(cpe,
	    "cpe:2.3:o:linux:linux_kernel:7.1.13:*:*:*:*:*:*:*");
	free(cpe);
	s.name = "musl";
	s.version = "1.2~rc1+x";
	cpe = cpe_step(&s);
	assert_string_equal(cpe,
	    "cpe:2.3:a:musl-libc:musl:1.2\\~rc1\\+x:*:*:*:*:*:*:*");
	free(cpe);
	s.name = "init";
	assert_null(cpe_step(&s));
	s.name = "linux";
	s.version = NULL;
	assert_null(cpe_step(&s));
}

static void outputs_are_hashed_and_sorted(void **state)
{
	char *paths[] = { "z", "d/a" };
	struct output *o;

	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	put("z", "abc");
	put("d/a", "");
	assert_int_equal(outputs_read(paths, 2, &o), EXIT_YES);
	assert_string_equal(o[0].name, "a");
	assert_int_equal(o[0].size, 0);
	assert_string_equal(o[0].sha256, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_string_equal(o[1].name, "z");
	assert_int_equal(o[1].size, 3);
	assert_string_equal(o[1].sha256, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	free(o);
}

static void bad_outputs_are_refused(void **state)
{
	char *twice[] = { "z", "d/z" };
	struct output *many, o;

	(void)state;
	forget_messages();
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkfifo("p", 0600), 0);
	put("z", "abc");
	put("d/z", "abc");
	put("a b", "abc");
	assert_int_equal(outputs_read(twice, 2, &many), EXIT_NO);
	free(many);
	assert_int_equal(output_read("d", &o), EXIT_NO);
	assert_int_equal(output_read("p", &o), EXIT_NO);
	assert_int_equal(output_read("d/", &o), EXIT_NO);
	assert_int_equal(output_read("a b", &o), EXIT_NO);
	assert_int_equal(output_read("gone", &o), EXIT_UNKNOWN);
	assert_string_equal(messages, "two outputs are called z\n"
	    "d: not a regular file\n"
	    "p: not a regular file\n"
	    "d/: a file name of letters, digits and ._+- is needed\n"
	    "a b: a file name of letters, digits and ._+- is needed\n"
	    "open gone: No such file or directory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manifest_holds_every_input_and_output),
		cmocka_unit_test(the_sbom_has_what_spdx_requires),
		cmocka_unit_test(the_sbom_packages_are_those_of_the_image),
		cmocka_unit_test(the_sbom_relates_them),
		cmocka_unit_test(the_name_space_follows_the_contents),
		cmocka_unit_test(cpe_names_are_the_databases),
		scratch_test(outputs_are_hashed_and_sorted),
		scratch_test(bad_outputs_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
