#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Whatever way this machine's apt gets Debian's packages, recipes/mirror and
# recipes/fetch go it, too: lists of mirrors, proxies, passwords. No password shows.
. tests/lib.sh
need apt-get curl nginx openssl flock setpriv unshare

port=$(tests/http/port)
here=http://127.0.0.1:$port
mkdir -p "$T/lists/partial" "$T/parts" "$T/apt/archives/partial" "$T/auth" "$T/bin" "$T/cache" "$T/nginx" "$T/web/debian/pool"
seq 1 2000 >"$T/web/debian/pool/good.tar"
mkdir -p "$T/web/closed/debian"
cp -R "$T/web/debian/pool" "$T/web/closed/debian/"
size=$(wc -c <"$T/web/debian/pool/good.tar")
sum=$(sha256sum <"$T/web/debian/pool/good.tar" | cut -d ' ' -f 1)

# The web server is also the proxy: whatever host a request names, it serves.
printf 'me:%s\n' "$(openssl passwd -apr1 's3:cr/e@t')" >"$T/nginx/users"
cat >"$T/nginx/conf" <<CONF
pid $T/nginx/pid; error_log $T/nginx/error; daemon on; worker_processes 1;
events {}
http {
	log_format asked '\$request|\$http_host|\$remote_user|\$http_proxy_authorization';
	access_log $T/nginx/asked asked;
	client_body_temp_path $T/nginx/b; proxy_temp_path $T/nginx/p; fastcgi_temp_path $T/nginx/f;
	uwsgi_temp_path $T/nginx/u; scgi_temp_path $T/nginx/s;
	server {
		listen 127.0.0.1:$port;
		root $T/web;
		if (\$http_host = wants.invalid) { set \$want "\$http_proxy_authorization"; }
		location /closed { auth_basic x; auth_basic_user_file $T/nginx/users; }
		location /strict { return 407; }
	}
}
CONF
chmod 755 "$T" "$T/nginx" && chmod 644 "$T/nginx/users"
nginx -e "$T/nginx/error" -c "$T/nginx/conf" 2>/dev/null
# nginx removes its pid file at its end, which must not be while $T is removed.
at_exit()
{
	kill "$(cat "$T/nginx/pid")"
	for _ in $(seq 50); do test -e "$T/nginx/pid" || break; sleep 0.1; done
}

# apt_is LINE...: this machine's apt is so configured, and has no lists.
apt_is()
{
	cat >"$T/apt.conf" <<-CONF
	Dir::State::lists "$T/lists"; Dir::Cache "$T/apt"; APT::Sandbox::User "root";
	Dir::Etc::sourcelist "$T/one.list"; Dir::Etc::sourceparts "$T/parts";
	Dir::Etc::netrc "$T/auth.conf"; Dir::Etc::netrcparts "$T/auth";
	CONF
	printf '%s\n' "$@" >>"$T/apt.conf"
}
# sources URI...: in deb822 form.
sources()
{
	: >"$T/one.list"
	printf 'Types: deb\nURIs: %s\nSuites: bookworm bookworm-updates\nComponents: main\n' "$*" >"$T/parts/a.sources"
}
apt() { env -u DEBIAN_MIRROR -u http_proxy -u https_proxy -u HTTPS_PROXY -u all_proxy -u ALL_PROXY -u no_proxy -u NO_PROXY APT_CONFIG="$T/apt.conf" "$@"; }
mirrors() { apt recipes/mirror --all | paste -sd ' ' -; }
fetch()
{
	rm -rf "$T/cache"
	apt env -u SOURCES -u O CACHE="$T/cache" "$@" recipes/fetch good.tar "$size" "$sum" pool/good.tar
}
asked() { grep -qF "$1" "$T/nginx/asked"; }

apt_is ''
sources http://one.invalid/debian/
test_is 'deb822 before the first apt-get update' http://one.invalid/debian "$(mirrors)"
rm "$T/parts/a.sources"
echo "deb [arch=amd64 signed-by=/x.gpg] http://one.invalid/debian bookworm main contrib" >"$T/one.list"
test_is 'one-line style with options' http://one.invalid/debian "$(mirrors)"
cat >"$T/one.list" <<-LIST
	deb http://third.invalid/apt bookworm main
	deb http://security.invalid/debian-security bookworm-security main
	deb http://ubuntu.invalid/ubuntu noble main
	deb http://one.invalid/debian bookworm main
LIST
test_is "Debian's own comes first, another distribution's and security's not at all" \
	'http://one.invalid/debian http://third.invalid/apt' "$(mirrors)"
test_is 'and is what is used where one will do' http://one.invalid/debian "$(apt recipes/mirror)"
# He may not be able to look into the checkout.
cp -R recipes "$T/recipes"
chmod -R a+rX "$T" "$T/parts" "$T/recipes"
test_is 'the same as an ordinary user' http://one.invalid/debian \
	"$(apt setpriv --reuid=65534 --regid=65534 --clear-groups "$T/recipes/mirror")"

