import type { Command, Family } from './command.ts'
import type { Listed } from './commands.ts'

export function helpOfAll(listed: readonly Listed[]): string {
  const lines = ['Usage: track COMMAND …', '', 'Todos, chores, project tasks, gifts, shopping and groceries in one place.']
  const wide = Math.max(...listed.map((one) => labelOf(one).length))
  for (const group of new Set(listed.map((one) => one.group))) {
    lines.push('', `${group}:`)
    for (const one of listed) if (one.group === group) lines.push(`  ${labelOf(one).padEnd(wide)}  ${one.says}`)
  }
  lines.push('', 'Every command answers --help, and --json where it prints data. Ids may be shortened to a clear beginning.')
  return [...lines, '', 'Examples:', ...['track add Call the dentist tomorrow "#health" p2', 'track', 'track done t-1f'].map((line) => `  ${line}`)].join('\n')
}

export function familyHelp({ name, says }: Listed, { commands }: Family): string {
  const wide = Math.max(...Object.keys(commands).map((word) => word.length))
  return [
    `Usage: track ${name} COMMAND …`,
    '',
    says[0]!.toUpperCase() + says.slice(1),
    '',
    'Commands:',
    ...Object.entries(commands).map(([word, one]) => `  ${word.padEnd(wide)}  ${one.says}`),
    '',
    'Examples:',
    ...Object.values(commands).map(({ command }) => `  ${command.examples[0]}`),
  ].join('\n')
}

export function helpAfter({ about, examples }: Pick<Command, 'about' | 'examples'>): string {
  const told = about ? `\n${about}\n` : ''
  return `${told}\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map((line) => `  ${line}`).join('\n')}`
}

function labelOf({ name, alias }: Listed): string {
  return alias ? `${name}, ${alias}` : name
}
