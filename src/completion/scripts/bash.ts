/**
 * What bash is to do, from 3.2 on, which macOS has. Bash splits words at `=` and `:`, so they are put together again by the line, and of a candidate only what
 * comes after the last of these is handed back. What was typed is handed on as it stands, and nothing of it is ever evaluated.
 */
export const BASH = `# tutorial-tui: completion for bash.
# In ~/.bashrc: source <(tutorial-tui completion bash)
_tutorial_tui() {
  local typed=\${COMP_LINE:0:COMP_POINT} last=$2 index=0 word value about before
  local words=()
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ $index -eq 0 || $typed == [[:space:]]* ]]; then
      words[index]=
      index=$((index + 1))
    fi
    typed=\${typed#"\${typed%%[![:space:]]*}"}
    if [[ \${#word} -gt \${#typed} ]]; then word=$typed; fi
    words[index - 1]+=$word
    typed=\${typed#"$word"}
  done
  word=\${words[index - 1]}
  before=\${word%"$last"}
  COMPREPLY=()
  if type compopt >/dev/null 2>&1; then compopt +o default; fi
  while IFS=$'\\t' read -r value about; do
    case $value in
      :files*) if type compopt >/dev/null 2>&1; then compopt -o default; fi ;;
      :folders*) if type compopt >/dev/null 2>&1; then compopt -o dirnames; fi ;;
      *=)
        if type compopt >/dev/null 2>&1; then compopt -o nospace; fi
        COMPREPLY+=("\${value#"$before"}")
        ;;
      *) COMPREPLY+=("\${value#"$before"}") ;;
    esac
  done < <(command tutorial-tui complete "--word=$word" -- "\${words[@]:1:index-2}" 2>/dev/null </dev/null)
}
complete -o default -F _tutorial_tui tutorial-tui
`;
