import {
  type Command,
  type CommandEntry,
  FILES,
  isCommandGroup,
  type Option,
  OPTIONS_WITH_VALUE,
  optionsOf,
  SERVER_CHOICES,
} from './command.ts'
import { parsePositional } from './arguments.ts'
import { parseFlag } from './flags.ts'

/** A word that may stand where the cursor is. */
export interface Suggestion {
  word: string
  description: string
}

/** What may stand where the cursor is; `files`: the names of files. */
export interface Completion {
  suggestions: Suggestion[]
  files: boolean
}

/** Gives what the server has of a kind, for a word that begins so. */
export type FindChoices = (choices: string, beginning: string, command: string) => Promise<Suggestion[]>

const NOTHING: Completion = { suggestions: [], files: false }
/** What may stand before a command. */
const LEADING: Suggestion[] = [
  { word: '--help', description: 'show the commands' },
  { word: '--version', description: 'show the version' },
]

/** Completes the last of the words that stand after `track`; the others are whole. */
export async function complete(
  words: readonly string[],
  all: readonly CommandEntry[],
  find: FindChoices,
): Promise<Completion> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const at = before.findIndex((word, i) => !word.startsWith('-') && !OPTIONS_WITH_VALUE.includes(before[i - 1] ?? ''))
  if (at < 0) {
    const { pending } = readBefore(before, declaredOptions({ data: true }))
    if (pending) return completeValue(pending, '', current, '', find)
    const names = all.map(({ name, description }) => ({ word: name, description }))
    return beginningWith(current, current.startsWith('-') ? LEADING : names)
  }
  const name = before[at]!
  const entry = all.find((one) => one.name === name || one.alias === name)
  if (!entry) return name === 'help' ? complete([current], all, find) : NOTHING
  const commandOrGroup = await entry.load()
  const after = before.slice(at + 1)
  if (!isCommandGroup(commandOrGroup)) return completeCommand(entry.name, commandOrGroup, after, current, find)
  const sub = after.findIndex((word) => !word.startsWith('-'))
  if (sub < 0)
    return beginningWith(
      current,
      Object.entries(commandOrGroup.commands).map(([word, { description }]) => ({ word, description })),
    )
  const inner = commandOrGroup.commands[after[sub]!]
  return inner
    ? completeCommand(`${entry.name} ${after[sub]}`, inner.command, after.slice(sub + 1), current, find)
    : NOTHING
}

async function completeCommand(
  name: string,
  command: Command,
  before: readonly string[],
  current: string,
  find: FindChoices,
): Promise<Completion> {
  const options = declaredOptions(command)
  const { args, pending, literal } = readBefore(before, options)
  if (pending) return completeValue(pending, '', current, name, find)
  if (!literal && current.startsWith('-')) {
    const [flag = '', value] = current.split(/=(.*)/s)
    const option = value === undefined ? undefined : options.find(({ names }) => names.includes(flag))
    return option ? completeValue(option, `${flag}=`, value!, name, find) : beginningWith(current, flagsOf(options))
  }
  const declared = command.args ?? []
  const at = args.length < declared.length ? args.length : declared.findIndex(([arg]) => parsePositional(arg).variadic)
  const [, , choices = []] = declared[at] ?? []
  const completion = await completeChoices(choices, current, name, find)
  return { ...completion, suggestions: completion.suggestions.filter(({ word }) => !args.includes(word)) }
}

const declaredOptions = (command: Parameters<typeof optionsOf>[0]): DeclaredOption[] =>
  optionsOf(command).map((option) => ({ ...option, ...parseFlag(option.flags) }))

type DeclaredOption = Option & ReturnType<typeof parseFlag>

/** What stands before the cursor: arguments, an option that waits for its value, and whether `--` was there. */
function readBefore(words: readonly string[], options: readonly DeclaredOption[]) {
  const args: string[] = []
  let pending: DeclaredOption | undefined
  for (const [i, word] of words.entries()) {
    if (pending) pending = undefined
    else if (word === '--') return { args: [...args, ...words.slice(i + 1)], pending, literal: true }
    else if (!word.startsWith('-') || word === '-') args.push(word)
    else pending = options.find(({ names, value }) => value !== undefined && names.includes(word))
  }
  return { args, pending, literal: false }
}

const flagsOf = (options: readonly DeclaredOption[]): Suggestion[] =>
  options.flatMap(({ names, description }) => names.map((word) => ({ word, description })))

/** A value, of which `lead` stands before it in the same word; of several with commas, the last. */
async function completeValue(
  { choices = [], repeatable }: DeclaredOption,
  lead: string,
  current: string,
  command: string,
  find: FindChoices,
): Promise<Completion> {
  const comma = repeatable ? current.lastIndexOf(',') + 1 : 0
  const given = current.slice(0, comma).split(',')
  const { suggestions, files } = await completeChoices(choices, current.slice(comma), command, find)
  return {
    files,
    suggestions: suggestions
      .filter(({ word }) => !given.includes(word))
      .map(({ word, description }) => ({ word: lead + current.slice(0, comma) + word, description })),
  }
}

async function completeChoices(
  choices: readonly string[],
  beginning: string,
  command: string,
  find: FindChoices,
): Promise<Completion> {
  const found = await Promise.all(
    choices.map(async (choice) =>
      SERVER_CHOICES.includes(choice) ? find(choice, beginning, command) : [{ word: choice, description: '' }],
    ),
  )
  return { ...beginningWith(beginning, found.flat()), files: choices.includes(FILES) }
}

function beginningWith(beginning: string, suggestions: readonly Suggestion[]): Completion {
  const folded = beginning.toLowerCase()
  return { suggestions: suggestions.filter(({ word }) => word.toLowerCase().startsWith(folded)), files: false }
}

/**
 * Bash splits words at `=`: `--tag=a` is three words, the last of which is completed. `before` is what stands before
 * it in the joined word.
 */
export function joinSplitWords(words: readonly string[]): { joined: string[]; before: string } {
  const joined: string[] = []
  let before = ''
  for (const [i, word] of words.entries()) {
    const last = joined.at(-1) ?? ''
    const isValue = word === '=' ? last.startsWith('--') : words[i - 1] === '=' && last.endsWith('=')
    before = isValue ? last : ''
    if (isValue) joined[joined.length - 1] = word === '=' ? `${last}=` : last + word
    else joined.push(word)
    if (word === '=' && isValue) before = `${last}=`
  }
  return { joined, before }
}

/** The lines that a shell's script reads. Bash gets meanings only where there are several words to choose from. */
export function completionLines({ suggestions, files }: Completion, shell: string, before: string): string[] {
  if (files) return [':files']
  if (shell !== 'bash') return suggestions.map(({ word, description }) => `${word}\t${description}`)
  const words = suggestions.map(({ word }) => word.slice(before.length).replace(/[^\w@%+=:,./#-]/gu, '\\$&'))
  if (words.length < 2) return words
  const width = Math.max(...words.map((word) => word.length))
  return words.map((word, i) => {
    const { description } = suggestions[i]!
    return description ? `${word.padEnd(width)}  (${description})` : word
  })
}
