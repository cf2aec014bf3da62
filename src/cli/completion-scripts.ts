/** Scripts that ask `track __complete SHELL -- WORDS…` what may stand at the cursor: lines of word, tab, meaning. */
export const COMPLETION_SCRIPTS = {
  bash: `_track() {
  local line IFS=$'\\n'
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
      return
    fi
    COMPREPLY+=("$line")
  done < <(track __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o nosort -F _track track 2>/dev/null || complete -F _track track
`,
  zsh: `#compdef track
_track() {
  local line
  local -a found
  for line in "\${(@f)$(track __complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then _files; return; fi
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  (( $#found )) && _describe -V track found
}
if [[ $funcstack[1] == _track ]]; then _track "$@"; else compdef _track track; fi
`,
  fish: `function __track_complete
  set -l found (track __complete fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if test "$found[1]" = :files
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c track -f -k -a '(__track_complete)'
`,
} as const
