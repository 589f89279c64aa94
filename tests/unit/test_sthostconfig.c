/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/addr.c tools/st/hostconfig.c tools/st/hostconfig_addr.c tools/st/hostconfig_nic.c tools/st/hostconfig_pointer.c tools/st/hostconfig_text.c tools/st/json.c tools/lib/mac.c tools/st/why.c tools/st/url_absolute.c
// libs: -ljansson
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "../../tools/st/hostconfig.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define DHCP "{\"network_mode\":\"dhcp\",\"ospkg_pointer\":\"p\""
#define STATIC "{\"network_mode\":\"static\",\"ospkg_pointer\":\"p\""
#define NIC "\"network_interfaces\":[{\"interface_name\":\"eth0\"," \
	    "\"mac_address\":\"52:54:00:12:34:56\"}]"

static void parse(const char *text, struct hostconfig *h)
{
	struct why why;

	if (hostconfig_parse(text, strlen(text), h, &why))
		fail_msg("%s: %s", text, why.text);
}

static void new_form(void **state)
{
	struct hostconfig h;
	char *text;

	(void)state;
	parse("{\"network_mode\":\"static\",\"host_ip\":\"2001:db8::2/64\","
	      "\"gateway\":\"fe80::1\",\"dns\":[\"10.0.2.3\",\"2001:db8::1\"],"
	      "\"bonding_mode\":\"802.3ad\",\"bond_name\":\"bond0\"," NIC ","
	      "\"ospkg_pointer\":\"https://u:p@h/a.json, http://h/b.json\"}",
	    &h);
	assert_int_equal(h.mode, NETWORK_STATIC);
	assert_int_equal(h.host_ip.len, 64);
	assert_int_equal(h.gateway.family, AF_INET6);
	assert_int_equal(h.ndns, 2);
	assert_int_equal(h.bonding, BONDING_8023AD);
	assert_string_equal(h.bond_name, "bond0");
	assert_int_equal(h.nnics, 1);
	assert_string_equal(h.nic[0].name, "eth0");
	assert_memory_equal(h.nic[0].mac, "\x52\x54\x00\x12\x34\x56", 6);
	assert_int_equal(h.nurls, 2);
	assert_string_equal(h.url[0], "https://u:p@h/a.json");
	assert_string_equal(h.url[1], "http://h/b.json");
	hostconfig_free(&h);
	parse(DHCP ",\"host_ip\":null,\"dns\":[],\"bonding_mode\":\"\"}", &h);
	text = hostconfig_text(&h);
	assert_string_equal(text, "{\n  \"network_mode\": \"dhcp\",\n"
				  "  \"host_ip\": null,\n"
				  "  \"gateway\": null,\n  \"dns\": null,\n"
				  "  \"network_interfaces\": null,\n"
				  "  \"ospkg_pointer\": \"p\",\n"
				  "  \"bonding_mode\": null,\n"
				  "  \"bond_name\": null,\n"
				  "  \"description\": null\n}");
	free(text);
	hostconfig_free(&h);
}

static void old_form(void **state)
{
	struct hostconfig h;

	(void)state;
	parse("{\"network_mode\":\"dhcp\",\"dns\":\"9.9.9.9\",\"version\":1,"
	      "\"network_interface\":\"52-54-00-12-34-56\",\"bonding\":false,"
	      "\"provisioning_urls\":[\"http://a/\",\"http://b/\"]}", &h);
	assert_string_equal(h.pointer, "http://a/,http://b/");
	assert_int_equal(h.nurls, 2);
	assert_int_equal(h.ndns, 1);
	assert_int_equal(h.nnics, 1);
	assert_true(h.nic[0].has_mac);
	assert_string_equal(h.nic[0].name, "");
	hostconfig_free(&h);
	parse(DHCP ",\"network_interface\":\"52-54-00-12-34-56\","
		   "\"network_interfaces\":[\"eth2\",\"eth3\"],\"bonding\":true,"
		   "\"bonding_mode\":\"balance-rr\",\"bond_name\":\"b\"}", &h);
	assert_int_equal(h.nnics, 2);
	assert_false(h.nic[1].has_mac);
	assert_string_equal(h.nic[1].name, "eth3");
	hostconfig_free(&h);
}

static void refuses(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "[]", "not a JSON object" },
		{ "{\"ospkg_pointer\":\"p\"}", "network_mode is missing" },
		{ "{\"network_mode\":\"DHCP\",\"ospkg_pointer\":\"p\"}",
		  "network_mode is DHCP" },
		{ "{\"network_mode\":\"dhcp\"}", "ospkg_pointer is missing" },
		{ "{\"network_mode\":\"dhcp\",\"ospkg_pointer\":\"\"}",
		  "ospkg_pointer is missing" },
		{ "{\"network_mode\":\"dhcp\",\"ospkg_pointer\":\"a,,b\"}",
		  "empty entry" },
		{ "{\"network_mode\":\"dhcp\",\"ospkg_pointer\":\"a\\nb\"}",
		  "control character" },
		{ "{\"network_mode\":\"dhcp\",\"provisioning_urls\":[1]}",
		  "provisioning_urls" },
		{ DHCP ",\"ospkg_pointer\":\"q\"}", "key twice" },
		{ STATIC "}", "needs host_ip and gateway" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/24\"}", "needs host_ip and" },
		{ STATIC ",\"host_ip\":\"10.0.0.2\"}", "no prefix length" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/33\"}", "not the address" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/0\"}", "not the address" },
		{ STATIC ",\"host_ip\":\"127.0.0.1/8\"}", "not the address" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/24\",\"gateway\":\"fe80::1\"}",
		  "another IP version" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/24\","
			 "\"gateway\":\"10.0.0.2\"}", "the host itself" },
		{ STATIC ",\"host_ip\":\"10.0.0.2/24\","
			 "\"gateway\":\"10.0.0.1/24\"}", "not the bare address" },
		{ DHCP ",\"host_ip\":\"\"}", "no prefix length" },
		{ DHCP ",\"dns\":[null]}", "dns has an entry that is not" },
		{ DHCP ",\"dns\":[\"h\"]}", "dns h is not" },
		{ DHCP ",\"dns\":{}}", "dns is not an array" },
		{ DHCP ",\"network_interfaces\":[]}", "has 0 entries" },
		{ DHCP ",\"network_interfaces\":[1]}", "not an object" },
		{ DHCP ",\"network_interfaces\":[\"a/b\"]}", "is not the name" },
		{ DHCP ",\"network_interfaces\":[\"a234567890123456\"]}",
		  "is not the name" },
		{ DHCP ",\"network_interfaces\":[{}]}", "without mac_address" },
		{ DHCP ",\"network_interface\":\"x\"}", "an Ethernet card" },
		{ DHCP ",\"bonding\":true}", "contradict" },
		{ DHCP ",\"bonding\":1}", "contradict" },
		{ DHCP ",\"bonding_mode\":\"x\"," NIC "}", "none that the" },
		{ DHCP ",\"bonding_mode\":\"broadcast\"," NIC "}",
		  "needs bond_name" },
		{ DHCP ",\"bonding_mode\":\"broadcast\",\"bond_name\":\"b\"}",
		  "needs network_interfaces" },
		{ DHCP ",\"description\":1}", "description is not a string" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		struct hostconfig h;
		struct why why = { 0 };

		if (!hostconfig_parse(bad[i].text, strlen(bad[i].text), &h,
			&why))
			fail_msg("taken: %s", bad[i].text);
		if (!strstr(why.text, bad[i].why))
			fail_msg("%s: %s", bad[i].text, why.text);
		assert_null(h.pointer);
	}
}

