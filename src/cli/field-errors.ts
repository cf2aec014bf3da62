import type { FieldError } from '#domain/errors.ts'
import { flagOfField } from './fields.ts'
import type { OptionValues } from './options.ts'

const MAX_FIELD_ERRORS = 5

/**
 * The first MAX_FIELD_ERRORS errors of fields in a sentence, which speaks of flags and values as they were typed:
 * `--due someday: is no date`.
 */
export function describeFieldErrors(errors: readonly FieldError[], typed: OptionValues): string {
  const parts = errors.slice(0, MAX_FIELD_ERRORS).map((error) => describe(error, typed))
  const more = errors.length - parts.length
  return [...new Set(parts)].join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** Lists, with the name of one element, which is counted from 1 in messages. */
const ELEMENT_NAMES: Record<string, string> = {
  operations: 'item',
  items: 'item',
  projects: 'project',
  features: 'feature',
}

/** `items.3.due` becomes `item 4: due`; `kind.0` becomes `kind`. Ids stand in the message as they were typed. */
function describe({ path, message }: FieldError, typed: OptionValues): string {
  const steps = path.split('.').filter((step) => step && step !== 'input')
  const named = steps.findLast((step) => !/^\d+$/.test(step)) ?? ''
  if (named === 'id') return message.replace(/^is no id: ([^;]*)/, '$1 is no id')
  const choice = CHOICE.test(message) && flagAsTyped(named, typed)
  if (choice) return `${choice.flag} ${message}, not ${choice.value || '""'}`
  const parts = steps.flatMap((step, i) => {
    if (/^\d+$/.test(step)) return [] // said with the step before, or left out
    const element = ELEMENT_NAMES[step]
    if (element && /^\d+$/.test(steps[i + 1] ?? '')) return [`${element} ${Number(steps[i + 1]) + 1}`]
    return [fieldName(step, message, typed)]
  })
  const field = steps.at(-1) ?? ''
  return [...parts, field.includes('_') ? message.replaceAll(field, field.replaceAll('_', ' ')) : message].join(': ')
}

/** What a value has to be, of which the sentence ends with what it was. */
const CHOICE = /^is (?:one of|an?) /

/** The flag that set a field, and its value; undefined for what is longer than fits into a sentence. */
function flagAsTyped(field: string, typed: OptionValues): { flag: string; value: string } | undefined {
  const { flag, property } = flagOfField(field) ?? flagNamed(field)
  const value = typed[property]
  return typeof value === 'string' && value.length <= MAX_SHOWN_VALUE ? { flag, value: value.trim() } : undefined
}

const MAX_SHOWN_VALUE = 40

/** A field by the flag that set it, with the value unless the message has it; else by its name in words. */
function fieldName(name: string, message: string, typed: OptionValues): string {
  if (name === 'x-track-space') return '--space'
  const { flag, property } = flagOfField(name) ?? flagNamed(name)
  const value = typed[property]
  if (value === undefined) return / needs /.test(message) ? `${flag} is missing` : name.replaceAll('_', ' ')
  const isShown = typeof value !== 'string' || message.includes(value) || value.length > MAX_SHOWN_VALUE
  return isShown ? flag : `${flag} ${value.trim() === '' ? '""' : value}`
}

/** `due_before` is --due-before. */
function flagNamed(name: string): { flag: string; property: string } {
  return {
    flag: `--${name.replaceAll('_', '-')}`,
    property: name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  }
}
