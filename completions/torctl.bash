# bash completion for torctl, based on `torctl complete`.
# shellcheck shell=bash

# Splits a line into _torctl_words as bash does, removing quotes without
# expanding anything. For the last word, _torctl_start is its offset in the
# line, _torctl_quote the open quote, and _torctl_redirect is set if it is a
# file name after < or >.
_torctl_split() {
	local line=$1 word='' some='' char next i
	_torctl_words=() _torctl_quote='' _torctl_redirect='' _torctl_start=0
	for ((i = 0; i < ${#line}; i++)); do
		char=${line:i:1}
		if [[ $_torctl_quote && $char == "$_torctl_quote" ]]; then
			_torctl_quote=
			continue
		elif [[ $char == \\ && $_torctl_quote != \' ]]; then
			i=$((i + 1))
			next=${line:i:1}
			[[ $_torctl_quote && $next != [\$\`\"\\] ]] || char=
			char+=$next
		elif [[ ! $_torctl_quote ]]; then
			case $char in
			[\'\"])
				[[ $some ]] || _torctl_start=$i
				_torctl_quote=$char some=1
				continue
				;;
			[[:blank:]\<\>])
				if [[ $some && ! $_torctl_redirect ]] &&
					[[ $char == [[:blank:]] || $word == *[!0-9]* ]]; then
					_torctl_words+=("$word")
				fi
				[[ ! $some ]] || _torctl_redirect=
				[[ $char == [[:blank:]] ]] || _torctl_redirect=1
				word='' some=''
				continue
				;;
			esac
		fi
		[[ $some ]] || _torctl_start=$i
		word+=$char some=1
	done
	[[ $some ]] || _torctl_start=${#line}
	_torctl_words+=("$word")
}

# Sets _torctl_quoted to $1, quoted for the cursor position.
_torctl_escape() {
	local text=$1 slash=\\ tick=\'
	case $_torctl_quote in
	\') text=${text//"$tick"/"$tick$slash$tick$tick"} ;;
	\")
		text=${text//"$slash"/"$slash$slash"}
		text=${text//\"/"$slash\""}
		text=${text//\$/"$slash\$"}
		text=${text//\`/"$slash\`"}
		;;
	*) [[ $text != *[!A-Za-z0-9_./:=,+@%^-]* ]] || printf -v text %q "$text" ;;
	esac
	_torctl_quoted=$text
}

# Adds the files whose names begin with the last word from character $1 on.
# readline replaces that word from character $2 on.
_torctl_files() {
	local at=$1 cut=$2 word=${_torctl_words[${#_torctl_words[@]} - 1]} file
	local IFS=$'\n'
	if ((at == cut)); then
		compopt -o filenames 2>/dev/null
	fi
	while read -r file; do
		if ((at == cut)); then
			COMPREPLY+=("$file")
			continue
		fi
		if [[ -d $file ]]; then
			file+=/
			compopt -o nospace 2>/dev/null
		fi
		file=${word:0:at}$file
		_torctl_escape "${file:cut}"
		COMPREPLY+=("$_torctl_quoted")
	done < <(compgen -f -- "${word:at}")
}

# If candidates differ in letter case, or have the typed text elsewhere, their
# common prefix may lack it, and readline would delete it. Keep the typed text in
# that case.
_torctl_keep_typed() {
	local typed=$1 len=${#1} shared=${COMPREPLY[0]-} i restore
	((${#COMPREPLY[@]} > 1)) || return 0
	restore=$(shopt -p nocasematch)
	shopt -s nocasematch
	if [[ $shared != "$typed"* ]]; then
		for i in "${COMPREPLY[@]}"; do
			while [[ $i != "$shared"* ]]; do shared=${shared%?}; done
		done
		[[ $shared == *"$typed"* ]] || COMPREPLY+=("$typed")
		$restore
		return
	fi
	$restore
	for i in "${!COMPREPLY[@]}"; do
		[[ ${COMPREPLY[i]:0:len} == "${COMPREPLY[0]:0:len}" ]] || break
	done
	[[ ${COMPREPLY[i]:0:len} != "${COMPREPLY[0]:0:len}" ]] || return 0
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=$typed${COMPREPLY[i]:len}
	done
}

_torctl() {
	local _torctl_words _torctl_quote _torctl_redirect _torctl_start
	local _torctl_quoted line=${COMP_LINE:0:COMP_POINT} typed=$2
	local words redirect quote cut row files='' tab=$'\t'
	COMPREPLY=()
	_torctl_split "$line"
	words=("${_torctl_words[@]}") quote=$_torctl_quote
	redirect=$_torctl_redirect
	# The text before the part that readline replaces, which begins at a
	# quote or after a COMP_WORDBREAKS character.
	line=${line:_torctl_start}
	[[ $line == *"$typed" ]] || typed=$line
	_torctl_split "${line:0:${#line} - ${#typed}}"
	cut=${#_torctl_words[${#_torctl_words[@]} - 1]}
	_torctl_words=("${words[@]}") _torctl_quote=$quote
	if [[ $redirect ]]; then
		_torctl_files 0 "$cut"
		return
	fi
	while IFS= read -r row; do
		case $row in
		"${tab}files "*) files=${row##* } ;;
		"${tab}more") compopt -o nospace 2>/dev/null ;;
		*)
			row=${row%%"$tab"*}
			_torctl_escape "${row:cut}"
			COMPREPLY+=("$_torctl_quoted")
			;;
		esac
	done < <(command torctl complete -- "${words[@]:1}" 2>/dev/null </dev/null)
	if [[ $files ]]; then
		_torctl_files "$files" "$cut"
	else
		_torctl_keep_typed "$typed"
	fi
}

complete -F _torctl torctl
