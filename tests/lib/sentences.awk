# Prints the sentences of files, one a line, as FILE:LINE: SENTENCE; LINE is
# where the paragraph begins. From C come the comments and the string literals,
# adjacent ones joined, from manual pages the text without its macros, from
# other files their paragraphs, from those in tests/ only the comments. Line
# breaks are folded.

function flush(    parts, n, i) {
	gsub(/[ \t]+/, " ", text)
	sub(/^ /, "", text)
	gsub(/[.!?] /, "&\n", text)
	n = split(text, parts, /[ ]*\n/)
	for (i = 1; i <= n; i++)
		if (parts[i] ~ /[A-Za-z].* .*[A-Za-z]/)
			print file ":" line ": " parts[i]
	text = ""
}

function add(more) {
	if (text == "") line = FNR
	text = text more
}

function comment_line(more) {
	sub(/^[ \t]*\*?[ \t]*/, "", more)
	if (more == "") flush()
	else add(" " more)
}

# Code between two literals joins them if it is at most the name of a macro.
function code(more) {
	if (more !~ /^[ \t]*([A-Z][A-Z0-9_]*[ \t]*)?\\?$/) flush()
}

function c_line(rest,    literal) {
	if (inside) {
		if (!match(rest, /\*\//)) { comment_line(rest); return }
		comment_line(substr(rest, 1, RSTART - 1)); flush()
		inside = 0
		rest = substr(rest, RSTART + 2)
	}
	if (rest ~ /^[ \t]*#[ \t]*include/) return
	while (match(rest, /["']|\/\*/)) {
		code(substr(rest, 1, RSTART - 1))
		rest = substr(rest, RSTART)
		if (substr(rest, 1, 1) == "/") {
			flush()
			if (!match(rest, /\*\//)) {
				inside = 1
				comment_line(substr(rest, 3))
				return
			}
			comment_line(substr(rest, 3, RSTART - 3)); flush()
			rest = substr(rest, RSTART + 2)
		} else if (match(rest, /^"([^"\\]|\\.)*"/)) {
			literal = substr(rest, 2, RLENGTH - 2)
			rest = substr(rest, RLENGTH + 1)
			gsub(/\\n/, " ", literal)
			gsub(/\\t/, " ", literal)
			gsub(/\\"/, "\"", literal)
			if (!only_comments) add(literal)
		} else {
			flush()
			if (!match(rest, /^'([^'\\]|\\.)+'/)) RLENGTH = 1
			rest = substr(rest, RLENGTH + 1)
		}
	}
	code(rest)
}

function mdoc_line(rest) {
	if (rest ~ /^\.(Pp|It|Sh|Ss|Bl|El|Bd|Ed|Nd|Fo|Fc|Ft)/) flush()
	if (rest ~ /^\.(Bl|Bd|Sh|Ss|Dd|Dt|Os|\\")/) return
	sub(/^\.[A-Z][a-z]/, "", rest)
	gsub(/ (Ns|No|Ar|Fl|Cm|Ic|Pa|Li|Ql|Dq|Em|Ev) /, " ", rest)
	add(" " rest)
}

function text_line(rest) {
	if (only_comments && rest !~ /^[ \t]*#/ ||
		file == "Makefile" && rest !~ /^#|@echo /) { flush(); return }
	if (rest ~ /^(    |\t)/) flush()
	if (rest ~ /^[ \t]*#/ && file !~ /CHANGELOG|README/) comments = 1
	else if (comments) { flush(); comments = 0 }
	if (rest ~ /^[ \t]*([-*] |#+ |@?echo )/ && !comments) flush()
	sub(/^[ \t]*(#+|[-*] |@?echo )/, "", rest)
	if (rest ~ /^[ \t]*\.?$/) flush()
	else add(" " rest)
}

FNR == 1 {
	flush()
	file = FILENAME
	only_comments = file ~ /^tests\//
	inside = comments = 0
}
/^#!/ { next }
FILENAME ~ /\.[ch]$/ { c_line($0); next }
FILENAME ~ /\.[1-9]$/ { mdoc_line($0); next }
{ text_line($0) }
END { flush() }
