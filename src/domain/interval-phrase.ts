const ADVERB = /^(?:daily|weekly|monthly|yearly)\b/
const ORDINAL_ENDING = ['th', 'st', 'nd', 'rd']

/** `1st` for 1, `12th` for 12. */
export function ordinal(n: number): string {
  return `${n}${(n % 100 >= 11 && n % 100 <= 13 ? undefined : ORDINAL_ENDING[n % 10]) ?? 'th'}`
}

/** A canonical interval in words that can be typed again: `every 2 weeks`, `every mon, thu`, `monthly on the 15th`. */
export function everyPhrase(every: string): string {
  const [base = '', days, end] = /^(.*?)(?: on (.*?))?(?: until (.*))?$/.exec(every)?.slice(1) ?? []
  const span = base === 'weekdays' ? 'weekday' : base.replaceAll(',', ', ')
  const how = ADVERB.test(base) ? base : `every ${span}`
  return how + (days === undefined ? '' : ` on ${daysPhrase(days)}`) + (end === undefined ? '' : ` until ${end}`)
}

function daysPhrase(days: string): string {
  const names = days.split(',').join(', ')
  if (/^(?:\d\d?|last)(?:,|$)/.test(days))
    return `the ${names.replace(/\d+/g, (date) => ordinal(Number(date))).replace(/last$/, 'last day')}`
  return /^(?:\d|last)/.test(days) ? `the ${names}` : names
}
