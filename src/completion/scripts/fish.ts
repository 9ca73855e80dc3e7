/** What fish is to do. It reads a candidate and what is said of it with a tab between, as they are printed. */
export const FISH = `# tutorial-tui: completion for fish.
# tutorial-tui completion fish > ~/.config/fish/completions/tutorial-tui.fish
function __tutorial_tui_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (command tutorial-tui complete "--word=$current" -- $words[2..-1] 2>/dev/null </dev/null)
        if string match -q -- ':*' $line
            set -l before (string replace -r -- '^:\\w+ ?' '' $line)
            set -l path (string sub -s (math (string length -- "$before") + 1) -- "$current")
            set -l found (__fish_complete_path "$path")
            if string match -q -- ':folders*' $line
                set found (__fish_complete_directories "$path" '')
            end
            for each in $found
                printf '%s%s\\n' "$before" "$each"
            end
        else
            printf '%s\\n' $line
        end
    end
end
complete -c tutorial-tui -f -a '(__tutorial_tui_complete)'
`;
