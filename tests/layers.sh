#!/usr/bin/env bash
# Checks the rooms of src/: what they include and, if they are built, what they
# link; TAP on stdout. Then tests each rule on a planted violation, since a rule
# that cannot fail proves nothing.
#
#   tests/layers.sh [DIRECTORY WITH src/]    (checks only that, plants nothing)
set -u

here=$(cd "$(dirname "$0")/.." && pwd) || exit 2
number=0

# Prints the source without comments and contents of strings, as FILE:LINE:TEXT,
# but with the names in #include lines.
stripped() {
	(cd "$1" && find -H src -name '*.[ch]' | LC_ALL=C sort | while read -r file; do
		awk -v file="$file" '
		{
			out = ""
			if (!comment && /^[ \t]*#[ \t]*include/) {
				sub(/[ \t]*\/[*\/].*/, ""); print file ":" FNR ":" $0; next
			}
			for (i = 1; i <= length($0); i++) {
				c = substr($0, i, 1); two = substr($0, i, 2)
				if (comment) {
					if (two == "*/") { comment = 0; i++ }
				} else if (quote != "") {
					if (c == "\\") i++
					else if (c == quote) { out = out c; quote = "" }
				} else if (two == "/*") { comment = 1; i++
				} else if (two == "//") break
				else { if (c == "\"" || c == "\047") quote = c; out = out c }
			}
			quote = ""
			print file ":" FNR ":" out
		}' "$file"
	done)
}

# From the bottom up.
rooms='util proto conn tor torctl exporter out line cmd help complete commands editor shell main.c'

