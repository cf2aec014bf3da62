// Keeps many connections without a key open to a server: idle ones, slow ones that send a byte now and then, and ones
// that send requests ahead and read nothing. Answers each message by how many it has. A process of its own.
import { connect } from 'node:net'

const DRIP_MS = 2000
const REOPEN_MS = 10_000
/** Connections that are opened in one go. */
const BURST = 100
const BURST_MS = 100

const [url, counts, addresses] = process.argv.slice(2)
const { hostname, port } = new URL(url)
const { idle, slow, pipelining } = JSON.parse(counts)
const localAddresses = JSON.parse(addresses)

const request = 'GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n'
const behaviours = {
  // half of them have never said anything
  idle: (socket, n) => n % 2 && socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'),
  slow: (socket) => {
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nx-slow: ')
    const dripping = setInterval(() => socket.write('x'), DRIP_MS)
    socket.on('close', () => clearInterval(dripping))
  },
  pipelining: (socket) => {
    socket.pause()
    socket.write(request.repeat(15))
  },
}

const open = new Set()
const waiting = []
let refused = 0

function openOne({ behaviour, n }) {
  const localAddress = localAddresses[n % localAddresses.length]
  const socket = connect({ host: hostname, port: Number(port), localAddress })
  socket.on('connect', () => {
    open.add(socket)
    behaviours[behaviour](socket, n)
  })
  socket.resume()
  socket.on('error', (error) => {
    if (!['ECONNRESET', 'EPIPE'].includes(error.code)) refused++
  })
  socket.on('close', () => {
    open.delete(socket)
    setTimeout(() => waiting.push({ behaviour, n }), REOPEN_MS)
  })
}

for (const [behaviour, count] of Object.entries({ pipelining, slow, idle }))
  for (let n = 0; n < count; n++) waiting.push({ behaviour, n })
setInterval(() => waiting.splice(0, BURST).forEach(openOne), BURST_MS)
process.on('message', () => process.send({ open: open.size, refused }))
