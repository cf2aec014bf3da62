import { DEFAULT_CURRENCY, formatMoney } from '#domain/currencies.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import type { Item } from '#domain/fields.ts'

/**
 * The description of an event: the notes, a line for each detail, and the link; empty if there is none of these. Names
 * the space where one is given.
 */
export function description(item: Item, currency = DEFAULT_CURRENCY, space?: string): string {
  let details = ''
  if (space !== undefined) details += `\nSpace: ${space}`
  if (item.recipient !== null)
    details += `\nFor ${item.recipient}${item.occasion === null ? '' : ` · ${item.occasion}`}`
  else if (item.occasion !== null) details += `\nOccasion: ${item.occasion}`
  if (item.budget !== null) details += `\nBudget: ${formatMoney(item.budget, currency)}`
  if (item.bought_on !== null) details += `\nBought on ${item.bought_on}`
  if (item.project !== null) details += `\nProject: ${item.project}`
  if (item.estimate !== null) details += `\nEstimate: ${estimatePhrase(item.estimate)}`
  if (item.every !== null) details += `\nRepeats ${everyPhrase(item.every)}`
  if (item.last_done !== null) details += `\nLast done ${item.last_done}`
  if (item.url !== null) details += `\n${item.url}`
  if (!item.notes) return details.slice(1)
  return details ? `${item.notes}\n${details}` : item.notes
}