# Prints includes of a room above the file's own, and of unknown rooms.
upward() {
	awk -v rooms="$rooms" '
	BEGIN {
		n = split(rooms, names, " ")
		for (i = 1; i <= n; i++) layer[names[i]] = i
	}
	match($0, /^[^:]*:[0-9]+:[ \t]*#[ \t]*include[ \t]*"/) {
		split($0, part, ":")
		split(part[1], path, "/")
		own = layer[path[2]]
		name = substr($0, RSTART + RLENGTH); sub(/".*/, "", name)
		if (name == "config.h") next
		top = name; if (!sub(/\/.*/, "", top)) top = "?"
		if (!own || !layer[top] || layer[top] > own) print
	}'
}

# A program on the library: it knows no more of it than other programs do.
exporter() {
	grep -E '^src/exporter/[^:]*:[0-9]+:[[:space:]]*#[[:space:]]*include[[:space:]]*("(proto|conn|tor|torctl|out|line|cmd)/|<torctl/inside)'
}

# Prints functions that a header declares and a source of another name defines,
# in the rooms where there must be none.
one_source() {
	awk -v rooms=' util proto conn tor torctl exporter out line cmd help complete commands shell ' '
	function take(before,  name) {
		sub(/__attribute__ *\(\([^;]*\)\)/, "", text)
		if (text !~ /\(/ || text ~ /^(static|typedef) /) return
		name = text; sub(/ *\(.*/, "", name); sub(/.*[^[:alnum:]_]/, "", name)
		if (file ~ /\.h$/) declared[file " " name] = at
		else if (before == "{") defined[name] = defined[name] " " file
	}
	{
		n = index($0, ":"); rest = substr($0, n + 1)
		if (substr($0, 1, n - 1) != file) {
			file = substr($0, 1, n - 1); text = ""; depth = 0; macro = 0
		}
		n = index(rest, ":"); line = substr(rest, n + 1)
		if (macro || line ~ /^[ \t]*#/) { macro = line ~ /\\$/; next }
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			if (c == "}" && --depth == 0) text = ""
			else if (!depth && (c == "{" || c == ";")) { take(c); text = "" }
			else if (!depth) {
				if (text == "") at = substr(rest, 1, n - 1)
				text = text c
			}
			if (c == "{") depth++
		}
		if (text != "") text = text " "
	}
	END {
		for (one in declared) {
			split(one, part, " "); split(part[1], path, "/")
			own = part[1]; sub(/h$/, "c", own)
			if (index(rooms, " " path[2] " ") && defined[part[2]] != "" &&
				index(defined[part[2]] " ", " " own " ") == 0)
				print part[1] ":" declared[one] ": " part[2] \
					"() is in" defined[part[2]]
		}
	}' | LC_ALL=C sort
}

# links OBJECTS TREE: prints uses of functions and variables that a room above
# defines, from the objects in OBJECTS/src whose source is in TREE: a build may
# have older ones.
links() {
	(cd "$1" && find src -name '*.o' | LC_ALL=C sort | while read -r file; do
		[ -e "$2/${file%.o}.c" ] || continue
		nm -P "$file" | awk -v file="$file" '{ print file, $1, $2 }'
	done) | awk -v rooms="$rooms" '
	BEGIN {
		n = split(rooms, names, " ")
		for (i = 1; i <= n; i++) layer[names[i]] = i
	}
	{
		split($1, path, "/")
		room = path[2] == "main.o" ? layer["main.c"] : layer[path[2]]
		if ($3 == "U") { used[$1 " " $2] = room; name[$1 " " $2] = $2 }
		else if ($3 ~ /^[A-Z]$/) defined[$2] = room
	}
	END { for (use in used) if (defined[name[use]] > used[use]) print use }'
}

# only_in FILE PATTERN: an <include> that only one file may have.
only_in() {
	grep -E "^[^:]*:[0-9]+:[[:space:]]*#[[:space:]]*include[[:space:]]*<$2" |
		grep -vE "^$1:"
}

below_output='^src/(util|proto|conn|tor|torctl)/[^:]*:[0-9]+:'

streams() {
	grep -E "$below_output(.*[^[:alnum:]_])?((v?f?printf|f?puts|f?putc|putchar|perror|psignal)[[:space:]]*\(|(stdout|stderr)([^[:alnum:]_]|\$))"
}

exits() { grep -E "$below_output(.*[^[:alnum:]_])?exit[[:space:]]*\("; }

# The library's texts are not only for torctl: src/cmd/advice.c adds the options
# or commands of torctl that help. Tor's options begin with a capital letter, or
# are put into its argv.
advice() {
	local dash='--?[[:lower:]][[:alnum:]-]*'

	(cd "$1" && find -H src/util src/proto src/conn src/tor src/torctl \
		-name '*.[ch]' ! -name ssh_shell.c -exec grep -HnE \
		"\"([^\"]*[[:blank:](])?($dash([[:blank:]).;,:][^\"]*)?|torctl (-|help |setconf |bootstrap|log |getinfo )[^\"]*)\"" {} + |
		grep -vE "argv, \"$dash\"\)|#[[:space:]]*include|sudo -u")
}

# Names with their quotes and colon, and braces that are added to something.
json_by_hand() {
	(cd "$1" && find -H src -name '*.[ch]' ! -path 'src/util/json.[ch]' \
		-exec grep -HnE \
		"\\\\\":[^ ]|add_(char|string)\(.*['\"][],]*[}{]" {} +)
}

rules=(upward exporter one_source readline editline crypto streams exits advice json_by_hand)
declare -A says=(
	[upward]='includes point only downwards'
	[exporter]='src/exporter/ includes only the public headers of the library'
	[one_source]='the functions of a header are in the source of its name'
	[readline]='<readline/> only in src/editor/editor_gnu.c'
	[editline]='<histedit.h> only in src/editor/editor_bsd.c'
	[crypto]='<nettle/> only in src/conn/crypto.c and x25519.c'
	[streams]='nothing prints below src/out'
	[exits]='nothing exits below src/out'
	[advice]='no text below src/out names an option or command of torctl'
	[json_by_hand]='JSON is written only by src/util/json.c'
)

# violations RULE DIRECTORY STRIPPED
violations() {
	case $1 in
	readline) only_in src/editor/editor_gnu.c readline/ <"$3" ;;
	editline) only_in src/editor/editor_bsd.c histedit <"$3" ;;
	crypto) only_in 'src/conn/(crypto|x25519).c' nettle/ <"$3" ;;
	advice) advice "$2" ;;
	json_by_hand) json_by_hand "$2" ;;
	*) "$1" <"$3" ;;
	esac
}

