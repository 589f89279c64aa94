/* SPDX-License-Identifier: BSD-2-Clause */
/* stmgr: System Transparency's operator tool. See stmgr.1. */
#include "../lib/command.h"
#include "../lib/err.h"
#include "stmgr.h"

static const struct command commands[] = {
	{ "ospkg", "create", "make an OS package from kernel and initramfs",
	  ospkg_create },
	{ "ospkg", "sign", "sign an OS package", ospkg_sign },
	{ "ospkg", "sigsum", "add a Sigsum proof to an OS package",
	  ospkg_sigsum },
	{ "ospkg", "verify", "is an OS package signed by whom we trust?",
	  ospkg_verify_main },
	{ "keygen", "certificate", "make a signing key with its certificate, "
	  "or a root", keygen_certificate },
	{ "hostconfig", "check", "is a host configuration valid?",
	  hostconfig_check },
	{ "trustpolicy", "check", "is a trust policy valid?",
	  trustpolicy_check },
	{ "uki", "create", "make a unified kernel image, or a medium that "
	  "boots it", uki_create },
	{ "uki", "digest", "print the hash that Secure Boot knows a UKI by",
	  uki_digest },
	{ "uki", "to-iso", "make a boot medium from a UKI or EFI program",
	  uki_to_iso },
	{ "note", "sign", "sign a text, as a signed note", note_sign },
	{ "note", "verify", "is a note signed by that key?", note_verify_main },
	{ "note", "link", "sign a list of hashes, as an in-toto link",
	  note_link },
};

int main(int argc, char **argv)
{
	progname = "stmgr";
	command_main(commands, sizeof(commands) / sizeof(commands[0]), argc,
	    argv);
}
