#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Settings that a server would refuse do not become a package: tools/image/check with
# the programs and the kernel of the image, on planted faults; and once by make.
. tests/lib.sh
. tests/toy.sh
need bwrap jq
need_file "$O/plan.tsv" "$O/tools/pack" "$O/tools/stmgr"
builder=$(cd "$O/cache/builder/$(cat recipes/builder.lock recipes/builder | sha256sum | cut -d ' ' -f 1)" && pwd -P)
sed '/^#/d' configs/images/vpn/cmdline | sed 's/[[:blank:]]*#.*//' | tr -s '[:space:]' ' ' >"$T/good"

# linux FILTER: the kernel, of whose vmlinux FILTER takes a part. All strings that
# could be names are as good as the whole, and it takes no second to look at them.
linux()
{
	mkdir -p "$T/linux"
	step_key=$(awk -F '\t' '$1 == "linux" {print $2}' "$O/plan.tsv")
	cp "$O/cache/step/linux-$step_key/config" "$T/linux/"
	for part in vmlinux bzImage; do
		"$1" <"$O/cache/step/linux-$step_key/$part" >"$T/linux/$part"
	done
}
names()
{
	tr '\0' '\n' | grep -aE '[A-Za-z0-9_.-]=?$' | sort -u | tr '\n' '\0'
}

# fresh: the files of the image as they are in the repository, with its lists.
fresh()
{
	rm -rf "$T/repo"
	mkdir -p "$T/repo/tools"
	cp -R rootfs "$T/repo/"
	cp -R tools/image "$T/repo/tools/"
	cp "$T/good" "$T/line"
	: >"$T/more.list"
}

# check: as the image's step runs it. The programs are those that make put into the cache.
check()
{
	set --
	for step in iptables init wgd wgfetch upgrade sntp busybox; do
		step_key=$(awk -F '\t' -v n=$step '$1 == n {print $2}' "$O/plan.tsv")
		set -- "$@" -D "$step=$(cd "$O/cache/step/$step-$step_key" && pwd -P)"
	done
	"$O/tools/pack" -l -D "skeleton=$T/repo/rootfs/skeleton" "$@" "$T/repo/rootfs/base.list" \
		"$T/repo/rootfs/vpn.list" "$T/more.list" >"$T/listing"
	set -- "$@" -D "linux=$T/linux"
	for pair; do
		case $pair in
		-D) set -- "$@" --ro-bind ;;
		*) set -- "$@" "${pair#*=}" "/build/dep/${pair%%=*}" ;;
		esac
		shift
	done
	bwrap --unshare-all --ro-bind "$builder" / --proc /proc --dev /dev --tmpfs /tmp --tmpfs /build \
		--bind "$T" /build/test "$@" --setenv REPO /build/test/repo --die-with-parent \
		sh /build/test/repo/tools/image/check configs/images/vpn /build/test/line /build/test/listing
}

# refused TEXT REGEX: what is planted now.
refused()
{
	test_exit 1 "$1: refused" check
	test_ok 'with the place and the reason' said "$2"
	fresh
}

# option TEXT REGEX WORD...: put at the end of the command line.
option()
{
	option_text=$1 option_what=$2
	shift 2
	echo "$(cat "$T/good") $*" >"$T/line"
	refused "$option_text" "configs/images/vpn/cmdline.*$option_what"
}

# instead TEXT REGEX SED: of the command line.
instead()
{
	sed "$3" "$T/good" >"$T/line"
	refused "$1" "configs/images/vpn/cmdline.*$2"
}

# file TEXT REGEX FILE SED: of the skeleton's etc.
file()
{
	sed -i "$4" "$T/repo/rootfs/skeleton/etc/$3"
	refused "$1" "$2"
}

# add PATH: one more file of the image, from standard input.
add()
{
	mkdir -p "$T/repo/rootfs/skeleton/$(dirname "$1")"
	cat >"$T/repo/rootfs/skeleton/$1"
	dirname "/$1" | grep -xF -e /etc/iptables -e /etc || echo "/$(dirname "$1") dir 0755 0 0" >>"$T/more.list"
	echo "/$1 file 0644 0 0 skeleton:$1" >>"$T/more.list"
	sort -u -o "$T/more.list" "$T/more.list"
} >/dev/null

# taken TEXT
taken()
{
	test_ok "$1: taken" check
	fresh
}

warned()
{
	said '^check: configs/images/vpn: wgd: warning: the URL of the lists has a user or a password'
	! said Secret99 >/dev/null
}

