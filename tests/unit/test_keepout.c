// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/tunnel.c tools/lib/mac.c tools/net/ifname.c tools/net/ipparam.c tools/net/odd.c tools/net/lease.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* What DHCP or ip= would give an uplink of the tunnel's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "../../tools/net/keepout.c"

static struct tunnel tunnel;
static char odd[LEASE_ODD]; /* what is said of it */
static const char *ip, *mask, *routes, *dns, *router;

static char *get(const char *name)
{
	return (char *)(!strcmp(name, "ip") ? ip : !strcmp(name, "mask") ? mask :
	    !strcmp(name, "lease") ? "3600" : !strcmp(name, "dns") ? dns :
	    !strcmp(name, "staticroutes") ? routes :
	    !strcmp(name, "router") ? router : NULL);
}

/* What is left of it, as text. */
static const char *left(const char *address, const char *length,
			const char *way, const char *servers)
{
	static char text[512];
	char one[PREFIX_TEXT];
	struct lease l;

	ip = address;
	mask = length;
	routes = way;
	dns = servers;
	text[0] = '\0';
	assert_null(lease_parse(get, &l));
	if (!keepout_lease(&l, &tunnel))
		return "refused";
	strcpy(odd, l.odd);
	for (size_t i = 0; i < l.route_count; i++)
		strcat(strcat(text, prefix_text(&l.route[i].dst, one)), " ");
	for (size_t i = 0; i < l.dns_count; i++) {
		struct prefix p = {l.dns[i], 32};

		strcat(strcat(text, prefix_text(&p, one)), " ");
	}
	return text;
}

static int setup(void **state)
{
	(void)state;
	tunnel_read("wg.address=10.64.0.1/24,fd6d::1/64 wg.allow=10.65.0.0/16",
		    &tunnel);
	return 0;
}

static void leases(void **state)
{
	(void)state;
	assert_string_equal(left("198.51.100.1", "24", "0.0.0.0/0 198.51.100.3 "
				 "10.64.0.2/32 198.51.100.3 10.65.0.0/17 "
				 "198.51.100.3", "198.51.100.3"),
			    "0.0.0.0/0 198.51.100.3/32 ");
	assert_non_null(strstr(odd, "10.64.0.2/32"));
	assert_non_null(strstr(odd, "10.65.0.0/17"));
	assert_string_equal(left("198.51.100.1", "24",
				 "0.0.0.0/0 10.64.0.9", "10.64.0.1 192.0.2.1"),
			    "192.0.2.1/32 ");
	assert_non_null(strstr(odd, "name server 10.64.0.1"));
	/* Around the tunnel it is no harm. */
	assert_string_equal(left("10.0.0.7", "8", "0.0.0.0/0 10.0.0.1 "
				 "10.64.0.0/16 10.0.0.1", NULL),
			    "0.0.0.0/0 10.64.0.0/16 ");
	assert_string_equal(odd, "");
	/* Nothing is left of the classless routes: then the router counts. */
	router = "10.65.0.1 198.51.100.3";
	assert_string_equal(left("198.51.100.1", "24",
				 "10.64.0.2/32 198.51.100.3", NULL), "");
	router = "198.51.100.3";
	assert_string_equal(left("198.51.100.1", "24",
				 "10.64.0.2/32 198.51.100.3", NULL),
			    "0.0.0.0/0 ");
	assert_non_null(strstr(odd, "10.64.0.2/32"));
	assert_string_equal(left("198.51.100.1", "24", "10.64.0.2/32 "
				 "198.51.100.3 192.0.2.0/24 198.51.100.3",
				 NULL), "192.0.2.0/24 ");
	router = NULL;
	/* Its own address is in it: of no use. */
	assert_string_equal(left("10.64.0.77", "24", NULL, NULL), "refused");
	assert_string_equal(left("10.64.0.1", "32", NULL, NULL), "refused");
	assert_string_equal(left("10.64.0.77", "8", NULL, NULL), "refused");
	assert_string_equal(left("10.65.3.4", "30", NULL, NULL), "refused");
	/* Without a tunnel all is as it was. */
	memset(&tunnel, 0, sizeof(tunnel));
	assert_string_equal(left("10.64.0.77", "24", "10.65.0.0/16 10.64.0.1",
				 NULL), "10.65.0.0/16 ");
	setup(NULL);
}

static const char *option(const char *text)
{
	struct ip_conf c;

	assert_null(ipparam_parse(text, &c));
	return keepout_option(&c, &tunnel);
}

static void options(void **state)
{
	(void)state;
	assert_null(option("dhcp"));
	assert_null(option("192.0.2.7::192.0.2.1:24::eth0:none:9.9.9.9"));
	assert_null(option("10.0.0.7::10.0.0.1:8::eth0:none"));
	assert_non_null(strstr(option("10.64.0.7::10.64.0.1:24::eth0:none"),
			       "address is the tunnel's"));
	assert_non_null(strstr(option("192.0.2.7::10.65.0.1:24::eth0:none"),
			       "gateway is the tunnel's"));
	assert_non_null(strstr(option("[fd6d::7]::[fe80::1]:64::eth0:none"),
			       "address is the tunnel's"));
	assert_non_null(strstr(option("192.0.2.7:::24::eth0:none:10.64.0.1"),
			       "name server is the tunnel's"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leases), cmocka_unit_test(options),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
