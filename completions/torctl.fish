# fish completion for torctl, based on `torctl complete`.

# The word at the cursor without quotes; a quote may still be open.
function __torctl_word
    set -l typed (commandline -ct)
    for quote in '' '"' "'"
        if string unescape -- "$typed$quote" 2>/dev/null
            return
        end
    end
    echo -- $typed
end

function __torctl_complete
    set -l words (commandline -opc)
    set -l word (__torctl_word)
    command torctl complete -- $words[2..-1] "$word" 2>/dev/null </dev/null | while read -l row
        switch $row
            case \t'files *'
                set -l at (string replace -r '.* ' '' -- $row)
                set -l before (string sub -l $at -- "$word")
                for file in (__fish_complete_path (string sub -s (math $at + 1) -- "$word"))
                    echo -- $before$file
                end
            case \tmore
            case '*'
                echo -- $row
        end
    end
end

complete -c torctl -f -k -a '(__torctl_complete)'
