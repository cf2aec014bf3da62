// Plots as SVG, readable on light and dark backgrounds.

const INK = '#6b7280'
const GOOD = '#2f9e6e'
const BAD = '#d9653b'
const HUES = ['#2f6fde', '#d9653b', '#2f9e6e', '#a855c7', '#b8860b', '#d1437c', '#5b8c99', '#6b7280']

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const text = (x, y, words, more = '') => `<text x="${x}" y="${y}" ${more}>${escaped(words)}</text>`
const svg = (width, height, title, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ` +
  `aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">\n` +
  `${parts.join('\n')}\n</svg>\n`

/** Each row's result relative to its target, on a logarithmic axis; bars to the right are better. */
export function targetsPlot(rows) {
  const [left, width, step, maxRatio] = [290, 760, 22, 4]
  const middle = left + (width - left - 60) / 2
  const scale = (middle - left) / Math.log2(maxRatio)
  const bars = rows.flatMap(({ name, reached, target }, i) => {
    const better = target.min === undefined ? target.max / reached : reached / target.min
    const length = Math.max(-1, Math.min(1, Math.log2(better) / Math.log2(maxRatio))) * scale * Math.log2(maxRatio)
    const y = 30 + i * step
    const x = Math.min(middle, middle + length).toFixed(1)
    const barWidth = Math.max(1, Math.abs(length)).toFixed(1)
    return [
      text(left - 10, y + 12, name, 'text-anchor="end"'),
      `<rect x="${x}" y="${y}" width="${barWidth}" height="${step - 8}" rx="2" fill="${better >= 1 ? GOOD : BAD}"/>`,
      text(
        (length < 0 ? middle : middle + length) + 6,
        y + 12,
        `${better >= 10 ? better.toFixed(0) : better.toFixed(2)}×`,
      ),
    ]
  })
  const height = 40 + rows.length * step
  const line = `<line x1="${middle}" x2="${middle}" y1="22" y2="${height - 8}" stroke="${INK}"/>`
  return svg(width, height, 'Each measure against its target', [
    text(middle, 14, 'target', 'text-anchor="middle"'),
    line,
    ...bars,
  ])
}

/** Medians by the number of items, with logarithmic axes. */
export function growthPlot(rows) {
  const [left, top, width, height] = [60, 20, 560, 300]
  const points = rows.flatMap((row) => row.points)
  const [min, max] = [Math.min(...points.map(({ median }) => median)), Math.max(...points.map(({ median }) => median))]
  const [from, to] = [10 ** Math.floor(Math.log10(min)), 10 ** Math.ceil(Math.log10(max))]
  const counts = rows[0].points.map(({ count }) => count)
  const x = (count) => left + (Math.log(count / counts[0]) / Math.log(counts.at(-1) / counts[0])) * width
  const y = (ms) => top + height - (Math.log(ms / from) / Math.log(to / from)) * height
  const grid = []
  for (let ms = from; ms <= to * 1.001; ms *= 10)
    grid.push(
      `<line x1="${left}" x2="${left + width}" y1="${y(ms)}" y2="${y(ms)}" stroke="${INK}" opacity=".3"/>`,
      text(left - 8, y(ms) + 4, `${Number(ms.toPrecision(1))} ms`, 'text-anchor="end"'),
    )
  for (const count of counts)
    grid.push(text(x(count), top + height + 20, count.toLocaleString('en'), 'text-anchor="middle"'))
  const lines = rows.flatMap(({ name, points: its }, i) => {
    const path = its.map(({ count, median }) => `${x(count).toFixed(1)},${y(median).toFixed(1)}`).join(' ')
    const legend = top + 10 + i * 18
    return [
      `<polyline points="${path}" fill="none" stroke="${HUES[i % HUES.length]}" stroke-width="2"/>`,
      `<rect x="${left + width + 20}" y="${legend - 9}" width="10" height="10" fill="${HUES[i % HUES.length]}"/>`,
      text(left + width + 36, legend, name.split(', from')[0]),
    ]
  })
  return svg(left + width + 160, top + height + 40, 'Time over the number of items', [...grid, ...lines])
}
