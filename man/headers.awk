# Copies a manual page and writes, as mdoc(7), the declarations and contracts of
# a public header between a line .\" @torctl/NAME.h@ and the line .\" @END@, and
# the names of its functions after .\" @names torctl/NAME.h@.
#
#   awk -f man/headers.awk PAGE

function put_text(text,    n, parts, i) {
	gsub(/\\/, "\\e", text)
	gsub(/…/, "...", text)
	gsub(/`/, "", text)
	# Begin each sentence on a new line, as mdoc(7) requires.
	gsub(/[.] +/, ".\n", text)
	n = split(text, parts, "\n")
	for (i = 1; i <= n; i++) {
		if (parts[i] ~ /^[.']/)
			parts[i] = "\\&" parts[i]
		if (parts[i] != "")
			print parts[i]
	}
}

# Prints one .Fa per argument: "struct torctl *tor, int (*f)(int), size_t n".
function put_arguments(text,    i, c, depth, one) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && !depth) {
			print ".Fa \"" one "\""
			one = ""
			i++
		} else {
			one = one c
		}
	}
	print ".Fa \"" one "\""
}

function put_item(text,    name, type, arguments, head) {
	sub(/;$/, "", text)
	if (text !~ /\(/) { # a type, or an enum
		print ".It Vt " text
		return
	}
	head = text
	sub(/\(.*/, "", head)
	arguments = substr(text, length(head) + 2)
	sub(/\)$/, "", arguments)
	name = head
	sub(/.*[ *]/, "", name)
	type = substr(head, 1, length(head) - length(name))
	sub(/ $/, "", type)
	print ".It Xo"
	print ".Ft \"" type "\""
	print ".Fo " name
	put_arguments(arguments)
	print ".Fc"
	print ".Xc"
}

# The text between two blank lines of a header.
function flush(    i) {
	if (!items && text != "") {
		if (listing)
			print ".El"
		if (printed)
			print ".Pp"
		listing = 0
	}
	for (i = 1; i <= items; i++) {
		if (!listing)
			print ".Bl -tag -width Ds"
		listing = 1
		put_item(item[i])
	}
	if (text != "" || constants)
		put_paragraphs(text)
	printed = printed || text != "" || items
	items = 0
	text = ""
}

function put_paragraphs(text,    n, parts, i) {
	n = split(text, parts, "\n\n")
	for (i = 1; i <= n; i++) {
		if (i > 1)
			print ".Pp"
		put_text(parts[i])
	}
	for (i = 1; i <= constants; i++) {
		if (i == 1)
			print ".Bl -tag -width Ds -compact"
		print ".It Dv " constant[i]
		if (meaning[i] != "")
			put_text(meaning[i])
	}
	if (constants)
		print ".El"
	constants = 0
}

function take_constant(line,    name) {
	name = line
	gsub(/[ \t]*(\/\*.*)?$/, "", name)
	gsub(/[\t,]/, "", name)
	constant[++constants] = name
	meaning[constants] = ""
	if (match(line, /\/\* .* \*\//))
		meaning[constants] = substr(line, RSTART + 3, RLENGTH - 6)
}

function put_header(file,    line, began, comment, declaration, inside) {
	while ((getline line < file) > 0) {
		if (line == "TORCTL_BEGIN") {
			began = 1
		} else if (line == "TORCTL_END") {
			break
		} else if (!began) {
			continue
		} else if (line == "") {
			if (inside == "")
				flush()
		} else if (inside == "enum") {
			if (line == "};")
				inside = ""
			else
				take_constant(line)
		} else if (inside == "comment" || line ~ /^\/\*/) {
			comment = line
			inside = comment ~ /\*\/$/ ? "" : "comment"
			sub(/^ ?\/?\*+\/? ?/, "", comment)
			sub(/ ?\*\/$/, "", comment)
			if (comment == "")
				text = text (text == "" || inside == "" ? "" : "\n\n")
			else
				text = text (text ~ /(^|\n)$/ ? "" : " ") comment
		} else if (line ~ /^enum .* \{$/) {
			sub(/ \{$/, "", line)
			item[++items] = line
			inside = "enum"
		} else {
			sub(/^TORCTL_(API|CHECK) /, "", line)
			sub(/^\t+/, declaration ~ /[(*]$/ ? "" : " ", line)
			declaration = declaration line
			if (line ~ /;$/) {
				item[++items] = declaration
				declaration = ""
			}
		}
	}
	flush()
	close(file)
	if (!began) {
		print "no header " file | "cat >&2"
		exit 1
	}
	if (listing)
		print ".El"
	listing = 0
}

# The functions that a header declares, for NAME.
function put_names(file,    line, names, i) {
	while ((getline line < file) > 0) {
		if (line !~ /^TORCTL_(API|CHECK) /)
			continue
		if (line !~ /torctl_[a-z0-9_]*\(/)
			getline line < file
		match(line, /torctl_[a-z0-9_]*\(/)
		name[++names] = substr(line, RSTART, RLENGTH - 1)
	}
	close(file)
	for (i = 1; i <= names; i++)
		print ".Nm " name[i] (i < names ? " ," : "")
}

skip {
	skip = $0 != ".\\\" @END@"
	if (!skip)
		print
	next
}
/^\.\\" @(names )?torctl\/.*@$/ {
	file = $NF
	gsub(/@/, "", file)
	print
	if ($2 == "@names")
		put_names("src/" file)
	else
		put_header("src/" file)
	skip = 1
	next
}
{
	print
	printed = !/^[.]Sh /
}
