# SPDX-License-Identifier: BSD-2-Clause
# Keys, signing and publishing; and the verb for those who connect to a server,
# which reads its variables from the environment, where make puts what is on its
# command line.

KEYS ?= keys## KEYS=dir: where `make keys` puts them, a new or empty folder (not below out/, which `make clean` removes)
URL ?=## URL=url: for `make keys`, where hosts find packages: https://HOST/stable/os.json, several with commas

SERVER ?=## SERVER=key|file: for `make client-config`, the server's public key, a file with its console, or none (not yet booted)
ENDPOINT ?=## ENDPOINT=host: where the client reaches it, HOST or HOST:PORT (an IPv6 address in brackets)
ADDRESS ?=## ADDRESS=a,b: the client's addresses in the tunnel (default: the first that are not the server's)
WGADDRESS ?=## WGADDRESS=a/len,b/len: the server's wg.address=, if not that of the image
CLIENTKEY ?=## CLIENTKEY=file: the client's private key; made if it is not there (default: a new one, in the configuration only)
MTU ?=## MTU=bytes: of the tunnel, 1280 to 1500 (default: what the server's console says, else 1420); 1280 helps where pings pass and pages hang
DNS ?=## DNS=a,b: name servers that the client is to use
KEEPALIVE ?=## KEEPALIVE=seconds: send something that often, for a client behind NAT that is to be reached
OUT ?=## OUT=file: write the configuration there, readable by you alone, not to the terminal

STMGR = $(STEP_stmgr)/bin/stmgr
keys: $(STEP_stmgr) ## make a signing root, a signer's key and the folder for TRUST=; never over what is there
	@STMGR='$(STMGR)' tools/provision/keys '$(KEYS)' '$(URL)'

sign: $(STEP_image-$(FLAVOUR)) $(STEP_stmgr) ## sign the OS package with KEY= and CERT=, into out/signed; again with another key adds to it
	@STMGR='$(STMGR)' tools/provision/sign '$(STEP_image-$(FLAVOUR))' '$(O)' '$(FLAVOUR)' '$(KEY)' '$(CERT)' $(if $(DEBUG),debug)

publish: $(STEP_stmgr) | $(filter sign,$(GOALS)) ## put the signed package into the web root DEST=, if the policy TRUST= accepts it
	@STMGR='$(STMGR)' tools/provision/publish '$(O)/signed/$(FLAVOUR)' '$(DEST)' '$(TRUST)' '$(CHANNEL)' $(if $(DEBUG),debug)

rollback: $(STEP_stmgr) ## publish again what DEST= had before (TO= for a certain one); with KEY= and CERT= so that running servers go back, too
	@STMGR='$(STMGR)' tools/provision/rollback '$(DEST)' '$(TRUST)' '$(CHANNEL)' '$(TO)' '$(if $(DEBUG),debug)' '$(O)/signed/again-$(CHANNEL)' '$(KEY)' '$(CERT)'

THIS_MAKE := $(MAKE)# a line that says $(MAKE) runs with -n, too
demo: $(STEP_image-$(FLAVOUR)) $(STEP_stmgr) ## sign, serve, boot and verify on this machine; then the same with a tampered package
	@STMGR='$(STMGR)' MAKE='$(THIS_MAKE)' tests/demo/run '$(STEP_image-$(FLAVOUR))' '$(O)'

client-config: ## print the wg-quick configuration of a client of SERVER= at ENDPOINT=, and what the server needs for it
	@tools/provision/client-config '$(IMAGE)'
