# shellcheck shell=bash disable=SC2034,SC2154 # used and set by the scripts
# Helpers for scripts with a real tor: checks in TAP, a tor, a deadline.
tests=0

ok() { tests=$((tests + 1)); echo "ok $tests - $1"; }

not_ok() {
	tests=$((tests + 1))
	echo "not ok $tests - $1"
	[ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/# /'
}

skip() { tests=$((tests + 1)); echo "ok $tests - $1 # SKIP $2"; }

done_testing() { echo "1..$tests"; }

# is NAME GOT WANT
is() {
	if [ "$2" = "$3" ]; then ok "$1"; else
		not_ok "$1" "got  $2"$'\n'"want $3"; fi
}

# like NAME GOT REGEX
like() {
	if [[ $2 =~ $3 ]]; then ok "$1"; else
		not_ok "$1" "got  $2"$'\n'"want $3"; fi
}

# unlike NAME GOT REGEX
unlike() {
	if [[ ! $2 =~ $3 ]]; then ok "$1"; else
		not_ok "$1" "got  $2"$'\n'"must not have $3"; fi
}

# run COMMAND...: sets $status, $out and $err.
run() {
	"$@" >"$TMPDIR/run.out" 2>"$TMPDIR/run.err" </dev/null
	status=$?
	out=$(<"$TMPDIR/run.out")
	err=$(<"$TMPDIR/run.err")
}

# until_true COMMAND...: repeats COMMAND until it succeeds, for a minute at
# most, since the machine may be busy. Only failures take a minute.
until_true() {
	local end=$((SECONDS + 60))
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.02
	done
}

has_line() { grep -q -- "$2" "$1" 2>/dev/null; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
is_empty() { [ -z "$(ls -A "$1")" ]; }

find_tor() {
	local PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin
	command -v tor
}

# start_tor NAME OPTION...: starts an offline tor in $TMPDIR/NAME. Sets $tor_pid
# to its process and $tor_dir to its directory. It exits with this script.
start_tor() {
	tor_dir=$TMPDIR/$1
	shift
	mkdir -m 700 "$tor_dir"
	cat >"$tor_dir/torrc" <<-END
		DisableNetwork 1
		DataDirectory $tor_dir/data
		ControlSocket $tor_dir/control
		SocksPort 0
		GeoIPFile
		GeoIPv6File
		__OwningControllerProcess $$
		Log notice stdout
	END
	"$tor" -f "$tor_dir/torrc" --defaults-torrc "$tor_dir/none" "$@" \
		>"$tor_dir/log" 2>&1 </dev/null &
	tor_pid=$!
	started+=("$tor_pid")
	until_true has_line "$tor_dir/log" 'Opened Control listener connection' ||
		{ cat "$tor_dir/log"; echo 'Bail out! tor does not start'; exit 1; }
}
started=()
end_tors() {
	[ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null
	wait
}
trap end_tors EXIT
