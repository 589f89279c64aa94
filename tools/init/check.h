/* SPDX-License-Identifier: BSD-2-Clause */
/* An image's settings, looked at where it is built. */
#ifndef MAYFLY_INIT_CHECK_H
#define MAYFLY_INIT_CHECK_H

/*
 * Would init, in an image whose files are below the current folder, take the
 * command line in the file cmdline? Says each fault as at boot, and writes the
 * packet filter's rules, filled in, to rules.v4 and rules.v6 in the
 * folder out, for iptables-restore to judge, and the names of the options to
 * options. Nothing of this machine is asked or changed. Returns an exit status: EXIT_NO after a fault.
 */
int check(const char *cmdline, const char *out);

#endif