static void pointer_is_a_file(void **state)
{
	static const struct {
		const char *pointer, *name;
	} good[] = {
		{ "p", "p" }, { "p.zip", "p" }, { "p.json", "p" },
		{ "a.b.zip", "a.b" }, { "sub/my.zip", "sub/my" },
		{ "sub.d/my", "sub.d/my" }, { "a/b/c.zip", "a/b/c" },
		{ "a..b/..c.zip", "a..b/..c" }, { "./p.zip", "./p" },
		{ "a b,c.zip", "a b,c" }, { "httpd/p.zip", "httpd/p" },
		{ "10.0/p.zip", "10.0/p" },
	};
	static const struct {
		const char *pointer, *fault;
	} bad[] = {
		{ "../p.zip", "leads out" }, { "a/../../p.zip", "leads out" },
		{ "..", "leads out" }, { "a/..", "leads out" },
		{ "/etc/p.zip", "leads out" }, { "/ospkg/p.zip", "leads out" },
		{ "", "not the name" }, { ".zip", "not the name" },
		{ "sub/", "not the name" }, { "sub/.zip", "not the name" },
		{ "http://h/p.zip", "is a URL" },
		{ "10.0.2.2/ok/p.json", "neither a URL nor" },
		{ "https//h/p.json", "neither a URL nor" },
		{ "http;//h/p.json", "neither a URL nor" },
	};
	char name[HOSTCONFIG_FILE], text[HOSTCONFIG_FILE + 64];
	struct hostconfig h;
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		assert_null(hostconfig_file(good[i].pointer, name));
		assert_string_equal(name, good[i].name);
		snprintf(text, sizeof(text), "{\"network_mode\":\"dhcp\","
			 "\"ospkg_pointer\":\"%s\"}", good[i].pointer);
		parse(text, &h);
		hostconfig_free(&h);
	}
	for (i = 0; i < LEN(bad); i++) {
		const char *fault = hostconfig_file(bad[i].pointer, name);

		if (!fault || !strstr(fault, bad[i].fault))
			fail_msg("%s: %s", bad[i].pointer, fault);
		snprintf(text, sizeof(text), "{\"network_mode\":\"dhcp\","
			 "\"ospkg_pointer\":\"%s\"}", bad[i].pointer);
		/* What boot would refuse, the check refuses; a URL has its own. */
		if (bad[i].pointer[0] && !strstr(bad[i].pointer, "://"))
			assert_int_equal(hostconfig_parse(text, strlen(text),
			    &h, &why), -1);
	}
	memset(text, 'x', HOSTCONFIG_FILE);
	text[HOSTCONFIG_FILE] = '\0';
	assert_non_null(hostconfig_file(text, name));
	text[HOSTCONFIG_FILE - 1] = '\0';
	assert_null(hostconfig_file(text, name));
}

