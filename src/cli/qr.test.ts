import { expect, it } from 'vitest'
import { encode } from 'uqr'
import { qrLines } from './qr.ts'

it('draws the light parts of a code, two rows in a line', () => {
  const text = 'webcal://track.example/calendar.ics?key=trf_0123456789012345678901234567890123456789012'
  const { data } = encode(text, { ecc: 'L', border: 2 })
  const drawn = qrLines(text).flatMap((line) => [
    [...line].map((half) => !'▀█'.includes(half)),
    [...line].map((half) => !'▄█'.includes(half)),
  ])
  expect(drawn.slice(0, data.length)).toEqual(data)
  expect(qrLines(text)[0]).toMatch(/^█+$/)
})