key=$(head -c 32 /dev/urandom | base64)
linux cat
fresh
taken 'the settings of the repository'
linux names
taken 'the same, with the names alone of the kernel'
echo "$(cat "$T/good") ip=192.0.2.9::192.0.2.1:24:host1:eth0:none nameserver=192.0.2.53 nameserver=[2001:db8::53] bond=bond0:eth1,eth2:mode=802.3ad,lacp_rate=fast vlan=bond0.5:bond0 ip=bond0.5:dhcp wg.peer=$key,10.64.0.7/32 nosmt mitigations=auto init_on_alloc=1 page-alloc.shuffle=0 nokaslr sysctl.vm.swappiness=10 -- what=ever" >"$T/line"
taken 'a static address, a VLAN on a bond, a peer, options of the kernel'
echo "wg.address=10.64.0.1/24 upgrade=http://192.0.2.1/stable/os.json upgrade.number=7 upgrade.poll=60" >"$T/line"
"$O/tools/stmgr" keygen certificate -isCA -loglevel warn -certOut "$T/root.pem" -keyOut "$T/root.key"
add etc/trust_policy/ospkg_signing_root.pem <"$T/root.pem"
echo '{"ospkg_signature_threshold": 1, "ospkg_fetch_method": "network"}' | add etc/trust_policy/trust_policy.json
taken 'upgrades with a trust policy'
add etc/peers/ca.pem <"$T/root.pem"
echo x >"$T/text"
"$O/tools/stmgr" note sign -key "$T/root.key" -name test -in "$T/text" -out "$T/note" | add etc/peers/signer
echo "$(cat "$T/good") wg.peers=https://server7:Secret99@lists.example/peers" >"$T/line"
test_ok 'lists with a password in the package: taken' check
test_ok 'with a warning, and without the password' warned
fresh
sed -i '/^-A INPUT -i lo/a -A INPUT -p tcp -m multiport --dports 22,80 -m limit --limit 3/s -j REJECT' "$T/repo/rootfs/skeleton/etc/iptables/rules.v4"
taken 'a rule of one'\''s own'

## The command line
option 'an option of wgd that is none' 'wgd: kernel command line: wg.prot=443: there is no such option' wg.prot=443
option 'a port that is none' 'init: wg.port= is not a port number from 1 to 65535' wg.port=99999
option 'a port of letters' 'wg.port=' wg.port=x
option 'a port twice' 'init: wg.port=: 53 stands there twice' wg.port=51820,53,123,53
option 'nine ports' 'init: wg.port=: 9 is one too many' wg.port=1,2,3,4,5,6,7,8,9
option 'the port of the DHCP client' 'wg.port=: 68 is the port' wg.port=51820,68
option 'an MTU without IPv6' 'wgd: .*wg.mtu=1000: not a number, or out of range' wg.mtu=1000
option 'an address that is none' 'init: ip=203.0.113.900::203.0.113.1:24::eth0:none ignored: ' \
	ip=203.0.113.900::203.0.113.1:24::eth0:none
option 'a method that is none' 'init: ip=dhpc ignored' ip=dhpc
option 'a name server that is none' 'init: nameserver=x ignored: it is no address' nameserver=x
option 'a name server in brackets that is none' 'init: nameserver=.192.0.2.53. ignored: it is no address' 'nameserver=[192.0.2.53]'
option 'what dracut has, and an image not' 'init: rd.route is ignored: there is no such option' rd.route=192.0.2.0/24:192.0.2.1
option 'a field of ip= that is of no use' 'init: ip=.* taken, but not all of it: NTP server "192.0.2.3"' ip=192.0.2.9::192.0.2.1:24::eth0:none:::192.0.2.3
option 'a VLAN without a number' 'init: vlan=lan:eth0 ignored: the name does not end with a number' vlan=lan:eth0
option 'a bond of no mode' 'init: bond=.* ignored: the mode is none of' bond=bond0:eth0,eth1:mode=lacp
option 'a misspelt VLAN' 'init: vlna is ignored: it is no option; is vlan= meant' vlna=vlan5:eth0
option 'an address for half a bond' 'init: an ip= for a card that bond= has, too' bond=bond0:eth0,eth1:mode=1 ip=eth0:dhcp
option 'half a key' 'wgd: kernel command line: wg.peer=.*the key is not 32 bytes' wg.peer=abc=,10.64.0.7/32
option 'a network with host bits' 'wgd: .*bits behind its length' "wg.peer=$key,10.64.0.7/24"
option 'a peer of half the internet' 'wgd: .*a network shorter than /8' "wg.peer=$key,0.0.0.0/1,128.0.0.0/1"
option 'a peer of the uplink' 'wgd: wg.peer=: a peer has 192.0.2.1/32, which is not in' ip=192.0.2.7::192.0.2.1:24::eth0:none "wg.peer=$key,192.0.2.1/32"
option 'an uplink in the tunnel' 'init: ip=.* ignored: the address is the tunnel' ip=10.64.0.7::192.0.2.1:24::eth0:none
option 'a router in what is allowed' 'init: ip=.* ignored: the gateway is the tunnel' ip=192.0.2.7::192.0.2.1:24::eth0:none wg.allow=192.0.2.0/30
option 'a name server in the tunnel' 'init: nameserver=10.64.0.1 ignored: it is the tunnel' nameserver=10.64.0.1
instead 'no address in the tunnel' 'wgd: .*wg.address=ADDRESS/LENGTH is missing' 's/wg.address=[^ ]*//'
instead 'an address without length' 'wgd: .*wg.address=10.64.0.1: not' 's/wg.address=[^ ]*/wg.address=10.64.0.1/'
option 'a list without https' 'wgd: .*wg.peers=http://h/l: not an https URL' wg.peers=http://h/l
option 'a list without signer' 'wgd: read /etc/peers/signer' wg.peers=https://h/l
option 'upgrades without a policy' 'upgrade: no upgrades: /etc/trust_policy' upgrade=http://h/os.json
option 'an NTP server that is none' 'sntp: ntp=: a/b is no name and no address' ntp=a/b
option 'an interval that is none' 'upgrade: .*upgrade.poll= is a number' upgrade=http://h/os.json upgrade.poll=0
option 'a misspelt option of upgrades' 'upgrade.pol: neither Mayfly nor the kernel' upgrade.pol=60
instead 'a misspelt option of the kernel' 'lockdonw: neither Mayfly nor the kernel has such an option' 's/lockdown=/lockdonw=/'
instead 'another' 'init_on_fre: neither' 's/init_on_free/init_on_fre/'
option 'a setting that is none' 'sysctl.: swapiness: the kernel has no such setting' sysctl.vm.swapiness=10
option 'names of all files' '[*]: neither Mayfly' '"*"'
instead 'one of a module' 'bonding.max_bond: neither' 's/bonding.max_bonds/bonding.max_bond/'
option 'a misspelt option of ours without a dot' 'nameservr: neither' nameservr=192.0.2.1
option 'ours in capitals' 'WG.port: neither' WG.port=443