static char told[1024];

static void tell(void *arg, const char *text)
{
	assert_ptr_equal(arg, told);
	snprintf(told + strlen(told), sizeof(told) - strlen(told), "%.9s;",
	    text);
	assert_null(strstr(text, "hush"));
	if (strstr(text, "$"))
		strcat(told, strstr(text, "$AUTH") ? "$AUTH;" : "$ID;");
}

static const char *warnings(const char *text)
{
	struct hostconfig h;

	told[0] = '\0';
	parse(text, &h);
	hostconfig_warnings(&h, tell, told);
	hostconfig_free(&h);
	return told;
}

#define AT(pointer) "{\"network_mode\":\"dhcp\",\"ospkg_pointer\":\"" pointer "\""

static void warns_of_the_old(void **state)
{
	(void)state;
	assert_string_equal(warnings(DHCP "}"), "");
	assert_string_equal(warnings(AT("http://h/$ID/$AUTH.json") "}"),
	    "ospkg_poi;$ID;ospkg_poi;$AUTH;");
	/* Upstream replaced it wherever it stood; ${ID} never meant anything. */
	assert_string_equal(warnings(AT("http://h/$IDENTITY.json") "}"),
	    "ospkg_poi;$ID;");
	assert_string_equal(warnings(AT("http://h/${ID}/$id.json") "}"), "");
	assert_string_equal(warnings(AT("$ID.zip") "}"), "ospkg_poi;$ID;");
	assert_string_equal(warnings("{\"network_mode\":\"dhcp\","
	    "\"provisioning_urls\":[\"http://h/$AUTH\"]}"),
	    "ospkg_poi;$AUTH;");
	assert_string_equal(warnings(DHCP ",\"identity\":\"hush\","
	    "\"authentication\":\"hush\"}"), "identity ;authentic;");
	assert_string_equal(warnings(DHCP ",\"identity\":null,"
	    "\"authentication\":\"\"}"), "");
	/* They were passed over before, whatever they are. */
	assert_string_equal(warnings(DHCP ",\"identity\":7}"), "identity ;");
}

static void names_the_byte_order_mark(void **state)
{
	static const char text[] = "\xef\xbb\xbf" DHCP "}";
	struct hostconfig h;
	struct why why;

	(void)state;
	assert_int_equal(hostconfig_parse(text, strlen(text), &h, &why), -1);
	assert_non_null(strstr(why.text, "byte order mark"));
	assert_false(why.machine);
}

static void macs(void **state)
{
	static const char *const bad[] = { "", "52:54:00:12:34",
		"52:54:00:12:34:5", "52:54:00:12:34:567", "52:54-00:12:34:56",
		"525400123456", "52540.012.3456", "5254.0012.3456.7890",
		"02:00:5e:10:00:00:00:01", "00:00:00:00:00:00",
		"ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "0x:54:00:12:34:56",
		" 52:54:00:12:34:56", "52:54:00:12:34:56 " };
	static const char *const good[] = { "aC:1f:6b:00:2F:f2",
		"AC-1F-6B-00-2F-F2", "ac1f.6b00.2ff2" };
	unsigned char mac[MAC_BYTES];
	char text[MAC_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		if (mac_parse(bad[i], mac))
			fail_msg("taken: %s", bad[i]);
	for (i = 0; i < LEN(good); i++) {
		assert_true(mac_parse(good[i], mac));
		assert_string_equal(mac_text(mac, text), "ac:1f:6b:00:2f:f2");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_form),
		cmocka_unit_test(old_form),
		cmocka_unit_test(refuses),
		cmocka_unit_test(macs),
		cmocka_unit_test(pointer_is_a_file),
		cmocka_unit_test(warns_of_the_old),
		cmocka_unit_test(names_the_byte_order_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
