import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

/** A time of day, `HH:MM`, from 00:00 to 23:59, on the clocks of whoever looks. */
export type TimeOfDay = string

const ACCEPTED = 'accepted: 15:00, 3pm, 3:30pm, at 9, noon, none'

const OCLOCK = " o['’]?clock"
const DAY_PART = ' in the (?:morning|afternoon|evening)'
const HALF = '\\d{1,2}(?:[:.]\\d\\d)? ?[ap]\\.?m\\.?'
const CLOCK = `\\d{1,2}:\\d\\d(?:${DAY_PART})?`
const HOUR = `\\d{1,2}(?:${OCLOCK})?(?:${DAY_PART})?`
const HOUR_ALONE = `\\d{1,2}(?:${OCLOCK})(?:${DAY_PART})?`

/** The source of a regular expression for a time in lower-case words, without capturing groups. */
export const TIME_PATTERN = `(?:(?:at )?(?:${HALF}|${CLOCK}|${HOUR_ALONE}|noon|midnight)|at ${HOUR})`

const TIME = new RegExp(`^${TIME_PATTERN}$`)
const PARTS = new RegExp(`^(\\d+)(?:[:.](\\d\\d))?(?:${OCLOCK})?(?: ?([ap])\\.?m\\.?)?(${DAY_PART})?$`)

/** Whether a text is a time in exactly the form `HH:MM`. */
export const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)

/**
 * Reads a time as people type it; `none` is null. All of the text must be understood, and an hour from 1 to 6 needs
 * `am`, `pm` or a leading zero.
 */
export function readTime(text: string): ParseResult<TimeOfDay | null> {
  const words = normalizeWords(text)
  if (words === '') return { problem: `a time is missing (${ACCEPTED})` }
  if (words === 'none') return { value: null }
  const reading = words === null ? undefined : matchTime(/^\d{1,2}$/.test(words) ? `at ${words}` : words)
  if (reading?.value !== undefined) return reading
  const reason = reading === undefined ? '' : `: ${reading.problem}`
  return { problem: `not a time: ${excerptOf(text)}${reason} (${ACCEPTED})` }
}

/**
 * Reads normalized words as a time; undefined where they have none of its forms. An hour without `am` or `pm` is that
 * of the part of the day, `morning` or another one, where it is known.
 */
export function matchTime(words: string, dayPart = ''): ParseResult<TimeOfDay> | undefined {
  if (!TIME.test(words)) return undefined
  const text = words.replace(/^at /, '')
  if (text === 'noon') return { value: '12:00' }
  if (text === 'midnight') return { problem: 'it could begin the day or end it; write 00:00 or 23:59' }
  const [, hour = '', minute = '00', half, part = dayPart] = PARTS.exec(text) ?? []
  const result = half ? readHalf(Number(hour), half) : readHour(hour, minute, part)
  if (typeof result === 'string') return { problem: result }
  const value = `${String(result).padStart(2, '0')}:${minute}`
  return isTime(value) ? { value } : { problem: 'hours go to 23, minutes to 59' }
}

/** The hour of `3pm`, or what is wrong with it. */
function readHalf(hour: number, half: string): number | string {
  if (hour < 1 || hour > 12) return 'with am or pm, hours go from 1 to 12'
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

/** The hour of `9` or `15:00`, or what it could mean. */
function readHour(digits: string, minute: string, part: string): number | string {
  const hour = Number(digits)
  if (part.endsWith('morning')) return hour > 12 ? 'that is no morning' : hour % 12
  if (part) return hour < 12 ? hour + 12 : hour
  if (digits.length > 1 || hour === 0 || hour > 6) return hour
  const time = minute === '00' ? digits : `${digits}:${minute}`
  return `it could be 0${digits}:${minute} or ${hour + 12}:${minute}; write ${time}am or ${time}pm`
}

const MAX_CACHED = 128
const formatCache = new Map<string, Intl.DateTimeFormat>()

/** The time of day in a time zone at an instant. Throws a RangeError for an unknown zone. */
export function timeIn(zone: string, instant: Date): TimeOfDay {
  let format = formatCache.get(zone)
  if (format === undefined) {
    if (formatCache.size >= MAX_CACHED) formatCache.clear()
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    formatCache.set(zone, format)
  }
  return format.format(instant)
}
