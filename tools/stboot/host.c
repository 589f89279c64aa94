/* SPDX-License-Identifier: BSD-2-Clause */
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../ospkg/child.h"
#include "../st/efivar.h"
#include "err.h"
#include "netcfg.h"

#define FILE_PATH "/etc/host_configuration.json"
#define EFI_FIRMWARE "/sys/firmware/efi"
#define EFI_DIR EFI_FIRMWARE "/efivars"
#define EFI_PATH EFI_DIR "/STHostConfig-" ST_GUID
#define PROVISION "provision.zip"

enum { PARSE_TIME = 10000, PARSE_MEMORY = 64 << 20 };

/* What the child gets: the text, and where the answer goes. */
struct parse_job {
	const unsigned char *text;
	size_t len;
	bool efi;
	int out;
};

static void say(void *arg, const char *text)
{
	(void)arg;
	warn("host configuration: warning: %s", text);
}

static void say_url(void *arg, const char *text)
{
	(void)arg;
	warn("host configuration: %s", text);
}

/* Where parse() put them; whatever was written there, it is inside. */
static int find_urls(struct host *h)
{
	size_t at = 0;

	if (h->urls > HOSTCONFIG_URLS)
		return -1;
	h->text[sizeof(h->text) - 1] = '\0';
	for (size_t i = 0; i < h->urls; i++) {
		if (at >= sizeof(h->text))
			return -1;
		h->url[i] = h->text + at;
		at += strlen(h->text + at) + 1;
	}
	return 0;
}

static int parse(const void *arg)
{
	static struct hostconfig conf;
	static struct host host;
	const struct parse_job *job = arg;
	struct efivar var = {.data = job->text, .len = job->len};
	struct why why;

	if ((job->efi && efivar_parse(job->text, job->len, &var, &why)) ||
	    hostconfig_parse(var.data, var.len, &conf, &why)) {
		warn("host configuration: %s", why.text);
		return why_status(&why);
	}
	if (strlen(conf.pointer) >= sizeof(host.pointer)) {
		warn("host configuration: ospkg_pointer is longer than %d "
		     "bytes", POINTER_MAX - 1);
		return EXIT_NO;
	}
	hostconfig_warnings(&conf, say, NULL);
	host.urls = hostconfig_urls(&conf, host.text, say_url, NULL);
	if (host.urls == 0 && strstr(conf.pointer, "://"))
		return EXIT_NO;
	netconf_from_hostconfig(&conf, &host.net);
	memcpy(host.pointer, conf.pointer, strlen(conf.pointer) + 1);
	return write(job->out, &host, sizeof(host)) == sizeof(host)
	    ? EXIT_YES : EXIT_UNKNOWN;
}

/* Take the child's answer; whatever it wrote, arrays end where they must. */
static int take(int fd, struct host *out)
{
	size_t got = 0;
	ssize_t n;

	while (got < sizeof(*out) &&
	       (n = read(fd, (char *)out + got, sizeof(*out) - got)) > 0)
		got += (size_t)n;
	if (got != sizeof(*out) || out->net.ndns > NETCONF_DNS ||
	    out->net.nnics > NETCONF_NICS ||
	    !memchr(out->pointer, '\0', sizeof(out->pointer)) ||
	    find_urls(out) ||
	    !memchr(out->net.bond, '\0', sizeof(out->net.bond)))
		return -1;
	for (size_t i = 0; i < out->net.nnics; i++)
		out->net.nics[i].name[IFNAMSIZ - 1] = '\0';
	out->provision = false;
	return 0;
}

static int parse_apart(const unsigned char *text, size_t len, bool efi,
    struct host *out, struct why *why)
{
	struct child c = {.name = "reads the host configuration"};
	const struct sandbox_limits limits = {PARSE_MEMORY, 0};
	struct parse_job job = {.text = text, .len = len, .efi = efi};
	int p[2], bad;

	if (pipe2(p, O_CLOEXEC)) {
		why_set(why, "host configuration: %s", strerror(errno));
		return -1;
	}
	job.out = p[1];
	bad = child_start(&c, SANDBOX_CHECK, &limits, &p[1], 1, parse, &job);
	if (!bad) {
		child_wait(&c, clock_now() + PARSE_TIME);
		child_end(&c);
	}
	close(p[1]);
	if (bad || c.status != EXIT_YES || take(p[0], out)) {
		/* Only the child can refuse it; all else is not its fault. */
		why_set(why, !bad && c.status == EXIT_NO
		    ? "the host configuration is refused"
		    : "the host configuration could not be looked at: nothing "
		      "is known to be wrong with it");
		bad = -1;
	}
	close(p[0]);
	return bad;
}

/* Returns the length, -1: not there, -2: with the reason. */
static ssize_t read_all(const char *path, unsigned char *buf, size_t size,
    struct why *why)
{
	size_t got = 0;
	ssize_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return -1;
	while (fd >= 0 && got < size &&
	       (n = read(fd, buf + got, size - got)) > 0)
		got += (size_t)n;
	if (fd < 0 || n < 0) {
		why_set(why, "%s: %s", path, strerror(errno));
	} else if (got == size) {
		why_set(why, "%s: larger than 64 KiB", path);
		n = -1;
	}
	if (fd >= 0)
		close(fd);
	return fd < 0 || n < 0 ? -2 : (ssize_t)got;
}

/*
 * As read_all(). That there are no EFI variables means no configuration; that
 * they cannot be looked at does not. Read-only: nothing is ever written there.
 */
static ssize_t read_efi(unsigned char *buf, size_t size, struct why *why)
{
	ssize_t len;
	bool mounted = !mount("efivarfs", EFI_DIR, "efivarfs", MS_RDONLY |
	    MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);

	if (!mounted && errno != EBUSY && errno != ENODEV &&
	    errno != ENOENT && errno != EOPNOTSUPP) {
		why_set(why, EFI_DIR ": mount efivarfs: %s", strerror(errno));
		return -2;
	}
	/* Its kernel may have a variable, and it is this one that has no eyes. */
	if (!mounted && errno == ENODEV && !access(EFI_FIRMWARE, F_OK))
		warn("this kernel lacks CONFIG_EFIVAR_FS: an EFI variable "
		     "STHostConfig would not be seen");
	len = read_all(EFI_PATH, buf, size, why);
	if (mounted)
		umount(EFI_DIR);
	return len;
}

static int provision(struct host *out)
{
	*out = (struct host){.provision = true, .net.mode = NET_DHCP};
	snprintf(out->pointer, sizeof(out->pointer), PROVISION);
	warn("no host configuration: provisioning");
	return 0;
}

int host_find(struct host *out, struct why *why)
{
	static unsigned char text[HOSTCONFIG_MAX + 1];
	bool efi = false;
	ssize_t len = read_all(FILE_PATH, text, sizeof(text), why);
	int ret;

	if (len == -1) {
		efi = true;
		len = read_efi(text, sizeof(text), why);
	}
	if (len == -2)
		return -1;
	if (len == -1)
		return provision(out);
	ret = parse_apart(text, (size_t)len, efi, out, why);
	explicit_bzero(text, sizeof(text));
	if (!ret) {
		out->provision = !strcmp(out->pointer, PROVISION);
		warn("host configuration: %s", efi ? "EFI variable STHostConfig"
						   : FILE_PATH);
	}
	return ret;
}