## The packet filter
v4=iptables/rules.v4
file 'a target that is none' "etc/iptables/rules.v4.*find target .ACCEPTT" $v4 '/^-A INPUT -i lo/a -A INPUT -p tcp -j ACCEPTT'
file 'a line behind COMMIT' "etc/iptables/rules.v4.*line $(($(wc -l <rootfs/skeleton/etc/$v4) + 1)) failed" $v4 '$a -A INPUT -p tcp --dport 22 -j ACCEPT'
file 'no COMMIT' 'etc/iptables/rules.v4.*COMMIT expected' $v4 '$d'
file 'a table that is none' "etc/iptables/rules.v4.*initialize table 'filtr'" $v4 's/^\*filter/*filtr/'
file 'a table that the kernel has not' "initialize table 'security'" $v4 's/^\*mangle/*security/'
file 'a chain that is none' "etc/iptables/rules.v4.*line $(($(grep -n '^-A INPUT -i lo' rootfs/skeleton/etc/$v4 | cut -d : -f 1) + 1)) failed" $v4 '/^-A INPUT -i lo/a -A INPUTT -j ACCEPT'
file 'a policy that is none' 'Bad policy name' $v4 's/^:FORWARD DROP/:FORWARD DRP/'
file 'a match that the kernel has not' 'match recent: the kernel does not take it in table filter' $v4 '/^-A INPUT -i lo/a -A INPUT -m recent --name x --set -j ACCEPT'
file 'a target of another table' 'target MASQUERADE: the kernel does not take it in table filter' $v4 '/^-A INPUT -i lo/a -A INPUT -j MASQUERADE'
file 'a port that is none' 'invalid port' $v4 '/^-A INPUT -i lo/a -A INPUT -p tcp --dport 70000 -j ACCEPT'
file 'an address that is none' '10.0.0.300' $v4 '/^-A INPUT -i lo/a -A INPUT -s 10.0.0.300 -j ACCEPT'
file 'a mark that init does not fill' '"@" in it is not part of @wg.port@' $v4 's/--dport @wg.ports@/--dport @wg.prot@/'
file 'IPv4 in the rules for IPv6' 'etc/iptables/rules.v6' iptables/rules.v6 '/^-A INPUT -i lo/a -A INPUT -s 10.0.0.1 -j ACCEPT'
file 'no rules' 'init: open /etc/iptables/rules.v6' ../../vpn.list '/rules.v6/d'

