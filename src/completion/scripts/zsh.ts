/** What zsh is to do: sourced, or as the file _tutorial-tui in a folder of $fpath. Quotes are taken off the words; nothing of them is evaluated. */
export const ZSH = `#compdef tutorial-tui
# tutorial-tui: completion for zsh.
# In ~/.zshrc, after compinit: source <(tutorial-tui completion zsh)
_tutorial_tui() {
  local line value before= files=
  local -a values shown open openshown
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    case $value in
      :files*) files=any before=\${value#:files} ;;
      :folders*) files=folders before=\${value#:folders} ;;
      *=) open+=("$value") openshown+=("$value  \${line#*$'\\t'}") ;;
      *) values+=("$value") shown+=("$value  \${line#*$'\\t'}") ;;
    esac
  done < <(command tutorial-tui complete "--word=$PREFIX" -- "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null </dev/null)
  if (( $#values )); then compadd -l -d shown -a values; fi
  if (( $#open )); then compadd -l -S '' -d openshown -a open; fi
  if [[ -n $files ]]; then
    before=\${before# }
    PREFIX=\${PREFIX#"$before"}
    IPREFIX+=$before
    if [[ $files == folders ]]; then _files -/; else _files; fi
  fi
}
if [[ $funcstack[1] == _tutorial-tui ]]; then _tutorial_tui "$@"; else compdef _tutorial_tui tutorial-tui; fi
`;
