import { type Command, isCommandGroup, type CommandEntry, type Option, optionsOf } from './command.ts'
import { parseFlag } from './flags.ts'

interface CompletionWord {
  word: string
  description: string
}

interface CompletionFlag {
  /** `--due`, `-p` */
  names: string[]
  description: string
  takesValue: boolean
  choices: readonly string[]
  file: boolean
}

/** A command, and what may follow it. */
interface CompletionTarget {
  /** `list` and its alias, or `project add`. */
  names: string[]
  choices: CompletionWord[]
  flags: CompletionFlag[]
  file: boolean
}

/** Completions by command. Ids are not completed, since that would need the server. */
export async function completionTargets(commands: readonly CommandEntry[]): Promise<CompletionTarget[]> {
  const all: CompletionTarget[] = [
    {
      names: [''],
      choices: commands.map(({ name, description }) => ({ word: name, description })),
      flags: [],
      file: false,
    },
  ]
  for (const { name, alias, load } of commands) {
    const commandOrGroup = await load()
    if (!isCommandGroup(commandOrGroup)) {
      all.push(commandTarget(alias ? [name, alias] : [name], commandOrGroup))
      continue
    }
    all.push({
      names: [name],
      choices: Object.entries(commandOrGroup.commands).map(([word, { description }]) => ({ word, description })),
      flags: [],
      file: false,
    })
    for (const [word, { command }] of Object.entries(commandOrGroup.commands))
      all.push(commandTarget([`${name} ${word}`], command))
  }
  return all
}

function commandTarget(names: string[], command: Command): CompletionTarget {
  const { args = [] } = command
  return {
    names,
    choices: args.flatMap(([, , choices = []]) => choices.map((word) => ({ word, description: '' }))),
    flags: optionsOf(command).map(flagOf),
    file: args.some(([arg]) => /file/.test(arg)),
  }
}

function flagOf({ flags, description, choices = [] }: Option): CompletionFlag {
  const { names, value } = parseFlag(flags)
  return { names, description, takesValue: value !== undefined, choices, file: value === '<file>' }
}

const groupNames = (all: readonly CompletionTarget[]) =>
  [
    ...new Set(
      all.flatMap(({ names }) => names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0]!)),
    ),
  ].join(' ')
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const caseLine = (names: string[], words: string[], options = '') =>
  `${names.map(quoted).join('|')}) choices=${quoted(words.join(' '))} options=${options} ;;`

/** The common part of the bash and zsh scripts: finds the command on the line, then what may follow. */
function bashAndZshBody(all: readonly CompletionTarget[], from: number, to: string, words: string): string {
  const values = all.flatMap(({ names, flags }) =>
    flags
      .filter(({ choices }) => choices.length)
      .map((flag) => {
        const cases = names.flatMap((name) => flag.names.map((one) => `${name} ${one}`))
        return `    ${caseLine(cases, [...flag.choices])}`
      }),
  )
  const commands = all.map(({ names, choices, flags }) => {
    const options = flags.flatMap((flag) => flag.names).join(' ')
    return `      ${caseLine(
      names,
      choices.map(({ word }) => word),
      quoted(options),
    )}`
  })
  return `  for ((i = ${from}; i < ${to}; i++)); do
    given=\${${words}[i]}
    if [[ $given == -* ]]; then continue
    elif [[ -n $command ]]; then command="$command $given"; break
    else command=$given; [[ ${quoted(` ${groupNames(all)} `)} == *" $given "* ]] || break
    fi
  done
  case "$command $before" in
${values.join('\n')}
    *) case "$command" in
${commands.join('\n')}
    esac ;;
  esac
  [[ $word == -* ]] && choices=$options
`
}

export function bash(all: readonly CompletionTarget[]): string {
  return `_track() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= given choices= options= i
${bashAndZshBody(all, 1, 'COMP_CWORD', 'COMP_WORDS')}  COMPREPLY=($(compgen -W "$choices" -- "$word"))
}
complete -o default -F _track track
`
}

export function zsh(all: readonly CompletionTarget[]): string {
  return `#compdef track
_track() {
  local word=\${words[CURRENT]} before=\${words[CURRENT-1]} command= given choices= options= i
${bashAndZshBody(all, 2, 'CURRENT', 'words')}  if [[ -n $choices ]]; then compadd -- \${=choices}; else _files; fi
}
if [[ $funcstack[1] == _track ]]; then _track "$@"; else compdef _track track; fi
`
}

export function fish(all: readonly CompletionTarget[]): string {
  const lines = all.flatMap(({ names, choices, flags, file }) =>
    names.flatMap((name) => {
      const line = (...words: string[]) =>
        ['complete -c track -n', quoted(`__track_is ${quoted(name)}`), ...words].join(' ')
      return [
        ...choices.map(({ word, description }) =>
          line('-a', quoted(word), ...(description ? ['-d', quoted(description)] : [])),
        ),
        ...flags.map((flag) =>
          line(
            ...flag.names.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`)),
            '-d',
            quoted(flag.description),
            ...fishValue(flag),
          ),
        ),
        ...(file ? [line('-F')] : []),
      ]
    }),
  )
  return `function __track_is
  set -l command
  for given in (commandline -opc)[2..-1]
    string match -q -- '-*' $given; and continue
    if test -n "$command"
      set command "$command $given"
      break
    end
    set command $given
    contains -- $given ${groupNames(all)}; or break
  end
  test "$command" = "$argv"
end
complete -c track -f
${lines.join('\n')}
`
}

function fishValue({ takesValue, choices, file }: CompletionFlag): string[] {
  if (choices.length) return ['-x', '-a', quoted(choices.join(' '))]
  if (file) return ['-r', '-F']
  return takesValue ? ['-x'] : []
}