printf '# mirrors\n\nhttp://late.invalid/debian\nhttp://two.invalid/debian/\tpriority:2 arch:amd64 arch:all\nhttp://first.invalid/debian\tpriority:1\nhttp://arm.invalid/debian\tarch:arm64 priority:1\nhttp://index.invalid/debian\ttype:index\nmirror+file:%s\nftp://f.invalid/debian\n' "$T/list" >"$T/list"
all='http://first.invalid/debian http://two.invalid/debian http://late.invalid/debian'
sources "mirror+file:$T/list"
test_is 'a list of mirrors, by priority, without those for others' "$all" "$(mirrors)"
sources "mirror+file://$T/list"
test_is 'the same with two more slashes, as on cloud images' "$all" "$(mirrors)"
gzip -kn "$T/list"
sources "mirror+file:$T/list.gz"
test_is 'compressed' "$all" "$(mirrors)"
printf 'http://net.invalid/debian\nfile:%s/web/debian\n' "$T" >"$T/web/list"
for form in "mirror:${here#http:}" "mirror+$here"; do
	sources "$form/list"
	test_is "from the network, ${form%%:*}, and not to files of this machine" http://net.invalid/debian "$(mirrors)"
done
sources "tor+http://onion.invalid/debian cdrom://[disc]/ copy:$T/copy s3://x.invalid/debian file:$T/none file:$T/web/debian http://one.invalid/debian"
test_is 'what curl cannot be asked for is passed over' "file://$T/web/debian http://one.invalid/debian" "$(mirrors)"
sources tor+http://onion.invalid/debian "mirror+file:$T/none"
test_exit 3 'nothing that can be used: exit 3' apt recipes/mirror
test_ok 'which names what there is, and DEBIAN_MIRROR' said 'tor+http://onion.invalid.*DEBIAN_MIRROR='
test_exit 3 'and fetch says so, too' fetch
test_ok 'with the way out' said 'DEBIAN_MIRROR='
sources http://127.0.0.1:9/debian "$here/debian"
test_ok 'a mirror that is down is no end: the next is asked' fetch
without_apt()
{
	for p in env sh sed awk sort cut paste dirname cat grep tail; do ln -sf "$(command -v $p)" "$T/bin/"; done
	apt env PATH="$T/bin" recipes/mirror
}
test_exit 3 'without apt: exit 3' without_apt
test_ok 'and what to say' said 'no Debian mirror.*DEBIAN_MIRROR='
with_apt_gone() { DEBIAN_MIRROR=http://one.invalid/debian/ PATH="$T/bin" recipes/mirror; }
test_ok 'or with that said, no apt is needed' with_apt_gone

# Proxies that only apt knows.
apt_is "Acquire::http::Proxy \"$here\";"
sources http://debian.invalid/debian
test_ok "apt's proxy is used for its mirror" fetch
apt_is "Acquire::http::Proxy::debian.invalid \"$here/\";" 'Acquire::http::Proxy "http://127.0.0.1:9";'
test_ok "one for a host alone comes before the general one" fetch
apt_is "Acquire::http::Proxy \"$here\";" 'Acquire::http::Proxy::debian.invalid "DIRECT";'
test_exit 3 'DIRECT means none' fetch
test_ok 'and a name that is not known is called so' said 'curl: (6)' 'a name is not known here\|has no network' 'http_proxy=' 'DEBIAN_MIRROR='
printf '#!/bin/sh\ncase $1 in http://debian.invalid/*) echo "%s" ;; *) echo DIRECT ;; esac\n' "$here" >"$T/detect"
chmod +x "$T/detect"
apt_is "Acquire::http::Proxy-Auto-Detect \"$T/detect\";"
test_ok "apt's own detection of a proxy" fetch
apt_is 'Acquire::http::Proxy "http://127.0.0.1:9";'
test_ok "the environment's proxy comes before apt's" fetch http_proxy="$here"
apt_is "Acquire::http::Proxy \"http://proxyuser:pr%6Fxypass@127.0.0.1:$port\";"
test_ok 'a proxy with a password' fetch
test_ok 'gets it' asked "Basic $(printf 'proxyuser:proxypass' | base64)"
apt_is "Acquire::http::Proxy \"$here\";"
sources http://debian.invalid/strict
test_exit 3 'a proxy that wants one' fetch
test_ok 'is called so' said 'the proxy wants a user and a password: http_proxy='

# Passwords, and a curl that writes down what ps would show.
mkdir "$T/ps"
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>%s/args\nexec %s "$@"\n' "$T" "$(command -v curl)" >"$T/ps/curl"
chmod +x "$T/ps/curl"
secrets() { grep -e 's3' -e 'cr/e' -e 'cr%2' -e wrong "$T/args" "$T/.last" "$T/.said" 2>/dev/null; }
quiet()
{
	cat "$T/.last" >>"$T/.said"
	test -s "$T/args"
	! secrets
}
apt_is ''
sources "http://me:s3%3Acr%2Fe%40t@127.0.0.1:$port/closed/debian"
test_ok "a password in the sources' URI" fetch PATH="$T/ps:$PATH"
test_ok 'is nowhere to be seen' quiet
test_is 'also not in what recipes/mirror prints' "$here/closed/debian" "$(mirrors)"
test_is 'for one' "$here/closed/debian" "$(apt recipes/mirror)"
sources "$here/closed/debian"
test_exit 3 'without one' fetch PATH="$T/ps:$PATH"
test_ok 'what is wanted is said' said 'error: 401' 'wants a user and a password.*DEBIAN_MIRROR=http://user:password@'
printf '# for the mirror\nmachine 127.0.0.1\n login not\npassword for-http\nmachine http://127.0.0.1:%s/closed login me\n\tpassword s3:cr/e@t\n' "$port" >"$T/auth.conf"
chmod 600 "$T/auth.conf"
test_ok 'a password in auth.conf' fetch PATH="$T/ps:$PATH"
test_ok 'is nowhere to be seen' quiet
mv "$T/auth.conf" "$T/auth/mine.conf"
test_ok 'or in auth.conf.d' fetch
sed -i 's,http://,,' "$T/auth/mine.conf"
test_exit 3 'but not over http, if it does not say http' fetch
rm "$T/auth/mine.conf"
in_env() { fetch PATH="$T/ps:$PATH" DEBIAN_MIRROR="http://me:$1@127.0.0.1:$port/closed/debian"; }
test_ok 'a password in DEBIAN_MIRROR' in_env 's3%3Acr%2Fe%40t'
test_ok 'is nowhere to be seen' quiet
for wrong in wrong 's3:cr@e' 's3cr/e@t'; do
	test_exit 3 "a wrong one ($wrong) fails" in_env "$wrong"
	test_ok 'and is not printed either' quiet
done
for shape in me:s3@host ftp://me:s3@host/debian http://me:s3/x@host/debian; do
	test_exit 3 "DEBIAN_MIRROR=$shape is refused" env DEBIAN_MIRROR="$shape" recipes/mirror
	test_ok 'not printed' quiet
done
test_is 'a filter takes passwords out of any text' "a http://***@h/x 'http://***@h' ***@h:1 http://h:80/p x:y m@h" \
	"$(echo "a http://u:p@h/x 'http://u:p/@q@h' u:p@h:1 http://h:80/p x:y m@h" | recipes/public)"
url_in_place() { CACHE=$T/cache recipes/fetch none 1 "$sum" "http://me:s3@127.0.0.1:9/x"; }
test_exit 3 'a place with a password' url_in_place
test_ok 'is printed without' said '\*\*\*@127.0.0.1:9/x'
test_ok 'and only so' quiet
release() { reproducibility/fetch-release "http://me:s3cret@127.0.0.1:$port/rel" "$T/rel"; }
test_exit 3 'a release behind a password' release
test_ok 'likewise' said 'could not tell: http://\*\*\*@127.0.0.1'
test_ok 'only so' quiet
found() { DEBIAN_MIRROR="http://me:s3@127.0.0.1:9/d" tools/bump/find-source recipes/zlib 9.9; }
test_exit 3 'bump and a mirror with a password that is down' found
test_ok 'says which' said '127.0.0.1:9/d: could not be asked'
test_ok 'not with what password' quiet
if [ "$(id -u)" -eq 0 ]; then
	# What debootstrap would do with its arguments, by wget as it does.
	printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>%s/args\nfor mirror; do :; done\nwget -O "$4/good.tar" "$mirror/pool/good.tar"\n' "$T" >"$T/ps/debootstrap"
	sed -i 's,^wget,mkdir -p "$4"; &,' "$T/ps/debootstrap"
	chmod +x "$T/ps/debootstrap"
	host()
	{
		rm -rf "$T/hosts"
		apt env PATH="$T/ps:$PATH" "$@" reproducibility/debian-host trixie "$T/hosts"
		cat "$T"/hosts/host/trixie.log
		cmp "$T/hosts/host/trixie/good.tar" "$T/web/debian/pool/good.tar"
	}
	test_ok 'another Debian in a folder, from a mirror with a password' host DEBIAN_MIRROR="http://me:s3%3Acr%2Fe%40t@127.0.0.1:$port/closed/debian"
	test_ok 'which is nowhere to be seen' quiet
	apt_is "Acquire::http::Proxy \"$here\";"
	sources http://debian.invalid/debian
	test_ok "or by apt's proxy" host
fi
upstream() { UPSTREAM="http://me:s3@127.0.0.1:9/k" UPSTREAM_KEYRING=/dev/null DEBIAN_MIRROR="file://$T/web" tools/bump/find-source kernel 9.9; }
test_exit 3 'bump and upstream with a password' upstream
test_ok 'not with what password' quiet
test_ok 'a password is found where there is one' sh -c "echo s3 >'$T/.last'; grep -q s3 '$T/.last'"
test_done
