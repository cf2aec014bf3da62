import { describe, expect, it } from 'vitest'
import { readDue } from './due-words.ts'
import { readTime, timeIn } from './times.ts'

describe('times of day', () => {
  it.each([
    ['3pm', '15:00'],
    ['3 PM', '15:00'],
    ['3 p.m.', '15:00'],
    ['3:30pm', '15:30'],
    ['5.30 pm', '17:30'],
    ['at 3pm', '15:00'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:30am', '00:30'],
    ['15:00', '15:00'],
    ['00:00', '00:00'],
    ['03:15', '03:15'],
    ['9:05', '09:05'],
    ['at 9', '09:00'],
    ['9', '09:00'],
    ['at 15', '15:00'],
    ["9 o'clock", '09:00'],
    ['at 10 o’clock', '10:00'],
    ['at 3 in the afternoon', '15:00'],
    ['8:30 in the evening', '20:30'],
    ['5 in the morning', undefined],
    ['at 5 in the morning', '05:00'],
    ['at 11 in the morning', '11:00'],
    ['noon', '12:00'],
    ['at noon', '12:00'],
    ['  NOON ', '12:00'],
    ['none', null],
    ['13pm', undefined],
    ['0am', undefined],
    ['24:00', undefined],
    ['25:00', undefined],
    ['15:60', undefined],
    ['at 24', undefined],
    ['at 13 in the morning', undefined],
    ['15:0', undefined],
    ['3', undefined],
    ['at 3', undefined],
    ['3:16', undefined],
    ['6:00', undefined],
    ['soon', undefined],
    ['midnight', undefined],
    ['', undefined],
    ['3pm tomorrow', undefined],
    ['9'.repeat(200), undefined],
  ])('%j is %s', (text, time) => {
    const { value, problem } = readTime(text)
    expect(value).toBe(time)
    expect(problem === undefined).toBe(time !== undefined)
  })

  it('that could be two name both', () => {
    expect(readTime('at 3').problem).toBe(
      'not a time: at 3: it could be 03:00 or 15:00; write 3am or 3pm (accepted: 15:00, 3pm, 3:30pm, at 9, noon, none)',
    )
    expect(readTime('3:30').problem).toContain('it could be 03:30 or 15:30; write 3:30am or 3:30pm')
  })

  it('are those of the zone, across its changes', () => {
    const at = (zone: string, instant: string) => timeIn(zone, new Date(instant))
    expect(at('UTC', '2026-03-10T00:05:00Z')).toBe('00:05')
    expect(at('Asia/Kathmandu', '2026-03-10T12:00:00Z')).toBe('17:45')
    expect(at('Europe/Berlin', '2026-03-29T00:59:59Z')).toBe('01:59')
    expect(at('Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('03:00')
    expect(at('Pacific/Kiritimati', '2026-03-10T10:00:00Z')).toBe('00:00')
  })
})

describe('due dates with times', () => {
  // a Monday
  const now = { today: '2026-06-01', time: '12:00' }

  it.each([
    ['tomorrow', '2026-06-02', undefined],
    ['tomorrow 3pm', '2026-06-02', '15:00'],
    ['tomorrow at 3pm', '2026-06-02', '15:00'],
    ['tomorrow, 3pm', '2026-06-02', '15:00'],
    ['3pm tomorrow', '2026-06-02', '15:00'],
    ['at 3pm on friday', '2026-06-05', '15:00'],
    ['by 3pm tomorrow', '2026-06-02', '15:00'],
    ['due by fri at 9', '2026-06-05', '09:00'],
    ['on friday at 10 in the morning', '2026-06-05', '10:00'],
    ['tonight at 8', '2026-06-01', '20:00'],
    ['at 8 tonight', '2026-06-01', '20:00'],
    ['tonight 8:30', '2026-06-01', '20:30'],
    ['jun 12 15:00', '2026-06-12', '15:00'],
    ['15:00 jun 12', '2026-06-12', '15:00'],
    ['fri 5 jun noon', '2026-06-05', '12:00'],
    ['15th at noon', '2026-06-15', '12:00'],
    ['in 3 days at 9', '2026-06-04', '09:00'],
    ['2026-06-01 15:00', '2026-06-01', '15:00'],
    ['2026-06-01T15:00', '2026-06-01', '15:00'],
    ['today 9am', '2026-06-01', '09:00'],
    ['15:00', '2026-06-01', '15:00'],
    ['12:00', '2026-06-01', '12:00'],
    ['11:59', '2026-06-02', '11:59'],
    ['at 9', '2026-06-02', '09:00'],
    ['by 3pm', '2026-06-01', '15:00'],
    ['due at noon', '2026-06-01', '12:00'],
    ['none', null, undefined],
  ])('%j is %s, %s', (text, due, at) => {
    expect(readDue(text, now)).toEqual({ value: at === undefined ? { due } : { due, at } })
  })

  it.each([
    'none 3pm',
    'tomorrow 3pm 4pm',
    'tomorrow 25:00',
    'tomorrow at 3',
    'tomorrow 9',
    'at',
    '6/1 3pm',
    'someday 3pm',
    'fri 6 jun 3pm',
    '2026-06-01T15:00:00Z',
    'tomorrow at',
    '',
    `tomorrow ${' '.repeat(200)}3pm`,
  ])('%j is none', (text) => {
    expect(readDue(text, now)).toEqual({ problem: expect.any(String) })
  })
})
