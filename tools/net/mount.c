/* SPDX-License-Identifier: BSD-2-Clause */
#include "mount.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "err.h"

struct fs {
	const char *type, *path;
	unsigned long flags;
	const char *options;
};

/*
 * /run holds the name server list, the firewall's lock and nothing else: a
 * megabyte and a hundred files keep a runaway from eating the server's RAM.
 * /proc hides other users' processes. /sys has nothing a role may write.
 */
static const struct fs standard[] = {
    {"proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2"},
    {"sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, ""},
    {"devtmpfs", "/dev", MS_NOSUID | MS_NOEXEC, "mode=0755"},
    {"tmpfs", "/run", MS_NOSUID | MS_NODEV | MS_NOEXEC,
     "mode=0755,size=1m,nr_inodes=100"},
};

static const struct fs pts = {"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC,
			      "mode=0600,ptmxmode=0000"};

static void mount_one(const struct fs *fs)
{
	/* EBUSY: it is there already, as /dev with CONFIG_DEVTMPFS_MOUNT. */
	if (mount(fs->type, fs->path, fs->type, fs->flags, fs->options) &&
	    errno != EBUSY)
		warn("mount %s on %s:", fs->type, fs->path);
}

void mount_all(bool debug)
{
	size_t i;

	for (i = 0; i < sizeof(standard) / sizeof(*standard); i++)
		mount_one(&standard[i]);
	if (!debug)
		return;
	if (mkdir("/dev/pts", 0755) && errno != EEXIST)
		warn("create /dev/pts:");
	mount_one(&pts);
}

void mount_seal(void)
{
	/* A bind remount, too: it holds where the file system's does not. */
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL))
		warn("remount / read-only:");
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL))
		warn("seal /:");
}
