import { type Command, isFamily, type Listed, type Option } from './command.ts'

interface Choice {
  word: string
  says: string
}

interface Flag {
  /** `--due`, `-p` */
  names: string[]
  says: string
  takes: boolean
  among: readonly string[]
  file: boolean
}

/** A word or two after `track`, and what may follow. */
interface Completed {
  /** `list` and its alias, or `project add`. */
  names: string[]
  choices: Choice[]
  flags: Flag[]
  file: boolean
}

const HELP: Option = { flags: '-h, --help', says: 'show this help' }
const JSON: Option = { flags: '--json', says: 'print JSON, as the API gives it' }

/** What can be typed, read off the commands themselves; ids are not completed, since that would ask the server. */
export async function completed(commands: readonly Listed[]): Promise<Completed[]> {
  const all: Completed[] = [
    { names: [''], choices: commands.map(({ name, says }) => ({ word: name, says })), flags: [], file: false },
  ]
  for (const { name, alias, load } of commands) {
    const found = await load()
    if (!isFamily(found)) {
      all.push(completedCommand(alias ? [name, alias] : [name], found))
      continue
    }
    all.push({
      names: [name],
      choices: Object.entries(found.commands).map(([word, { says }]) => ({ word, says })),
      flags: [],
      file: false,
    })
    for (const [word, { command }] of Object.entries(found.commands))
      all.push(completedCommand([`${name} ${word}`], command))
  }
  return all
}

function completedCommand(names: string[], { args = [], options = [], data }: Command): Completed {
  return {
    names,
    choices: args.flatMap(([, , among = []]) => among.map((word) => ({ word, says: '' }))),
    flags: [...options, ...(data ? [JSON] : []), HELP].map(flagOf),
    file: args.some(([arg]) => /file/.test(arg)),
  }
}

function flagOf({ flags, says, among = [] }: Option): Flag {
  return {
    names: flags.match(/(?<=^|, )--?[\w-]+/g) ?? [],
    says,
    takes: flags.includes('<'),
    among,
    file: flags.includes('<file>'),
  }
}

const familiesOf = (all: readonly Completed[]) =>
  [
    ...new Set(
      all.flatMap(({ names }) => names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0]!)),
    ),
  ].join(' ')
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The part that bash and zsh share: finds the command that the line names, then what may follow. */
function looked(all: readonly Completed[], from: number, to: string, words: string): string {
  const values = all.flatMap(({ names, flags }) =>
    flags
      .filter(({ among }) => among.length)
      .map((flag) => ({
        names: names.flatMap((name) => flag.names.map((one) => `${name} ${one}`)),
        among: flag.among,
      })),
  )
  return `  for ((i = ${from}; i < ${to}; i++)); do
    given=\${${words}[i]}
    if [[ $given == -* ]]; then continue
    elif [[ -n $command ]]; then command="$command $given"; break
    else command=$given; [[ ${quoted(` ${familiesOf(all)} `)} == *" $given "* ]] || break
    fi
  done
  case "$command $before" in
${values.map(({ names, among }) => `    ${names.map(quoted).join('|')}) choices=${quoted(among.join(' '))} options= ;;`).join('\n')}
    *) case "$command" in
${all.map(({ names, choices, flags }) => `      ${names.map(quoted).join('|')}) choices=${quoted(choices.map(({ word }) => word).join(' '))} options=${quoted(flags.flatMap((flag) => flag.names).join(' '))} ;;`).join('\n')}
    esac ;;
  esac
  [[ $word == -* ]] && choices=$options
`
}

export function bash(all: readonly Completed[]): string {
  return `_track() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= given choices= options= i
${looked(all, 1, 'COMP_CWORD', 'COMP_WORDS')}  COMPREPLY=($(compgen -W "$choices" -- "$word"))
}
complete -o default -F _track track
`
}

export function zsh(all: readonly Completed[]): string {
  return `#compdef track
_track() {
  local word=\${words[CURRENT]} before=\${words[CURRENT-1]} command= given choices= options= i
${looked(all, 2, 'CURRENT', 'words')}  if [[ -n $choices ]]; then compadd -- \${=choices}; else _files; fi
}
if [[ $funcstack[1] == _track ]]; then _track "$@"; else compdef _track track; fi
`
}

export function fish(all: readonly Completed[]): string {
  const lines = all.flatMap(({ names, choices, flags, file }) =>
    names.flatMap((name) => {
      const line = (...words: string[]) =>
        ['complete -c track -n', quoted(`__track_is ${quoted(name)}`), ...words].join(' ')
      return [
        ...choices.map(({ word, says }) => line('-a', quoted(word), ...(says ? ['-d', quoted(says)] : []))),
        ...flags.map((flag) =>
          line(
            ...flag.names.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`)),
            '-d',
            quoted(flag.says),
            ...valueOf(flag),
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
    contains -- $given ${familiesOf(all)}; or break
  end
  test "$command" = "$argv"
end
complete -c track -f
${lines.join('\n')}
`
}

function valueOf({ takes, among, file }: Flag): string[] {
  if (among.length) return ['-x', '-a', quoted(among.join(' '))]
  if (file) return ['-r', '-F']
  return takes ? ['-x'] : []
}