report() { # NAME FINDINGS: fails unless FINDINGS is empty
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

# plant RULE: prints a file of src/util with innocent lookalikes, then a
# violation of this rule and no other.
plant() {
	cat <<-'END'
	/* printf("x"); exit(1); stdout */ // fputs("x", stderr);
	#include "config.h"
	#include "util/buf.h" /* #include "shell/term.h" */
	const char *text = "\"exit(1) printf(stdout) /*";
	const char *plain = "well-known - 1-9";
	const char *unknown = "\"a\": use b", *brace = "{a}";
	int n = snprintf(a, b, "x") + buf_printf(c) + pre_exit(1) + vsnprintf(d);
	__attribute__((format(printf, 1, 2))) int on_exit_stdout;
	END
	case $1 in
	upward) echo '#include "proto/reply.h"' ;;
	exporter) echo '#include "conn/queue.h"' ;;
	one_source) printf 'int stray(void)\n{\n\treturn 0;\n}\n' ;;
	readline) echo '#include <readline/history.h>' ;;
	editline) echo '#include <histedit.h>' ;;
	crypto) echo '#include <nettle/hmac.h>' ;;
	streams) printf '{\n\tvfprintf(x, "y");\n}\n' ;;
	exits) printf '{\n\texit(1);\n}\n' ;;
	advice) printf '{\n\terror_set(error, "give it "\n\t\t"with --cookie)");\n}\n' ;;
	json_by_hand) printf '{\n\tbuf_print(to, ",\\"a\\":%%d", n);\n}\n' ;;
	esac
}

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

tree=${1:-$here}
stripped "$tree" >"$scratch/source" || exit 2
[ -s "$scratch/source" ] || { echo "Bail out! no source in $tree/src"; exit 1; }
for rule in "${rules[@]}"; do
	report "${says[$rule]}" "$(violations "$rule" "$tree" "$scratch/source")"
done

if [ $# -eq 0 ] && command -v nm >/dev/null && command -v "${CC:-cc}" >/dev/null; then
	objects=${BUILDDIR:-$here/build}/obj
	[ ! -d "$objects/src/util" ] ||
		report 'links point only downwards' "$(links "$objects" "$here")"
	mkdir -p "$scratch/src/util" "$scratch/src/proto"
	echo 'int above(void), below(void); int below(void) { return above(); }' |
		"${CC:-cc}" -xc -c -o "$scratch/src/util/planted.o" -
	echo 'int above(void), below(void); int above(void) { return below(); }' |
		"${CC:-cc}" -xc -c -o "$scratch/src/proto/planted.o" -
	touch "$scratch/src/util/planted.c" "$scratch/src/proto/planted.c"
	found=$(links "$scratch" "$scratch")
	rm "$scratch/src/proto/planted.c"
	[ "$found" = 'src/util/planted.o above' ] || wrong="caught: ${found:-nothing}"
	report 'planted violation of a rule is caught by it alone: links' "${wrong:-}"
fi

if [ $# -eq 0 ]; then
	mkdir -p "$scratch/src"/{util,proto,conn,tor,torctl,exporter}
	echo 'int stray(void), other(void); int after(int (*a)(void), struct b *c);' \
		>"$scratch/src/util/header.h"
	for planted in none "${rules[@]}"; do
		rm -f "$scratch"/src/*/planted.c
		room=util
		[ "$planted" != exporter ] || room=exporter
		plant "$planted" >"$scratch/src/$room/planted.c"
		stripped "$scratch" >"$scratch/source"
		caught=
		for rule in "${rules[@]}"; do
			[ -z "$(violations "$rule" "$scratch" "$scratch/source")" ] ||
				caught="$caught $rule"
		done
		[ "$planted" = none ] && expected='' || expected=" $planted"
		wrong=
		[ "$caught" = "$expected" ] || wrong="caught:${caught:- nothing}"
		report "planted violation of a rule is caught by it alone: $planted" "$wrong"
	done
fi
echo "1..$number"