## The other files
file 'a setting without a value' 'init: etc/sysctl.conf:[0-9]*: not a setting' sysctl.conf '$a net.ipv4.ip_forward'
file 'a setting that the kernel has not' 'etc/sysctl.conf: ip_forwrad: the kernel has no such setting' sysctl.conf 's/ip_forward /ip_forwrad /'
file 'a role whose program is not there' '/etc/role:1: the image has no such program' role.vpn 's,^/bin/wgd$,/bin/wdg,'
file 'a setting that need not be there' 'etc/sysctl.conf: nosuch: the kernel has no such' sysctl.conf '$a -net.ipv4.nosuch=1'
file 'a role without a path' '/etc/role:1: no program with its whole path' role.vpn '1s,.*,wgd,'
file 'a seventh program' '/etc/role:7: there is no such place' role.vpn '$a /bin/wgd\n/bin/wgd'
file 'a host name that is none' 'init: /etc/hostname: my_fly! is no host name' hostname 's/.*/my_fly!/'
printf '[Interface]\nListenPort = 443\n[Peer]\nPublicKey = %s\nAllowedIPs = 10.64.0.7/32\n' "$key" | add etc/wireguard/wg0.conf
refused 'a wg0.conf for another port' 'wgd: .*wg0.conf: ListenPort = 443'
printf '[Peer]\nPublicKey = %s\nAllowedIP = 10.64.0.7/32\n' "$key" | add etc/wireguard/wg0.conf
refused 'a wg0.conf with a misspelt line' 'wgd: .*wg0.conf: line 3 is unknown'
echo https://h/l | add etc/peers/url
echo nonsense | add etc/peers/signer
refused 'a signer that is none' 'wgd: /etc/peers/signer'
echo https://h/l | add etc/peers/url
echo nonsense | add etc/peers/ca.pem
refused 'roots that are none' 'etc/peers/ca.pem: no certificate'

## By make
toy_checkout "$T/copy"
sed -i 's/^wg.port=51820/wg.prot=443/' "$T/copy/configs/images/vpn/cmdline"
test_exit 2 'make image with a misspelt option' toy_make "$T/copy" O="$T/copy/out" image
test_ok 'names image, file, option and reason' said 'configs/images/vpn/cmdline.*wgd: .*wg.prot=443: there is no such option' \
	'mend these settings'
cp configs/images/vpn/cmdline "$T/copy/configs/images/vpn/"
echo debug.list >>"$T/copy/configs/images/vpn/lists"
echo busybox-debug >>"$T/copy/configs/images/vpn/deps"
test_exit 2 'a shell in production' toy_make "$T/copy" O="$T/copy/out" image
test_ok 'is of the debug flavour' said 'configs/images/vpn: lists: /etc/debug starts a shell on the console'
cp configs/images/vpn/deps configs/images/vpn/lists "$T/copy/configs/images/vpn/"
: >"$T/copy/configs/images/vpn/lists.debug"
test_exit 2 'a debug image without one' toy_make "$T/copy" O="$T/copy/out" image DEBUG=1
test_ok 'would be production' said 'configs/images/vpn: lists.debug: /etc/debug is not in it'
echo '# nothing' >"$T/copy/configs/images/vpn/cmdline"
test_exit 2 'an empty command line' toy_make "$T/copy" O="$T/copy/out" image
test_ok 'is refused' said 'cmdline: has no option in it'
for gone in cmdline lists budget deps; do
	cp configs/images/vpn/* "$T/copy/configs/images/vpn/"
	rm "$T/copy/configs/images/vpn/$gone"
	test_exit 2 "no $gone" toy_make "$T/copy" O="$T/copy/out" image
	test_ok 'is named' said "configs/images/vpn/$gone is missing"
done
for gone in cmdline.debug lists.debug deps.debug; do
	cp configs/images/vpn/* "$T/copy/configs/images/vpn/"
	rm "$T/copy/configs/images/vpn/$gone"
	test_exit 2 "no $gone" toy_make "$T/copy" O="$T/copy/out" image DEBUG=1
	test_ok 'is named' said "configs/images/vpn/$gone is missing"
done
cp configs/images/vpn/* "$T/copy/configs/images/vpn/"

# planned TEXT REGEX FILE SED: a mistake in a step's files.
planned()
{
	cp "$3" "$T/kept"
	sed -i "$4" "$T/copy/$3"
	test_exit 2 "$1" toy_make "$T/copy" O="$T/copy/out" image
	test_ok 'is named' said "plan: $2"
	cp "$T/kept" "$T/copy/$3"
}
planned 'a version that the source contradicts' 'recipes/zlib/version: says 1.3.9, but the source' recipes/zlib/version 's/1.3.2/1.3.9/'
planned 'an empty licence' 'recipes/zlib/license: wants an SPDX' recipes/zlib/license d
planned 'a misspelt input' 'tools/wgd/inputs: there is nothing called tools/net/clok.h' tools/wgd/inputs s/clock.h/clok.h/
rm "$T/copy/recipes/zlib/license"
test_exit 2 'no licence' toy_make "$T/copy" O="$T/copy/out" image
test_ok 'is named' said 'plan: recipes/zlib/license is missing'
test_done
