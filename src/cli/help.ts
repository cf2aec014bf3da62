import { parsePositional } from './arguments.ts'
import { type Command, type CommandEntry, type CommandGroup, optionsOf } from './command.ts'

export const SUMMARY = 'Todos, chores, project tasks, gifts, shopping and groceries in one place.'
export const FOOTER =
  'Every command has --help; those that print data have --json. ' +
  'An id may be shortened as long as no other begins the same: t-1f for t-1f3a.'
const EXAMPLES = ['track add Call the dentist tomorrow "#health" p2', 'track', 'track done t-1f']

/** The help of `track` itself: all commands in their groups. */
export function overviewHelp(entries: readonly CommandEntry[]): string {
  const lines = ['Usage: track COMMAND …', '', SUMMARY]
  const width = Math.max(...entries.map((entry) => labelOf(entry).length))
  for (const group of new Set(entries.map((entry) => entry.group))) {
    lines.push('', `${group}:`)
    for (const entry of entries)
      if (entry.group === group) lines.push(`  ${labelOf(entry).padEnd(width)}  ${entry.description}`)
  }
  lines.push('', FOOTER, '', 'Examples:', ...EXAMPLES.map((line) => `  ${line}`))
  return lines.join('\n')
}

export function groupHelp({ name, description }: CommandEntry, { commands }: CommandGroup): string {
  const width = Math.max(...Object.keys(commands).map((word) => word.length))
  return [
    `Usage: track ${name} COMMAND …`,
    '',
    capitalised(description),
    '',
    'Commands:',
    ...Object.entries(commands).map(([word, entry]) => `  ${word.padEnd(width)}  ${entry.description}`),
    '',
    'Examples:',
    ...Object.values(commands).map(({ command }) => `  ${command.examples[0]}`),
  ].join('\n')
}

/** The help of a command: its usage, arguments and options, `about`, then the examples. */
export function commandHelp(name: string, description: string, command: Command): string {
  const { args = [], about, examples } = command
  const argRows = args.map(([arg, meaning]): Row => [parsePositional(arg).name, meaning])
  const optionRows = optionsOf(command).map(({ flags, description: meaning }): Row => [flags, meaning])
  const width = Math.max(...[...argRows, ...optionRows].map(([term]) => term.length))
  const section = (title: string, rows: Row[]) =>
    rows.length ? ['', `${title}:`, ...rows.map(([term, meaning]) => `  ${term.padEnd(width)}  ${meaning}`)] : []
  return [
    `Usage: ${[`track ${name} [options]`, ...args.map(([arg]) => arg)].join(' ')}`,
    '',
    capitalised(description),
    ...section('Arguments', argRows),
    ...section('Options', optionRows),
    ...(about ? ['', about] : []),
    '',
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples.map((line) => `  ${line}`),
  ].join('\n')
}

type Row = [term: string, meaning: string]

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)

function labelOf({ name, alias }: CommandEntry): string {
  return alias ? `${name}, ${alias}` : name
}

/** In columns. Help is not wider, however wide the terminal is. */
export const HELP_WIDTH = 100
/** A deeper indent, as a share of the width, would leave too little room for words. */
const MAX_INDENT_SHARE = 0.6
/** Used in place of an indent that is too deep. */
const SHORT_INDENT = 4

/** Wraps text at `width` columns with hanging indents. Command lines are not wrapped, so that they can be copied. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= width || /^ +track /.test(line) ? [line] : foldLine(line, width)))
    .join('\n')
}

function foldLine(line: string, width: number): string[] {
  // Continuation lines start below the second column (`  name  description`), or at the line's own indent.
  const hang = /^(?: +\S.*?)? {2,}(?=\S)/.exec(line)?.[0].length ?? 0
  const indent = ' '.repeat(hang > MAX_INDENT_SHARE * width ? SHORT_INDENT : hang)
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    if (space <= indent.length) break // the word is longer than a line
    lines.push(rest.slice(0, space).trimEnd())
    rest = indent + rest.slice(space + 1).trimStart()
  }
  return [...lines, rest]
}
