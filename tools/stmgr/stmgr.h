/* SPDX-License-Identifier: BSD-2-Clause */
/* The subcommands of stmgr. */
#ifndef STMGR_H
#define STMGR_H

/*
 * Each gets the words after its name and returns an exit status; it prints
 * its own messages and, for -h, its usage on stdout.
 */
int ospkg_create(int argc, char **argv);
int ospkg_sign(int argc, char **argv);
int ospkg_sigsum(int argc, char **argv);
int ospkg_verify_main(int argc, char **argv);
int keygen_certificate(int argc, char **argv);
int hostconfig_check(int argc, char **argv);
int trustpolicy_check(int argc, char **argv);
int uki_create(int argc, char **argv);
int uki_digest(int argc, char **argv);
int uki_to_iso(int argc, char **argv);
int note_sign(int argc, char **argv);
int note_verify_main(int argc, char **argv);
int note_link(int argc, char **argv);

#endif
