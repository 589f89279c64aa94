/* SPDX-License-Identifier: BSD-2-Clause */
#include "../lib/err.h"
#include "../st/package.h"
#include "log.h"
#include "ospkg_files.h"

static int refuse(const struct ospkg_files *p, const struct why *why)
{
	warn("%s: %s", p->zip, why->text);
	return why_status(why);
}

int ospkg_archive(const struct ospkg_files *p, bool bootable)
{
	struct package_head kernel;
	struct package package;
	uint32_t line;
	struct why why;
	int status;

	if (package_open(&package, p->fd, p->size, &why))
		return refuse(p, &why);
	if (package_check(&package, &kernel, &why)) {
		status = refuse(p, &why);
	} else if (!package_kernel(&package, &kernel, &line, &why)) {
		status = EXIT_YES;
	} else if (bootable) {
		status = refuse(p, &why);
	} else {
		log_warning("%s: %s: stboot would refuse the package", p->zip,
		    why.text);
		status = EXIT_YES;
	}
	package_close(&package);
	return status;
}
