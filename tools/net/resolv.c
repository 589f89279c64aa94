/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolv.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "readfile.h"

enum { FILE_MAX = 4096 };

static const char key[] = "nameserver ";

const char *resolv_path(int family, const char *interface,
			char out[RESOLV_PATH])
{
	snprintf(out, RESOLV_PATH, RESOLV_DHCP_DIR "/resolv%d.%s",
		 family == AF_INET ? 4 : 6, interface);
	return out;
}

void resolv_add(struct resolv *list, const struct addr *a,
		const char *interface)
{
	for (size_t i = 0; i < list->count; i++)
		if (!memcmp(&list->server[i].addr, a, sizeof(*a)) &&
		    (!addr_is_linklocal(a) ||
		     !strcmp(list->server[i].interface, interface)))
			return;
	if (list->count == RESOLV_MAX)
		return;
	list->server[list->count].addr = *a;
	snprintf(list->server[list->count].interface, IFNAMSIZ, "%s",
		 interface);
	list->count++;
}

int resolv_write(const char *path, const struct resolv *list)
{
	char tmp[RESOLV_PATH + 16], text[INET6_ADDRSTRLEN];
	FILE *f;

	/* Of this process alone: an older one's may still be at work. */
	snprintf(tmp, sizeof(tmp), "%s.%d", path, (int)getpid());
	f = fopen(tmp, "we");
	if (!f)
		return -1;
	for (size_t i = 0; i < list->count; i++) {
		const struct addr *a = &list->server[i].addr;
		const char *scope = list->server[i].interface;

		if (a->family != AF_INET6 || !addr_is_linklocal(a))
			scope = "";
		if (inet_ntop(a->family, a->bytes, text, sizeof(text)))
			fprintf(f, "%s%s%s%s\n", key, text, *scope ? "%" : "",
				scope);
	}
	if (ferror(f)) {
		fclose(f);
		return -1;
	}
	if (fclose(f) || chmod(tmp, 0644))
		return -1;
	return rename(tmp, path);
}

size_t resolv_read(const char *path, struct addr *dns, size_t max)
{
	unsigned char *text;
	char *line, *save;
	size_t n = 0, len;

	if (readfile_at(AT_FDCWD, path, FILE_MAX, &text, &len))
		return 0;
	for (line = strtok_r((char *)text, "\n", &save); line && n < max;
	     line = strtok_r(NULL, "\n", &save)) {
		line[strcspn(line, "%")] = '\0'; /* who reads knows of which card */
		if (!strncmp(line, key, strlen(key)) &&
		    addr_parse(line + strlen(key), &dns[n]) &&
		    addr_is_host(&dns[n]))
			n++;
	}
	free(text);
	return n;
}
