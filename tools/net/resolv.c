/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolv.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/stat.h>

int resolv_write(const char *path, const struct addr *dns, size_t count,
		 const char *interface)
{
	char tmp[64], text[INET6_ADDRSTRLEN];
	size_t i;
	FILE *f;

	snprintf(tmp, sizeof(tmp), "%s.new", path);
	f = fopen(tmp, "we");
	if (!f)
		return -1;
	for (i = 0; i < count; i++) {
		bool scoped = interface && addr_is_linklocal(&dns[i]);

		if (inet_ntop(dns[i].family, dns[i].bytes, text, sizeof(text)))
			fprintf(f, "nameserver %s%s%s\n", text,
				scoped ? "%" : "", scoped ? interface : "");
	}
	if (ferror(f)) {
		fclose(f);
		return -1;
	}
	if (fclose(f) || chmod(tmp, 0644))
		return -1;
	return rename(tmp, path);
}
